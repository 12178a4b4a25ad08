"""Roles that words give: hosts, mediators, observers, by what stands beside their names."""

from service.domain.meetings import PartyRole
from service.extraction.meetings.draft import Scene, once_a_name
from service.extraction.page import Ref

_APPOSED = (
    *("the ", "a ", "an ", "its ", "his ", "her ", "their ", "who heads ", "who leads "),
    *("who was ", "who is ", "then ", "once ", "now ", "former "),
)


@once_a_name
def told(scene: Scene, ref: Ref) -> PartyRole | None:
    """Return the role that the words around a name give, None if they give none."""
    text = scene.text
    start = max(scene.sentence.start, ref.start - 130, _named_before(scene, ref))
    left = _without_office(text[start : ref.start].lower(), scene.signs["cues"])
    verb = _verb_at(scene, ref)
    right = text[verb : verb + 26].lower()
    if left.endswith(scene.signs["hosted_by"]) or _passive(left, scene.signs["passive"]):
        return "host"
    if _passive(left, scene.signs["passive_between"]):
        return "mediator"
    if right.startswith(scene.signs["mediation"]) or left.endswith(scene.signs["mediated_by"]):
        return "mediator"
    if left.endswith(scene.signs["observed"]) or right.startswith(scene.signs["witness"]):
        return "observer"
    if right.startswith(scene.signs["hosts"]) and (_others(scene, ref, 2) or _event(scene, verb)):
        return "host"
    if right.startswith(scene.signs["opens_event"]) and _event(scene, verb):
        return "mediator"
    if right.startswith(scene.signs["mediates"]):
        return "mediator"
    if right.startswith(scene.signs["as_mediator"]):
        return "mediator"
    return (
        "host"
        if right.startswith((*scene.signs["hosting"], " as host", " as their host"))
        else None
    )


def _passive(left: str, verbs: tuple[str, ...]) -> bool:
    """Tell whether a passive verb stands before a name (`hosted in Berlin in February by`)."""
    return left.endswith((" by ", " by the ")) and any(verb in left[-70:] for verb in verbs)


def _verb_at(scene: Scene, ref: Ref) -> int:
    """Return where words go on after a name, an apposition left out (`A, its head, chaired`)."""
    text, end = scene.text, min(ref.end + 150, scene.sentence.end)
    close = text.find(", ", ref.end + 2, end) if text.startswith(", ", ref.end) else -1
    inside = text[ref.end + 2 : close].lower() if close >= 0 else ""
    if not inside.startswith(_APPOSED) or any(
        r.actor.type == "person" for r in _within(scene, ref, close)
    ):
        return ref.end
    return close + 1


def _within(scene: Scene, ref: Ref, close: int) -> list[Ref]:
    return [r for r in scene.refs if ref.end <= r.start < close]


def _named_before(scene: Scene, ref: Ref) -> int:
    """Return where the last person named before ends, if another clause begins after him."""
    ends = [r.end for r in scene.refs if r.actor.type == "person" and r.end <= ref.start]
    last = max(ends, default=0)
    clause = scene.text.startswith((", who ", ", which "), last)
    return last if clause else 0


def _without_office(left: str, cues: tuple[str, ...]) -> str:
    """Drop the office between a role cue and a name (`hosted by U.S. President`)."""
    for cue in cues:
        at = left.rfind(cue)
        office = left[at + len(cue) :]
        if at >= 0 and len(office) < 95 and office.count(",") <= 1 and office.count(" ") <= 11:
            return left[: at + len(cue)]
    return left


def _event(scene: Scene, verb: int) -> bool:
    """Tell whether it is an event that somebody hosts (`A hosted the round`)."""
    return any(
        0 < token.start - verb <= 24 and sense.form == "noun"
        for token in scene.sentence.of("trigger")
        for sense in token.senses["trigger"]
    )


def _others(scene: Scene, ref: Ref, count: int) -> bool:
    others = {
        r.actor.slug
        for r in scene.refs
        if not r.place and not r.national and r.actor.slug != ref.actor.slug
    }
    mutual = scene.sentence.has("mutual") or scene.sentence.has("roles")
    return len(others) >= count or mutual
