"""When a meeting takes place: the date of a sentence that belongs to a trigger."""

import datetime as dt
import re

from service.domain.dates import When
from service.extraction.meetings import asides, verbs_last
from service.extraction.meetings.days.clauses import BESIDE
from service.extraction.meetings.days.press import said_to_press
from service.extraction.meetings.draft import Scene
from service.extraction.meetings.places import where
from service.extraction.text.page import Dated
from service.extraction.text.scan import Token

_FAR = 220
_AWAY = re.compile(
    r"\b(?P<count>\w+) (?P<unit>hour|day|week|month|year)s? (?P<way>after|before) "
    r"(?:[\w'.-]+ ){0,4}(?:[\w'.-]+, (?:[\w'.-]+ ){1,4}[\w'.-]+, |were (?:due )?to )?$"
)
_LEFT, _RIGHT = 80, 25  # characters
_LEAST = 12  # characters: the clause before `a day after` that tells what was then
_NOUN = 4  # words: `Friday's second round of talks`
_TOLD_WHOM = 40  # characters
_CUTS = ',;:"'


def nearest(scene: Scene, trigger: Token) -> Dated | None:
    """Return the date nearest to a trigger; a bare year only if there is nothing better."""
    if (then := _then(scene, trigger)) is not None:
        return then
    best: tuple[float, Dated] | None = None
    recent = scene.text[max(0, trigger.start - 24) : trigger.start].lower()
    long, days = _long(scene, trigger), [dated.start for dated in scene.dates]
    for dated in scene.dates:
        if long and dated.when is not None and dated.when.precision == "day":
            continue  # `signed it on Monday, after thirty months of negotiations`
        if _led_to(scene, trigger, dated):
            return Dated(dated.start, dated.end, None, "date.vague")
        if _of_speech(scene, dated) or (
            dated.start < trigger.start and any(map(recent.__contains__, scene.signs["recent"]))
        ):
            continue
        own = asides.near(scene, trigger, dated.start)
        if not own or verbs_last.of_other_verb(scene, trigger, dated.start, days):
            continue
        gap = where.scene_gap(scene, trigger, dated.start, dated.end)
        if dated.when is not None and dated.when.precision == "year":
            gap += 40
        if gap > _FAR or (best is not None and gap >= best[0]):
            continue
        if not _of_other(scene, trigger, dated) and not _of_aside(scene, trigger, dated):
            best = (gap, dated)
    found = best[1] if best else None
    if long and found is None:
        return Dated(trigger.start, trigger.end, None, "date.vague")
    away = _away_from(scene, trigger)
    if away is None or (found is not None and 0 <= found.start - trigger.end <= _RIGHT):
        return found
    return _away(scene, away, found)


def _long(scene: Scene, trigger: Token) -> bool:
    """Tell whether talks lasted long (`months of negotiations`; not `months of war, talks`)."""
    if not (signs := scene.signs["so_long"]):
        return False
    told = scene.text[max(0, trigger.start - 24) : trigger.end].lower()
    return any(map(told.rpartition(",")[2].__contains__, signs))


def _then(scene: Scene, trigger: Token) -> Dated | None:
    """Return the day of a clause that tells what was then (`on 17 January, when they met`)."""
    for dated in reversed(scene.dates):
        own = trigger.end <= dated.start and "," not in scene.text[trigger.end : dated.start]
        if own or (trigger.end <= dated.start and dated.rule == "date.numbered"):
            return None  # `in May, when they met in Warsaw, on the 18th`
        if dated.end < trigger.start:
            opens = scene.text.startswith(scene.signs["when_then"], dated.end)
            cut = opens and ";" in scene.text[dated.end : trigger.start]
            return dated if opens and not cut else None
    return None


def _away_from(scene: Scene, trigger: Token) -> re.Match[str] | None:
    start = max(scene.sentence.start, trigger.start - _LEFT)
    words = scene.text[start : trigger.start]
    if " after " not in words and " before " not in words:
        return None
    return _AWAY.search(scene.text, start, trigger.start)


def _away(scene: Scene, away: re.Match[str], dated: Dated | None) -> Dated | None:
    """Reckon the day of what something else followed (`on Tuesday, a day after he had met B`)."""
    if dated is not None and away.start() <= dated.start < away.end():
        return dated
    when, counted = dated.when if dated else None, away["count"].lower()
    number = next((t for t in scene.sentence.of("number") if t.start == away.start()), None)
    count = 1 if counted in ("a", "one") else int(number.senses["number"]) if number else None
    known = when is None or when.precision == "day"
    if not known or count is None or away["unit"] != "day":
        return Dated(away.start(), away.end(), None, "date.vague")
    step = -count if away["way"] == "after" else count
    if when is None:
        late = away.start() - scene.sentence.start >= _LEAST
        rule = f"date.away{step:+d}" if late else "date.vague"
        return Dated(away.start(), away.end(), None, rule)
    return Dated(away.start(), away.end(), When(when.date + dt.timedelta(step)), "date.away")


def _of_other(scene: Scene, trigger: Token, dated: Dated) -> bool:
    """Tell whether a date is another event's.

    It hangs on a noun (`the accord of May 17`), a semicolon parts it from the trigger, or a nearer
    date stands between.
    """
    low, high = dated.end, trigger.start
    if dated.end > trigger.start:
        low, high = trigger.end, max(trigger.end, dated.start)
    if _parted(scene, low, high) or _hangs(scene, trigger, dated):
        return True
    if _quoted(scene, trigger, low, high) or _of_act(scene, trigger, dated):
        return True
    if _since_then(scene, trigger, dated) or _inserted(scene, trigger, dated):
        return True
    if any(rule(scene, trigger, dated) for rule in BESIDE):
        return True
    if said_to_press(scene, trigger, dated) or _to_last(scene, trigger, dated):
        return True
    if _possessed(scene, trigger, dated):
        return True
    return any(
        other.when is not None
        and dated.end <= other.start
        and other.end <= trigger.start
        and dated.when is not None
        and other.when.precision == "day"
        and (dated.when.precision == "day" or _own_day(scene, trigger, other))
        for other in scene.dates
    )


def _own_day(scene: Scene, trigger: Token, dated: Dated) -> bool:
    """Tell whether a day stands in the clause of the trigger after it (`and on 3 May A met B`)."""
    opens = scene.text.endswith(scene.signs["clause_on"], 0, dated.start)
    return opens and "," not in scene.text[dated.end : trigger.start]


def _to_last(scene: Scene, trigger: Token, dated: Dated) -> bool:
    """Tell whether a date is that until which a truce lasts, not that of its signing."""
    aimed = scene.text.endswith(scene.signs["lasts_to"], trigger.end, dated.start)
    return aimed and "signing" in _kinds(trigger)


def _kinds(trigger: Token) -> set[str]:
    return {sense.kind for sense in trigger.senses.get("trigger", ())}


def _parted(scene: Scene, low: int, high: int) -> bool:
    """Tell whether a semicolon parts two places, and what follows it tells of another event."""
    semicolon = scene.text.find(";", low, high)
    return semicolon >= 0 and (
        not scene.text.startswith(scene.signs["that_was"], semicolon + 1)
        or any(semicolon < token.start < high for token in scene.sentence.of("trigger"))
    )


def _quoted(scene: Scene, trigger: Token, low: int, high: int) -> bool:
    """Tell whether a date is in words that are quoted, the trigger with the one who says them."""
    if scene.text.count('"', low, high) % 2 == 0:
        return False
    before = high <= trigger.start
    return before or any(sign in scene.text[low:high] for sign in (', "', ': "'))


def _possessed(scene: Scene, trigger: Token, dated: Dated) -> bool:
    """Tell whether a date belongs to another noun than the trigger (`in Sunday's vote, A met`)."""
    if dated.when is None or not scene.text.startswith("'s ", dated.end):
        return False
    if dated.when.precision != "day":
        return "," in scene.text[dated.end : max(dated.end, trigger.start)]
    if trigger.start < dated.end:
        return not scene.text.endswith(scene.signs["after_event"], 0, dated.start)
    between = scene.text[dated.end + 3 : trigger.start]
    return len(between.split()) > _NOUN or "," in between


def _of_act(scene: Scene, trigger: Token, dated: Dated) -> bool:
    """Tell whether a date is that of what was done about a meeting (`talks offered on Monday`)."""
    between = asides.without(scene, trigger.end, dated.start)
    later = any(trigger.end <= t.start < dated.start for t in scene.sentence.of("trigger"))
    return not later and any(sign in between for sign in scene.signs["act_about"])


def _inserted(scene: Scene, trigger: Token, dated: Dated) -> bool:
    """Tell whether a date stands in an aside before a trigger (`A, who came in May, met B`)."""
    close = scene.text.find(", ", dated.end, trigger.start)
    if close < 0:
        return False
    start, signs = scene.sentence.start, scene.signs_in("relative")
    signs = (*signs, *scene.signs["that_had"])
    opened = max((scene.text.rfind(sign, start, dated.start) for sign in signs), default=-1)
    return opened > start and ", " not in scene.text[opened + 2 : dated.start]


def _since_then(scene: Scene, trigger: Token, dated: Dated) -> bool:
    """Tell whether something else is so since a day (`for the first time since May`)."""
    left = scene.text[trigger.end : dated.start]
    since = next((sign for sign in scene.signs["since_before"] if left.endswith(sign)), None)
    return since is not None and any(word in left for word in scene.signs["since_other"])


def _led_to(scene: Scene, trigger: Token, dated: Dated) -> bool:
    """Tell whether a month is that of what came of talks (`were freed in May after talks`)."""
    rough = dated.when is not None and dated.when.precision == "month"
    return rough and scene.text.endswith(scene.signs["came_of"], dated.end, trigger.start)


def _hangs(scene: Scene, trigger: Token, dated: Dated) -> bool:
    """Tell whether a date is that of the noun before its `of` (`since the meeting of 27 May`)."""
    left = scene.text[max(scene.sentence.start, dated.start - 40) : dated.start]
    if trigger.start > dated.end and _of_signing(scene, trigger, dated):
        return False
    if not left.endswith((" of ", " of the ")) or 0 <= dated.start - trigger.end <= 4:
        return False
    noun = left.removesuffix("the ").removesuffix(" of ").rpartition(" ")[2]
    return noun.lower() in scene.signs["dated_noun"] or any(
        token is not trigger and 0 <= dated.start - token.end <= 8
        for token in scene.sentence.of("trigger")
    )


def _of_signing(scene: Scene, trigger: Token, dated: Dated) -> bool:
    """Tell whether a paper's day is followed by its signing (`the deal of May, which A signed`)."""
    if scene.text.startswith(scene.signs["was_signed"], dated.end):
        return True
    which = scene.text.startswith(scene.signs["which_paper"], dated.end)
    return (
        which
        and "signing" in _kinds(trigger)
        and "," not in scene.text[dated.end + 1 : trigger.start]
    )


def _of_aside(scene: Scene, trigger: Token, dated: Dated) -> bool:
    """Tell whether a nearer trigger opens a clause of its own (`a paper which they signed on`)."""
    for other in scene.sentence.of("trigger"):
        if trigger.end <= other.start and other.end <= dated.start:
            between = scene.text[trigger.end : other.start]
            if any(sign in between for sign in scene.signs["aside_opens"]):
                return True
    return False


def _of_speech(scene: Scene, dated: Dated) -> bool:
    """Tell whether a date is that of somebody's words (`a diplomat told the agency on Sunday`)."""
    if scene.text.startswith(scene.signs["led_to"], dated.end):
        return False  # `was announced on 6 May after a call`
    return len(scene.dates) < 3 and any(
        (0 <= dated.start - token.end <= 6 and ";" not in scene.text[token.end : dated.start])
        or (0 < dated.start - token.end <= _TOLD_WHOM and _plain(scene, token.end, dated.start))
        for token in scene.sentence.of("speech_verb")
        if not asides.parts(scene, token.end, dated.start)
    )


def _plain(scene: Scene, start: int, end: int) -> bool:
    """Tell whether nothing but to whom or where something was said stands between."""
    words = scene.text[start:end]
    if any(map(words.__contains__, (*_CUTS, *scene.signs["told_breaks"]))):
        return False
    return not any(
        token.start < end and start <= token.end for token in scene.sentence.of("trigger")
    )
