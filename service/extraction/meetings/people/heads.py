"""Who sat in a room for whom: heads of teams, and `A for the government, B for the rebels`."""

import itertools

from service.extraction.meetings.draft import Draft, Member, Scene
from service.extraction.meetings.people import groups
from service.extraction.meetings.people.whole import Whole
from service.extraction.text.page import Ref
from service.extraction.text.scan import Token

_OFFICE = 40  # characters
_TITLES = ("role", "honorific", "role_modifier", "qualifier")


def likewise(scene: Scene, token: Token) -> list[Ref]:
    """Return of whom a verb holds that is not said again.

    `A spoke for the army, B for the rebels`; `A led the army's team and Brigadier B that of the
    rebels`; `A represented Fatah and B Hamas`.
    """
    refs = [r for r in scene.refs if r.start >= token.end]
    return [
        ref
        for ref in refs
        if ref.actor.type == "person"
        and scene.text.endswith(scene.signs["and_another"], token.end, office_before(scene, ref))
        and (
            scene.text.startswith(scene.signs["that_of"], ref.end)
            or any(r.start - ref.end in (1, 5) and _closes(scene, r) for r in refs)
        )
    ]


def for_sides(scene: Scene) -> list[Ref]:
    """Return two or more who are named each with whom he is there for.

    `A for the government, B for the rebels`; `for Kinshasa, the minister A, for the M23, B`.
    """
    people = [r for r in scene.refs if r.actor.type == "person" and not (r.national or r.place)]
    if len(people) < 2 or not scene.signs_in("stands_for"):
        return []
    found = [r for r in people if _before_side(scene, r.end) or _after_side(scene, r)]
    return found if len(found) > 1 else []


def enumerated(scene: Scene) -> list[Ref]:
    """Return those whom a sentence names after a meeting of so many (`They were A; B; and C`)."""
    start = scene.sentence.start
    they_were = scene.signs["they_were"]
    if len(scene.refs) < 2 or not scene.text.startswith(they_were, start):
        return []
    people = [
        r
        for r in scene.refs
        if r.actor.type == "person"
        and not (r.national or r.place or groups.belongs(scene, r))
        and r.how not in ("pronoun", "office")
    ]
    if len(people) < 2:
        return []
    low = start + next(len(sign) for sign in they_were if scene.text.startswith(sign, start))
    if people[0].start - low > _OFFICE or scene.text.startswith(scene.signs["of_or_by"], low):
        return []
    edges = [low, *(r.end for r in people)]
    named = itertools.takewhile(
        lambda pair: groups.verbless(scene, pair[0], pair[1].start),
        zip(edges, people, strict=False),
    )
    kept = [ref for _, ref in named if not scene.text.startswith(("'s", "' "), ref.end)]
    return kept if len(kept) > 1 else []


def replace_bodies(draft: Draft, members: list[Member], whole: Whole) -> list[Member]:
    """Leave out the sides for which two or more sit who are told to head their teams."""
    bodies = [m for m in members if m.actor.type != "person" and m.role == "participant"]
    heads = sum(m.rule == "party.head" for m in members)
    if draft.heads or heads < 2 or heads < len(bodies):
        return members
    return [m for m in members if m not in bodies]


def _before_side(scene: Scene, at: int) -> bool:
    """Tell whether `for` and a side follow at a place (` for the rebels`)."""
    return any(
        scene.text.startswith(sign, at) and _side_end(scene, at + len(sign)) >= 0
        for sign in scene.signs["stands_for"]
    )


def _after_side(scene: Scene, ref: Ref) -> bool:
    """Tell whether a side stands before a name with a comma (`for Kinshasa, the minister A`)."""
    edge = office_before(scene, ref) - len(", ")
    low = max(scene.sentence.start, edge - 60)
    for sign in scene.signs["stands_for"]:
        at = scene.text.rfind(sign, low, edge)
        if at >= 0 and _side_end(scene, at + len(sign)) == edge:
            return scene.text.startswith(", ", edge)
    return False


def _side_end(scene: Scene, at: int) -> int:
    """Return where the side that is named at a place ends, -1 if none is."""
    for word in scene.signs["side_word"]:
        end = at + len(word)
        if scene.text.startswith(word, at) and not scene.text[end : end + 1].isalpha():
            return end
    bodies = [r.end for r in scene.refs if r.start == at and r.actor.type != "person"]
    bodies += [t.end for t in scene.sentence.of("actor") if t.start == at]
    end = max(bodies, default=-1)
    return -1 if end >= 0 and scene.text.startswith(("'s ", "' "), end) else end


def _closes(scene: Scene, ref: Ref) -> bool:
    """Tell whether the name of a body ends its clause."""
    return ref.actor.type != "person" and scene.text[ref.end : ref.end + 1] in (".", ";", ",")


def office_before(scene: Scene, ref: Ref) -> int:
    """Return where the office right before a name begins (`the spokesman A`), else the name."""
    edge = ref.start
    titles = (t for cls in _TITLES for t in scene.sentence.of(cls) if t.end < ref.start)
    for token in sorted(titles, key=lambda t: -t.end):
        if scene.text[token.end : edge] == " ":
            edge = token.start
    at = edge - len("the ")
    return at if scene.text.startswith("the ", at) else edge
