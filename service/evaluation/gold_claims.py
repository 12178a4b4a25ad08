"""Claims as labelled articles would make them, to measure resolution alone (`--gold-claims`)."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from service.domain.dates import When
from service.domain.ids import ActorId, ArticleId, ClaimId, actor_id, derive
from service.domain.meetings import Claim, Party, PartyRole
from service.evaluation.scores import b_cubed
from service.resolution.profiles import ActorFacts
from service.resolution.resolve import resolve


class Labelled(Struct, frozen=True):
    """The claims of labelled articles, what is known of their actors, and the true meetings."""

    claims: tuple[Claim, ...]
    actors: dict[ActorId, ActorFacts]
    truth: dict[ClaimId, str]


def gold_claims(articles: Iterable[Mapping[str, Any]]) -> Labelled:
    """Turn lines of the gold format into the claims that a perfect reading would make."""
    listed = list(articles)
    claims, truth = [], {}
    for article in listed:
        for n, told in enumerate(article["meetings"]):
            claim = _claim(article, n, told)
            claims.append(claim)
            truth[claim.id] = told["key"]
    return Labelled(tuple(claims), _actors(listed), truth)


def _actors(articles: Iterable[Mapping[str, Any]]) -> dict[ActorId, ActorFacts]:
    """Take the most frequent label of each name, as the knowledge would hold one entry."""
    seen: dict[str, Counter[tuple[str, str | None]]] = defaultdict(Counter)
    for article in articles:
        for actor in article["actors"]:
            seen[actor["name"]][actor["type"], actor.get("country")] += 1
    best = {name: max(found, key=lambda k: (found[k], str(k))) for name, found in seen.items()}
    return {_named(name): ActorFacts(*facts, name) for name, facts in best.items()}  # type: ignore[arg-type]


def _named(name: str) -> ActorId:
    return actor_id(f"gold-{name}")


def _claim(article: Mapping[str, Any], n: int, told: Mapping[str, Any]) -> Claim:
    named = ArticleId(derive("art", article["id"]))
    return Claim(
        id=ClaimId(derive("clm", article["id"], str(n))),
        article=named,
        kind=told["kind"],
        status=told["status"],
        when=_when(told),
        city=told["city"],
        country=told["country"],
        parties=_parties(told["participants"], "participant")
        + _parties(told["mediators"], "mediator"),
        processes=tuple(article["processes"]),
        published=_day(article["published"]),
        evidence=(),
    )


def _parties(names: Iterable[str], role: PartyRole) -> tuple[Party, ...]:
    return tuple(Party(actor=_named(name), role=role) for name in names)


def _when(told: Mapping[str, Any]) -> When | None:
    date = _day(told["date"])
    if date is None:
        return None
    end = _day(told["date_end"]) if told["precision"] == "day" else None
    return When(date, told["precision"] or "day", end)


def _day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


def clusters(labelled: Labelled) -> tuple[float, float, float]:
    """Resolve labelled claims; return precision, recall and F1 by B-cubed of what comes out."""
    meetings = resolve(labelled.claims, labelled.actors)
    return b_cubed(
        (meeting.id, labelled.truth[claim]) for meeting in meetings for claim in meeting.claims
    )


def clusters_of(folder: Path) -> tuple[float, float, float]:
    """Return `clusters` of the labels in a folder of the gold format."""
    text = (folder / "gold.jsonl").read_text(encoding="utf-8")
    lines = [msgspec.json.decode(line) for line in text.splitlines() if line.strip()]
    return clusters(gold_claims(lines))
