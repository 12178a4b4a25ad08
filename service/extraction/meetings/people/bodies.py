"""Bodies and states in the room through people whom words do not name (`EU leaders met`)."""

from collections.abc import Mapping

from service.domain.actors import Actor
from service.domain.meetings import PartyRole
from service.extraction.meetings.draft import Member, Scene
from service.extraction.text.page import Ref
from service.extraction.text.scan import Token


def sends(scene: Scene, ref: Ref) -> bool:
    """Tell whether a body's or a state's officials act in its place (`ASEAN foreign ministers`)."""
    if ref.actor.type == "person":
        return False
    for token in scene.sentence.of("roles"):
        after = token.start > ref.end and scene.text[ref.end : token.start] in (
            " ",
            *scene.signs["owned"],
        )
        before = (
            token.end < ref.start and scene.text[token.end : ref.start] in scene.signs["from_body"]
        )
        if after or before:
            return not any(other.start == token.start for other in scene.refs)
    return False


def counterparts(scene: Scene, start: int, end: int) -> list[Member]:
    """Return the states of counterparts whom nothing names (`his Russian counterpart`)."""
    made = []
    for token in scene.sentence.of("counterpart"):
        if not start <= token.start < end or any(r.start == token.start for r in scene.refs):
            continue
        for ref in scene.refs:
            if ref.national and ref.end + 1 == token.start and not _named_next(scene, token):
                rule = "party.counterpart"
                made.append(Member(ref.actor, "participant", ref.start, ref.end, rule))
    return made


def _named_next(scene: Scene, token: Token) -> bool:
    """Tell whether the counterpart's name follows (`his Russian counterpart, Sergey Lavrov`)."""
    return any(r.actor.type == "person" and 0 <= r.start - token.end <= 3 for r in scene.refs)


def own(scene: Scene, trigger: Token) -> list[Member]:
    """Return the bodies whose own meeting it is (`an IGAD summit`, `a session of the Council`)."""
    made = []
    for ref in scene.refs:
        if ref.actor.type not in ("organization", "armed_group"):
            continue
        before = scene.text[ref.end : trigger.start] if ref.end <= trigger.start else None
        after = scene.text[trigger.end : ref.start] if ref.start >= trigger.end else None
        if before in (" ", *scene.signs["owned"]) or after in scene.signs["of_body"]:
            calls = scene.text.startswith(scene.signs["hosts"], ref.end)
            role: PartyRole = "host" if calls else "participant"
            made.append(Member(ref.actor, role, ref.start, ref.end, "party.own"))
    return made


def shortened(scene: Scene, trigger: Token, heads: Mapping[str, Actor]) -> list[Member]:
    """Return the body of which only the last word of its name is said (`the Commission met`)."""
    start, end = scene.sentence.start, min(trigger.end + 60, scene.sentence.end)
    for head, actor in heads.items():
        at = max(scene.text.find(f"he {word}", start, end) for word in (head, head.lower()))
        stop = at + 3 + len(head)
        if at < 0 or scene.text[stop : stop + 1].isalpha() or _covered(scene, at, stop):
            continue
        if stop - trigger.start <= 60 and trigger.start - stop <= 60:
            return [Member(actor, "participant", at + 3, stop, "party.own")]
    return []


def _covered(scene: Scene, start: int, end: int) -> bool:
    return any(ref.start < end and start < ref.end for ref in scene.refs)
