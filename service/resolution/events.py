"""From changes of the record to the events that are told; pure, and the same whenever repeated."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

import msgspec
from msgspec import Raw, Struct, structs

from service.domain.actors import state_slug
from service.domain.articles import Article, plain_words
from service.domain.events import LIFE, Before, Event, EventType, Facts
from service.domain.ids import ActorId, MeetingId, actor_id, event_id
from service.domain.meetings import Claim, Meeting
from service.domain.mentions import Mention
from service.resolution import payloads
from service.resolution.changes import MeetingChange, is_background, is_news, kinds
from service.resolution.lifecycle import standing
from service.resolution.profiles import PHASES, Actors, code

Together = Mapping[ActorId, tuple[ActorId, ...]]

_STEPS: dict[str, EventType] = {
    "merged": "meeting.merged",
    "split": "meeting.split",
    "withdrawn": "meeting.withdrawn",
}


class Occasion(Struct, frozen=True, kw_only=True, dict=True):
    """On what occasion events are derived: one step of the journal.

    `article` is the one that was read, or None if it is gone; `claims` are its claims by meeting.
    `told` counts the events that were told of meetings before, `before` holds what they said.
    `silence` tells for new meetings how
    many days their participants had not met, `together` all ids of actors that people merged, the
    kept one's first: who asks for either is told of both.
    """

    seq: int
    now: dt.datetime
    article: Article | None
    actors: Actors
    claims: Mapping[MeetingId, Sequence[Claim]]
    silence: Mapping[MeetingId, int] = {}
    told: Mapping[MeetingId, int] = {}
    before: Mapping[MeetingId, Before] = {}
    together: Together = {}

    @cached_property
    def text(self) -> str:
        """The article's title and text in plain words."""
        return plain_words(self.article) if self.article else ""

    @property
    def publisher(self) -> str | None:
        """Who published the article."""
        return self.article.reading.publisher if self.article else None

    @property
    def language(self) -> str | None:
        """The article's language."""
        return self.article.reading.language if self.article else None


def derive(changes: Iterable[MeetingChange], occasion: Occasion) -> list[Event]:
    """Return the events of one step: persons discovered, mentions made, meetings changed.

    Meetings are told last, so that who hears of them may know the persons.
    """
    return [
        *_discoveries(occasion),
        *_mentions(occasion),
        *(_of_meeting(change, occasion) for change in changes),
    ]


def _discoveries(occasion: Occasion) -> Iterator[Event]:
    article = occasion.article
    if article is None or not article.reading.relevant:
        return
    evidence = {mention.actor: mention.evidence for mention in article.reading.actors}
    for actor in article.reading.discovered:
        facts = Facts(
            actors=occasion.together.get(actor.id, (actor.id,)),
            countries=(actor.country,) if actor.country else (),
            processes=tuple(match.process for match in article.reading.processes),
            publisher=occasion.publisher,
            language=occasion.language,
            text=occasion.text,
        )
        data = payloads.of_actor(actor, article, evidence.get(actor.id, ()))
        # Once for ever: a person is discovered by the first article that names them.
        yield _event("actor.discovered", actor.id, actor.id, facts, data, occasion)


def _mentions(occasion: Occasion) -> Iterator[Event]:
    article = occasion.article
    if article is None or not article.reading.relevant:
        return
    for mention in article.reading.mentions:
        if not mention.background:
            mention = _merged(mention, occasion.together)
            data = payloads.of_mention(mention, article, occasion.actors)
            facts = _mention_facts(mention, occasion)
            yield _event("mention.created", mention.id, mention.id, facts, data, occasion)


def _mention_facts(mention: Mention, occasion: Occasion) -> Facts:
    involved = (*mention.actors, *mention.recipients)
    return Facts(
        actors=_with_states(involved, occasion.actors, occasion.together),
        countries=_countries(involved, occasion.actors),
        processes=mention.processes,
        issues=mention.issues,
        publisher=occasion.publisher,
        language=occasion.language,
        mention_type=mention.type,
        modality=mention.modality,
        first=mention.date,
        last=mention.date,
        sources=1,
        text=occasion.text,
    )


def _merged(mention: Mention, together: Together) -> Mention:
    def kept(actors: Iterable[ActorId]) -> tuple[ActorId, ...]:
        return tuple(dict.fromkeys(together.get(actor, (actor,))[0] for actor in actors))

    return structs.replace(
        mention, actors=kept(mention.actors), recipients=kept(mention.recipients)
    )


def _of_meeting(change: MeetingChange, occasion: Occasion) -> Event:
    shown = change.shown
    silence = occasion.silence.get(shown.id, 0)
    named = kinds(change, silence)
    claims = occasion.claims.get(shown.id, ())
    data = payloads.of_meeting(change, named, occasion.article, claims, occasion.actors)
    data["sequence"] = occasion.told.get(shown.id, 0) + 1
    facts = Facts(
        **_meeting_facts(shown, occasion.actors, occasion.together),
        changes=named,
        publisher=occasion.publisher,
        language=occasion.language,
        silence_days=silence,
        background=_is_history(change, claims),
        text=occasion.text,
        before=occasion.before.get(shown.id, Before()),
    )
    # The step of the journal makes the key: a meeting may be called off twice.
    return _event(event_type(change), shown.id, f"{shown.id}:{occasion.seq}", facts, data, occasion)


def _meeting_facts(meeting: Meeting, actors: Actors, together: Together) -> dict[str, Any]:
    involved = tuple(party.actor for party in meeting.parties)
    place = (meeting.city, meeting.country)
    return {
        "actors": _with_states(involved, actors, together),
        "countries": _countries(involved, actors),
        "processes": meeting.processes,
        "kind": meeting.kind,
        "status": meeting.status,
        "level": meeting.level,
        "issues": meeting.issues,
        "places": tuple(name for name in place if name),
        "first": meeting.when and meeting.when.first,
        "last": meeting.when and meeting.when.last,
        "sources": meeting.independent_sources,
    }


def carried(earlier: Iterable[Event]) -> Before:
    """Return what was told of a meeting, by its last event (and the last of those it took in)."""
    types, changes, sources, silence = set[EventType](), set[str](), 0, 0
    for event in earlier:
        facts = msgspec.convert(event.facts, Facts)
        types.update(facts.before.types)
        changes.update(facts.before.changes)
        sources = max(sources, facts.sources, facts.before.sources)
        silence = max(silence, facts.silence_days, facts.before.silence_days)
        if not facts.background:
            types.update({event.type} & set(LIFE))
            changes.update(facts.changes)
    return Before(
        types=tuple(sorted(types)),
        changes=tuple(sorted(changes)),
        sources=sources,
        silence_days=silence,
    )


class _Numbered(Struct, frozen=True):
    """Of a payload about a meeting, its place among those of the meeting."""

    sequence: int = 0


_number = msgspec.json.Decoder(_Numbered).decode


def counted(last: Iterable[Event]) -> int:
    """Return how often a meeting was told of, by the last event under each id that it had."""
    return max((_number(event.payload).sequence for event in last), default=0)


def event_type(change: MeetingChange) -> EventType:
    """Return the type of event that tells a change."""
    if change.after is None:
        return _STEPS[change.step]
    before, status = change.before, change.after.status
    if before is not None and before.status == status:
        return "meeting.changed" if is_news(change) else "meeting.reported"
    if PHASES[status] == "off":
        known = before is not None and PHASES[before.status] == "off"
        return "meeting.changed" if known else "meeting.cancelled"
    if status == "held":
        return "meeting.held"
    return "meeting.announced" if before is None else "meeting.changed"


def _is_history(change: MeetingChange, claims: Sequence[Claim]) -> bool:
    if change.step != "new" or change.after is None or not claims:
        return False
    return is_background(change.after, [(c.background, c.published) for c in claims])


def overdue(
    meeting: Meeting,
    actors: Actors,
    today: dt.date,
    now: dt.datetime,
    together: Together,
    sequence: int,
    before: Before,
) -> Event | None:
    """Return the event that a meeting's day has passed without report, or None.

    Told once for each date that the meeting is said to have. `sequence` is the event's place among
    those that are told of the meeting, `before` what they said.
    """
    if standing(meeting, today) != "unconfirmed" or meeting.when is None:
        return None
    facts = Facts(**_meeting_facts(meeting, actors, together), changes=("overdue",), before=before)
    data = payloads.of_overdue(meeting, actors, sequence)
    occasion = Occasion(seq=0, now=now, article=None, actors=actors, claims={})
    key = f"{meeting.id}:{meeting.when.last}"
    return _event("meeting.overdue", meeting.id, key, facts, data, occasion)


def _with_states(
    actors: Iterable[ActorId], known: Actors, together: Together
) -> tuple[ActorId, ...]:
    """Return actors and the states that they represent: who asks for a state means its people."""
    found = tuple(id for actor in actors for id in together.get(actor, (actor,)))
    states = (actor_id(state_slug(country)) for country in _countries(found, known))
    return tuple(dict.fromkeys((*found, *states)))


def _countries(actors: Iterable[ActorId], known: Actors) -> tuple[str, ...]:
    return tuple(sorted({c for actor in actors if len(c := code(actor, known)) == 2}))


def _event(
    type: EventType,
    subject: str,
    key: str,
    facts: Facts,
    data: payloads.Json,
    occasion: Occasion,
) -> Event:
    dedupe_key = f"{type}:{key}"
    return Event(
        id=event_id(dedupe_key),
        type=type,
        subject=subject,
        dedupe_key=dedupe_key,
        article=occasion.article.id if occasion.article else None,
        occurred_at=occasion.now,
        facts=msgspec.to_builtins(facts),
        payload=Raw(payloads.encode(data)),
    )
