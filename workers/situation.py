"""What one step of the monitor is decided on: read from the database, nothing written."""

import datetime as dt
from collections.abc import Iterable, Mapping

from msgspec import Struct, structs

from service.domain.articles import Article, plain_text
from service.domain.corrections import Correction
from service.domain.events import NEVER_MET
from service.domain.ids import ActorId, ArticleId, ClaimId, MeetingId
from service.domain.meetings import Claim, Meeting, Party
from service.resolution import duplicates
from service.resolution.incremental import keys_to_look_under, touched
from service.resolution.lifecycle import RESCHEDULED_WITHIN
from service.resolution.profiles import PHASES, ActorFacts, Profile, profile
from service.store import articles, corrections, ledger, meeting_log, merged, stories
from service.store.database import Connection
from service.store.journal import Entry
from service.store.merged import Groups
from workers.shelf import Held, Lines, Shelf

# A month's last day may be 31 days after its first, by which meetings are found.
_AROUND = RESCHEDULED_WITHIN + dt.timedelta(days=31)


class Story(Struct, frozen=True):
    """The story an article tells: its passages, the story's name, the articles that join it."""

    passages: frozenset[str] = frozenset()
    name: str = ""
    retold: tuple[ArticleId, ...] = ()


class Situation(Struct, frozen=True, kw_only=True):
    """The article of a journal row, and the components that its claims touch.

    `lines` are those components as they stand, `claims` all claims that they are made of now, with
    their `profiles`; `before` are the meetings as they stand, `hidden` those not shown.
    """

    entry: Entry
    article: Article | None
    story: Story
    lines: Lines
    claims: dict[ClaimId, Claim]
    profiles: dict[ClaimId, Profile]
    corrections: tuple[Correction, ...]
    actors: Mapping[ActorId, ActorFacts]
    together: Groups
    before: dict[MeetingId, Meeting]
    hidden: frozenset[MeetingId]


async def load(conn: Connection, entry: Entry, shelf: Shelf) -> Situation:
    """Read what a journal row touches."""
    article = await articles.get(conn, entry.article)
    same = await merged.everyone(conn)
    own = _own(article, same) if article else {}
    mine = {line.component for line in await ledger.of_article(conn, entry.article)}
    held = await _touched(conn, own, mine, shelf)
    held, orders = await _corrected(conn, held, own, shelf)
    lines = {id: line for part in held.values() for id, line in part.lines.items()}
    others = {id: li.claim for id, li in lines.items() if li.claim.article != entry.article}
    claims = others | own
    spoken_of = {same.get(id, (id,))[0] for id in _spoken_of(article)}
    known = await shelf.facts(conn, {*_named(claims.values()), *spoken_of})
    profiles = {id: p for part in held.values() for id, p in part.profiles.items() if id in others}
    before = await _before(conn, lines)
    return Situation(
        entry=entry,
        article=article,
        story=await _story(conn, article) if article and own else Story(),
        lines=lines,
        claims=claims,
        profiles=profiles | {id: profile(claim, known) for id, claim in own.items()},
        corrections=orders,
        actors=known,
        together=same,
        before=before,
        hidden=await meeting_log.hidden_among(conn, before),
    )


def _own(article: Article, same: Groups) -> dict[ClaimId, Claim]:
    """Return an article's claims without their words, with actors as people merged them."""
    return {c.id: _merged(ledger.bare(c), same) for c in article.reading.claims}


def _merged(claim: Claim, same: Groups) -> Claim:
    if not any(party.actor in same for party in claim.parties):
        return claim
    parties: dict[ActorId, Party] = {}
    for party in claim.parties:
        actor = same.get(party.actor, (party.actor,))[0]
        parties.setdefault(actor, structs.replace(party, actor=actor))
    return structs.replace(claim, parties=tuple(parties.values()))


async def _touched(
    conn: Connection, own: Mapping[ClaimId, Claim], already: set[ClaimId], shelf: Shelf
) -> dict[ClaimId, Held]:
    known = await shelf.facts(conn, _named(own.values()))
    told = {profile(claim, known) for claim in own.values()}
    near = await ledger.standing_under(conn, keys_to_look_under(told))
    held = await shelf.components(conn, near | already)
    linked = touched(told, {id: part.distinct for id, part in held.items()})
    return {id: part for id, part in held.items() if id in linked or id in already}


async def _corrected(
    conn: Connection, held: dict[ClaimId, Held], own: Mapping[ClaimId, Claim], shelf: Shelf
) -> tuple[dict[ClaimId, Held], tuple[Correction, ...]]:
    """Read the corrections upon the claims, and what they tie to them, until nothing is new."""
    while True:
        claims = {*own, *(id for part in held.values() for id in part.lines)}
        orders = await corrections.of_claims(conn, claims)
        tied = {claim for c in orders for claim in (*c.claims, *c.others)} - claims
        more = await ledger.of_claims(conn, tied) if tied else []
        if not more:
            return held, orders
        held = held | await shelf.components(conn, {line.component for line in more})


async def _story(conn: Connection, article: Article) -> Story:
    passages = duplicates.passages(plain_text(article))
    shared = await stories.sharing(conn, article.id, passages) if passages else {}
    copies = duplicates.copies(len(passages), shared)
    told = await stories.of_articles(conn, copies) if copies else {}
    group = await stories.told_by(conn, set(told.values())) if told else ()
    return Story(passages, min((article.id, *group)), tuple(a for a in group if a != article.id))


async def _before(conn: Connection, lines: Lines) -> dict[MeetingId, Meeting]:
    """Read the meetings of the lines, and give them their claims and articles back."""
    records = await meeting_log.records(conn, sorted({line.meeting for line in lines.values()}))
    claims: dict[MeetingId, list[Claim]] = {id: [] for id in records}
    for id in sorted(lines):
        claims.setdefault(lines[id].meeting, []).append(lines[id].claim)
    return {
        id: structs.replace(
            record,
            claims=tuple(claim.id for claim in claims[id]),
            articles=tuple(sorted({claim.article for claim in claims[id]})),
        )
        for id, record in records.items()
    }


def _named(claims: Iterable[Claim]) -> set[ActorId]:
    return {party.actor for claim in claims for party in claim.parties}


def _spoken_of(article: Article | None) -> set[ActorId]:
    return {mention.actor for mention in article.reading.actors} if article else set()


async def neighbours(
    conn: Connection, resolved: Iterable[Meeting], own: Iterable[MeetingId]
) -> dict[MeetingId, Meeting]:
    """Read the other meetings that may be linked with these as their old or new date."""
    found: dict[MeetingId, Meeting] = {}
    for meeting in resolved:
        found |= await _around(conn, meeting, off=PHASES[meeting.status] != "off")
    for meeting in [m for m in found.values() if PHASES[m.status] == "off"]:
        found |= await _around(conn, meeting, off=False)
    return {id: meeting for id, meeting in found.items() if id not in set(own)}


async def _around(conn: Connection, meeting: Meeting, off: bool) -> dict[MeetingId, Meeting]:
    people = meeting.with_role("participant")
    if meeting.when is None or len(people) < 2:
        return {}
    first, last = meeting.when.first - _AROUND, meeting.when.last + _AROUND
    return await meeting_log.around(conn, people, first, last, off=off)


async def silences(conn: Connection, new: Iterable[Meeting]) -> dict[MeetingId, int]:
    """Read for new meetings how many days their participants had not met before."""
    return {meeting.id: await _silence(conn, meeting) for meeting in new}


async def _silence(conn: Connection, meeting: Meeting) -> int:
    people = meeting.with_role("participant")
    if meeting.when is None or len(people) < 2:
        return 0
    last = await meeting_log.last_together(conn, people, meeting.when.first)
    return (meeting.when.first - last).days if last else NEVER_MET
