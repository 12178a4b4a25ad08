"""What people decide about the record: kept apart from what was read, with author and reason.

A correction binds to claims, not to meetings: claims keep their ids when articles are read again,
so the correction holds whatever the record becomes.
"""

import datetime as dt
from typing import Any, Literal, NewType

from msgspec import Struct

from service.domain.ids import ClaimId, derive

CorrectionId = NewType("CorrectionId", str)
CorrectionKind = Literal["merge", "split", "pin", "hide"]
PinnedField = Literal[
    "kind", "status", "level", "when", "city", "country", "venue", "outcome", "round"
]


class Correction(Struct, frozen=True, kw_only=True):
    """One decision about meetings.

    `merge`: all of `claims` are one meeting. `split`: `claims` are another meeting than `others`.
    `pin`: the meeting of `claims` has `value` as its `field`. `hide`: it is not shown.
    `undone_at` marks a decision that was taken back.
    """

    id: CorrectionId
    kind: CorrectionKind
    claims: tuple[ClaimId, ...]
    others: tuple[ClaimId, ...] = ()
    field: PinnedField | None = None
    value: Any = None
    author: str
    reason: str | None = None
    created_at: dt.datetime
    undone_at: dt.datetime | None = None


def correction_id(kind: CorrectionKind, author: str, at: dt.datetime, *parts: str) -> CorrectionId:
    """Name a correction by what was decided, by whom and when."""
    return CorrectionId(derive("cor", kind, author, at.isoformat(), *parts))
