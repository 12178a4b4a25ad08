"""API keys: kept as hashes, so that a copy of the database opens nothing."""

import datetime as dt
import secrets
from collections.abc import Sequence
from typing import cast

from service.domain.ids import KeyId
from service.domain.keys import Key, Scope, token_digest
from service.errors import Invalid
from service.store.database import Connection, Row, micros, moment

_LONGEST = 200
_COLUMNS = "id, name, scopes, digest, created_at, revoked_at"


async def add(
    conn: Connection, name: str, scopes: Sequence[Scope], *, now: dt.datetime
) -> tuple[Key, str]:
    """Make a key and return it with its token, which is known now and never again.

    Raises Invalid for a name that would not tell it from others in a list.
    """
    if not name.strip() or len(name) > _LONGEST or not name.isprintable():
        raise Invalid("name", f"A key's name is a line of 1 to {_LONGEST} characters.")
    id = KeyId(f"key_{secrets.token_hex(8)}")
    token = f"{id}.{secrets.token_urlsafe(24)}"
    key = Key(id=id, name=name, scopes=tuple(scopes), digest=token_digest(token), created_at=now)
    await conn.execute(
        "INSERT INTO api_keys (id, name, scopes, digest, created_at)"
        " VALUES (:id, :name, :scopes, :digest, :created_at)",
        id=key.id,
        name=key.name,
        scopes=",".join(key.scopes),
        digest=key.digest,
        created_at=micros(now),
    )
    return key, token


async def listed(conn: Connection) -> list[Key]:
    """Return all keys, the revoked ones too, the oldest first."""
    rows = await conn.fetch(f"SELECT {_COLUMNS} FROM api_keys ORDER BY created_at, id")
    return [_key(row) for row in rows]


async def revoke(conn: Connection, id: KeyId, *, now: dt.datetime) -> bool:
    """Close a key for good; return False if there is none, or it is closed already."""
    return (
        await conn.execute(
            "UPDATE api_keys SET revoked_at = :now WHERE id = :id AND revoked_at IS NULL",
            id=id,
            now=micros(now),
        )
        == 1
    )


def _key(row: Row) -> Key:
    id, name, scopes, digest, created_at, revoked_at = row
    return Key(
        id=id,
        name=name,
        scopes=tuple(cast(Scope, scope) for scope in scopes.split(",") if scope),
        digest=digest,
        created_at=moment(created_at),
        revoked_at=None if revoked_at is None else moment(revoked_at),
    )
