"""Actors as they were before the knowledge or people changed them."""

import datetime as dt
from collections.abc import Iterable, Mapping

from service.store.database import Connection, micros

_COLUMNS = "type, name, country, discovered, names, hidden, merged_into, record"
_OF = ", ".join(f"{{alias}}.{column}" for column in _COLUMNS.split(", "))

_SEEN = "CASE WHEN a.first_seen_at <= :known_at THEN a.first_seen_at END AS first_seen_at"

# The table of actors as it was at `:known_at`: whoever had not been named then was never seen.
THEN = (
    f"(SELECT a.id, {_SEEN}, {_OF.format(alias='a')} FROM actors a"
    " WHERE NOT EXISTS (SELECT 1 FROM actor_versions v"
    "  WHERE v.id = a.id AND v.replaced_at > :known_at)"
    f" UNION ALL SELECT a.id, {_SEEN}, {_OF.format(alias='v')}"
    " FROM actor_versions v JOIN actors a ON a.id = v.id"
    " WHERE v.replaced_at = (SELECT MIN(l.replaced_at) FROM actor_versions l"
    "  WHERE l.id = v.id AND l.replaced_at > :known_at))"
)


async def keep(tx: Connection, rows: Iterable[Mapping[str, object]], now: dt.datetime) -> None:
    """Keep what actors are before these rows (`id`, `record`, `hidden`, `into`) replace it.

    None for `hidden` and `into` leaves them as they are. Who stays as they were gets no version; a
    second change at the same time gives none either.
    """
    await tx.executemany(
        f"INSERT INTO actor_versions (id, replaced_at, {_COLUMNS})"
        f" SELECT id, CAST(:now AS BIGINT), {_COLUMNS} FROM actors WHERE id = :id"
        "  AND (record <> :record OR hidden <> COALESCE(:hidden, hidden)"
        "  OR COALESCE(merged_into, '') <> COALESCE(:into, merged_into, ''))"
        " ON CONFLICT (id, replaced_at) DO NOTHING",
        [
            {name: row[name] for name in ("id", "record", "hidden", "into")} | {"now": micros(now)}
            for row in rows
        ],
    )
