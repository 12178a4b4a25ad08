"""What the knowledge lacks, seen from recent articles: offices that have changed hands.

An office is stale when its holder is no longer named with it while another person bears the same
title of the same country or body. The rules only point; a person decides and edits the file.
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Literal

from msgspec import Struct

from service.domain.actors import Actor, ActorMention
from service.domain.articles import Reading
from service.knowledge.model import Knowledge

# Titles that one person at a time holds; for others (ambassador, envoy) a new name says nothing.
SINGLE = frozenset(
    {
        "president",
        "prime minister",
        "foreign minister",
        "defence minister",
        "interior minister",
        "secretary of state",
        "secretary-general",
        "security council secretary",
        "national security adviser",
        "king",
        "emir",
        "sultan",
        "chancellor",
        "supreme leader",
    }
)
ENOUGH_ARTICLES = 2


class Finding(Struct, frozen=True, kw_only=True):
    """Something to look at: what kind, which office, who is named with it, in which articles."""

    kind: Literal["stale office", "unknown holder"]
    title: str
    of: str
    holder: str | None
    named: str
    articles: tuple[str, ...]

    def __str__(self) -> str:
        """Return the finding as a sentence."""
        known = f"the knowledge has {self.holder}" if self.holder else "the knowledge has nobody"
        return (
            f"{self.kind}: {len(self.articles)} articles name {self.named} as {self.title} "
            f"of {self.of}; {known}"
        )


class Sighting(Struct, frozen=True, kw_only=True):
    """A person named with a title, in one article."""

    title: str
    of: str
    person: str
    name: str
    article: str


def check(
    knowledge: Knowledge, readings: Iterable[Reading], today: dt.date, days: int = 60
) -> tuple[Finding, ...]:
    """Return what recent readings contradict; `today` is the day whose holders are meant.

    What was published more than `days` before says nothing of today, whenever it came in.
    """
    since = today - dt.timedelta(days=days)
    recent = [one for one in readings if one.published_on is None or one.published_on >= since]
    sightings = [sighting for reading in recent for sighting in _sightings(reading)]
    offices = sorted({(sighting.title, sighting.of) for sighting in sightings})
    holders = _holders(knowledge, today)
    found: list[Finding] = []
    for title, of in offices:
        seen = [one for one in sightings if (one.title, one.of) == (title, of)]
        holding = holders.get((title, of), {})
        if not any(one.person in holding for one in seen):
            found.extend(_newcomers(title, of, seen, holding))
    return tuple(found)


def _sightings(reading: Reading) -> Iterator[Sighting]:
    for mention in reading.actors:
        if mention.country and _bears(mention):
            yield Sighting(
                title=mention.role or "",
                of=mention.country,
                person=mention.slug,
                name=mention.name,
                article=reading.article,
            )


def _bears(mention: ActorMention) -> bool:
    """Tell whether an article gives a person an office of today, in its own words."""
    return (
        mention.type == "person"
        and mention.role in SINGLE
        and mention.qualifier is None
        and not mention.inferred
    )


def _holders(knowledge: Knowledge, today: dt.date) -> dict[tuple[str, str], dict[str, Actor]]:
    holders: dict[tuple[str, str], dict[str, Actor]] = {}
    for actor in knowledge.actors.values():
        for office in actor.offices_on(today):
            holders.setdefault((office.title, office.of), {})[actor.slug] = actor
    return holders


def _newcomers(
    title: str, of: str, seen: list[Sighting], holding: dict[str, Actor]
) -> Iterator[Finding]:
    by_person: dict[str, list[Sighting]] = {}
    for sighting in seen:
        by_person.setdefault(sighting.person, []).append(sighting)
    for sightings in by_person.values():
        articles = tuple(dict.fromkeys(sighting.article for sighting in sightings))
        if len(articles) >= ENOUGH_ARTICLES:
            yield Finding(
                kind="stale office" if holding else "unknown holder",
                title=title,
                of=of,
                holder=", ".join(actor.name for actor in holding.values()) or None,
                named=sightings[0].name,
                articles=articles,
            )
