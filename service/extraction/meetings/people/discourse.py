"""Whom words like `the two leaders`, `they`, `the parties` mean: those of the sentences before."""

import datetime as dt
import itertools

from service.domain.actors import Actor
from service.extraction.meetings.draft import COUNTS, Draft, Member, Scene
from service.extraction.meetings.people import groups, parties, subjects
from service.extraction.meetings.people.sides import Sides
from service.extraction.text.scan import Token

_LEADERS = frozenset({"leader", "president", "prime minister", "chancellor", "king"})
_MINISTERS = frozenset({"foreign minister", "minister", "defence minister", "secretary of state"})
_OTHER_MINISTERS = frozenset(
    {"interior minister", "deputy foreign minister", "deputy prime minister", "finance minister"}
)
_SENT = frozenset(
    {"special envoy", "special representative", "negotiator", "head of delegation", "mediator"}
)
_OFFICERS = frozenset({"commander", "military officer", "chief of staff", "general staff chief"})
_RANKS = {
    word: ranks
    for words, ranks in (
        (("leaders", "leader", "president", "prime minister"), (_LEADERS,)),
        (
            ("ministers", "minister", "foreign minister"),
            (_MINISTERS, _OTHER_MINISTERS | _MINISTERS),
        ),
        (("officers", "commander", "military officer"), (_OFFICERS,)),
        (("special envoy", "special representative", "negotiator"), (_SENT,)),
    )
    for word in words
}
_BODIES = ("sides", "teams")
_NEAR = ("they", "two")  # words that tell nothing of whom they stand for
_CHAIN = 2  # sentences for which `they` are who was called `the sides` or the like before


class Discourse:
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
                    if ref.role and ref.qualifier != "former":
                        self.titles[ref.actor.slug].add(ref.role)
                    self.cast[ref.actor.slug] = ref.actor
        self.last_pair: list[Member] = []
        self.listed: list[Actor] = []
        self.earlier: list[Actor] = []
        self.together = False
        self.acting: Actor | None = None
        self.before: Scene | None = None
        self.speaking = subjects.speakers(scenes)
        self.spoken: tuple[str, int] | None = None
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
        self.earlier = self.listed
        self.listed = list({r.actor.slug: r.actor for r in people if r.how != "pronoun"}.values())
        self.before = scene
        self.acting = subjects.acting(scene, self.acting)
        self._note(scene)
        self.together = len(self.listed) == 2 and self._together(scene, drafts)
        self.groups[len(acting)] = list(acting.values())
        for draft in drafts:
            self.groups[len(draft.members)] = [m.actor for m in draft.members]
            pair = [m for m in draft.members if m.role == "participant"]
            if len(pair) >= 2:
                self.last_pair = pair
            if draft.family == "m":
                self.last_round = draft

    def _note(self, scene: Scene) -> None:
        """Keep the last word for several, until two are named."""
        told = [t for t in scene.sentence.of("mutual") if t.senses["mutual"] not in _NEAR]
        if told:
            self.spoken = (told[-1].senses["mutual"], scene.sentence.index)
        elif len(self.listed) > 1:
            self.spoken = None

    def _together(self, scene: Scene, drafts: list[Draft]) -> bool:
        """Tell whether the two of a sentence belong together: a list, a meeting, two sides."""
        slugs = {actor.slug for actor in self.listed}
        if self._of_each_side(self.listed) or any(slugs <= d.actors() for d in drafts):
            return True
        refs = [r for r in scene.refs if r.actor.slug in slugs and r.how != "pronoun"]
        return any(groups.listed(scene, a.end, b.start) for a, b in itertools.pairwise(refs))

    def _speaks(self, actor: Actor) -> bool:
        """Tell whether a person only speaks for others, or in a transcript."""
        return actor.slug in self.speaking or "spokesperson" in self.titles.get(actor.slug, set())

    def meaning(self, scene: Scene, token: Token, but: set[str]) -> list[Actor]:
        """Return whom a mutual word stands for: two persons named just before it, or earlier."""
        told = token.senses.get("mutual", "they")
        if named := groups.apposed(scene, token):
            return named
        if scene.text.endswith(scene.signs["leaders_of"], 0, token.start):
            told = "leaders"
        if told == "they" and _of_talks(scene, token):
            return self.sides
        if told in _NEAR:
            before = {
                r.actor.slug: r.actor
                for r in scene.refs
                if r.actor.type == "person"
                and not r.place
                and not r.national
                and r.end <= token.start
            }
            bodies = self._bodies(scene, token.start) if not before else []
            if bodies:
                return [actor for actor in bodies if actor.slug not in but]
            whole = "mutual" in token.senses or not before.keys() & but
            if len(before) == 2 and whole:
                return [actor for slug, actor in before.items() if slug not in but]
            earlier = [t for t in scene.sentence.of("mutual") if t.end <= token.start]
            if earlier and earlier[-1].senses["mutual"] not in _NEAR:
                told = earlier[-1].senses["mutual"]
            elif self.spoken and scene.sentence.index - self.spoken[1] <= _CHAIN:
                told = self.spoken[0]
            elif named := self._met_again(scene, but) or self._subjects(told, but):
                return named
        if told in COUNTS and told != "two":
            return self._so_many(scene, token, COUNTS[told])
        return self._meant(told, but)

    def _met_again(self, scene: Scene, but: set[str]) -> list[Actor]:
        """Return the two who met, of whom more is told after who else was there or spoke.

        `A and B met. Their ministers, C and D, also attended. They will meet again in May.`
        """
        last, between = self.last_round, self.before
        if last is None or between is None or not scene.says("once_more"):
            return []
        near = scene.sentence.index - last.sentence.index == _CHAIN
        beside = any(map(between.sentence.has, ("attend", "attended", "speech_verb")))
        people = [m.actor for m in last.members if m.role == "participant"]
        two = len(people) == COUNTS["two"] and all(a.type == "person" for a in people)
        fits = two and near and beside and last.sentence.paragraph == scene.sentence.paragraph
        return people if fits and not but & {a.slug for a in people} else []

    def _subjects(self, told: str, but: set[str]) -> list[Actor]:
        """Return the subject of the sentence before if a word means it (`A and B met C. They`)."""
        named = subjects.subject(self.before) if self.before else []
        people = all(actor.type == "person" for actor in named)
        fits = told == "they" or (people and len(named) == COUNTS[told])
        return named if fits and not but & {actor.slug for actor in named} else []

    def _bodies(self, scene: Scene, end: int) -> list[Actor]:
        """Return the bodies of two sides that act in a sentence before a place in it."""
        acting = [
            r.actor
            for r in scene.refs
            if r.actor.type != "person" and not (r.place or r.national) and r.end <= end
        ]
        return self._of_each_side(acting)

    def _meant(self, told: str, but: set[str]) -> list[Actor]:
        """Return those whom words of a class stand for, without who is in the room already."""
        people = [a for a in self.people.values() if a.slug not in but]
        for titles in _RANKS.get(told, ()):
            if titled := self._titled(people, titles):
                return titled
        if told in _RANKS and told != "officers" and self.sides:
            return self.sides
        if told == "teams" and (team := self._delegates()):
            return team
        if told in _BODIES and self.sides:
            bodies = [m.actor for m in self.last_pair if m.actor.type != "person"]
            return self._of_each_side(bodies) or self.sides
        if told in _NEAR and self.together and not but & {a.slug for a in self.listed}:
            return self.listed
        pair = [m.actor for m in self.last_pair if m.actor.type == "person"]
        pair = [] if but & {a.slug for a in pair} else self._peers(pair)
        if len(pair) >= 2:
            strange = all(self.process.side(actor) is None for actor in pair)
            far = self._of_each_side(people) if told != "they" or strange else []
            return self._of_each_side(pair) or far or pair[:2]
        if told not in _BODIES and len(people) >= 2:
            return self._of_each_side(people) or people[-2:]
        return [] if told == "they" else [m.actor for m in self.last_pair] or self.sides

    def _peers(self, people: list[Actor]) -> list[Actor]:
        """Return the two of one rank of several who met: who brought them together is no party."""
        for ranks in (_LEADERS, _MINISTERS, _OFFICERS):
            fits = [a for a in people if self._held(a) & ranks]
            if len(fits) == 2 < len(people):
                return fits
        return people

    def _so_many(self, scene: Scene, token: Token, count: int) -> list[Actor]:
        """Return so many as were named just before, over two sentences, else a group of before."""
        here = [
            r.actor
            for r in scene.refs
            if r.actor.type == "person" and not r.place and r.end <= token.start
        ]
        near: dict[str, Actor] = {}
        for named in (here, self.listed, self.earlier):
            near.update({actor.slug: actor for actor in named})
            if len(near) == count:
                return list(near.values())
        return self.groups.get(count, [])

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


def _of_talks(scene: Scene, token: Token) -> bool:
    """Tell whether `they` are the talks (`They had resumed`), not who did (`resumed the talks`)."""
    ends = [
        token.end + len(sign) + 1
        for sign in scene.signs["go_on"]
        if scene.text.startswith(sign, token.end)
    ]
    owned = (*scene.signs["the"], *(f"{word} " for word in scene.signs["theirs"]))
    return bool(ends) and not any(scene.text.startswith(owned, end) for end in ends)


def _offices(actor: Actor, day: dt.date | None) -> set[str]:
    return {office.title for office in (actor.offices_on(day) if day else actor.offices)}
