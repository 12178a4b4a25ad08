"""Corrections hold whatever a changed extractor reads anew, and leave no trace once taken back."""

import random
from collections.abc import Sequence

import pytest
from msgspec import structs

from service import corrections, ingest
from service.corrections import Decision
from service.domain.corrections import Correction
from service.domain.ids import ClaimId, MeetingId
from service.domain.meetings import Claim, Meeting
from service.resolution.resolve import resolve
from service.store import actors, articles, ledger, meetings
from service.store.database import Database
from service.store.meetings import MeetingFilter
from tests.resolution.told import chains
from tests.workers.test_monitor import (
    START,
    Clock,
    _by_article,
    _labelled,
    all_meetings,
    all_work,
    report,
)
from workers.monitor import Monitor

LABELLED = chains()


@pytest.mark.parametrize("seed", [1, 2])
async def test_corrections_survive_a_changed_extractor(db: Database, seed: int) -> None:
    chance, clock = random.Random(seed), Clock()
    monitor = Monitor(db, now=clock)
    async with db.transaction() as tx:
        await actors.upsert(tx, map(_labelled, LABELLED.actors.values()), START)
    for n, said in enumerate(_by_article(LABELLED.claims)):
        await report(db, f"Article {n}", *said)
    await all_work(monitor)

    made = await _corrected(db, clock, list((await all_meetings(db)).values()), chance)
    await all_work(monitor)
    await _check(db, made)
    await _read_again(db, clock, chance)
    await all_work(monitor)
    await _check(db, made)

    for correction in made:
        await corrections.undo(db, correction.id, now=clock())
    await all_work(monitor)
    found = await db.fetch("SELECT id FROM articles")
    kept = (await articles.get_many(db, [row[0] for row in found])).values()
    claims = [ledger.bare(claim) for article in kept for claim in article.reading.claims]
    whole = resolve(claims, LABELLED.actors)
    assert await all_meetings(db) == {meeting.id: meeting for meeting in whole}


async def _corrected(
    db: Database, clock: Clock, told: Sequence[Meeting], chance: random.Random
) -> list[Correction]:
    """Correct meetings each in a way of its own."""
    several = [meeting for meeting in told if len(meeting.articles) > 2]
    parted = chance.choice(several)
    others = [meeting for meeting in told if meeting.id != parted.id]
    left, right, pinned, hidden = chance.sample(others, 4)
    decisions = [
        Decision(kind="merge", meetings=(left.id, right.id), author="A"),
        Decision(kind="split", meetings=(parted.id,), claims=parted.claims[:1], author="A"),
        Decision(kind="pin", meetings=(pinned.id,), field="city", value="X", author="A"),
        Decision(kind="pin", meetings=(pinned.id,), field="status", value="held", author="A"),
        Decision(kind="hide", meetings=(hidden.id,), author="A"),
    ]
    return [await corrections.decide(db, one, now=clock()) for one in decisions]


async def _read_again(db: Database, clock: Clock, chance: random.Random) -> None:
    """Read all articles by an extractor that sees other places, days and kinds, and some less."""
    for row in await db.fetch("SELECT id FROM articles"):
        article = await articles.get(db, row[0])
        assert article is not None
        seen = [_otherwise(claim, chance) for claim in article.reading.claims]
        kept = tuple(claim for claim in seen if chance.random() < 0.9)
        reading = structs.replace(article.reading, claims=kept, extractor="newer")
        await ingest.reread(db, article, reading, now=clock())


def _otherwise(claim: Claim, chance: random.Random) -> Claim:
    if chance.random() < 0.5:
        return claim
    return structs.replace(
        claim,
        city=chance.choice([claim.city, None, "Basel"]),
        when=chance.choice([claim.when, None]),
        kind=chance.choice([claim.kind, "talks", "phone_call"]),
        parties=claim.parties[: chance.randrange(1, 4)],
    )


async def _check(db: Database, made: Sequence[Correction]) -> None:
    """Check of each correction that it holds for those of its claims that are still made."""
    found = {kept.meeting.id: kept for hidden in (False, True) for kept in await _all(db, hidden)}
    home: dict[ClaimId, MeetingId] = {
        claim: id for id, kept in found.items() for claim in kept.meeting.claims
    }
    for correction in made:
        homes = {home[claim] for claim in correction.claims if claim in home}
        if correction.kind == "merge":
            assert len(homes) == 1
        elif correction.kind == "split":
            assert homes.isdisjoint(home[claim] for claim in correction.others if claim in home)
        for id in homes:
            kept = found[id]
            assert correction.kind != "hide" or kept.hidden
            if correction.kind == "pin" and correction.field:
                assert getattr(kept.meeting, correction.field) == correction.value


async def _all(db: Database, hidden: bool) -> Sequence[meetings.Kept]:
    return (await meetings.find(db, MeetingFilter(hidden=hidden), limit=1000)).items
