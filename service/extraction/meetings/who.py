"""Who is in the room, and in which role."""

from service.domain.meetings import PartyRole
from service.extraction.lexicon import Sense
from service.extraction.meetings.draft import Member, Scene
from service.extraction.page import Ref
from service.extraction.scan import Token

_HOSTED_BY = (
    "hosted by ",
    "chaired by ",
    "invitation of ",
    "invited by ",
    "auspices of ",
    "convened by ",
    "organised by ",
    "organized by ",
    "initiative of ",
    "guest of ",
)
_MEDIATED_BY = (
    "mediated by ",
    "brokered by ",
    "facilitated by ",
    "mediation of ",
    "mediator ",
    "mediators ",
    "sponsored by ",
    "moderated by ",
    "auspices of ",
    "facilitation of ",
    "supervision of ",
    "through ",
)
_OBSERVED = (
    "observed by ",
    "attended by ",
    "witnessed by ",
    "presence of ",
    "participation of ",
    "flanked by ",
    "alongside ",
)
_HOST_VERBS = (
    " hosted",
    " will host",
    " hosts",
    " is hosting",
    " to host",
    " mediated",
    " brokered",
    " facilitated",
    " is mediating",
    " mediates",
    " chaired",
    " presided",
    " convened",
    " is facilitating",
    " are facilitating",
    " are mediating",
    " moderated",
    " has hosted",
    " had hosted",
    " has mediated",
    " have mediated",
    " has brokered",
    " organised",
    " brought together",
    " sponsored",
    " has been mediating",
    " sat in on",
    ", which is hosting",
    ", which mediat",
    ", which has mediated",
    ", which are facilitating",
    ", which broker",
)
_MEDIATION = (
    "-mediated",
    "-brokered",
    "-facilitated",
    "-sponsored",
    "-hosted",
    " mediation",
    " mediators",
    " mediator",
    " auspices",
    " facilitation",
    " good offices",
    "-led mediation",
)
_AFTER_SPEECH = (" after ", " following ", " during ", " at ", " before ", " in ", " ahead of ")


def members(scene: Scene, trigger: Token, sense: Sense) -> list[Member]:
    """Return who a sentence puts in the room of the meeting that a trigger reports."""
    refs = [ref for ref in scene.refs if not ref.place]
    window = _window(scene, trigger, sense)
    made = []
    for ref in refs:
        role = _role(scene, ref)
        if role is None and ref.national:
            continue
        if role is None and _outside(scene, ref, trigger, sense, window):
            continue
        if ref.actor.type == "organization" and _audience(scene, ref):
            continue
        made.append(
            Member(ref.actor, role or "participant", ref.start, ref.end, ref.rule, ref.inferred)
        )
    return _without_own_states(_once(made), refs)


def _window(scene: Scene, trigger: Token, sense: Sense) -> tuple[int, int]:
    """Return the range in which the parties of a trigger stand: its clause, roughly."""
    sentence, text = scene.sentence, scene.text
    start, end = sentence.start, sentence.end
    for sign in (";", " while ", ", but ", " whereas "):
        at = text.rfind(sign, start, trigger.start)
        if at > start + 20:
            start = at
        at = text.find(sign, trigger.end, end)
        if at > 0:
            end = at
    return start, end


def _role(scene: Scene, ref: Ref) -> PartyRole | None:
    text = scene.text
    left = text[max(scene.sentence.start, ref.start - 60) : ref.start].lower()
    right = text[ref.end : ref.end + 24].lower()
    if any(sign in left[-40:] for sign in _HOSTED_BY):
        return "host"
    if right.startswith(_MEDIATION) or any(sign in left[-34:] for sign in _MEDIATED_BY[:7]):
        return "mediator"
    if right.startswith(_HOST_VERBS):
        return "host" if "host" in right else "mediator"
    return None


def _outside(scene: Scene, ref: Ref, trigger: Token, sense: Sense, window: tuple[int, int]) -> bool:
    if not window[0] <= ref.start < window[1]:
        return True
    if sense.kind != "press_conference" and _speaker(scene, ref, trigger):
        return True
    return (
        sense.kind == "press_conference"
        and ref.start > trigger.end
        and "with" not in scene.text[trigger.end : ref.start]
    )


def _speaker(scene: Scene, ref: Ref, trigger: Token) -> bool:
    """Tell whether an actor only speaks of the meeting (`Peskov said that the two met`)."""
    text = scene.text
    for token in scene.sentence.tokens:
        if "speech_verb" not in token.senses:
            continue
        if ref.end <= token.start <= trigger.start and token.start - ref.end <= 30:
            between = text[token.end : trigger.start]
            return not (len(between) < 60 and any(sign in between for sign in _AFTER_SPEECH))
        if trigger.end <= token.start and (
            0 <= token.start - ref.end <= 2 or 0 <= ref.start - token.end <= 30
        ):
            return ref.start > trigger.end
    return False


def _audience(scene: Scene, ref: Ref) -> bool:
    left = scene.text[max(0, ref.start - 12) : ref.start]
    return left.endswith(("told ", "told the ", "to the "))


def _once(made: list[Member]) -> list[Member]:
    by_slug: dict[str, Member] = {}
    for member in made:
        before = by_slug.get(member.actor.slug)
        if before is None or (before.role == "participant" and member.role != "participant"):
            by_slug[member.actor.slug] = member
    return list(by_slug.values())


def _without_own_states(made: list[Member], refs: list[Ref]) -> list[Member]:
    """Leave out a state where a person of it is in the room already."""
    people = {m.actor.country for m in made if m.actor.type == "person" and m.actor.country}
    return [
        m
        for m in made
        if not (m.actor.type == "state" and m.actor.country in people and m.role == "participant")
    ]
