"""What the whole article tells of its people, for those in a room."""

import datetime as dt
from collections.abc import Mapping, Sequence

from msgspec import Struct

from service.domain.actors import Actor
from service.extraction.meetings.draft import Draft, Member
from service.extraction.meetings.people.sides import Sides

BETWEEN = frozenset(
    {
        "special envoy",
        "special representative",
        "mediator",
        "high representative",
        "secretary-general",
        "under-secretary-general",
    }
)
_BROKER = frozenset({"mediator", "facilitator", "moderator"})
TALKS = ("talks", "meeting")
TOLD = ("held", "ongoing")
_FRESH = dt.timedelta(4)
_LEAD = 1  # paragraphs


class Whole(Struct, frozen=True):
    """What the whole article tells.

    `titles` are those of its persons by slug, `people` the persons, the most named first,
    `states` those that act in it, by country, `signs` the lexicon's, `summit` the sentence that
    calls what was told before `the summit`, `known` what `side` has found out.
    """

    sides: Sides
    titles: Mapping[str, set[str]]
    anchor: dt.date | None
    people: Sequence[Actor]
    states: Mapping[str, Actor]
    signs: Mapping[str, tuple[str, ...]]
    summit: int = 0
    known: dict[str, int | None] = {}

    def held(self, actor: Actor) -> set[str]:
        """Return the titles that a person holds by the article or the knowledge."""
        return self.titles.get(actor.slug, set())

    def side(self, actor: Actor) -> int | None:
        """Return the side of the process on which an actor is; the rules ask often."""
        known = self.known
        if actor.slug not in known:
            known[actor.slug] = self.sides.side(actor)
        return known[actor.slug]

    def present(self, members: Sequence[Member]) -> set[int]:
        """Return the sides of the process that are in a room."""
        return {side for m in members if (side := self.side(m.actor)) is not None}


def broker(actor: Actor, whole: Whole) -> bool:
    """Tell whether the article calls somebody a mediator."""
    return bool(_BROKER & {word for title in whole.held(actor) for word in title.split()})


def is_news(draft: Draft, anchor: dt.date | None) -> bool:
    """Tell whether a meeting has just been held: by its day, else by where it is told."""
    if draft.status not in TOLD:
        return False
    if draft.when is None or anchor is None:
        return draft.sentence.paragraph <= _LEAD and draft.sense.form != "base"
    return dt.timedelta(0) <= anchor - draft.when.last <= _FRESH
