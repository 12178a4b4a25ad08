"""Whether the object of a verb is somebody: who is met, received, called."""

from service.extraction.meetings import verbs_last
from service.extraction.meetings.draft import Draft, Scene
from service.extraction.meetings.people import groups

_OFFICE = 30  # characters
_CALLED = 45  # characters between a verb of calling and a name
_FINITE = ("past", "present")


def no_object(scene: Scene, draft: Draft) -> bool:
    """`welcomed the deal`, `met the ball`: what is met must be somebody."""
    if draft.words not in scene.signs["needs_object"]:
        return False
    after = scene.text[draft.trigger.end : min(draft.trigger.end + 40, scene.sentence.end)]
    word = after.split()[0].strip(",.;").lower() if after.split() else ""
    if draft.words == "hosted" and (draft.dated or draft.spot):
        return False
    met = draft.words in ("met", "meets", "hosted", "hosts")
    if draft.words == "addressed" and after.startswith(scene.signs["letter_to"]):
        return True
    if draft.words.startswith("welcom") and _talks_follow(scene, draft):
        return True
    if any(_is_object(scene, draft, start) for start in _people_from(scene, draft.trigger.end)):
        return False
    return not (met and (word in scene.signs["met_openers"] or not word or after[:1] in ",.;"))


def part(scene: Scene, made: list[Draft]) -> None:
    """Part the rooms that two verbs joined by `and` tell of, each with its own object.

    `A lunched with B and called on C`: A was in both rooms. `A met B and C received D`: C was not
    in the first.
    """
    if "verb last" in scene.grammar:
        return  # whom each has is told already
    verbs = (d for d in made if d.sense.form in _FINITE)
    past = sorted(verbs, key=lambda d: d.trigger.start)
    for number, second in enumerate(past):
        for first in past[:number]:
            if two_objects(scene, first, second):
                _part(first, second, second.trigger.start, shared=True)
            elif (own := _own_subject(scene, first, second)) is not None:
                _part(first, second, own, shared=False)


def _part(first: Draft, second: Draft, at: int, *, shared: bool) -> None:
    """Leave in each room who is told on its side of a place; the subject may be in both."""
    low = first.trigger.end
    subject = [m for m in first.members if m.end <= low] if shared else []
    own = [m for m in second.members if m.start >= at]
    known = {m.actor.slug for m in own}
    first.members = [m for m in first.members if m.start < at]
    second.members = [m for m in subject if m.actor.slug not in known] + own


def two_objects(scene: Scene, first: Draft, second: Draft) -> bool:
    """Tell whether one was met and then another, each a person told right after a verb."""
    one, other = sorted((first, second), key=lambda draft: draft.trigger.start)
    low, high = one.trigger.end, other.trigger.start
    if "verb last" in scene.grammar:
        return verbs_last.two_met(scene, one.trigger, other.trigger)
    if one.sense.form not in _FINITE or other.sense.form not in _FINITE or low > high:
        return False
    joined = _joined(scene, low, high) or _then_on_a_day(scene, low, high)
    return joined and _met_another(scene, other, low, high)


def _then_on_a_day(scene: Scene, low: int, high: int) -> bool:
    """Tell whether a day stands before the second of two verbs (`met B, and on Tuesday saw C`)."""
    if "free order" not in scene.grammar:
        return False
    days = [d for d in scene.dates if low <= d.start and d.end <= high]
    small = {*scene.signs["aside_adverbs"], *scene.signs["aside_prepositions"]}
    for link in scene.signs["then_other"]:
        at = scene.text.rfind(link, low, high)
        told = [day for day in days if at >= 0 and day.start >= at + len(link)]
        if told:
            between = scene.text[at + len(link) : told[0].start] + scene.text[told[-1].end : high]
            return small.issuperset(between.split())
    return False


def _joined(scene: Scene, low: int, high: int) -> bool:
    """Tell whether a verb goes on with the subject of the one before (`and on Friday will see`)."""
    links = (*scene.signs["and"], *scene.signs["then_other"])
    if scene.text.endswith(links, low, high):
        return True
    days = [d.start for d in scene.dates if low <= d.start < high][-1:]
    if not days or not scene.text.endswith(scene.signs["clause_on"], low, days[0]):
        return False
    told = [d.end for d in scene.dates if d.start == days[0]]
    told += [t.end for t in scene.sentence.of("modal") if days[0] <= t.start < high]
    return scene.text[max(told) : high] == " "


def _own_subject(scene: Scene, first: Draft, second: Draft) -> int | None:
    """Return where the subject of the second verb begins, its office included, if it has one."""
    low, high = first.trigger.end, second.trigger.start
    people = (r for r in scene.refs if r.start > low and r.end == high - 1)
    start = next((r.start for r in people if r.actor.type == "person"), low)
    for sign in scene.signs["and"]:
        joint = scene.text.rfind(sign, low, start)
        at = joint + len(sign)
        office = scene.text[at:start]
        named = not office or (len(office) <= _OFFICE and office.istitle())
        if joint >= 0 and named and _met_another(scene, second, low, at):
            return at
    return None


def _met_another(scene: Scene, second: Draft, low: int, high: int) -> bool:
    """Tell whether a verb has a person as its object who is not told in a range, as others are."""
    seen = {ref.actor.slug for ref in scene.refs if low <= ref.start < high}
    after = [ref for ref in scene.refs if _right_after(scene, second, ref.start)]
    met = next((ref for ref in after if not ref.national), None)
    if met is None or met.actor.type != "person" or met.how == "pronoun":
        return False
    return met.actor.slug not in seen and any(at < high for at in _people_from(scene, low))


def _right_after(scene: Scene, draft: Draft, start: int) -> bool:
    """Tell whether at most an office stands between a verb and a name (`called on President A`)."""
    between = scene.text[draft.trigger.end : start]
    if "free order" in scene.grammar:
        between = scene.text[draft.trigger.end : groups.office_before(scene, start)]
        return between in (" ", *scene.signs["with"])
    return 0 < len(between) <= _OFFICE and (between == " " or between.strip().istitle())


def _talks_follow(scene: Scene, draft: Draft) -> bool:
    """Tell whether talks are what is welcomed (`welcomed the Doha talks between A and B`)."""
    start = draft.trigger.end
    nouns = (t.start for t in scene.sentence.of("trigger") if t.senses["trigger"][0].form == "noun")
    near = min((at for at in nouns if 0 < at - start <= 45), default=None)
    return near is not None and not any(
        ref.actor.type == "person" and start <= ref.start < near for ref in scene.refs
    )


def _is_object(scene: Scene, draft: Draft, start: int) -> bool:
    """Tell whether somebody named stands as the object of a verb: nothing else is between."""
    between = scene.text[draft.trigger.end : start].lower()
    return (
        len(between) <= 36
        and "," not in between
        and set(scene.signs["no_one_met"]).isdisjoint(between.split())
    )


def _people_from(scene: Scene, start: int) -> list[int]:
    refs = [
        ref.start
        for ref in scene.refs
        if ref.start >= start
        and not ref.place
        and ref.how != "demonym"
        and scene.text[ref.end : ref.end + 2] != "'s"
    ]
    classes = {"role", "roles", "mutual", "counterpart", "government", "pronoun"}
    return refs + [
        t.start for t in scene.sentence.tokens if t.start >= start and classes & t.senses.keys()
    ]


def called(scene: Scene, draft: Draft) -> bool:
    """`called Putin on Wednesday` is a call, `called Putin a liar` and `called for` are none."""
    if draft.words not in scene.signs["called"]:
        return False
    start = draft.trigger.end
    if upon := scene.signs["called_upon"]:
        return _called_upon(scene, start, upon)
    people = [r for r in scene.refs if r.actor.type == "person" and 0 <= r.start - start <= _CALLED]
    if not people or scene.text[start : start + 1] != " ":
        return True
    between = scene.text[start : people[0].start]
    after = scene.text[people[-1].end : people[-1].end + 12]
    plain = not any(sign in between for sign in (" for ", " on ", " upon ", '"', " it ", " that "))
    ends = (
        after.startswith((", on", " on ", " to ", " after", ",", " and ", ".", " late", " earlier"))
        or not after
    )
    return not (plain and ends)


def _called_upon(scene: Scene, start: int, upon: tuple[str, ...]) -> bool:
    """Tell whether words behind a verb, or behind whom it is of, make it an appeal to do so."""
    near = (r for r in scene.refs if not r.place and 0 <= r.start - start <= _CALLED)
    ends = [start, *(r.end for r in near)]
    return len(ends) == 1 or any(scene.text.startswith(upon, end) for end in ends)
