"""Readings in the format of the gold labels, one line an article."""

from collections.abc import Mapping
from typing import Any

from service.domain.actors import ActorMention
from service.domain.articles import Reading
from service.domain.ids import ActorId, ClaimId
from service.domain.meetings import Claim, Party
from service.domain.mentions import Quote
from service.knowledge.model import Knowledge

Line = dict[str, Any]

# Titles that say less than the office that the person is known to hold.
_VAGUE = (
    "head",
    "leader",
    "diplomat",
    "director",
    "minister",
    "adviser",
    "special representative",
    "general",
    "military officer",
)


def line(
    id: str, reading: Reading, knowledge: Knowledge, meeting_of: Mapping[ClaimId, str]
) -> Line:
    """Return the prediction for an article.

    The gold format knows three types of actor and no inferred holders: an armed group counts as an
    organization, an inferred holder in the room counts as the state whose office it is.
    `meeting_of` names the resolved meeting of each claim.
    """
    states = {
        a.country: a.name for a in knowledge.actors.values() if a.type == "state" and a.country
    }
    actors = {mention.actor: mention for mention in reading.actors}
    return {
        "id": id,
        "title": reading.title,
        "publisher": reading.publisher,
        "published": reading.published_on.isoformat() if reading.published_on else None,
        "language": reading.language,
        "relevant": reading.relevant,
        "processes": [match.process for match in reading.processes],
        "actors": [
            _actor(mention)
            for mention in reading.actors
            if not mention.inferred or mention.type == "state"
        ],
        "meetings": [_meeting(claim, actors, states, meeting_of) for claim in reading.claims],
        "quotes": [_quote(quote, actors) for quote in reading.quotes if quote.direct],
    }


def _actor(mention: ActorMention) -> Line:
    said = [mention.qualifier, mention.wording, mention.role]
    if mention.role in (None, *_VAGUE):
        said.append(mention.office)
    role = " ".join(dict.fromkeys(part.lower() for part in said if part)) or None
    return {
        "name": mention.name,
        "type": "organization" if mention.type == "armed_group" else mention.type,
        "country": mention.country,
        "role": role,
    }


def _meeting(
    claim: Claim,
    actors: Mapping[ActorId, ActorMention],
    states: Mapping[str, str],
    meeting_of: Mapping[ClaimId, str],
) -> Line:
    when = claim.when
    return {
        "id": meeting_of.get(claim.id, claim.id),
        "kind": claim.kind,
        "status": "cancelled" if claim.status == "postponed" else claim.status,
        "date": when.date.isoformat() if when else None,
        "date_end": when.end.isoformat() if when and when.end else None,
        "precision": when.precision if when else None,
        "city": claim.city,
        "country": claim.country,
        "participants": _names(claim, ("participant",), actors, states),
        "mediators": _names(claim, ("mediator", "host", "observer"), actors, states),
        "evidence": " ".join(claim.evidence[0].text.split()),
    }


def _quote(quote: Quote, actors: Mapping[ActorId, ActorMention]) -> Line:
    mention = actors.get(quote.speaker) if quote.speaker else None
    return {"text": quote.text, "speaker": mention.name if mention else None}


def _names(
    claim: Claim,
    roles: tuple[str, ...],
    actors: Mapping[ActorId, ActorMention],
    states: Mapping[str, str],
) -> list[str]:
    inside = (party for party in claim.parties if party.role in roles)
    return list(dict.fromkeys(name for p in inside if (name := _name(p, actors, states))))


def _name(
    party: Party, actors: Mapping[ActorId, ActorMention], states: Mapping[str, str]
) -> str | None:
    mention = actors.get(party.actor)
    if mention is None:
        return None
    if mention.inferred and mention.country:
        return states.get(mention.country, mention.name)
    return mention.name
