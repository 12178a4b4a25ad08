"""Who is a party after all: whoever receives guests, talks himself, or is one of the sides."""

import msgspec

from service.extraction.meetings.draft import Draft, Member
from service.extraction.meetings.people.sides import LEADERS
from service.extraction.meetings.people.whole import TALKS, Whole

_GUESTS = 2


def audience(draft: Draft, members: list[Member], whole: Whole) -> list[Member]:
    """Let whoever receives others take part (`the two ministers were received by A`).

    Not where two leaders are the guests of a third: he brings them together.
    """
    guests = [m for m in members if m.role == "participant"]
    receives = any(map(draft.words.__contains__, whole.signs["gives_audience"]))
    if draft.kind != "meeting" or not receives:
        return members
    if sum(bool(whole.held(m.actor) & LEADERS) for m in guests) >= _GUESTS:
        return members
    return [_party(m) if m.actor.type == "person" and m.role != "observer" else m for m in members]


def sides_alone(draft: Draft, members: list[Member], whole: Whole) -> list[Member]:
    """Let those of a side negotiate where words make onlookers or chairmen of everybody.

    `a session under the chairmanship of A and B`, one of each side; but not those who watch others
    sign.
    """
    if draft.kind not in TALKS or any(m.role == "participant" for m in members):
        return members
    return [_party(m) if whole.side(m.actor) is not None else m for m in members]


def _party(member: Member) -> Member:
    return msgspec.structs.replace(member, role="participant")
