"""What receivers get: an event's `data` as plain JSON values, small enough for any of them."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec

from service.domain.actors import Actor
from service.domain.articles import Article
from service.domain.ids import ActorId
from service.domain.meetings import Claim, Meeting
from service.domain.mentions import Mention
from service.domain.spans import Evidence
from service.resolution.changes import BESIDE_LISTS, MeetingChange
from service.resolution.profiles import Actors

LARGEST = 20_000  # bytes (Standard Webhooks advises less than 20 kB)

_WORDS = 400  # characters of one piece of evidence
_PIECES = 5
_PARTIES = 40

Json = dict[str, Any]


def encode(data: Json) -> bytes:
    """Write the data as JSON, without the words and then with fewer parties if it is too large."""
    written = msgspec.json.encode(data)
    for drop in (_without_words, _with_few_parties):
        if len(written) <= LARGEST:
            break
        data = drop(data)
        written = msgspec.json.encode(data)
    return written


def _without_words(data: Json) -> Json:
    return {**data, "evidence": [], "truncated": True}


def _with_few_parties(data: Json) -> Json:
    keep = ("type", "article", "sequence", "changes", "change_kinds", "into", "truncated")
    small = {field: data[field] for field in keep if field in data}
    if "meeting" in data:
        meeting = data["meeting"]
        small["meeting"] = {**meeting, "parties": meeting["parties"][:5], "issues": []}
        small["changes"] = []
    return small


def of_meeting(
    change: MeetingChange,
    kinds: Sequence[str],
    article: Article | None,
    claims: Iterable[Claim],
    actors: Actors,
) -> Json:
    """Tell a meeting's change: the meeting, what is new, and the article's words for it."""
    shown = change.shown
    data: Json = {
        "meeting": meeting(shown, actors),
        "changes": [_field(one, actors) for one in msgspec.to_builtins(change.fields)],
        "change_kinds": list(kinds),
    }
    if change.into:
        data["into"] = list(change.into)
    if article is not None:
        data["article"] = about(article)
        data["evidence"] = _evidence(piece for claim in claims for piece in claim.evidence)
    return data


def of_overdue(shown: Meeting, actors: Actors, sequence: int) -> Json:
    """Tell that a meeting's day has passed without report."""
    return {
        "meeting": meeting(shown, actors),
        "sequence": sequence,
        "changes": [],
        "change_kinds": ["overdue"],
    }


def of_mention(mention: Mention, article: Article, actors: Actors) -> Json:
    """Tell a mention with the article that makes it and its words."""
    return {
        "mention": {
            "id": mention.id,
            "type": mention.type,
            "mode": mention.mode,
            "cameo": mention.cameo,
            "modality": mention.modality,
            "actors": [named(actor, actors) for actor in mention.actors[:_PARTIES]],
            "recipients": [named(actor, actors) for actor in mention.recipients[:_PARTIES]],
            "processes": list(mention.processes),
            "issues": list(mention.issues),
            "date": mention.date,
        },
        "article": about(article),
        "evidence": _evidence(mention.evidence),
    }


def of_actor(actor: Actor, article: Article, evidence: Iterable[Evidence]) -> Json:
    """Tell of a person whom the knowledge lacked, with the words that name them."""
    return {
        "actor": {
            "id": actor.id,
            "slug": actor.slug,
            "type": actor.type,
            "name": actor.name,
            "country": actor.country,
        },
        "article": about(article),
        "evidence": _evidence(evidence),
    }


def meeting(shown: Meeting, actors: Actors) -> Json:
    """Return a meeting as receivers see it: with names, without its votes and claims."""
    when = shown.when
    return {
        "id": shown.id,
        "kind": shown.kind,
        "status": shown.status,
        "level": shown.level,
        "when": when,
        "city": shown.city,
        "country": shown.country,
        "venue": shown.venue,
        "parties": [
            {**named(party.actor, actors), "role": party.role, "inferred": party.inferred}
            for party in shown.parties[:_PARTIES]
        ],
        "processes": list(shown.processes),
        "issues": list(shown.issues),
        "outcome": shown.outcome,
        "round": shown.round,
        "independent_sources": shown.independent_sources,
        "rescheduled_to": shown.rescheduled_to,
        "rescheduled_from": shown.rescheduled_from,
    }


def about(article: Article) -> Json:
    """Return what tells an article from others."""
    reading = article.reading
    return {
        "id": article.id,
        "url": article.url,
        "title": (reading.title or "")[:_WORDS] or None,
        "publisher": reading.publisher,
        "published_on": reading.published_on,
        "language": reading.language,
    }


def named(actor: ActorId, actors: Actors) -> Json:
    """Return an actor's id with its name, type and country as far as known."""
    facts = actors.get(actor)
    if facts is None:
        return {"id": actor, "name": None, "type": None, "country": None}
    return {"id": actor, "name": facts.name, "type": facts.type, "country": facts.country}


def _field(change: Mapping[str, Any], actors: Actors) -> Json:
    if change["field"] not in ("participants", "mediators", *BESIDE_LISTS):
        return dict(change)
    people = {side: [named(actor, actors) for actor in change[side]] for side in ("old", "new")}
    return {"field": change["field"], **people}


def _evidence(pieces: Iterable[Evidence]) -> list[Json]:
    found = list(dict.fromkeys(pieces))[:_PIECES]
    return [{"text": e.text[:_WORDS], "start": e.start, "end": e.end} for e in found]
