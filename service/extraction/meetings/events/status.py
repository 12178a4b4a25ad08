"""The status of a meeting: from the form of its trigger, the cues beside it, its date."""

import datetime as dt

from service.domain.dates import When
from service.domain.meetings import Status
from service.extraction.text.lexicon import Sense
from service.extraction.text.scan import Token

_LASTING = ("talks", "summit", "visit", "meeting")  # not calls, not words to the press


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


def _not_done(
    sense: Sense, found: dict[str, Token], when: When | None, anchor: dt.date | None
) -> Verdict:
    """`did not meet on Monday`, `will not receive them on Friday`: somebody had thought so.

    Who will not sign and tells no day to come says what he thinks of a paper.
    """
    if when is None:
        return None
    undone = found.get("status.undone")
    if undone is None and when.precision == "day":
        undone = found.get("status.denied")
    if undone is not None:
        return "cancelled", undone
    token = found.get("negation")
    ahead = anchor is not None and when.first > anchor and when.precision == "day"
    if token is None or sense.form != "base" or (sense.kind == "signing" and not ahead):
        return None
    if any(f"modal.{name}" in found for name in ("possible", "proposed", "demand", "condition")):
        return None
    return "cancelled", token


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
    if when is not None and anchor is not None and when.last >= anchor:
        return "planned", token
    return "cancelled", token


_RULES = (_called_off, _put_off, _foiled, _not_done, _by_date)


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
