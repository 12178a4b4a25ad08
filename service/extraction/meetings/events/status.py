"""The status of a meeting: from the form of its trigger, the cues beside it, its date."""

import datetime as dt
import re

from service.domain.dates import When
from service.domain.meetings import Status
from service.extraction.meetings.draft import Scene
from service.extraction.text.lexicon import Sense
from service.extraction.text.scan import Token

_VERBS_BEFORE = 60
_SENTENCE = 220
_TO_PLACE = 5  # characters (`moved to the`)
_OBJECT = 30  # characters within which the object of `cancelled` begins
_AHEAD = {"negation": 0, "modal": 45}  # characters after the trigger; of other cues 70
_QUOTED = (',"', '",', '."', '?"', '!"')
_OFF = ("cancelled", "postponed")
_LASTING = ("talks", "summit", "visit", "meeting")  # not calls, not words to the press
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
    return _as_told(scene, trigger, {name: token for name, (_, token) in found.items()})


def _no_cue(scene: Scene, token: Token) -> bool:
    """Tell whether what follows a cue takes its sense away.

    `were due to end on Friday` is no plan to meet, `moved to Rome` puts nothing off, `if all goes
    well` asks for nothing.
    """
    if "modal" in token.senses:
        return scene.text.startswith(scene.signs["if_well"], token.start)
    if token.senses.get("status") == "foiled":
        return scene.text.startswith(scene.signs["to_finish"], token.end)
    moved = scene.text.startswith(scene.signs["moved"], token.start)
    return moved and any(0 <= spot.start - token.end <= _TO_PLACE for spot in scene.spots)


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
    if cls == "status" and _of_another(scene, token, trigger):
        return None
    if token.end <= trigger.start:
        between = scene.text[token.end : trigger.start]
        if _in_what_was_said(scene, trigger, between):
            return None
        limit = 14 if cls == "negation" else _VERBS_BEFORE
        off = cls == "status" and token.senses[cls] in _OFF
        if off and (" after " in between or _of_whom(scene, token, between)):
            return None
    else:
        if cls == "status" and "trigger" in token.senses:
            return None  # `on the phone, the two agreed to meet`: what is said of another event
        between = scene.text[trigger.end : token.start]
        limit = _AHEAD.get(cls, 70)
        if cls == "status" and token.senses[cls] in _OFF and _predicate(scene, trigger, token):
            limit = _SENTENCE
        if cls == "modal" and not _of_subject(scene, trigger, token):
            return None
        if any(sign in between for sign in scene.signs["cue_breaks"]):
            return None
    if len(between) > limit or ";" in between:
        return None
    if cls == "modal" and between.count(",") > 1:
        return None
    return len(between)


def _of_another(scene: Scene, token: Token, trigger: Token) -> bool:
    """Tell whether a cue is of something else, or of what came of a meeting that took place.

    `The idea was dropped after A had met B`, `A met B, and nothing came of it`.
    """
    if scene.text.startswith(scene.signs["dropped"], token.start):
        return not (_is_noun(trigger) and trigger.end <= token.start)
    return _is_past(trigger) and scene.text.startswith(scene.signs["fruitless"], token.start)


def _of_whom(scene: Scene, token: Token, between: str) -> bool:
    """Tell whether a cue stands in a clause on the subject (`A, who had cancelled, met B`)."""
    clause = scene.text.rfind(",", scene.sentence.start, token.start)
    relative = clause >= 0 and scene.text.startswith(scene.signs["relative"], clause)
    return relative and between.startswith(", ")


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
    """Tell whether a word of failing says what became of a noun, however much stands between.

    `The meeting that was to bring A and B together in Luanda on Sunday did not take place`.
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
    joined = between.endswith(" and ")  # `the talks ended and will resume`
    return (
        ahead
        and not joined
        and not any(sign in between for sign in (*',"', *scene.signs["subject_breaks"]))
    )


def status_of(
    sense: Sense,
    found: dict[str, Token],
    when: When | None,
    anchor: dt.date | None,
    *,
    headline: bool,
) -> tuple[Status, Token | None] | None:
    """Return the status and the cue for it, or None if the words report no event."""
    for rule in _RULES:
        verdict = rule(sense, found, when, anchor)
        if verdict is not None:
            return verdict
    return _by_form(sense, found, when, anchor, headline=headline)


Verdict = tuple[Status, Token | None] | None


def _called_off(
    sense: Sense, found: dict[str, Token], when: When | None, anchor: dt.date | None
) -> Verdict:
    token = found.get("status.cancelled")
    return ("cancelled", token) if token else None


def _put_off(
    sense: Sense, found: dict[str, Token], when: When | None, anchor: dt.date | None
) -> Verdict:
    token = found.get("status.postponed")
    if token is None:
        return None
    held = found.get("status.held")
    if held is not None and held.start > token.end and "negation" not in found:
        return "held", held  # `The postponed meeting took place on Friday`
    moved = found.get("status.planned") or found.get("modal.future")
    ahead = when is not None and anchor is not None and when.first > anchor
    if ahead and moved is not None and moved.start > token.end:
        return "planned", moved  # `has been put off twice and is now set for Sunday`
    return "postponed", token


def _by_date(
    sense: Sense, found: dict[str, Token], when: When | None, anchor: dt.date | None
) -> Verdict:
    """A date well behind or ahead of the publication settles what the words leave open."""
    if when is None or anchor is None:
        return None
    if when.first > anchor:
        if "modal.possible" in found or "modal.proposed" in found or "modal.condition" in found:
            return "proposed", found.get("modal.possible") or found.get("modal.proposed")
        return "planned", found.get("modal.future")
    asked = "modal.proposed" in found or "modal.demand" in found
    if asked and sense.form in ("noun", "base", "gerund"):
        return "proposed", found.get("modal.proposed") or found.get("modal.demand")
    if when.last < anchor and "negation" not in found and sense.form != "base":
        return "held", found.get("status.held")
    return None


def _foiled(
    sense: Sense, found: dict[str, Token], when: When | None, anchor: dt.date | None
) -> Verdict:
    """`were to meet on Friday`, told after Friday: it did not come to that."""
    token = found.get("status.foiled")
    if token is None or sense.form in ("past", "participle"):
        return None
    told = (found.get("status.held"), found.get("status.ongoing"))
    if any(other is not None and other.start < token.start for other in told):
        return None
    if when is not None and anchor is not None and when.last > anchor:
        return "planned", token
    return "cancelled", token


_RULES = (_called_off, _put_off, _foiled, _by_date)


def _is_passive(ahead: Token, found: dict[str, Token]) -> bool:
    """Tell whether nothing that happened stands between a look ahead and the verb."""
    held = found.get("status.held")
    return held is None or held.start < ahead.start


def _took_place(found: dict[str, Token]) -> Token | None:
    """Return the word that it happened, unless it only may (`might be held`)."""
    held, may = found.get("status.held"), found.get("modal.possible")
    return None if held and may and 0 <= held.start - may.end <= 6 else held


def _by_form(
    sense: Sense,
    found: dict[str, Token],
    when: When | None,
    anchor: dt.date | None,
    *,
    headline: bool,
) -> tuple[Status, Token | None]:
    ahead = found.get("modal.future")
    if sense.form == "participle":
        brought = found.get("modal.proposed") or found.get("modal.possible")
        return ("proposed", brought) if brought else ("planned", ahead) if ahead else ("held", None)
    if sense.form == "past":
        return ("planned", ahead) if ahead and _is_passive(ahead, found) else ("held", None)
    offer = (
        found.get("modal.proposed")
        or found.get("modal.possible")
        or found.get("modal.condition")
        or found.get("modal.demand")
        or found.get("status.proposed")
    )
    ahead = found.get("modal.future") or found.get("status.planned")
    ongoing = found.get("status.ongoing")
    if sense.form == "base":
        if offer and not ahead:
            return "proposed", offer
        return "planned", ahead
    if sense.form == "noun" or sense.form == "gerund":
        held = _took_place(found)
        if offer and not held and not ongoing:
            return "proposed", offer
        if ahead and not held:
            return "planned", ahead
        if ongoing and not held and sense.kind in _LASTING:
            return "ongoing", ongoing
        if sense.form == "gerund" and not held and sense.kind != "signing":
            return "ongoing", None
        return "held", held
    return ("held", None) if headline else (sense.status, None)
