"""What one step of the monitor is decided on: read from the database, nothing written."""

import datetime as dt
from collections.abc import Iterable, Mapping

from msgspec import Struct, structs

from service.domain.articles import Article, origin, plain_text
from service.domain.events import NEVER_MET
from service.domain.ids import ActorId, ArticleId, ClaimId, MeetingId
from service.domain.meetings import Claim, Meeting, Party
from service.resolution import duplicates
from service.resolution.clusters import marks
from service.resolution.lifecycle import RESCHEDULED_WITHIN
from service.resolution.profiles import PHASES, Node, nodes
from service.store import articles, company, corrections, ledger, merged, stories
from service.store import nodes as standing
from service.store.database import Connection
from service.store.journal import Entry
from service.store.ledger import Told
from service.store.merged import Groups
from service.store.stories import Known, Like
from workers.region import Around, Lines, around
from workers.shelf import Shelf

# A month's last day may be 31 days after its first, by which meetings are found.
_AROUND = RESCHEDULED_WITHIN + dt.timedelta(days=31)


class Story(Struct, frozen=True):
    """The story an article tells: by what it is known, and the story's name.

    `renamed` are stories that are found to be this one, `retold` their articles.
    """

    known: Known = Known(frozenset(), frozenset(), (), None, False)
    name: str = ""
    retold: tuple[ArticleId, ...] = ()
    renamed: frozenset[str] = frozenset()


class Situation(Struct, frozen=True, kw_only=True):
    """The article of a journal row, and what its claims bear upon.

    `lines` are the article's as they stand, `claims` and `nodes` its claims now. `tales` are all
    that the stories tell which it joins, leaves or finds to be one.
    """

    entry: Entry
    article: Article | None
    story: Story
    lines: Lines
    claims: dict[ClaimId, Claim]
    nodes: dict[ClaimId, Node]
    tales: tuple[Told, ...]
    together: Groups
    around: Around


async def load(conn: Connection, entry: Entry, shelf: Shelf) -> Situation:
    """Read what a journal row touches."""
    article = await articles.get(conn, entry.article)
    same = await merged.everyone(conn)
    own = _own(article, same) if article else {}
    lines = {line.claim.id: line for line in await ledger.of_article(conn, entry.article)}
    placed = await _placed(conn, own, shelf)
    story = await _story(conn, article) if article and own else Story()
    names = {story.name, *story.renamed, *(line.story for line in lines.values())}
    tales = await ledger.told_by(conn, names)
    renamed = await standing.get(conn, {told.node for told in tales if told.story in story.renamed})
    upon = {node.meeting for node in renamed}
    return Situation(
        entry=entry,
        article=article,
        story=story,
        lines=lines,
        claims=own,
        nodes=placed,
        tales=tuple(tales),
        together=same,
        around=await around(conn, placed, lines, upon, anew=entry.change == "corrected"),
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


async def _placed(
    conn: Connection, own: Mapping[ClaimId, Claim], shelf: Shelf
) -> dict[ClaimId, Node]:
    if not own:
        return {}
    known = await shelf.facts(conn, _named(own.values()))
    return nodes(own.values(), known, marks(own, await corrections.of_claims(conn, own)))


async def _story(conn: Connection, article: Article) -> Story:
    """Find the story that an article tells; two that it has much in common with become one."""
    own = duplicates.fingerprint(plain_text(article), *origin(article))
    known = Known(own.passages, own.bands, own.sketch, own.origin, own.credited)
    shared = await stories.sharing(conn, article.id, known)
    copies = duplicates.copies(own, {id: _candidate(like) for id, like in shared.items()})
    told = set((await stories.of_articles(conn, copies)).values()) if copies else set()
    name = min((article.id, *told))
    others = frozenset(told - {name})
    return Story(known, name, await stories.told_by(conn, others) if others else (), others)


def _candidate(like: Like) -> duplicates.Candidate:
    return duplicates.Candidate(*structs.astuple(like))


def _named(claims: Iterable[Claim]) -> set[ActorId]:
    return {party.actor for claim in claims for party in claim.parties}


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
    return await company.around(conn, people, first, last, off=off)


async def silences(conn: Connection, new: Iterable[Meeting]) -> dict[MeetingId, int]:
    """Read for new meetings how many days their participants had not met before."""
    return {meeting.id: await _silence(conn, meeting) for meeting in new}


async def _silence(conn: Connection, meeting: Meeting) -> int:
    people = meeting.with_role("participant")
    if meeting.when is None or len(people) < 2:
        return 0
    last = await company.last_together(conn, people, meeting.when.first)
    return (meeting.when.first - last).days if last else NEVER_MET
