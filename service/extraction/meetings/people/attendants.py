"""Whom words of attendance name, and as what (`A looked on`, `a team led by B`)."""

from collections.abc import Iterator, Sequence

from service.domain.actors import Actor
from service.domain.meetings import PartyRole
from service.extraction.meetings.draft import COUNTS, Member, Scene, once_a_scene
from service.extraction.meetings.people import groups, heads
from service.extraction.text.page import Ref
from service.extraction.text.scan import Token

_ALL = 6  # characters between a pronoun and its verb (`they all attended`)
_REACH = 90
_OFFICE = 30  # characters between a name and what he is called
_OPENING = 3  # characters before a verb that opens its clause
_ROLES: dict[str, PartyRole] = {
    "participant": "participant",
    "head": "participant",
    "counted": "participant",
    "at": "participant",
    "team": "participant",
    "observer": "observer",
    "also": "observer",
    "mediator": "mediator",
    "between": "mediator",
    "standing": "mediator",
}
_TOLD_BY = frozenset({"attend", "attended", "role"})
SENDS = ("participant", "head", "counted")
_HEADS = ("head", "counted", "team")
_NEEDS = {"head": "team", "team": "team", "between": "room", "at": "room"}


def named(scene: Scene, before: Sequence[Actor]) -> list[tuple[Member, str]]:
    """Return whom a sentence tells to be there, each with the kind of words that do.

    `before` are the persons of the sentence before, whom a pronoun may mean.
    """
    sent = heads.for_sides(scene)
    counted = [] if sent else heads.enumerated(scene)
    if _TOLD_BY.isdisjoint(scene.sentence.by_class) and not (sent or counted):
        return []
    seated = [*_as_members(sent, "head"), *_as_members(counted, "counted")]
    return [*seated, *_members(scene), *_pronoun(scene, before)]


def _pronoun(scene: Scene, before: Sequence[Actor]) -> Iterator[tuple[Member, str]]:
    """Yield the persons of the sentence before whom a pronoun says to have been there."""
    for token in scene.sentence.of("attend"):
        kind = token.senses["attend"]
        words = (t for t in scene.sentence.of("mutual") if 0 < token.start - t.end <= _ALL)
        word = next(words, None)
        if word is None or kind not in ("participant", "observer") or _unsure(scene, token):
            continue
        told = word.senses["mutual"]
        if 1 < len(before) == (len(before) if told == "they" else COUNTS.get(told)):
            for actor in before:
                yield Member(actor, _ROLES[kind], word.start, word.end, "party.present"), kind


def _members(scene: Scene) -> Iterator[tuple[Member, str]]:
    for token in scene.sentence.of("attend"):
        leads = _leads_team(scene, token)
        kind = "head" if leads else token.senses["attend"]
        fits = leads or _fits(scene, kind, token.end, token.end + 50)
        if fits and not _unsure(scene, token):
            also = heads.likewise(scene, token) if kind in SENDS else []
            yield from _as_members([*_before(scene, token), *also], "head" if also else kind)
    for token in scene.sentence.of("attended"):
        kind = token.senses["attended"]
        if kind == "also" and not _told_before(scene, token):
            continue
        low = token.start - 70
        if kind != "team" or _sent(scene, token) or _fits(scene, kind, low, token.start):
            yield from _as_members(_apposed(scene, token) or _after(scene, token), kind)
    for token in scene.sentence.of("role"):
        if token.senses["role"] == "mediator" and scene.text.startswith(", ", token.end):
            yield from _as_members(_after(scene, token)[:1], "standing")


def _leads_team(scene: Scene, token: Token) -> bool:
    """Tell whether a verb of mediating is of one's own team (`Rus heyetine A başkanlık etti`)."""
    teams = scene.signs["leads_team"]
    if not teams or token.senses["attend"] != "mediator":
        return False
    before = scene.text[scene.sentence.start : token.start].lower()
    return any(map(before.__contains__, teams))


def _fits(scene: Scene, kind: str, low: int, high: int) -> bool:
    """Tell whether what a verb needs stands beside it (`led` a team, `received` both sides)."""
    need = _NEEDS.get(kind, "")
    if not need:
        return True
    sentence = scene.sentence
    low, high = max(low, sentence.start), min(high, sentence.end)
    words = scene.text[low:high].lower()
    for body in scene.sentence.of("body_head"):
        name = scene.text[body.start : body.end].lower()
        if " " in name:  # `a rebel group led by A` is no team; `the group led by A` may be one
            words = words.replace(name, "")
    alone = kind == "between" and words[:1] in (".", ",", ";")
    return alone or any(word in words for word in scene.signs[need])


def _told_before(scene: Scene, token: Token) -> bool:
    """Tell whether words of attendance stand before `as did`, or the sentence begins so."""
    opens = token.start - scene.sentence.start <= _OPENING
    told = (*scene.sentence.of("attend"), *scene.sentence.of("attended"))
    return opens or any(t.end <= token.start for t in told)


def _sent(scene: Scene, token: Token) -> bool:
    """Tell whether a body stands right before `led by` (`the Front was led by A`)."""
    gaps = (scene.text[r.end : token.start] for r in scene.refs if r.actor.type != "person")
    return any(gap == ", " or gap in scene.signs["was"] for gap in gaps)


def _unsure(scene: Scene, token: Token) -> bool:
    """Tell whether somebody only may be there, or is not (`may take part`, `did not attend`)."""
    return any(
        0 <= token.start - other.end <= 25 and other.senses.get("modal") != "future"
        for cls in ("modal", "negation")
        for other in scene.sentence.of(cls)
    )


def _as_members(refs: list[Ref], kind: str) -> Iterator[tuple[Member, str]]:
    for ref in refs:
        rule = "party.head" if kind in _HEADS else "party.present"
        member = Member(ref.actor, _ROLES[kind], ref.start, ref.end, rule, ref.inferred)
        yield member, kind


def _acts(scene: Scene, ref: Ref) -> bool:
    if ref.place or ref.attribute or ref.how == "capital" or groups.belongs(scene, ref):
        return False
    named = not ref.national or ref.how == "demonym"
    return named and not scene.text.startswith(("'s", "' "), ref.end)


def _before(scene: Scene, token: Token) -> list[Ref]:
    """Return the subject of a verb: those of its clause, all persons if one of them is."""
    edge = token.start
    for relative in scene.signs["who_there"]:
        if scene.text.endswith(relative, 0, edge):
            edge -= len(relative)
    start = scene.sentence.start
    for sign in scene.signs["clause"]:
        at = scene.text.rfind(sign, start, edge)
        if at >= 0:
            start = max(start, at + len(sign))
    for sign in scene.signs["and_clause"]:
        at = scene.text.rfind(sign, start, edge)
        if at >= 0 and not groups.verbless(scene, start, at):
            start = at
    inside = [r for r in _there(scene) if start <= r.start and r.end <= edge]
    opens = token.start - start <= _OPENING or "free order" in scene.grammar
    if not inside and opens:
        return _list(scene, [r for r in scene.refs if r.start >= token.end and _acts(scene, r)])
    if not inside or token.start - inside[-1].end > _REACH:
        return []
    return groups.of_a_kind(inside)


@once_a_scene
def _there(scene: Scene) -> list[Ref]:
    """Return who may be somewhere; for envoys of several (`envoys of A and B`) these."""
    owned = {t.start: states for t in scene.sentence.of("roles") if (states := _owners(scene, t))}
    senders = [id(ref) for states in owned.values() for ref in states]
    return [
        ref
        for ref in scene.refs
        if id(ref) in senders or (ref.start not in owned and _acts(scene, ref))
    ]


def _owners(scene: Scene, token: Token) -> list[Ref]:
    states = groups.owners(scene, token)
    known = [ref for ref in scene.refs if ref.start == token.start]
    return states if len(states) > max(1, len(known)) else []


def _list(scene: Scene, refs: list[Ref]) -> list[Ref]:
    """Return the first of a clause and who is listed with it (a verb may stand before them)."""
    kept: list[Ref] = []
    for ref in refs:
        low = kept[-1].end if kept else scene.sentence.start
        if kept and not groups.listed(scene, low, ref.start):
            break
        kept.append(ref)
    return kept


def _apposed(scene: Scene, token: Token) -> list[Ref]:
    """Return whom an apposition calls so (`A of Malaysia, the facilitator, said`)."""
    if not (scene.text.endswith(",", 0, token.end) and scene.text.endswith(", ", 0, token.start)):
        return []
    people = [r for r in scene.refs if r.actor.type == "person" and r.end < token.start]
    return people[-1:] if people and token.start - people[-1].end <= _OFFICE else []


def _after(scene: Scene, token: Token) -> list[Ref]:
    """Return whom words like `attended by` name: a list."""
    inside = [r for r in scene.refs if r.start >= token.end and _acts(scene, r)]
    if not inside or inside[0].start - token.end > _REACH:
        return []
    end = scene.sentence.end
    for sign in scene.signs["clause"]:
        at = scene.text.find(sign, token.end, end)
        while 0 <= at < end and _goes_on(scene, token.end, at, inside):
            at = scene.text.find(sign, at + 1, end)
        if at >= 0 and not scene.text.startswith(scene.signs["that_of"], at):
            end = min(end, at)
    listed = groups.of_a_kind([r for r in inside if r.start < end])
    return [*listed, *(r for r in inside if r not in listed and _also_by(scene, token, r))]


def _goes_on(scene: Scene, low: int, at: int, named: list[Ref]) -> bool:
    """Tell whether a semicolon only parts those of a list (`led by A, the envoy; B; and C`)."""
    after = next((r.start for r in named if r.start > at), -1)
    if not scene.text.startswith("; ", at) or not 0 <= after - at <= _OFFICE:
        return False
    close = scene.text.find("; ", at + 1, scene.sentence.end)
    return groups.verbless(scene, low, close if close >= 0 else scene.sentence.end)


def _also_by(scene: Scene, token: Token, ref: Ref) -> bool:
    """Tell whether one more is named with `by` (`witnessed by A, whose land …, and by B`)."""
    by = scene.signs["by_doer"]
    if not scene.text.endswith(tuple(sign.rstrip() for sign in by), token.start, token.end):
        return False
    low = heads.office_before(scene, ref)
    return any(
        scene.text.endswith(f"{link}{sign.lstrip()}", token.end, low)
        for sign in by
        for link in (", ", *scene.signs["and"])
    )
