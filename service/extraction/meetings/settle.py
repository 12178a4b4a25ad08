"""What only the whole article settles: who was in the room, what kind it is, what is past."""

import datetime as dt

import msgspec

from service.domain.meetings import Kind, Status
from service.extraction.meetings.draft import Draft
from service.extraction.meetings.room import furnished
from service.extraction.meetings.sides import LEADERS
from service.extraction.meetings.whole import Whole
from service.extraction.page import Dated

_ENVOYS = frozenset({"special envoy", "negotiator", "head of delegation", "special representative"})
_TABLE = (
    "session",
    "sat down",
    "sit down",
    "reconvene",
    "been meeting",
    "talked",
    "returned to the table",
    "return to the table",
    "convened",
    "come back",
    "took their seats",
)
_MEETING = frozenset({"meeting", "meetings"})


def settled(draft: Draft, whole: Whole) -> Draft:
    """Return the draft with roles, kind and status as the whole article has them."""
    if _gathered(draft, whole):
        draft = msgspec.structs.replace(draft, kind=_gathering(draft, whole))
    draft = msgspec.structs.replace(draft, dated=_dated(draft, whole.anchor))
    changed = msgspec.structs.replace(draft, members=furnished(draft, whole))
    return msgspec.structs.replace(
        changed, kind=_kind(changed, whole), status=_status(changed, whole.anchor)
    )


def _dated(draft: Draft, anchor: dt.date | None) -> Dated | None:
    """Return the date; a day gone by is not that of what is still to come, but of the plan."""
    if draft.status not in ("planned", "proposed") or draft.when is None or anchor is None:
        return draft.dated
    proposed_that_day = draft.status == "proposed" and draft.when.last == anchor
    return None if draft.when.last < anchor or proposed_that_day else draft.dated


def _kind(draft: Draft, whole: Whole) -> Kind:
    if draft.family != "m":
        return draft.kind
    if _guest(draft):
        return "visit"
    held = [whole.held(m.actor) for m in draft.members if m.actor.type == "person"]
    leading = sum(bool(LEADERS & offices) for offices in held)
    if leading >= 3 and leading == len(held):
        return "summit"
    if draft.kind == "meeting" and leading < 2 and _across(draft, whole):
        return "talks"
    return draft.kind


def _gathered(draft: Draft, whole: Whole) -> bool:
    """Tell whether people of two sides come to a third country: they meet there."""
    if draft.kind != "visit" or draft.spot is None or draft.spot.country is None:
        return False
    home = {m.actor.country for m in draft.members if whole.sides.side(m.actor) is not None}
    return len(whole.present(draft.members)) > 1 and draft.spot.country not in home


def _gathering(draft: Draft, whole: Whole) -> Kind:
    leaders = sum(bool(whole.held(m.actor) & LEADERS) for m in draft.members)
    return "meeting" if leaders > 1 else "talks"


def _guest(draft: Draft) -> bool:
    """Tell whether somebody is received in the country of who receives: a visit."""
    if draft.spot is None or not draft.words.startswith(
        ("was received", "was welcomed", "were received")
    ):
        return False
    homes = [m.actor.country for m in draft.members if m.actor.type == "person"]
    return (
        len(homes) > 1
        and draft.spot.country in homes
        and any(h != draft.spot.country for h in homes)
    )


def _across(draft: Draft, whole: Whole) -> bool:
    """Tell whether adversaries sit at a table: bodies of two sides, or words like `session`."""
    told = [m for m in draft.members if m.role == "participant" and m.rule != "party.sides"]
    parties = [m.actor for m in told]
    bodies = [actor for actor in parties if actor.type != "person"]
    opposed = len({whole.sides.side(actor) for actor in parties} - {None}) > 1
    words = draft.words
    if _MEETING.intersection(words.split()):
        return False  # what is called a meeting is one
    if opposed and any(whole.held(actor) & _ENVOYS for actor in parties):
        return True
    if opposed and not words:
        return True
    return (
        (len(bodies) > 1 and opposed)
        or (opposed and words.startswith(_TABLE))
        or (not parties and words.startswith(_TABLE))
    )


def _status(draft: Draft, anchor: dt.date | None) -> Status:
    when = draft.when
    if anchor is None or when is None or draft.status in ("cancelled", "postponed"):
        return draft.status
    if when.first > anchor and draft.status in ("held", "ongoing"):
        return "planned"
    if when.last < anchor - dt.timedelta(1) and draft.status == "ongoing" and not draft.since:
        return "held"
    return draft.status
