"""Makes a database ready: the newest schema, and the starter record once."""

from pathlib import Path

from service.settings import Settings
from service.store.database import Database, connect
from service.store.migrate import migrate

FOLDER = Path(__file__).parents[2] / "seeds"


async def prepare(settings: Settings, *, seeds: bool = True) -> int:
    """Migrate, and load `seeds/` if this database never had it; return the articles loaded."""
    db = await connect(settings.database)
    try:
        await migrate(db)
        return await _load(db, settings) if seeds else 0
    finally:
        await db.close()


async def _load(db: Database, settings: Settings) -> int:
    return 0
