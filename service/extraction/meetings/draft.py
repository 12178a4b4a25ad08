"""A meeting as one sentence tells it, before the article's sentences are put together."""

import datetime as dt
from collections.abc import Callable, Collection, Mapping
from functools import wraps
from typing import Any, TypeVar

from msgspec import Struct

from service.domain.actors import Actor
from service.domain.dates import When
from service.domain.meetings import Kind, PartyRole, Status
from service.extraction.text.heard import Near
from service.extraction.text.lexicon import Sense
from service.extraction.text.page import Dated, Ref, Sentence
from service.extraction.text.scan import Token

FAMILY: dict[Kind, str] = {
    "talks": "m",
    "meeting": "m",
    "summit": "m",
    "visit": "v",
    "phone_call": "c",
    "signing": "s",
    "press_conference": "p",
}
# How many the words of "mutual" stand for (`the three`).
COUNTS = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6}


class Member(Struct, gc=False):
    """An actor in the room as words put it: in which role, named where, by which rule."""

    actor: Actor
    role: PartyRole
    start: int
    end: int
    rule: str
    inferred: bool = False


class Spot(Struct, gc=False):
    """A place in a sentence: city, country and venue as far as the words say.

    `accord` tells that it names an agreement (`the Pretoria agreement`) or what was there before
    (`the first talks since Geneva in July`).
    """

    start: int
    end: int
    city: str | None
    country: str | None
    venue: str | None = None
    accord: bool = False

    def agrees(self, other: "Spot") -> bool:
        """Tell whether two may be one place: neither country nor city is another."""
        if self.country and other.country and self.country != other.country:
            return False
        return self.city is None or other.city is None or self.city == other.city


class Draft(Struct):
    """What one trigger in one sentence says of a meeting.

    `definite` tells that the words point back (`the talks`); `strength` is how surely this is an
    event of its own, `words` are the trigger's, `since` that it goes on since its date, `goes_on`
    that this is a further day of what was told before, `attending` are those whom words of
    attendance put in the room, `sequel` that the words call it the next of a series, `crowded` that
    more than the two sides gather (`a conference`), `standing` that a commission or the like sits,
    `informal` that nobody negotiates, `threefold` that three or four take part (`trilateral`),
    `heads` that leaders come, `delegates` that delegations do, `elliptic` that it is told of as
    another one of what was told before, `besides` that it was beside what else was done (`also
    met`, `talked before the session`), `distant` that only a day and a city far from each other
    tell of it, `guessed` that its city is only the likeliest of those told of.
    """

    sentence: Sentence
    trigger: Token
    sense: Sense
    kind: Kind
    status: Status
    strength: float
    definite: bool = False
    dated: Dated | None = None
    spot: Spot | None = None
    members: list[Member] = []
    attending: list[Member] = []
    round: int | None = None
    sequel: bool = False
    status_at: Token | None = None
    also: list[tuple[int, int]] = []
    words: str = ""
    since: bool = False
    goes_on: bool = False
    anew: bool = False
    renewed: bool = False
    apart: bool = False
    fresh: bool = False
    crowded: bool = False
    standing: bool = False
    informal: bool = False
    threefold: bool = False
    heads: bool = False
    heads_of_state: bool = False
    delegates: bool = False
    elliptic: bool = False
    besides: bool = False
    distant: bool = False
    guessed: bool = False
    opened: bool = False

    @property
    def family(self) -> str:
        """The family of kinds; meetings of two families are never the same."""
        return FAMILY[self.kind]

    @property
    def when(self) -> When | None:
        """The date, if one is known."""
        return self.dated.when if self.dated else None

    def actors(self) -> set[str]:
        """The slugs of all in the room."""
        return {member.actor.slug for member in self.members}

    def persons(self) -> set[str]:
        """The persons who are named as those who meet."""
        return {
            m.actor.slug
            for m in self.members
            if m.actor.type == "person" and m.role == "participant" and m.rule != "party.mutual"
        }

    def meant(self) -> set[str]:
        """The persons who meet, `they` and `the two` too."""
        return {
            m.actor.slug
            for m in self.members
            if m.actor.type == "person" and m.role == "participant"
        }

    def hosts(self) -> set[str]:
        """The persons who receive, mediate or look on."""
        return {
            m.actor.slug
            for m in self.members
            if m.actor.type == "person" and m.role != "participant"
        }

    def countries(self) -> set[str]:
        """Whom it puts in the room, by country where there is one.

        The ministers of two states are those two states.
        """
        return {m.actor.country or m.actor.slug for m in self.members if m.role == "participant"}


Found = TypeVar("Found")
_UNASKED: Any = object()


def once_a_name(rule: Callable[["Scene", Ref], Found]) -> Callable[["Scene", Ref], Found]:
    """Let a rule about a name in a scene be asked once, however many triggers stand beside it."""

    @wraps(rule)
    def asked(scene: Scene, ref: Ref) -> Found:
        key = rule, id(ref)
        found: Found = scene.known.get(key, _UNASKED)
        if found is _UNASKED:
            found = scene.known[key] = rule(scene, ref)
        return found

    return asked


def once_a_scene(rule: Callable[["Scene"], Found]) -> Callable[["Scene"], Found]:
    """Let a rule about a scene be asked once, however many triggers stand in it."""

    @wraps(rule)
    def asked(scene: Scene) -> Found:
        found: Found = scene.known.get(rule, _UNASKED)
        if found is _UNASKED:
            found = scene.known[rule] = rule(scene)
        return found

    return asked


class Scene(Struct):
    """A sentence with all that the rules for meetings look at.

    `signs` are the lexicon's words as far as it may hold them (`lexicon` has all), `small` its
    small words, `weights` what features count, `anchor` is the day of publication; `subject` is
    what the article is about; `at_desk` tells that its only day is the dateline's; `counting` are
    the words that count, by class; `grammar` tells what the language is like,
    `known` is what rules have found out already.
    """

    sentence: Sentence
    refs: list[Ref]
    dates: list[Dated]
    spots: list[Spot]
    text: str
    signs: Near = {}
    small: frozenset[str] = frozenset()
    weights: Mapping[str, float] = {}
    anchor: dt.date | None = None
    subject: str = "process"
    at_desk: bool = False
    counting: Mapping[str, Mapping[str, int]] = {}
    lexicon: Mapping[str, tuple[str, ...]] = {}
    grammar: Collection[str] = ()
    known: dict[Any, Any] = {}

    def signs_in(self, sign: str) -> tuple[str, ...]:
        """Return which of a sign's words the sentence holds, as they are written."""
        if not (likely := self.signs[sign]):
            return likely
        if sign not in self.known:
            words = self.text[self.sentence.start : self.sentence.end]
            self.known[sign] = tuple(filter(words.__contains__, likely))
        found: tuple[str, ...] = self.known[sign]
        return found

    def says(self, sign: str) -> bool:
        """Tell whether the sentence holds one of a sign's words."""
        if not (likely := self.signs[sign]):
            return False
        if (told := self.known.get(("says", sign))) is None:
            words = self.text[self.sentence.start : self.sentence.end].lower()
            told = self.known["says", sign] = any(map(words.__contains__, likely))
        return bool(told)
