"""When a meeting takes place: the date of a sentence that belongs to a trigger."""

from service.extraction.meetings import where
from service.extraction.meetings.draft import Scene
from service.extraction.page import Dated
from service.extraction.scan import Token

_FAR = 220


def nearest(scene: Scene, trigger: Token) -> Dated | None:
    """Return the date nearest to a trigger; a bare year only if there is nothing better."""
    best: tuple[float, Dated] | None = None
    recent = scene.text[max(0, trigger.start - 24) : trigger.start].lower()
    for dated in scene.dates:
        if _of_speech(scene, dated) or ("recent " in recent and dated.start < trigger.start):
            continue
        if _of_other(scene, trigger, dated):
            continue
        gap = where.scene_gap(scene, trigger, dated.start, dated.end)
        if dated.when is not None and dated.when.precision == "year":
            gap += 90
        if gap <= _FAR and (best is None or gap < best[0]):
            best = (gap, dated)
    return best[1] if best else None


def _of_other(scene: Scene, trigger: Token, dated: Dated) -> bool:
    """Tell whether a date is another event's.

    It hangs on a noun (`since the meeting of 27 February`), a semicolon parts it from the trigger,
    or a nearer date stands between.
    """
    low, high = (
        sorted((dated.end, trigger.start))
        if dated.end <= trigger.start
        else (
            trigger.end,
            max(trigger.end, dated.start),
        )
    )
    left = scene.text[max(scene.sentence.start, dated.start - 8) : dated.start].lower()
    hangs = left.endswith((" of ", " of the ")) and not 0 <= dated.start - trigger.end <= 4
    if ";" in scene.text[low:high] or (hangs and _noun_before(scene, trigger, dated)):
        return True
    return any(
        other.when is not None
        and dated.end <= other.start
        and other.end <= trigger.start
        and dated.when is not None
        and dated.when.precision == other.when.precision == "day"
        for other in scene.dates
    )


def _noun_before(scene: Scene, trigger: Token, dated: Dated) -> bool:
    """Tell whether another event's noun stands right before the `of` of a date."""
    return any(
        token is not trigger and "trigger" in token.senses and 0 <= dated.start - token.end <= 5
        for token in scene.sentence.tokens
    )


def _of_speech(scene: Scene, dated: Dated) -> bool:
    """Tell whether a date is that of somebody's words (`the media said on Sunday`)."""
    return len(scene.dates) < 3 and any(
        "speech_verb" in token.senses and 0 <= dated.start - token.end <= 6
        for token in scene.sentence.tokens
    )
