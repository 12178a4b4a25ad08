"""What clients get: the record's values with names beside ids, so that one call is enough."""

import datetime as dt
from collections.abc import Iterable, Mapping

from msgspec import UNSET, Struct, UnsetType, structs

from service.domain import articles, meetings, mentions
from service.domain.actors import Actor, ActorMention, ActorType
from service.domain.articles import Block, Credit, Found, Named, Reason
from service.domain.dates import When
from service.domain.ids import ActorId, ArticleId, ClaimId, MeetingId, MentionId, SourceId
from service.domain.meetings import Kind, Level, PartyRole, Status
from service.domain.mentions import Modality, PloverType
from service.domain.processes import ProcessMatch
from service.domain.spans import Evidence
from service.domain.suggestions import Suggestion
from service.store.revisions import Revision

Names = Mapping[ActorId, Named]


class Party(Struct, frozen=True, kw_only=True):
    """An actor in the room, by id and name, in which role, and the words that say so.

    `inferred` means that the words give an office and the holder comes from the knowledge.
    """

    id: ActorId
    slug: str
    type: ActorType
    name: str
    role: PartyRole
    inferred: bool
    evidence: tuple[Evidence, ...]


class Claim(Struct, frozen=True, kw_only=True):
    """What one article says of one meeting; `meeting` is the record it went into, once it has.

    `found` maps a field to the words that say it; `sequel` tells that they call it the next of a
    series.
    """

    id: ClaimId
    article: ArticleId
    meeting: MeetingId | None
    kind: Kind
    status: Status
    level: Level | None
    when: When | None
    city: str | None
    country: str | None
    venue: str | None
    parties: tuple[Party, ...]
    processes: tuple[str, ...]
    issues: tuple[str, ...]
    outcome: str | None
    round: int | None
    sequel: bool
    background: bool
    published: dt.date | None
    evidence: tuple[Evidence, ...]
    found: dict[str, tuple[Evidence, ...]]


class Mention(Struct, frozen=True, kw_only=True):
    """One peace-process statement or act in one article, coded by PLOVER and CAMEO."""

    id: MentionId
    article: ArticleId
    type: PloverType
    mode: str | None
    cameo: str | None
    modality: Modality
    actors: tuple[Named, ...]
    recipients: tuple[Named, ...]
    processes: tuple[str, ...]
    issues: tuple[str, ...]
    date: dt.date | None
    background: bool
    evidence: tuple[Evidence, ...]


class Cast(Struct, frozen=True, kw_only=True):
    """An actor as one article speaks of it, and where it does.

    `role` is the office or description that the article gives, `wording` the same in its own
    words, `office` what a known person held that day, `qualifier` what limits the role (former,
    acting, elect, envoy).
    `inferred` means that the article gives an office only; `discovered` that the knowledge lacks
    the actor.
    """

    id: ActorId
    slug: str
    type: ActorType
    name: str
    country: str | None
    role: str | None
    wording: str | None
    office: str | None
    qualifier: str | None
    discovered: bool
    inferred: bool
    evidence: tuple[Evidence, ...]


class Quote(Struct, frozen=True, kw_only=True):
    """What somebody said: direct words or a reported statement."""

    text: str
    direct: bool
    speaker: Named | None
    role: str | None
    issues: tuple[str, ...]
    evidence: tuple[Evidence, ...]


class Article(Struct, frozen=True, kw_only=True):
    """An article with all that was read in it, each fact with the words that say it.

    `found` tells how each value of the metadata was found, `via` the outlets that are credited with
    the text, the origin first. `raw`, `blocks` and `revisions`, what it
    said before it was edited, come on request.
    """

    id: ArticleId
    url: str | None
    source: SourceId | None
    title: str | None
    publisher: str | None
    published_at: dt.datetime | None
    published_on: dt.date | None
    received_at: dt.datetime
    language: str
    found: dict[str, Found]
    relevant: bool
    relevance: float
    reasons: tuple[Reason, ...]
    processes: tuple[ProcessMatch, ...]
    actors: tuple[Cast, ...]
    meetings: tuple[Claim, ...]
    mentions: tuple[Mention, ...]
    quotes: tuple[Quote, ...]
    suggestions: tuple[Suggestion, ...]
    via: tuple[Credit, ...]
    extractor: str
    knowledge: str
    raw: str | UnsetType = UNSET
    blocks: tuple[Block, ...] | UnsetType = UNSET
    revisions: tuple[Revision, ...] | UnsetType = UNSET


def named(actor: Actor | ActorMention) -> Named:
    """Return an actor's names alone."""
    id = actor.id if isinstance(actor, Actor) else actor.actor
    return Named(id=id, slug=actor.slug, type=actor.type, name=actor.name)


def name_of(id: ActorId, names: Names) -> Named:
    """Return the names of an actor; one that is not known goes by its id."""
    return names.get(id) or Named(id=id, slug=id, type="person", name=id)


def article(
    kept: articles.Article,
    *,
    meeting_of: Mapping[ClaimId, MeetingId],
    include: Iterable[str] = (),
    corrected: Names | None = None,
) -> Article:
    """Show an article with its facts; `include` may name `raw` and `blocks`.

    `corrected` are the names of actors whom people gave another name or merged into another.
    """
    reading = kept.reading
    names = {mention.actor: named(mention) for mention in reading.actors} | dict(corrected or {})
    shown = {name: getattr(reading, name) for name in _AS_READ}
    return Article(
        id=kept.id,
        url=kept.url,
        source=kept.source,
        published_at=kept.published_at,
        received_at=kept.received_at,
        actors=tuple(cast(a, names) for a in reading.actors),
        meetings=tuple(claim(c, names, meeting_of.get(c.id)) for c in reading.claims),
        mentions=tuple(mention(m, names) for m in reading.mentions),
        quotes=tuple(quote(q, names) for q in reading.quotes),
        via=reading.via,
        raw=kept.raw if "raw" in include else UNSET,
        blocks=reading.blocks if "blocks" in include else UNSET,
        **shown,
    )


def cast(told: ActorMention, names: Names) -> Cast:
    """Show an actor as an article speaks of it."""
    alike = structs.asdict(told) | structs.asdict(name_of(told.actor, names))
    del alike["actor"]
    return Cast(**alike)


def claim(told: meetings.Claim, names: Names, meeting: MeetingId | None) -> Claim:
    """Show what an article says of a meeting."""
    parties = tuple(party(p, names) for p in told.parties)
    return Claim(**structs.asdict(told) | {"parties": parties, "meeting": meeting})


def party(present: meetings.Party, names: Names) -> Party:
    """Show an actor in the room."""
    who = structs.asdict(name_of(present.actor, names))
    what = structs.asdict(present)
    del what["actor"]
    return Party(**who, **what)


def mention(told: mentions.Mention, names: Names) -> Mention:
    """Show a statement or act."""
    who = {
        "actors": tuple(dict.fromkeys(name_of(id, names) for id in told.actors)),
        "recipients": tuple(dict.fromkeys(name_of(id, names) for id in told.recipients)),
    }
    return Mention(**structs.asdict(told) | who)


def quote(told: mentions.Quote, names: Names) -> Quote:
    """Show what somebody said."""
    speaker = name_of(told.speaker, names) if told.speaker else None
    return Quote(**structs.asdict(told) | {"speaker": speaker})


_AS_READ = (
    *("title", "publisher", "published_on", "language", "found", "relevant", "relevance"),
    *("reasons", "processes", "suggestions", "extractor", "knowledge"),
)
