"""What meetings are found under: their actors, the countries that these represent, processes."""

from collections.abc import Sequence

from msgspec import Struct

from service.domain.meetings import Meeting
from service.store.database import Connection

_TABLES = ("meeting_actors", "meeting_processes", "meeting_sides")


class Listed(Struct, frozen=True):
    """A meeting with the countries that its parties represent, in order."""

    meeting: Meeting
    countries: tuple[str, ...]

    @property
    def linked(self) -> str:
        """All that it is found under, with spaces around each."""
        acting = (party.actor for party in self.meeting.parties)
        return f" {' '.join((*acting, *self.countries, *self.meeting.processes))} "


def sort_date(meeting: Meeting) -> str:
    """Return the day that lists put a meeting at; the empty text when it has none."""
    return meeting.when.first.isoformat() if meeting.when else ""


async def write(tx: Connection, found: Sequence[Listed]) -> None:
    """Write what meetings are found under, in place of what they were."""
    for table in _TABLES:
        await tx.executemany(
            f"DELETE FROM {table} WHERE meeting_id = :id", [{"id": one.meeting.id} for one in found]
        )
    await tx.executemany(
        "INSERT INTO meeting_actors (meeting_id, actor_id, sort_at, role)"
        " VALUES (:id, :actor, :at, :role)",
        [
            {"id": one.meeting.id, "actor": p.actor, "at": sort_date(one.meeting), "role": p.role}
            for one in found
            for p in one.meeting.parties
        ],
    )
    await tx.executemany(
        "INSERT INTO meeting_processes (meeting_id, process, sort_at) VALUES (:id, :process, :at)",
        [
            {"id": one.meeting.id, "process": process, "at": sort_date(one.meeting)}
            for one in found
            for process in one.meeting.processes
        ],
    )
    await tx.executemany(
        "INSERT INTO meeting_sides (meeting_id, country, sort_at) VALUES (:id, :country, :at)",
        [
            {"id": one.meeting.id, "country": country, "at": sort_date(one.meeting)}
            for one in found
            for country in one.countries
        ],
    )
