"""What only the whole article settles: who was in the room, what kind it is, what is past."""

import datetime as dt

import msgspec

from service.domain.meetings import Status
from service.extraction.meetings.draft import Draft
from service.extraction.meetings.events import kinds
from service.extraction.meetings.people.room import furnished
from service.extraction.meetings.people.whole import Whole
from service.extraction.text.page import Dated


def settled(draft: Draft, whole: Whole) -> Draft:
    """Return the draft with roles, kind and status as the whole article has them."""
    if _gathered(draft, whole):
        draft = msgspec.structs.replace(draft, kind=kinds.gathered(draft, whole))
    draft = msgspec.structs.replace(draft, dated=_dated(draft, whole.anchor))
    changed = msgspec.structs.replace(draft, members=furnished(draft, whole))
    return msgspec.structs.replace(
        changed, kind=kinds.settled(changed, whole), status=_status(changed, whole.anchor)
    )


def _dated(draft: Draft, anchor: dt.date | None) -> Dated | None:
    """Return the date; a day gone by is not that of what is still to come, but of the plan."""
    if draft.status not in ("planned", "proposed") or draft.when is None or anchor is None:
        return draft.dated
    proposed_that_day = draft.status == "proposed" and draft.when.last == anchor
    return None if draft.when.last < anchor or proposed_that_day else draft.dated


def _gathered(draft: Draft, whole: Whole) -> bool:
    """Tell whether people of two sides come to a third country: they meet there."""
    if draft.kind != "visit" or draft.spot is None or draft.spot.country is None:
        return False
    home = {m.actor.country for m in draft.members if whole.side(m.actor) is not None}
    return len(whole.present(draft.members)) > 1 and draft.spot.country not in home


def _status(draft: Draft, anchor: dt.date | None) -> Status:
    when = draft.when
    if anchor is None or when is None or draft.status in ("cancelled", "postponed"):
        return draft.status
    if when.first > anchor and draft.status in ("held", "ongoing"):
        return "planned"
    if when.last < anchor - dt.timedelta(1) and draft.status == "ongoing" and not draft.since:
        return "held"
    return draft.status
