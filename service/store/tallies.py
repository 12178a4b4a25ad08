"""What is said of meetings, counted: so that no claim is read again because another one comes.

Only the monitor writes here.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from functools import lru_cache

import msgspec
from msgspec import Struct, structs

from service.domain.ids import ClaimId, MeetingId, NodeId, SayingId
from service.domain.meetings import Claim
from service.store.database import Connection, placeholders

_decode = msgspec.json.Decoder(Claim).decode
_ids = msgspec.json.Decoder(tuple[ClaimId, ...]).decode

Stories = Counter[frozenset[SayingId]]


class Said(Struct, frozen=True, gc=False):
    """What claims of a node say alike, and the smallest of their ids, in order."""

    id: SayingId
    node: NodeId
    claims: tuple[ClaimId, ...]
    content: Claim


@lru_cache(maxsize=1 << 13)
def _read(record: str) -> Claim:
    return _decode(record)


async def sayings(conn: Connection, nodes: Iterable[NodeId]) -> list[Said]:
    """Return what the claims of some nodes say."""
    wanted, params = placeholders("node", nodes)
    rows = await conn.fetch(
        f"SELECT id, node, claims, record FROM ledger_sayings WHERE node IN {wanted}", **params
    )
    return [Said(row[0], row[1], _ids(row[2]), _read(row[3])) for row in rows]


async def stories(conn: Connection, meetings: Iterable[MeetingId]) -> dict[MeetingId, Stories]:
    """Count the stories of meetings by the sayings that each tells."""
    if not (listed := list(meetings)):
        return {}
    wanted, params = placeholders("meeting", listed)
    rows = await conn.fetch(
        f"SELECT meeting_id, sayings, stories FROM ledger_stories WHERE meeting_id IN {wanted}",
        **params,
    )
    found: dict[MeetingId, Stories] = {}
    for meeting, sayings, count in rows:
        found.setdefault(meeting, Counter())[frozenset(sayings.split())] = count
    return found


async def write_sayings(tx: Connection, written: Iterable[Said], gone: Iterable[SayingId]) -> None:
    """Write what is said for the first time or by other claims; remove what none says any more."""
    await tx.executemany(
        "DELETE FROM ledger_sayings WHERE id = :id", [{"id": saying} for saying in gone]
    )
    await tx.executemany(
        "INSERT INTO ledger_sayings (id, node, claims, record)"
        " VALUES (:id, :node, :claims, :record)"
        " ON CONFLICT (id) DO UPDATE SET claims = excluded.claims",
        [
            {
                "id": said.id,
                "node": said.node,
                "claims": msgspec.json.encode(said.claims).decode(),
                "record": msgspec.json.encode(
                    structs.replace(said.content, id=ClaimId(""))
                ).decode(),
            }
            for said in written
        ],
    )


async def write_stories(
    tx: Connection, meeting: MeetingId, before: Mapping[frozenset[SayingId], int], after: Stories
) -> None:
    """Write the counts of a meeting's stories that differ from those before."""
    changed = [told for told in {*before, *after} if before.get(told, 0) != after[told]]
    rows = [
        {"meeting": meeting, "sayings": " ".join(sorted(told)), "stories": after[told]}
        for told in changed
    ]
    await tx.executemany(
        "DELETE FROM ledger_stories WHERE meeting_id = :meeting AND sayings = :sayings",
        [{"meeting": meeting, "sayings": r["sayings"]} for r in rows if not r["stories"]],
    )
    await tx.executemany(
        "INSERT INTO ledger_stories (meeting_id, sayings, stories)"
        " VALUES (:meeting, :sayings, :stories)"
        " ON CONFLICT (meeting_id, sayings) DO UPDATE SET stories = excluded.stories",
        [row for row in rows if row["stories"]],
    )


async def add_stories(tx: Connection, counted: Mapping[MeetingId, Stories]) -> None:
    """Write the counts of meetings that have none yet."""
    await tx.executemany(
        "INSERT INTO ledger_stories (meeting_id, sayings, stories)"
        " VALUES (:meeting, :sayings, :stories)",
        [
            {"meeting": meeting, "sayings": " ".join(sorted(told)), "stories": count}
            for meeting, stories in counted.items()
            for told, count in stories.items()
        ],
    )


async def remove_stories(tx: Connection, meetings: Iterable[MeetingId]) -> None:
    """Forget the counts of meetings that are gone under their ids."""
    await tx.executemany(
        "DELETE FROM ledger_stories WHERE meeting_id = :meeting",
        [{"meeting": meeting} for meeting in meetings],
    )
