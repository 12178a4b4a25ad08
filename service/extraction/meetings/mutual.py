"""Whom words like `the two leaders`, `they`, `the parties` mean: those of the sentences before."""

import datetime as dt

from service.domain.actors import Actor
from service.extraction.lexicon import Sense
from service.extraction.meetings import bodies, grammar, groups, parties
from service.extraction.meetings.draft import Draft, Member, Scene
from service.extraction.meetings.partners import partner
from service.extraction.meetings.sides import Sides
from service.extraction.scan import Token

_LEADERS = frozenset({"leader", "president", "prime minister", "chancellor", "king"})
_PEOPLE = (
    "leader",
    "president",
    "prime minister",
    "men",
    "pair",
    "minister",
    "diplomat",
    "envoy",
    "they",
    "them",
    "both",
    "the two",
    "negotiator",
    "general",
    "heads of state",
)
_MINISTERS = frozenset({"foreign minister", "minister", "defence minister", "secretary of state"})
_RANKS = (
    ("prime minister", _LEADERS),
    ("heads of ", _LEADERS),
    ("minister", _MINISTERS),
    ("leader", _LEADERS),
    ("president", _LEADERS),
)
_COUNTS = {"the three": 3, "the four": 4, "the five": 5, "the six": 6}
_NEAR = ("they", "them", "both", "the pair", "each other")
_LATEST = ("they", "them", "both of them", "the two", "the pair", "both", "both men", "the two men")
_SIDES = (
    "side",
    "part",
    "delegation",
    "countr",
    "government",
    "rival",
    "neighb",
    "team",
    "nation",
    "state",
    "group",
    "foe",
    "belliger",
    "faction",
    "antagonist",
    "negotiators",
)
_CALLS_IN = ("receiv", "host", "invit", "brought", "summon", "welcom", "assembl", "call", "conven")
_LEADERS_OF = ("leaders of ", "presidents of ", "leaders of the ")
_TEAMS = ("delegation", "team", "negotiators")


class Memory:
    """Who was named so far, and who met last."""

    def __init__(self, scenes: list[Scene], sides: Sides) -> None:
        """Know the whole article's parties from the start: titles and leads speak before names."""
        self.people: dict[str, Actor] = {}
        self.titles: dict[str, set[str]] = {}
        self.cast: dict[str, Actor] = {}
        for scene in scenes:
            for ref in scene.refs:
                if ref.actor.type == "person" and not ref.inferred:
                    if ref.actor.slug not in self.titles:
                        self.titles[ref.actor.slug] = _offices(ref.actor, scene.anchor)
                    if ref.role:
                        self.titles[ref.actor.slug].add(ref.role)
                    self.cast[ref.actor.slug] = ref.actor
        self.last_pair: list[Member] = []
        self.listed: list[Actor] = []
        self.groups: dict[int, list[Actor]] = {}
        self.last_round: Draft | None = None
        self.process = sides
        self.heads = parties.by_head(scenes, sides)
        self.sides = parties.two(scenes, sides)

    def remember(self, scene: Scene, drafts: list[Draft]) -> None:
        """Take in a sentence: its persons become the latest, its meeting's pair the last one."""
        people = [ref for ref in scene.refs if ref.actor.type == "person"]
        acting = {ref.actor.slug: ref.actor for ref in people if not ref.place}
        for ref in people:
            if not ref.place and not self._speaks(ref.actor):
                self.people.pop(ref.actor.slug, None)
                self.people[ref.actor.slug] = ref.actor
        self.listed = list({r.actor.slug: r.actor for r in people if r.how != "pronoun"}.values())
        self.groups[len(acting)] = list(acting.values())
        for draft in drafts:
            self.groups[len(draft.members)] = [m.actor for m in draft.members]
            pair = [m for m in draft.members if m.role == "participant"]
            if len(pair) >= 2:
                self.last_pair = pair
            if draft.family == "m":
                self.last_round = draft

    def _speaks(self, actor: Actor) -> bool:
        """Tell whether a person only speaks for others."""
        return "spokesperson" in self.titles.get(actor.slug, set())

    def sides_as_members(self) -> list[Member]:
        """Return the sides for an event that names nobody."""
        if self.last_round is not None and self.last_round.members:
            return [m for m in self.last_round.members if m.role == "participant"]
        return [Member(actor, "participant", 0, 0, "party.mutual") for actor in self.sides]

    def complete(
        self, scene: Scene, trigger: Token, sense: Sense, members: list[Member]
    ) -> list[Member]:
        """Add those whom a word like `they` before or after the trigger stands for."""
        participants = [m for m in members if m.role == "participant"]
        if not participants and (own := bodies.shortened(scene, trigger, self.heads)):
            return members + own
        if met := partner(scene, trigger, sense, members, self.listed):
            return members + met
        token = grammar.mutual_word(scene, trigger)
        if token and _subject(token, participants, trigger):
            members = [m for m in members if m not in participants]
            participants = []
        if len(participants) >= 2 and not (token and self._third(participants, token, trigger)):
            return members
        if sense.kind == "press_conference" and token and not 0 <= trigger.start - token.end < 40:
            return members
        known = {m.actor.slug for m in members}
        meant = self._meaning(scene, token, known) if token else []
        if token is None and not participants and _of_parties(scene, trigger, sense):
            token, meant = trigger, self._unnamed(scene, trigger, sense)
        if token is None:
            return members
        if len({a.slug for a in meant} | {m.actor.slug for m in participants}) < 2:
            return members
        _call_in(scene, members, token, trigger, self.process)
        return members + [
            Member(actor, "participant", token.start, token.end, "party.mutual")
            for actor in meant
            if actor.slug not in known
        ]

    def _third(self, members: list[Member], token: Token, trigger: Token) -> bool:
        """Tell whether only others than the sides are named of whom a word speaks near the verb."""
        near = -60 <= token.start - trigger.end <= 60
        return (
            near
            and bool(self.process.of)
            and not any(self.process.side(m.actor) is not None for m in members)
        )

    def _unnamed(self, scene: Scene, trigger: Token, sense: Sense) -> list[Actor]:
        """Return whose talks those are that name nobody: of who met last, or of the sides."""
        if not self.process.of:
            return [m.actor for m in self.last_pair if m.actor.type != "person"]
        if own := self._own_sitting():
            return own
        pair = self._of_each_side([m.actor for m in self.last_pair])
        back = sense.form == "noun" and grammar.definite(scene, trigger)
        return pair if back and pair else self.sides

    def _own_sitting(self) -> list[Actor]:
        """Return the bodies of no side whose own sitting was told last (`the commission met`)."""
        last = self.last_round.members if self.last_round else []
        seated = [m.actor for m in last if m.role == "participant"]
        sides = self.process.of
        own = all(a.type == "organization" and a.slug not in sides for a in seated)
        return seated if own else []

    def _meaning(self, scene: Scene, token: Token, but: set[str]) -> list[Actor]:
        """Return whom a mutual word stands for: two persons named just before it, or earlier."""
        words = scene.text[token.start : token.end].lower()
        if named := groups.apposed(scene, token):
            return named
        if scene.text.endswith(_LEADERS_OF, 0, token.start):
            words = f"leaders of {words}"
        if words == "they" and scene.text.startswith(scene.signs["go_on"], token.end):
            return self.sides
        if words in _LATEST:
            before = {
                r.actor.slug: r.actor
                for r in scene.refs
                if r.actor.type == "person"
                and not r.place
                and not r.national
                and r.end <= token.start
            }
            if len(before) == 2 and not before.keys() & but:
                return list(before.values())
            earlier = [t for t in scene.sentence.of("mutual") if t.end <= token.start]
            if earlier and scene.text[earlier[-1].start : earlier[-1].end].lower() not in _LATEST:
                words = scene.text[earlier[-1].start : earlier[-1].end].lower()
        return self._meant(words, but)

    def _meant(self, words: str, but: set[str]) -> list[Actor]:
        """Return those whom words stand for, leaving out who is in the room already."""
        people = [a for a in self.people.values() if a.slug not in but]
        if words in _COUNTS:
            return self.groups.get(_COUNTS[words], [])
        for sign, titles in _RANKS:
            if sign in words and (titled := self._titled(people, titles)):
                return titled
        if "minister" in words and self.sides:
            return self.sides
        if any(part in words for part in _TEAMS) and (team := self._delegates()):
            return team
        if any(part in words for part in _SIDES) and self.sides:
            bodies = [m.actor for m in self.last_pair if m.actor.type != "person"]
            return self._of_each_side(bodies) or self.sides
        if words in _LATEST and len(self.listed) == 2 and not but & {a.slug for a in self.listed}:
            return self.listed
        pair = [m.actor for m in self.last_pair if m.actor.type == "person"]
        pair = [] if but & {a.slug for a in pair} else pair
        if len(pair) >= 2:
            far = [] if words in _NEAR else self._of_each_side(people)
            return self._of_each_side(pair) or far or pair[:2]
        if any(part in words for part in _PEOPLE) and len(people) >= 2:
            return self._of_each_side(people) or people[-2:]
        return [m.actor for m in self.last_pair] or self.sides

    def _delegates(self) -> list[Actor]:
        """Return who sat for the sides where they met last, if those were no leaders."""
        people = [m.actor for m in self.last_pair if m.actor.type == "person"]
        return self._of_each_side([a for a in people if not self._held(a) & _LEADERS])

    def _of_each_side(self, people: list[Actor]) -> list[Actor]:
        """Return the latest person of each of two sides."""
        latest: dict[int, Actor] = {}
        for actor in people:
            side = self.process.side(actor)
            if side is not None:
                latest[side] = actor
        return list(latest.values())[-2:] if len(latest) >= 2 else []

    def _titled(self, people: list[Actor], titles: frozenset[str]) -> list[Actor]:
        """Return the last two persons with any of the titles, none if there are not two.

        Of the sides of a process, those whom the article names later will do.
        """
        fits = [a for a in people if titles & self._held(a)]
        later = [a for a in self.cast.values() if titles & self._held(a)]
        both = self._of_each_side(fits) or self._of_each_side(later)
        return both or (fits[-2:] if len(fits) >= 2 else [])

    def _held(self, actor: Actor) -> set[str]:
        return self.titles.get(actor.slug, set())


def _subject(token: Token, members: list[Member], trigger: Token) -> bool:
    """Tell whether a mutual word is the subject, and only bodies after the verb were found."""
    return 0 <= trigger.start - token.end <= 12 and all(
        m.start >= trigger.end and m.actor.type != "person" for m in members
    )


def _call_in(
    scene: Scene, members: list[Member], token: Token, trigger: Token, process: Sides
) -> None:
    """Make a host of somebody of no side who meets both (`A received the two delegations`)."""
    subject = [m for m in members if m.role == "participant" and m.end <= trigger.start]
    if token.start < trigger.end or len(subject) != 1 or process.side(subject[0].actor) is not None:
        return
    verb = scene.text[trigger.start : trigger.end].lower()
    if process.of or any(word in verb for word in _CALLS_IN):
        subject[0].role = "host"


def _of_parties(scene: Scene, trigger: Token, sense: Sense) -> bool:
    """Tell whether an event is of the parties where nobody is named (`the next session`)."""
    if sense.kind == "signing":
        return sense.form not in ("past", "participle")
    words = scene.text[trigger.start : trigger.end + 4].lower()
    if any(name in words for name in scene.signs["gatherings"]):
        return False
    if sense.kind == "talks":
        return True
    names = scene.signs["sessions"]
    return (
        sense.kind == "meeting"
        and sense.form == "noun"
        and not words.endswith(" of ")
        and (not names or any(name in words for name in names))
    )


def _offices(actor: Actor, day: dt.date | None) -> set[str]:
    return {office.title for office in (actor.offices_on(day) if day else actor.offices)}
