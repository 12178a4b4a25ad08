"""The words that govern a trigger: `will`, `not`, `was called off`, the nearest of each."""

import re

from service.extraction.meetings import asides
from service.extraction.meetings.draft import Scene
from service.extraction.meetings.inserted import came_about
from service.extraction.text.clauses import is_over
from service.extraction.text.lexicon import Sense
from service.extraction.text.scan import Token

_VERBS_BEFORE = 60
_SENTENCE = 220
_TO_PLACE = 5  # characters (`moved to the`)
_OBJECT = 30  # characters within which the object of `cancelled` begins
_AHEAD = {"negation": 0, "modal": 45}  # characters after the trigger; of other cues 70
_QUOTED = (',"', '",', '."', '?"', '!"')
_AIMED = ("foiled", "planned")
_TO_DAY = 12  # characters between a plan and its day
_OFF = ("cancelled", "postponed")
_SAID_OF = (*_OFF, "possible")
_CARRIED = 34  # characters (`did not hold a second round`)
_RELATIVE = re.compile(r"[ ,](?:that|which) (?:(?:had|has|have|was|were|been) )*$")


def cues(scene: Scene, trigger: Token) -> dict[str, Token]:
    """Return the cues that govern a trigger: modal.X, status.X, negation, the nearest each."""
    found: dict[str, tuple[int, Token]] = {}
    for cls in ("modal", "status", "negation"):
        for token in scene.sentence.of(cls):
            if "month" in token.senses or _no_cue(scene, token):
                continue
            gap = _gap(scene, token, trigger, cls)
            if gap is None:
                continue
            name = cls if cls == "negation" else f"{cls}.{token.senses[cls]}"
            if name not in found or gap < found[name][0]:
                found[name] = (gap, token)
    told = _as_told(scene, trigger, {name: token for name, (_, token) in found.items()})
    undone, denied = _undone(scene, trigger), _denied(scene, trigger)
    if undone is not None:
        told = told | {"status.undone": undone}
    return told if denied is None else told | {"status.denied": denied}


def _undone(scene: Scene, trigger: Token) -> Token | None:
    """Return the denial of what was done then (`did not meet`, `failed to meet`)."""
    for sign in scene.signs_in("failed_to"):
        if scene.text.endswith(sign, scene.sentence.start, trigger.start):
            return Token(trigger.start - len(sign) + 1, trigger.start - 1, {})
    for token in scene.sentence.of("negation") if scene.says("did_not") else ():
        if not 0 < trigger.start - token.end <= _CARRIED:
            continue
        between = scene.text[token.end : trigger.start]
        if not scene.text.endswith(scene.signs["did_not"], 0, token.end + 1):
            continue
        if between == " " or (_is_noun(trigger) and between.startswith(scene.signs["carries_out"])):
            return token
    return None


def _denied(scene: Scene, trigger: Token) -> Token | None:
    """Return the denial right before a verb; none that only limits it (`ne se sont vus qu'une`)."""
    for sign in scene.signs_in("denied_verb"):
        if scene.text.endswith(sign, scene.sentence.start, trigger.start):
            limits = scene.text.startswith(scene.signs["only_after"], trigger.end)
            return None if limits else Token(trigger.start - len(sign) + 1, trigger.start - 1, {})
    for sign in scene.signs_in("denied_late"):  # `wird B am Freitag in Oslo nicht treffen`
        at = scene.text.find(sign, trigger.end, scene.sentence.end)
        if at >= 0 and "," not in scene.text[trigger.end : at]:
            return Token(at + 1, at + len(sign), {})
    return None


def _no_cue(scene: Scene, token: Token) -> bool:
    """Tell whether what follows a cue takes its sense away.

    `were due to end on Friday` is no plan to meet, `moved to Rome` puts nothing off, `if all goes
    well` asks for nothing.
    """
    if "modal" in token.senses:
        return scene.text.startswith(scene.signs["if_well"], token.start)
    if token.senses.get("status") in _AIMED and _then_took_place(scene, token):
        return True
    if token.senses.get("status") == "foiled":
        return scene.text.startswith(scene.signs["to_finish"], token.end)
    moved = scene.text.startswith(scene.signs["moved"], token.start)
    return moved and any(0 <= spot.start - token.end <= _TO_PLACE for spot in scene.spots)


def _then_took_place(scene: Scene, token: Token) -> bool:
    """Tell whether what was planned for a day took place (`planned for May, was held in June`)."""
    day = next((dated for dated in scene.dates if dated.start >= token.end), None)
    if day is None or day.start - token.end > _TO_DAY:
        return False
    after = scene.text[day.end : day.end + _CARRIED]
    return any(map(after.__contains__, scene.signs["went_ahead"]))


def _as_told(scene: Scene, trigger: Token, found: dict[str, Token]) -> dict[str, Token]:
    """Call it `status.renewed` that an earlier date failed (`will hold the talks that ...`)."""
    ahead = found.get("modal.future")
    if ahead is None or ahead.end > trigger.start or "negation" in found:
        return found
    return {
        "status.renewed" if _is_past_failure(scene, trigger, name, token) else name: token
        for name, token in found.items()
    }


def _is_past_failure(scene: Scene, trigger: Token, name: str, token: Token) -> bool:
    if token.start < trigger.end or name not in ("status.cancelled", "status.postponed"):
        return False
    return _RELATIVE.search(scene.text[trigger.end : token.start]) is not None


def _gap(scene: Scene, token: Token, trigger: Token, cls: str) -> int | None:
    if token is trigger:
        return None if cls == "negation" else 0
    if cls == "status" and (
        _of_another(scene, token, trigger) or _came_about(scene, token, trigger)
    ):
        return None
    if token.end <= trigger.start:
        between = scene.text[token.end : trigger.start]
        ended = between.startswith(scene.signs["verb_ends"])  # `toplantıyı iptal etti, B ile`
        if ended or _in_what_was_said(scene, trigger, between):
            return None
        limit = 14 if cls == "negation" else _VERBS_BEFORE
        off = cls == "status" and token.senses[cls] in _OFF
        if off and (" after " in between or _over(scene, token, trigger)):
            return None
    else:
        took_place = "event_verb" in token.senses and _is_noun(trigger)
        if cls == "status" and "trigger" in token.senses and not took_place:
            return None  # `on the phone, the two agreed to meet`: what is said of another event
        between = scene.text[trigger.end : token.start]
        limit = _AHEAD.get(cls, 70)
        last = "verb last" in scene.grammar  # `görüşmek istiyor`
        if cls == "modal" and not (last or _of_subject(scene, trigger, token)):
            return None
        if token.senses[cls] in _SAID_OF and _predicate(scene, trigger, token):
            limit = _SENTENCE
        if any(sign in between for sign in scene.signs["cue_breaks"]):
            return None
    if len(between) > limit or ";" in between:
        return None
    if cls == "modal" and between.count(",") > 1:
        return None
    return len(between)


def _came_about(scene: Scene, cue: Token, trigger: Token) -> bool:
    """Tell whether an aside only tells what was before (`the talks, cancelled in May, resumed`)."""
    return any(
        aside.start <= cue.start < aside.end
        and trigger.end <= aside.start
        and came_about(scene, aside.end)
        for aside in asides.of(scene, trigger)
    )


def _of_another(scene: Scene, token: Token, trigger: Token) -> bool:
    """Tell whether a cue is of something else, or of what came of a meeting that took place.

    `The idea was dropped after A had met B`, `A met B, and nothing came of it`.
    """
    if scene.text.startswith(scene.signs["dropped"], token.start):
        return not (_is_noun(trigger) and trigger.end <= token.start)
    return _is_past(trigger) and scene.text.startswith(scene.signs["fruitless"], token.start)


def _over(scene: Scene, token: Token, trigger: Token) -> bool:
    """Tell whether a cue stands in a clause on the subject (`A, who had cancelled, met B`)."""
    if _is_noun(trigger):
        return False
    start, relatives = scene.sentence.start, scene.signs["relative"]
    return is_over(scene.text, relatives, start, token.start, trigger.start)


def _in_what_was_said(scene: Scene, trigger: Token, between: str) -> bool:
    """Tell whether a cue stands in words whose end is told before who says them, and to whom.

    `"We will not hide it," A told a news conference`, `B will need a week, A told reporters`.
    """
    if '"' in between and any(map(between.__contains__, _QUOTED)):
        return True
    senses: tuple[Sense, ...] = trigger.senses.get("trigger", ())
    forms = {s.form for s in senses if s.kind == "press_conference"}
    comma = scene.text.rfind(",", trigger.start - len(between), trigger.start)
    if not forms or comma < 0:
        return False
    verbs = scene.sentence.of("speech_verb")
    return "past" in forms or any(comma < verb.start < trigger.start for verb in verbs)


def _predicate(scene: Scene, subject: Token, off: Token) -> bool:
    """Tell whether words say what becomes of a noun, however much stands between.

    `The meeting that was to bring A and B together in Luanda on Sunday did not take place`, `A
    meeting of the foreign minister of X, A, and his colleague of Y, B, may take place`.
    """
    return _is_noun(subject) and not any(
        subject.end <= other.start <= off.end + _OBJECT and _is_noun(other)
        for other in scene.sentence.of("trigger")
    )


def _is_noun(token: Token) -> bool:
    senses: tuple[Sense, ...] = token.senses.get("trigger", ())
    return bool(senses) and senses[0].form == "noun"


def _is_past(token: Token) -> bool:
    senses: tuple[Sense, ...] = token.senses.get("trigger", ())
    return bool(senses) and senses[0].form == "past"


def _of_subject(scene: Scene, trigger: Token, modal: Token) -> bool:
    """Tell whether a noun is what is to be (`a meeting of the two will be held`)."""
    ahead = modal.senses["modal"] == "future" or (
        modal.senses["modal"] == "possible"
        and scene.text.startswith(scene.signs["may_be"], modal.end)
    )
    between = scene.text[trigger.end : modal.start]
    joined = between.endswith(scene.signs["and"])  # `the talks ended and will resume`
    return (
        ahead
        and not joined
        and not any(sign in between for sign in (*',"', *scene.signs["subject_breaks"]))
    )
