"""Who is in the room, and in which role.

The parties stand in the clause of the trigger: its subject before, its object after. What follows
a word that begins another thought (a topic, a reason, another clause) is not in the room.
"""

import itertools

from service.domain.meetings import PartyRole
from service.extraction.meetings import asides, verbs_last
from service.extraction.meetings.draft import Member, Scene, once_a_name, once_a_scene
from service.extraction.meetings.people import bodies, clause, groups, press, roles, telling, there
from service.extraction.meetings.people.sides import LEADERS
from service.extraction.meetings.turns import beyond, of_subject
from service.extraction.text.lexicon import Sense
from service.extraction.text.page import Ref
from service.extraction.text.scan import Token

_FRONTED = 60  # characters


def members(scene: Scene, trigger: Token, sense: Sense) -> list[Member]:
    """Return who a sentence puts in the room of the meeting that a trigger reports."""
    start, end = clause.window(scene, trigger, sense)
    outside = [a for a in asides.of(scene, trigger) if not a.there]
    made = []
    for ref, told in _named(scene):
        inside = [a for a in outside if a.start <= ref.start < a.end]
        if _of_other_verb(scene, trigger, ref.start):
            continue
        if any(not told or (a.personal and a.end < trigger.start) for a in inside):
            continue
        role = None if told is None or _apart(scene, ref, trigger) else told
        if ref.national and role is None and ref.how != "demonym" and not bodies.sends(scene, ref):
            continue
        if role is None and not _party(scene, ref, trigger, sense, start, end):
            continue
        made.append(
            Member(ref.actor, role or "participant", ref.start, ref.end, ref.rule, ref.inferred)
        )
    made += _listed_with(scene, made, trigger)
    made.sort(key=lambda member: member.start)
    made = of_subject(scene, trigger, _sent(scene, made, trigger))
    _share_roles(scene, made, trigger)
    if sense.kind == "visit":
        made = _travellers(scene, made, trigger)
    made = [m for m in made if m.rule != "actor.capital" or _governs(scene, m, made, trigger)]
    if len(made) < 2:
        made += there.there(scene, trigger, sense)
        made += there.fronted(scene, trigger, sense, made)
        made += bodies.counterparts(scene, start, end)
    if sense.kind == "press_conference":
        made = (made or press.speaks(scene, trigger)) + press.beside(scene, trigger)
    if not made:
        made = bodies.own(scene, trigger)
    return _without_own_states(_once(groups.level(scene, made, start, end)))


@once_a_scene
def _named(scene: Scene) -> list[tuple[Ref, PartyRole | None]]:
    """Return those of a sentence who may be in a room, with the roles that words give them.

    A role is that of all in a list (`with A, B and C in the chair`).
    """
    refs = [r for r in scene.refs if not (r.place or _aside(scene, r) or groups.belongs(scene, r))]
    said = [
        None if ref.attribute and _has_holder(scene, ref) else roles.told(scene, ref)
        for ref in refs
    ]
    for at in range(len(refs) - 1, 0, -1):
        if not said[at] or said[at - 1] or not _alike(scene, refs[at - 1], refs[at]):
            continue
        if at < 2 or not _is_closed(scene, refs[at - 2], refs[at - 1]):
            said[at - 1] = said[at]
    return list(zip(refs, said, strict=True))


def _alike(scene: Scene, first: Ref, second: Ref) -> bool:
    """Tell whether two names of a kind stand side by side in a list."""
    persons = {first.actor.type == "person", second.actor.type == "person"}
    if len(persons) != 1 or asides.parts(scene, first.end, second.start):
        return False
    return groups.listed(scene, first.end, second.start)


@once_a_scene
def _people(scene: Scene) -> list[Ref]:
    """Return the persons of a sentence who may stand in a list of those in a room."""
    return [
        r
        for r in scene.refs
        if r.actor.type == "person" and not (r.national or r.place or groups.belongs(scene, r))
    ]


def _has_holder(scene: Scene, ref: Ref) -> bool:
    """Tell whether the person is named whose office is of a body (`the UN envoy, A`)."""
    return any(r.actor.type == "person" and -90 <= ref.start - r.start <= 60 for r in scene.refs)


def _governs(scene: Scene, member: Member, made: list[Member], trigger: Token) -> bool:
    """Tell whether a capital stands for a government that meets: in a list, or right before."""
    if 0 <= trigger.start - member.end <= 12 or member.role != "participant":
        return True
    return any(
        groups.listed(scene, member.end, m.start) or groups.listed(scene, m.end, member.start)
        for m in made
        if m is not member
    )


def _sent(scene: Scene, made: list[Member], trigger: Token) -> list[Member]:
    """Leave out who only sends another (`A told B to meet C`)."""
    before = [m for m in made if m.end <= trigger.start and m.role == "participant"]
    after = [m for m in made if m.start >= trigger.end]
    if len(before) < 2 or not after or before[-1].actor.type != "person":
        return made
    if scene.text[before[-1].end : trigger.start] not in scene.signs["aims"]:
        return made
    kept = [m for m in before if m is before[-1] or groups.listed(scene, m.end, before[-1].start)]
    return [m for m in made if m not in before or m in kept]


def _listed_with(scene: Scene, made: list[Member], trigger: Token) -> list[Member]:
    """Return the persons whom a list names beside those in the room, offices between them."""
    people = _people(scene)
    inside = {member.start for member in made}
    added: list[Member] = []
    if len({person.start in inside for person in people}) < 2:
        return added
    for first, second in [*itertools.pairwise(people), *itertools.pairwise(reversed(people))]:
        low, high = sorted((first, second), key=lambda ref: ref.start)
        if (
            second.start in inside
            or first.start not in inside
            or low.end <= trigger.start < high.start
            or _of_other_verb(scene, trigger, second.start)
        ):
            continue
        if asides.parts(scene, low.end, high.start):
            continue
        if groups.series(scene, low.end, high.start) and not _aside(scene, second):
            inside.add(second.start)
            added.append(
                Member(
                    second.actor,
                    "participant",
                    second.start,
                    second.end,
                    second.rule,
                    second.inferred,
                )
            )
    return added


def _of_other_verb(scene: Scene, trigger: Token, start: int) -> bool:
    """Tell whether somebody is told of beside another verb of the sentence than a trigger."""
    return beyond(scene, trigger, start) or verbs_last.is_elsewhere(scene, trigger, start)


def _apart(scene: Scene, ref: Ref, trigger: Token) -> bool:
    """Tell whether a semicolon stands between a name and the trigger."""
    low, high = (trigger.end, ref.start) if ref.start >= trigger.end else (ref.end, trigger.start)
    return scene.text.find(";", low, high) >= 0


def _travellers(scene: Scene, made: list[Member], trigger: Token) -> list[Member]:
    """Leave of those before a visit who goes on it: the last person named, and who is listed so."""
    people = [m for m in made if m.actor.type == "person"]
    before = [m for m in people if m.end <= trigger.start]
    if not people:
        return made
    kept = [m for m in people if m.start >= trigger.end]
    for member in reversed(before):
        if member is before[-1] or groups.listed(scene, member.end, kept[0].start):
            kept.insert(0, member)
    return kept


def _share_roles(scene: Scene, made: list[Member], trigger: Token) -> None:
    """Give all of a list the role of one (`Qatar, Egypt and the United States brokered`).

    What a phrase before the subject names does not give its role to the subject.
    """
    if all(member.role == "participant" for member in made):
        return
    doers = _subject_after(scene, made, trigger)
    for at in range(len(made) - 1, 0, -1):
        first, second = made[at - 1], made[at]
        if first.role != "participant" or not _of_list(scene, first, second):
            continue
        if at < 2 or not _is_closed(scene, made[at - 2], first):
            first.role = second.role
    for first, second in itertools.pairwise(made):
        if second.role == "participant" and _of_list(scene, first, second):
            second.role = first.role
    for member in doers:
        member.role = "participant"


def _of_list(scene: Scene, first: Member, second: Member) -> bool:
    """Tell whether two stand side by side in a list, and no aside ends between them."""
    beside = groups.listed(scene, first.end, second.start)
    return beside and not asides.parts(scene, first.end, second.start)


def _is_closed(scene: Scene, before: Member | Ref, last: Member | Ref) -> bool:
    """Tell whether a list is over before one more name (`A and B, under C's mediation`)."""
    joined = scene.text.startswith(scene.signs["and"], before.end)
    return joined and scene.text.startswith(",", last.end)


def _subject_after(scene: Scene, made: list[Member], trigger: Token) -> list[Member]:
    """Return the subject after a phrase with a role (`At the invitation of A, B and C met`)."""
    before = [m for m in made if m.end <= trigger.start]
    if len(before) < 2 or before[0].role == "participant":
        return []
    if before[0].start - scene.sentence.start > _FRONTED or trigger.start - before[-1].end > 4:
        return []
    gaps = [scene.text[a.end : b.start] for a, b in itertools.pairwise(before)]
    if not scene.text.endswith(scene.signs["of_or_by"], 0, before[0].start):
        return []
    closed = next(
        (i for i, gap in enumerate(gaps) if gap.startswith(scene.signs["and"])), len(gaps)
    )
    commas = [i for i, gap in enumerate(gaps) if gap.startswith(", ") and (i > closed or i == 0)]
    return before[commas[0] + 1 :] if commas else []


def _party(scene: Scene, ref: Ref, trigger: Token, sense: Sense, start: int, end: int) -> bool:
    if ref.national and not (_adjective(scene, ref, trigger) or bodies.sends(scene, ref)):
        return False
    if not start <= ref.start < end:
        return False
    if (ref.attribute or _owns(scene, ref, trigger)) and not bodies.sends(scene, ref):
        return False
    if sense.kind == "press_conference":
        return press.holds(scene, ref, trigger)
    fronted = sense.kind == "visit" and trigger.start - scene.sentence.start < 20
    return fronted or not telling.speaker(scene, ref, trigger)


def _owns(scene: Scene, ref: Ref, trigger: Token) -> bool:
    """Tell whether an actor only says whose something is (`Biden's adviser`)."""
    if scene.text[ref.end : ref.end + 2] not in ("'s", "' "):
        return False
    if scene.text.startswith(scene.signs["teams_of"], ref.end):
        return not LEADERS.isdisjoint(office.title for office in ref.actor.offices)
    if ref.actor.type != "person" and scene.text.startswith(scene.signs["acts_for"], ref.end):
        return False
    near = ref.end < trigger.start and trigger.start - ref.end <= 28
    return not near or "," in scene.text[ref.end : trigger.start]  # `B, Biden's adviser, met C`


def _adjective(scene: Scene, ref: Ref, trigger: Token) -> bool:
    """Tell whether a demonym says whose talks these are (`the Iranian-American talks`)."""
    if ref.how != "demonym" or ref.start >= trigger.start:
        return False
    gap = scene.text[ref.end : trigger.start + 8]
    if any(map(gap.__contains__, scene.signs["adjective_town"])):
        return False
    gap = scene.text[ref.end : trigger.start]
    return len(gap) <= 34 and not any(
        sign in gap for sign in (*",.'", *scene.signs["adjective_ends"])
    )


@once_a_name
def _aside(scene: Scene, ref: Ref) -> bool:
    low = scene.sentence.start
    edges = (ref.start, groups.office_before(scene, ref.start))
    left = (scene.text[max(low, edge - 24) : edge].lower() for edge in edges)
    return any(words.endswith(scene.signs["aside"]) for words in left) or (
        ref.actor.type != "person" and scene.text.startswith(scene.signs["topic"], ref.end)
    )


def _once(made: list[Member]) -> list[Member]:
    by_slug: dict[str, Member] = {}
    for member in made:
        before = by_slug.get(member.actor.slug)
        if before is None or (before.role == "participant" and member.role != "participant"):
            by_slug[member.actor.slug] = member
    return list(by_slug.values())


def _without_own_states(made: list[Member]) -> list[Member]:
    """Leave out a state where a person of it is in the room already."""
    people = {m.actor.country for m in made if m.actor.type == "person" and m.actor.country}
    return [m for m in made if not (m.actor.type == "state" and m.actor.country in people)]
