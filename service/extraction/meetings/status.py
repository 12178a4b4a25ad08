"""The status of a meeting: from the form of its trigger, the cues beside it, its date."""

import datetime as dt

from service.domain.dates import When
from service.domain.meetings import Status
from service.extraction.lexicon import Sense
from service.extraction.meetings.draft import Scene
from service.extraction.scan import Token

_VERBS_BEFORE = 60


def cues(scene: Scene, trigger: Token) -> dict[str, Token]:
    """Return the cues that govern a trigger: modal.X, status.X, negation, the nearest each."""
    found: dict[str, tuple[int, Token]] = {}
    for cls in ("modal", "status", "negation"):
        for token in scene.sentence.of(cls):
            if "month" in token.senses:
                continue
            gap = _gap(scene, token, trigger, cls)
            if gap is None:
                continue
            name = cls if cls == "negation" else f"{cls}.{token.senses[cls]}"
            if name not in found or gap < found[name][0]:
                found[name] = (gap, token)
    return {name: token for name, (_, token) in found.items()}


def _gap(scene: Scene, token: Token, trigger: Token, cls: str) -> int | None:
    if token is trigger:
        return None if cls == "negation" else 0
    if token.end <= trigger.start:
        between = scene.text[token.end : trigger.start]
        limit = 14 if cls == "negation" else _VERBS_BEFORE
    else:
        between = scene.text[trigger.end : token.start]
        limit = 0 if cls in ("negation", "modal") else 70
        if any(sign in between for sign in (", and ", ", but ", " while ", " and if ", " said ")):
            return None
    if len(between) > limit or ";" in between:
        return None
    if cls == "modal" and between.count(",") > 1:
        return None
    return len(between)


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
    return ("postponed", token) if token else None


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
    if when is not None and anchor is not None and when.last > anchor:
        return "planned", token
    return "cancelled", token


_RULES = (_called_off, _put_off, _foiled, _by_date)


def _is_passive(ahead: Token, found: dict[str, Token]) -> bool:
    """Tell whether nothing that happened stands between a look ahead and the verb."""
    held = found.get("status.held")
    return held is None or held.start < ahead.start


def _by_form(
    sense: Sense,
    found: dict[str, Token],
    when: When | None,
    anchor: dt.date | None,
    *,
    headline: bool,
) -> tuple[Status, Token | None]:
    ahead = found.get("modal.future")
    if sense.form == "past":
        return ("planned", ahead) if ahead and _is_passive(ahead, found) else ("held", None)
    offer = (
        found.get("modal.proposed")
        or found.get("modal.possible")
        or found.get("modal.condition")
        or found.get("modal.demand")
    )
    ahead = found.get("modal.future") or found.get("status.planned")
    ongoing = found.get("status.ongoing")
    if sense.form == "base":
        if offer and not ahead:
            return "proposed", offer
        return "planned", ahead
    if sense.form == "noun" or sense.form == "gerund":
        held = found.get("status.held")
        if offer and not held and not ongoing:
            return "proposed", offer
        if ahead and not held:
            return "planned", ahead
        if ongoing and not held:
            return "ongoing", ongoing
        return (
            ("ongoing", None)
            if sense.form == "gerund" and not held and sense.kind != "signing"
            else ("held", held)
        )
    return ("held", None) if headline else (sense.status, None)
