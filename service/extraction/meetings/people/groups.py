"""People named together: groups of offices, lists of names, whose somebody is."""

import itertools
from bisect import bisect_left
from operator import attrgetter

from service.domain.actors import Actor
from service.domain.meetings import PartyRole
from service.extraction.meetings.draft import Member, Scene, once_a_name
from service.extraction.text.page import Ref
from service.extraction.text.scan import Token

_OFFICE = frozenset({"role", "roles", "role_modifier", "honorific", "qualifier", "actor"})
_BETWEEN = ("mediator", "facilitator")
_START = attrgetter("start")


def owners(scene: Scene, token: Token) -> list[Ref]:
    """Return the states whose office a plural gives, before it or after."""
    before: list[Ref] = []
    after: list[Ref] = []
    edge = token.start
    for ref in reversed([r for r in scene.refs if r.national and r.end <= token.start]):
        if scene.text[ref.end : edge] not in (" ", "-", ", ", *scene.signs["and"]):
            break
        before.insert(0, ref)
        edge = ref.start
    edge = token.end
    for ref in (r for r in scene.refs if r.start >= token.end and r.actor.type == "state"):
        gap = scene.text[edge : ref.start]
        if gap not in (" ", "-") and gap not in scene.signs["to_owner"]:
            break
        after.append(ref)
        edge = ref.end
    return before or after


def level(scene: Scene, made: list[Member], start: int, end: int) -> list[Member]:
    """Take the states for a group of offices of which the article does not name each holder.

    `start` and `end` bound the clause in which the parties stand.
    """
    for token in scene.sentence.of("roles"):
        states = owners(scene, token)
        inside = [m for m in made if m.start == token.start]
        told = (m for m in made if m.start >= token.start and m.actor.type == "person")
        named = {m.actor.country for m in told if not m.inferred}
        if len(states) < 2 or {ref.actor.country for ref in states} <= named:
            continue
        if _holders(scene, max(token.end, states[-1].end), len(states)):
            owned = {ref.start for ref in states}
            made = [m for m in made if m.start not in owned]
            continue
        if inside or start <= token.start < end:
            own = {ref.actor.slug for ref in states}
            role: PartyRole = "mediator" if token.senses["roles"] in _BETWEEN else "participant"
            made = [m for m in made if m not in inside and m.actor.slug not in own] + [
                Member(r.actor, role, r.start, r.end, "party.offices") for r in states
            ]
    return made


def _holders(scene: Scene, end: int, count: int) -> bool:
    """Tell whether as many persons as states stand right after (`envoys of A and B, X and Y`)."""
    people = [r for r in scene.refs if r.actor.type == "person" and r.start >= end][:count]
    gaps = itertools.pairwise(people)
    return (
        len(people) == count
        and scene.text[end : people[0].start] in (", ", " ")
        and all(listed(scene, a.end, b.start) for a, b in gaps)
    )


def listed(scene: Scene, low: int, high: int) -> bool:
    """Tell whether only commas, `and` and offices stand between two names of a list."""
    gap = scene.text[low:high]
    if gap in scene.signs["listed"]:
        return True
    if not 0 <= high - low <= 90 or not gap.startswith((", ", *scene.signs["and"])):
        return False
    words = _beside_offices(scene, low, high)[0].replace(",", " ").split()
    return all(word in scene.signs["list_words"] for word in words)


def series(scene: Scene, low: int, high: int) -> bool:
    """Tell whether two names are of one list although their offices stand between.

    `A, the head of the delegation, and B`: commas, `and`, and no verb.
    """
    gap = scene.text[low:high]
    links = scene.signs["and"]
    opens = gap.startswith((", ", " (", *links, *scene.signs["of"]))
    if not 0 < high - low <= 150 or ";" in gap or not opens:
        return False
    joined = max(map(gap.rfind, links), default=-1)
    if joined < 0 or gap.count(" ", max(joined, gap.rfind(", ")) + 1) > 7:
        return False
    return verbless(scene, low, high)


def verbless(scene: Scene, low: int, high: int) -> bool:
    """Tell whether no verb stands in a range, as far as words show it."""
    words = scene.text[low:high].replace(",", " ").split()
    if not set(scene.signs["finite"]).isdisjoint(words):
        return False
    told = any(word.endswith("ed") and word.islower() for word in words)
    aims = any(a == "to" and b.islower() and b != "the" for a, b in itertools.pairwise(words))
    return not (told or aims or _verb(scene, low, high))


def apposed(scene: Scene, token: Token) -> list[Actor]:
    """Return the two who are named right after a mutual word (`the two ministers, A and B,`)."""
    after = [r for r in scene.refs if r.actor.type == "person" and r.start >= token.end]
    if len(after) < 2 or scene.text[token.end : after[0].start] not in (", ", ": ", " ", " - "):
        return []
    both = listed(scene, after[0].end, after[1].start)
    return [after[0].actor, after[1].actor] if both else []


@once_a_name
def belongs(scene: Scene, ref: Ref) -> bool:
    """Tell whether a body only says whose a person is (`X, for Congo,`, `ORG President X`).

    Or whether a person only says whose aide another is (`X's aide Y`).
    """
    people = [r for r in scene.refs if r.actor.type == "person" and r is not ref]
    after = next((r for r in people if r.start >= ref.end), None)
    owner = ref.actor.type != "person" or "owner last" not in scene.grammar
    if after is not None and owner and _titled(scene, ref.end, after.start):
        return True
    if ref.actor.type == "person":
        return _governs(scene, ref) or _served(scene, ref) or _in_apposition(scene, ref, people)
    if _owns_office(scene, ref):
        return True
    before = next((r for r in reversed(people) if r.end <= ref.start), None)
    if before is None or ref.start - before.end > 60:
        return False
    gap = scene.text[before.end : ref.start]
    if gap in scene.signs["for_whom"]:
        return True
    return (
        gap.startswith((", ", " ("))
        and gap.endswith(scene.signs["whose_envoy"])
        and gap.count(",") == 1
        and not gap.startswith(scene.signs["one_more"])
        and not _verb(scene, before.end, ref.start)
    )


def _governs(scene: Scene, ref: Ref) -> bool:
    """Tell whether a person only says whose a government is (`the government of X`)."""
    governs = scene.signs["governs"]
    left = scene.text[max(scene.sentence.start, ref.start - 40) : ref.start] if governs else ""
    return left.lower().endswith(governs) or scene.text.startswith(scene.signs["governed"], ref.end)


def _served(scene: Scene, ref: Ref) -> bool:
    """Tell whether a person only says whom another serves (`adviser to Prime Minister X`)."""
    left = scene.sentence.start
    for token in scene.sentence.of("role"):
        gap = scene.text[token.end : ref.start]
        if token.start < left or not 0 <= ref.start - token.end <= 40:
            continue
        if gap.startswith(scene.signs["serves"]) and _only_office(scene, token.end, ref.start):
            return not _of_state(scene, ref)
    return False


def _of_state(scene: Scene, ref: Ref) -> bool:
    """Tell whether the state of an office stands before a name (`the President of Armenia X`)."""
    return any(r.type == "state" and r.end + 1 == ref.start and r.how == "name" for r in scene.refs)


def _in_apposition(scene: Scene, ref: Ref, people: list[Ref]) -> bool:
    """Tell whether a person only says who another is (`A, the envoy of President B, and C`)."""
    before = next((r for r in reversed(people) if r.end <= ref.start), None)
    if before is None or ref.start - before.end > 80:
        return False
    gap = scene.text[before.end : ref.start]
    opening = next((sign for sign in scene.signs["in_place_of"] if gap.startswith(sign)), None)
    if opening is not None:
        return _only_office(scene, before.end + len(opening), ref.start)
    if not gap.startswith(", ") or "," in gap[2:]:
        return False
    if scene.text[ref.end : ref.end + 1] not in (",", "."):
        return False
    at = max((gap.rfind(sign) for sign in scene.signs["serves"]), default=-1)
    if at < 0 or any(map(gap.__contains__, scene.signs["and"])):
        return False
    low = before.end + at
    return _only_office(scene, low, ref.start) and not _verb(scene, before.end, ref.start)


def _owns_office(scene: Scene, ref: Ref) -> bool:
    """Tell whether a body only says whose somebody is (`the African Union's mediator`)."""
    if not scene.text.startswith(("'s ", "' "), ref.end):
        return False
    return any(0 < token.start - ref.end <= 12 for token in scene.sentence.of("role"))


def _only_office(scene: Scene, low: int, high: int) -> bool:
    """Tell whether between two places stands nothing but an office and small words."""
    words = _beside_offices(scene, low, high)[0].split()
    small = (sign.strip() for sign in scene.lexicon["serves"])
    return {"the", "'s", "s", "'", *small}.issuperset(words)


def _titled(scene: Scene, low: int, high: int) -> bool:
    """Tell whether an office, and nothing else, stands between an owner and a name."""
    if not 2 < high - low <= 60:
        return False
    words, office = _beside_offices(scene, low, high)
    return office and all(word in ("'s", "'", "s") for word in words.split())


def office_before(scene: Scene, start: int) -> int:
    """Return where the office begins that stands right before a name, where that begins if none."""
    edge = start
    for token in reversed(scene.sentence.tokens):
        if token.end < edge - 1:
            break
        if token.end == edge - 1 and not _OFFICE.isdisjoint(token.senses):
            edge = token.start
    return edge


def _beside_offices(scene: Scene, low: int, high: int) -> tuple[str, bool]:
    """Return what stands in a range besides offices and bodies, and whether an office does."""
    tokens = scene.sentence.tokens
    edge, rest, office = low, [], False
    for token in tokens[bisect_left(tokens, low, key=_START) :]:
        if token.end > high:
            break
        if not _OFFICE.isdisjoint(token.senses):
            office = office or "role" in token.senses
            rest.append(scene.text[edge : token.start])
            edge = token.end
    return "".join([*rest, scene.text[edge:high]]), office


def _verb(scene: Scene, low: int, high: int) -> bool:
    verbs = (*scene.sentence.of("trigger"), *scene.sentence.of("speech_verb"))
    return any(low <= t.start < high and "counterpart" not in t.senses for t in verbs)


def of_a_kind(refs: list[Ref]) -> list[Ref]:
    """Return the persons of a list, with the bodies named before them of other countries."""
    people = [r for r in refs if r.actor.type == "person" and not r.inferred]
    if not people:
        return refs
    return (
        people
        if len(people) == len(refs)
        else [r for r in refs if r in people or _of_others(r, people)]
    )


def _of_others(ref: Ref, people: list[Ref]) -> bool:
    """Tell whether a body is there beside persons of others."""
    return (
        ref.actor.country not in {p.actor.country for p in people} and ref.start < people[0].start
    )
