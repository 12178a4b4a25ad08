"""The engines by their URLs; each with its driver is imported only when it is asked for."""

from collections.abc import Sequence

from service.store.database import Database
from service.store.sealing import Sealer


async def connect(url: str, keys: Sequence[str] = ()) -> Database:
    """Open `sqlite:///relative/or//absolute/path` or `postgresql://user@host/name`.

    Secrets are written encrypted by the first of the keys and read by each of them. Raises
    ValueError when the URL is of another kind, Unavailable when no server answers.
    """
    if url.startswith("sqlite:///"):
        from service.store.sqlite import SqliteDatabase

        return SqliteDatabase(url.removeprefix("sqlite:///"), Sealer(keys))
    if url.startswith(("postgresql://", "postgres://")):
        from service.store.postgres import PostgresDatabase

        return await PostgresDatabase.open(url, Sealer(keys))
    raise ValueError(f"database_url: {url.split(':')[0]} is not sqlite or postgresql")
