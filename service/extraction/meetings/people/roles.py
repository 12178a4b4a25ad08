"""Roles that words give: hosts, mediators, observers, by what stands beside their names."""

from collections.abc import Iterator

from service.domain.meetings import PartyRole
from service.extraction.meetings.draft import Scene, once_a_name, once_a_scene
from service.extraction.text.page import Ref

_LEFT: tuple[tuple[str, PartyRole], ...] = (
    ("hosted_by", "host"),
    ("mediated_by", "mediator"),
    ("observed", "observer"),
)
_RIGHT: tuple[tuple[str, PartyRole], ...] = (
    ("mediation", "mediator"),
    ("witness", "observer"),
    ("mediates", "mediator"),
    ("as_mediator", "mediator"),
    ("hosting", "host"),
)

_PASSIVE: tuple[tuple[str, PartyRole], ...] = (("passive", "host"), ("passive_between", "mediator"))
# Whoever gets a role has one of these words before or after him.
_OF_RIGHT = frozenset({*(sign for sign, _ in _RIGHT), "hosts", "gathers", "opens_event"})
_OF_LEFT = frozenset({*(sign for sign, _ in (*_LEFT, *_PASSIVE)), "with_him", "signed_before"})
_TELLING = sorted(_OF_LEFT | _OF_RIGHT)
Said = dict[str, tuple[str, ...]]
_BEYOND = 30  # characters after a sentence into which the words after its last name may reach
_TEAM = 5  # words before `led by` among which the team stands


@once_a_name
def told(scene: Scene, ref: Ref) -> PartyRole | None:
    """Return the role that the words around a name give, None if they give none."""
    said = _said(scene)
    if not said:
        return None
    if not _said_before(scene, ref, said):
        return _by_right(scene, ref, said)
    start = max(scene.sentence.start, ref.start - 130, _named_before(scene, ref))
    left = scene.text[start : ref.start].lower()
    office = max(0, _event_before(scene, ref) - start)
    other = max(0, _other_before(scene, ref) - start)
    office = max(office, other)
    cuts = [left, *_without_office(left, office, scene.signs["cues"])]
    return (
        _by_left(scene, cuts, said, other)
        or _by_right(scene, ref, said)
        or _beside(scene, ref, cuts)
        or _signed_before(scene, ref, cuts)
    )


@once_a_scene
def _said(scene: Scene) -> Said:
    """Return which words that give a role to a name beside them a sentence holds: mostly none."""
    words = scene.text[scene.sentence.start : scene.sentence.end + _BEYOND].lower()
    likely = [(sign, known) for sign in _TELLING if (known := scene.signs[sign])]
    found = ((sign, tuple(filter(words.__contains__, known))) for sign, known in likely)
    return {sign: held for sign, held in found if held}


def _said_before(scene: Scene, ref: Ref, said: Said) -> bool:
    """Tell whether one of the words that give a role to a name after them stands before it."""
    left = scene.text[scene.sentence.start : ref.start].lower()
    return any(
        any(map(left.__contains__, words)) for sign, words in said.items() if sign in _OF_LEFT
    )


def _by_left(scene: Scene, cuts: list[str], told: Said, other: int) -> PartyRole | None:
    """Return the role that the words before a name and its office give.

    `other` is where the last person before ends: a passive verb stands behind him.
    """
    for sign, role in _LEFT:
        said = told.get(sign)
        if said and any(cut.endswith(said) and not _of_team(scene, cut, said) for cut in cuts):
            return role
    for sign, role in _PASSIVE:
        verbs = told.get(sign)
        if verbs and any(_passive(scene, cut[other:], verbs) for cut in cuts):
            return role
    return None


def _of_team(scene: Scene, cut: str, said: tuple[str, ...]) -> bool:
    """Tell whether it is a team that somebody leads (`eine Delegation unter Leitung von A`)."""
    before = min((cut.removesuffix(sign) for sign in said), key=len)
    return any(word in scene.signs["one_team"] for word in before.split()[-_TEAM:])


def _by_right(scene: Scene, ref: Ref, said: Said) -> PartyRole | None:
    """Return the role that the words after a name give."""
    if _OF_RIGHT.isdisjoint(said):
        return None
    verb = verb_at(scene, ref)
    right = scene.text[verb : verb + 26].lower()
    for sign, role in _RIGHT[:2]:
        if right.startswith(said.get(sign, ())):
            return role
    if right.startswith(said.get("hosts", ())) and (_others(scene, ref, 2) or _event(scene, verb)):
        return "host"
    if right.startswith(said.get("gathers", ())) and _as_one(scene, ref, verb):
        return "host"
    if right.startswith(said.get("opens_event", ())) and (
        _event(scene, verb) or _called(scene, ref)
    ):
        return "mediator"
    for sign, role in _RIGHT[2:]:
        if right.startswith(said.get(sign, ())):
            return role
    return None


def _as_one(scene: Scene, ref: Ref, verb: int) -> bool:
    """Tell whether somebody makes two others sit down (`A got B and C to one table`)."""
    words = scene.text[verb : scene.sentence.end].lower()
    return _others(scene, ref, 2) and any(map(words.__contains__, scene.signs["as_one"]))


def _called(scene: Scene, ref: Ref) -> bool:
    """Tell whether somebody does with the event before him (`a meeting which A had called`)."""
    signs = scene.signs["which"]
    at = max((scene.text.rfind(sign, ref.start - 60, ref.start) for sign in signs), default=-1)
    return at >= 0 and any(token.end == at for token in scene.sentence.of("trigger"))


def _beside(scene: Scene, ref: Ref, cuts: list[str]) -> PartyRole | None:
    """Return the role of somebody with whom others met (`A and B met, with C looking on`)."""
    owns = any(r.actor.type == "person" and 0 < r.start - ref.end <= 3 for r in scene.refs)
    if owns or not any(cut.endswith(scene.signs["with_him"]) for cut in cuts):
        return None
    start = verb_at(scene, ref)  # `with A, the envoy, looking on`
    ends = (scene.text.find(sign, start, scene.sentence.end) for sign in (",", ";"))
    end = min((at for at in ends if at >= 0), default=scene.sentence.end)
    rest = scene.text[start:end].lower()
    told = any(map(rest.__contains__, (*scene.signs["witness"], *scene.signs["as_mediator"])))
    return "observer" if told or rest.startswith(scene.signs["at_table"]) else None


def _signed_before(scene: Scene, ref: Ref, cuts: list[str]) -> PartyRole | None:
    """Return the role of somebody before whom others sign (`signed it before President A`)."""
    whole, before = cuts[0], scene.signs["signed_before"]
    told = (cut for cut in cuts if cut.endswith(before))
    if ref.type != "person" or not any(
        not whole.startswith(scene.signs["by_doer"], len(cut) - 1) for cut in told
    ):
        return None  # `signed an hour before by A`
    signed = any(
        token.senses["trigger"][0].kind == "signing" and token.end <= ref.start
        for token in scene.sentence.of("trigger")
    )
    return "observer" if signed and scene.text[ref.end : ref.end + 1] in (".", ",", ";") else None


def _passive(scene: Scene, left: str, verbs: tuple[str, ...]) -> bool:
    """Tell whether a passive verb stands before a name (`hosted in Berlin in February by`)."""
    return left.endswith(scene.signs["by_doer"]) and any(map(left[-70:].__contains__, verbs))


def verb_at(scene: Scene, ref: Ref) -> int:
    """Return where words go on after a name, an apposition left out (`A, its head, chaired`)."""
    text, end = scene.text, min(ref.end + 150, scene.sentence.end)
    close = text.find(", ", ref.end + 2, end) if text.startswith(", ", ref.end) else -1
    inside = text[ref.end + 2 : close].lower() if close >= 0 else ""
    office = any(ref.end < token.start < close for token in scene.sentence.of("role"))
    if not (office or inside.startswith(scene.signs["apposed"])) or any(
        r.actor.type == "person" for r in _within(scene, ref, close)
    ):
        return ref.end
    return close + 1


def _within(scene: Scene, ref: Ref, close: int) -> list[Ref]:
    return [r for r in scene.refs if ref.end <= r.start < close]


def _named_before(scene: Scene, ref: Ref) -> int:
    """Return where the last person named before ends, if another clause begins after him.

    So it does with `who`, or where a trigger stands between (`flanked by A, met B and C`).
    """
    ends = [r.end for r in scene.refs if r.actor.type == "person" and r.end <= ref.start]
    last = max(ends, default=0)
    if scene.text.startswith(scene.signs["who_did"], last):
        return last
    triggers = (t.start for t in scene.sentence.of("trigger") if t.end <= ref.start)
    edge = max(triggers, default=0)
    return max((end for end in ends if end <= edge), default=0)


def _other_before(scene: Scene, ref: Ref) -> int:
    """Return where the last person before somebody ends: no office holds the name of another.

    But that of its owner (`hosted by Donald Trump's envoy A`), or of one more of a list.
    """
    people = (r for r in scene.refs if r.actor.type == "person" and r.end <= ref.start)
    beside = ("'s ", "' ", ", ", *scene.signs["and"])
    return max((r.end for r in people if not scene.text.startswith(beside, r.end)), default=0)


def _event_before(scene: Scene, ref: Ref) -> int:
    """Return where the last event named before somebody ends: no office holds its name."""
    ends = (
        t.end
        for t in scene.sentence.of("trigger")
        if t.end <= ref.start and t.senses["trigger"][0].form == "noun"
    )
    return max(ends, default=0)


def _without_office(left: str, start: int, cues: tuple[str, ...]) -> Iterator[str]:
    """Yield the words before a name without an office after a cue (`hosted by U.S. President`)."""
    for cue in cues:
        at = left.rfind(cue, start)
        while at >= 0:
            office = left[at + len(cue) :]
            if len(office) >= 95 or office.count(",") > 1 or office.count(" ") > 11:
                break
            yield left[: at + len(cue)]
            at = left.rfind(cue, start, at)


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
