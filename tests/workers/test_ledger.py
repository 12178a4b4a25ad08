"""What the monitor keeps between its steps: what was hidden stays so, what was told is counted."""

import datetime as dt

from msgspec import structs

from service.corrections import Decision, decide
from service.domain.ids import ClaimId, MeetingId
from service.store import events, meetings
from service.store.database import Database
from service.store.meetings import MeetingFilter
from tests.resolution.told import told as a_claim
from tests.workers.test_monitor import (
    START,
    Clock,
    all_events,
    all_meetings,
    all_work,
    data,
    report,
    reread,
)
from workers.monitor import Monitor


async def test_what_is_hidden_stays_hidden_when_it_gets_a_new_date(db: Database) -> None:
    monitor = Monitor(db, now=Clock())
    off = a_claim(when="2024-05-10", status="cancelled", published=dt.date(2024, 5, 9))
    await report(db, "Off", off)
    await all_work(monitor)
    [old] = await all_meetings(db)
    await decide(db, Decision(kind="hide", meetings=[old], author="an editor"), now=START)
    await all_work(monitor)
    told = len(await all_events(db))
    await report(db, "On", a_claim(when="2024-05-20", published=dt.date(2024, 5, 21)))
    await all_work(monitor)
    [shown] = (await meetings.find(db, MeetingFilter())).items
    assert shown.meeting.rescheduled_from == old
    [hidden] = (await meetings.find(db, MeetingFilter(hidden=True))).items
    assert (hidden.meeting.id, hidden.meeting.status) == (old, "postponed")
    assert [event.subject for event in (await all_events(db))[told:]] == [shown.meeting.id]


async def test_what_is_told_of_a_meeting_is_counted_on_under_another_id(db: Database) -> None:
    monitor = Monitor(db, now=Clock())
    for n, id in enumerate(("clm_d", "clm_e", "clm_c", "clm_f", "clm_b", "clm_g")):
        claim = structs.replace(a_claim(city="Bern"), id=ClaimId(id))
        await report(db, f"Article {n}", claim)
        await all_work(monitor)
    found = await all_events(db)
    subjects = [MeetingId(f"mtg_{letter}") for letter in "ddccbb"]
    assert [event.subject for event in found] == subjects
    assert [data(event)["sequence"] for event in found] == [1, 2, 3, 4, 5, 6]
    last = await events.latest(db, ["mtg_b", "mtg_c", "mtg_none"])
    assert {subject: event.seq for subject, event in last.items()} == {
        "mtg_b": found[5].seq,
        "mtg_c": found[3].seq,
    }


async def test_what_is_read_otherwise_may_be_read_as_before_again(db: Database) -> None:
    monitor = Monitor(db, now=Clock())
    talks = a_claim(city="Bern")
    visit = structs.replace(talks, kind="visit")
    article = await report(db, "Read again", talks)
    await all_work(monitor)
    before = await all_meetings(db)
    await reread(db, article, visit)
    await all_work(monitor)
    beside = await report(db, "Beside", a_claim(city="Bern", kind="visit"))
    await all_work(monitor)
    await reread(db, article, talks)
    await all_work(monitor)
    await reread(db, beside)
    await all_work(monitor)
    assert await all_meetings(db) == before
    assert await db.fetchval("SELECT COUNT(*) FROM ledger_links") == 0
