"""Who is in a room by words like `they` or `the parties`, and by talks that name nobody."""

from service.domain.actors import Actor
from service.extraction.meetings.draft import Member, Scene
from service.extraction.meetings.events import grammar
from service.extraction.meetings.events.rounds import is_sequel
from service.extraction.meetings.people import bodies, pointed
from service.extraction.meetings.people.discourse import Discourse
from service.extraction.meetings.people.partners import (
    before_the_press,
    partner,
    subject_left_out,
)
from service.extraction.meetings.people.sides import Sides
from service.extraction.text.lexicon import Sense
from service.extraction.text.scan import Token

_CALLS_IN = ("receiv", "host", "invit", "brought", "summon", "welcom", "assembl", "call", "conven")


class Memory(Discourse):
    """Who was named so far, and who met last: for the rooms of the meetings to come."""

    def sides_as_members(self, words: Token, *, alike: bool = False) -> list[Member]:
        """Return the sides for an event that names nobody, the persons who met last if it is alike.

        `words` tell of it. Others may have sat for the sides in a round told by its number alone.
        """
        last = self.last_round.members if self.last_round else []
        seated = [m for m in last if m.role == "participant"]
        bodies = all(m.actor.type != "person" for m in seated)
        if len(self.sides) < 2 or (len(seated) > 1 and (alike or bodies)):
            return seated
        start, end = words.start, words.end
        return [Member(actor, "participant", start, end, "party.mutual") for actor in self.sides]

    def complete(
        self, scene: Scene, trigger: Token, sense: Sense, members: list[Member]
    ) -> list[Member]:
        """Add those whom a word like `they` before or after the trigger stands for."""
        participants = [m for m in members if m.role == "participant"]
        if not participants and (own := bodies.shortened(scene, trigger, self.heads)):
            return members + own
        if met := partner(scene, trigger, sense, members, self.listed):
            return members + met
        if acting := subject_left_out(scene, trigger, sense, members, self.acting):
            return members + acting
        if beside := before_the_press(scene, trigger, sense, members, self.last_pair):
            return members + beside
        token = pointed.mutual_word(scene, trigger) or pointed.left_out_word(scene, trigger, sense)
        if token and _subject(token, participants, trigger):
            members = [m for m in members if m not in participants]
            participants = []
        if len(participants) >= 2 and not (token and self._third(participants, token, trigger)):
            return members
        if sense.kind == "press_conference" and token and not 0 <= trigger.start - token.end < 40:
            return members
        if sense.kind == "visit" and participants and token and token.start >= trigger.end:
            return members
        known = {m.actor.slug for m in members}
        meant = self.meaning(scene, token, known) if token else []
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
        back = sense.form == "noun" and (
            grammar.definite(scene, trigger) or _next_is(scene, trigger)
        )
        before = back and grammar.of_rounds_before(scene, scene.sentence, trigger, counted=True)
        if back and pair and not (before and pair[0].type == "person"):
            return pair
        words = scene.text[trigger.start : trigger.end].lower()
        ahead = scene.sentence.has("modal")
        sitting = not ahead and sense.kind == "meeting" and words.endswith(scene.signs["sittings"])
        return [] if sitting else self.sides

    def _own_sitting(self) -> list[Actor]:
        """Return the bodies of no side whose own sitting was told last (`the commission met`)."""
        last = self.last_round.members if self.last_round else []
        seated = [m.actor for m in last if m.role == "participant"]
        sides = self.process.of
        own = all(a.type == "organization" and a.slug not in sides for a in seated)
        return seated if own else []


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


def _next_is(scene: Scene, trigger: Token) -> bool:
    """Tell whether a noun is the next of a series, and whose it is left out (`The next is due`)."""
    verbs = (t for cls in ("status", "modal") for t in scene.sentence.of(cls))
    return is_sequel(scene, trigger) and any(t.start - trigger.end == 1 for t in verbs)


def _of_parties(scene: Scene, trigger: Token, sense: Sense) -> bool:
    """Tell whether an event is of the parties where nobody is named (`the next session`)."""
    if sense.kind == "signing":
        return sense.form not in ("past", "participle")
    words = scene.text[trigger.start : trigger.end + 4].lower()
    if any(name in words for name in scene.signs["gatherings"]):
        return False
    if sense.kind == "talks":
        return True
    names = scene.lexicon["sessions"]
    return (
        sense.kind == "meeting"
        and sense.form == "noun"
        and (" of " not in words or words.endswith(" of the"))
        and (not names or any(name in words for name in names))
    )
