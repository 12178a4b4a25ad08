"""The clause of a trigger: where those stand who take part in what it reports."""

from service.extraction.meetings import asides
from service.extraction.meetings.draft import Scene
from service.extraction.meetings.people import groups
from service.extraction.text.lexicon import Sense
from service.extraction.text.page import Ref
from service.extraction.text.scan import Token

_NEAR = 12  # characters between a subject and its verb
_VERB = 30  # characters between a relative and its verb


def window(scene: Scene, trigger: Token, sense: Sense) -> tuple[int, int]:
    """Return the range in which the parties of a trigger stand: its clause."""
    start, end = scene.sentence.start, scene.sentence.end
    if scene.signs["between"] and not _agents(scene, trigger, sense):
        between = _between(scene, trigger)
        if between is not None:
            return between
    text = asides.masked(scene, trigger)
    low = start
    for sign in scene.signs_in("left_breaks"):
        at = text.rfind(sign, start - low, trigger.start - low) + low
        at = -1 if at < low else at
        if (sign in scene.signs["and_clause"] and _in_list(scene, at)) or _apposed(
            scene, at, trigger
        ):
            continue
        if at >= 0 and (
            _subject(scene, at + len(sign) - 1, trigger, sense)
            or _relative(scene, at + len(sign) - 1, trigger)
        ):
            start = at + len(sign) - 1
    start = _antecedent(scene, start)
    for sign in scene.signs_in("right_breaks"):
        at = text.find(sign, trigger.end - 1 - low, end - low) + low
        if at >= low and not (_hour_before(scene, sign, at) or _beside(scene, at)):
            end = at
    if (own := asides.around(scene, trigger)) is not None:
        end = min(end, own.end)
    return start, _before_clause(scene, trigger, end)


def _beside(scene: Scene, at: int) -> bool:
    """Tell whether a word only adds one more (`met B as well as C`)."""
    return scene.text.startswith(scene.signs["companions"], at + 1)


def _hour_before(scene: Scene, sign: str, at: int) -> bool:
    """Tell whether `before` opens no clause, but says when (`was signed an hour before by A`)."""
    by = scene.text.startswith(scene.signs["by_doer"], at + len(sign) - 1)
    return by and sign in scene.signs["signed_before"]


def _agents(scene: Scene, trigger: Token, sense: Sense) -> bool:
    """Tell whether persons right before a verb do it (`A signed the accord between X and Y`)."""
    return sense.form not in ("noun", "gerund") and any(
        ref.type == "person" and not ref.national and 0 < trigger.start - ref.end <= _NEAR
        for ref in scene.refs
    )


def _in_list(scene: Scene, at: int) -> bool:
    """Tell whether `, and` closes an apposition in a list (`A, the envoy of B, and C met`).

    So it does where nothing was done yet (`The minister of A, B, and envoys of C met`), or only in
    a relative clause (`A, who leads the team, and B met`).
    """
    if groups.verbless(scene, scene.sentence.start, at):
        return True
    inserted = (a for a in asides.asides(scene) if a.end == at)
    if any(groups.verbless(scene, scene.sentence.start, a.start) for a in inserted):
        return True
    people = [r for r in scene.refs if r.actor.type == "person" and not r.place]
    after = next((r for r in people if r.start >= at), None)
    before = [r for r in people if r.end <= at]
    return after is not None and (
        any(groups.series(scene, r.end, after.start) for r in before)
        or (bool(before) and _only_relative(scene, before[0], at))
    )


def _only_relative(scene: Scene, ref: Ref, at: int) -> bool:
    """Tell whether a subject has but a relative clause up to a place."""
    text = scene.text
    return (
        text.startswith(scene.signs["relative"], ref.end)
        and text.find(", ", ref.end + 2, at) < 0
        and groups.verbless(scene, scene.sentence.start, ref.start)
    )


def _apposed(scene: Scene, at: int, trigger: Token) -> bool:
    """Tell whether a word only begins an apposition (`A, once the envoy of B, met C`)."""
    text, low = scene.text, at - 1
    if at < 0 or text[low : at + 1] != ", " or not any(r.end == low for r in scene.refs):
        return False
    close = text.find(", ", at + 1, trigger.start)
    return close >= 0 and groups.verbless(scene, at + 1, close)


def _antecedent(scene: Scene, start: int) -> int:
    """Return where the name begins to which a relative clause belongs (`A, who spoke with B`)."""
    if not scene.text.endswith(scene.signs["who"], 0, start):
        return start
    sign = next(sign for sign in scene.signs["who"] if scene.text.endswith(sign, 0, start))
    edge = start - len(sign)
    named = (r.start for r in scene.refs if r.end == edge and not r.place and not r.national)
    return next(named, start)


def _relative(scene: Scene, start: int, trigger: Token) -> bool:
    """Tell whether a clause is on somebody of another event (`A will receive B, who met C`)."""
    name = _antecedent(scene, start)
    if name == start or trigger.start - start > _VERB:
        return False
    return any(other.end <= name for other in scene.sentence.of("trigger"))


def _before_clause(scene: Scene, trigger: Token, end: int) -> int:
    """Return where a further main clause with a subject and a verb of its own begins."""
    found = (scene.text.find(sign, trigger.end, end) for sign in scene.signs_in("and_clause"))
    at = min((place for place in found if place >= 0), default=-1)
    if at < 0:
        return end
    subject = next((r for r in scene.refs if at <= r.start < at + 60 and not r.national), None)
    if subject is None:
        return end
    verbs = (*scene.sentence.of("trigger"), *scene.sentence.of("speech_verb"))
    own = any(0 <= t.start - subject.end <= 4 for t in verbs) or _is_subject(scene, subject)
    return at if own else end


def _is_subject(scene: Scene, ref: Ref) -> bool:
    """Tell whether somebody is named by a pronoun that is the subject of its verb (`he`)."""
    pronouns = scene.sentence.of("pronoun") if ref.how == "pronoun" else ()
    return any(t.start == ref.start and t.senses["pronoun"] != "him" for t in pronouns)


def _between(scene: Scene, trigger: Token) -> tuple[int, int] | None:
    """Return the range after `between` where that follows the trigger (`talks between A and B`)."""
    at = _at_between(scene, trigger)
    if at < 0 or any(trigger.end <= ref.start < at for ref in scene.refs if not ref.place):
        return None
    after = [ref for ref in scene.refs if ref.start > at and not ref.place]
    if after and after[0].type == "person":
        after = [ref for ref in after if ref.actor.type == "person"]
    if len(after) < 2:
        return None
    end = scene.sentence.end
    for sign in (
        *scene.signs["right_breaks"],
        ", ",
        *scene.signs["pair_ends"],
    ):
        cut = scene.text.find(sign, after[1].end, end)
        if cut >= 0:
            end = cut
    return at, end


def _at_between(scene: Scene, trigger: Token) -> int:
    """Return where `between` stands after a trigger, -1 if it does not."""
    end = min(trigger.end + 60, scene.sentence.end)
    found = (scene.text.find(sign, trigger.end, end) for sign in scene.signs["between"])
    return min((at for at in found if at >= 0), default=-1)


def _subject(scene: Scene, start: int, trigger: Token, sense: Sense) -> bool:
    """Tell whether a clause that begins at `start` has a subject of its own before the trigger."""
    if sense.form == "noun" and scene.text.endswith(scene.signs["after_word"], 0, start):
        return False
    named = any(
        start <= ref.start < trigger.start and not ref.place and not ref.national
        for ref in scene.refs
    )
    return named or any(
        start <= token.start < trigger.start for token in scene.sentence.of("mutual")
    )
