"""A copy of the record that follows the events by cursor alone holds what the lists show."""

from typing import Any

from service.extraction.extract import Extractor
from service.store.database import Database
from tests.api.conftest import Client
from tests.api.test_as_of_replay import Teller

GONE = ("meeting.merged", "meeting.withdrawn", "meeting.split")


class Mirror:
    """Meetings by id, as the events told them."""

    def __init__(self, client: Client) -> None:
        self.meetings: dict[str, Any] = {}
        self.seen: set[str] = set()
        self._client = client
        self._cursor = ""

    async def follow(self) -> None:
        while True:
            after = f"&cursor={self._cursor}" if self._cursor else ""
            page = (await self._client.get(f"/v1/events?limit=20{after}")).json()
            self._cursor = page["next_cursor"] or self._cursor
            for event in page["items"]:
                self._take(event)
            if len(page["items"]) < 20:
                return

    def _take(self, event: Any) -> None:
        self.seen.add(event["type"])
        if not event["type"].startswith("meeting."):
            return
        data = event["data"]
        if event["type"] in GONE:
            if event["subject"] not in data.get("into", ()):
                self.meetings.pop(event["subject"], None)
            return
        for change in data["changes"]:
            if change["field"] == "id":
                self.meetings.pop(change["old"], None)
        self.meetings[data["meeting"]["id"]] = data["meeting"]


async def listed(client: Client) -> dict[str, Any]:
    found: dict[str, Any] = {}
    cursor = ""
    while cursor is not None:
        page = (await client.get(f"/v1/meetings?limit=100{cursor}")).json()
        found |= {meeting["id"]: meeting for meeting in page["items"]}
        cursor = page["next_cursor"] and f"&cursor={page['next_cursor']}"
    return found


def plain(meeting: Any, like: Any) -> dict[str, Any]:
    """What both show, with the parties by id: names follow the actors."""
    shown = {field: meeting[field] for field in like if field != "parties"}
    shown["parties"] = {(p["id"], p["role"], p["inferred"]) for p in meeting["parties"]}
    for field in ("processes", "issues"):
        shown[field] = set(shown[field])
    return shown


async def test_a_mirror_by_cursor_alone_holds_what_the_lists_show(
    client: Client, db: Database, extractor: Extractor
) -> None:
    teller = Teller(db, extractor.read, 13)
    mirror = Mirror(client)
    for _ in range(60):
        await teller.step()
        await mirror.follow()
        mine, theirs = mirror.meetings, await listed(client)
        assert mine.keys() == theirs.keys()
        for id, meeting in mine.items():
            assert plain(meeting, meeting) == plain(theirs[id], meeting), id
    assert {"meeting.changed", "meeting.reported", "meeting.held", *GONE} <= mirror.seen
