"""Which of the drafts of one sentence are events of their own."""

import datetime as dt
from collections.abc import Callable

import msgspec

from service.domain.dates import When
from service.extraction.meetings.draft import Draft, Scene, Spot
from service.extraction.meetings.events.objects import part, two_objects

_SPOKEN = 80  # characters between whom one spoke to and `by telephone`
_OBJECT, _SUBJECT = 6, 14  # characters between a verb and its noun
_OWN_CLAUSE = 60  # characters between a noun and the passive verb whose subject it is
_OWN_EVENT = 90  # characters between a noun and the verb that says that it took place
_AHEAD = ("planned", "proposed")
_LONGEST = dt.timedelta(days=10)  # longer, `until` tells of something else than a meeting


def chosen(scene: Scene, made: list[Draft]) -> list[Draft]:
    """Leave out drafts that another one of the sentence already tells."""
    if len(made) < 2:
        return made
    part(scene, made)
    kept = _strongest_of_family(scene, made)
    for rule in _RULES:
        for draft in list(kept):
            other = next((o for o in kept if o is not draft and rule(scene, draft, o)), None)
            if other is not None:
                kept.remove(draft)
                _absorb(other, draft)
    return kept


def _absorb(other: Draft, draft: Draft) -> None:
    """Bring those of a draft that is left out into the room of the one that stays.

    A visit is where one was received (`visited Turkey and was received in Istanbul`).
    """
    known = other.actors()
    if other.kind == "visit" and draft.spot and draft.spot.city:
        other.spot = draft.spot if _narrows(draft.spot, other.spot) else other.spot
    other.members = other.members + [m for m in draft.members if m.actor.slug not in known]


def _strongest_of_family(scene: Scene, made: list[Draft]) -> list[Draft]:
    kept: list[Draft] = []
    for draft in sorted(made, key=lambda d: (_setting(scene, d), -d.strength, d.trigger.start)):
        twin = next(
            (
                k
                for k in kept
                if k.family == draft.family
                and not apart(k, draft)
                and not _two_clauses(scene, k, draft)
                and not _other_people(k, draft)
                and not two_objects(scene, k, draft)
            ),
            None,
        )
        if twin is None:
            kept.append(draft)
            continue
        twin.also.append((draft.trigger.start, draft.trigger.end))
        if draft.spot and draft.spot.city and _narrows(draft.spot, twin.spot):
            twin.spot = draft.spot
        if draft.kind == "summit" and twin.family == "m" and not _setting(scene, draft):
            twin.kind = "summit"
        elif _names(scene, draft, twin):
            twin.kind = "talks"
    return sorted(kept, key=lambda d: d.trigger.start)


def _names(scene: Scene, noun: Draft, verb: Draft) -> bool:
    """Tell whether a noun right beside a verb says that talks were held (`hosted the round`)."""
    if noun.kind != "talks" or verb.kind != "meeting" or verb.sense.form == "noun":
        return False
    if noun.sense.form != "noun" or (noun.fresh and noun.words in scene.signs["kind_conference"]):
        return False
    ahead, behind = noun.trigger.start - verb.trigger.end, verb.trigger.start - noun.trigger.end
    if 0 < ahead <= _OBJECT or 0 < behind <= _SUBJECT:
        return True
    between = scene.text[noun.trigger.end : verb.trigger.start]
    return 0 < behind <= _OWN_CLAUSE and between.endswith(scene.signs["was"]) and "," not in between


def _narrows(city: Spot, spot: Spot | None) -> bool:
    return spot is None or (spot.city is None and spot.country == city.country)


def once(made: list[Draft]) -> list[Draft]:
    """Leave out what is told twice: the same family, day, city and people in one sentence."""
    kept: list[Draft] = []
    for draft in made:
        if not any(_same(draft, other) for other in kept):
            kept.append(draft)
    return kept


def _same(first: Draft, second: Draft) -> bool:
    return (
        first.family == second.family
        and first.when == second.when
        and _city(first) == _city(second)
        and first.actors() == second.actors()
    )


def _city(draft: Draft) -> str | None:
    return draft.spot.city if draft.spot else None


def _setting(scene: Scene, draft: Draft) -> bool:
    """Tell whether a summit is only where something else happens (`during the summit`)."""
    if draft.sense.kind != "summit":
        return False
    left = scene.text[
        max(scene.sentence.start, draft.trigger.start - 60) : draft.trigger.start
    ].lower()
    return any(sign in left for sign in scene.signs["setting"])


def _two_clauses(scene: Scene, first: Draft, second: Draft) -> bool:
    """Tell whether a semicolon parts what was from what will be, or verbs of other people."""
    low, high = sorted((first.trigger.end, second.trigger.end))
    if ";" not in scene.text[low:high]:
        return False
    if (first.status in _AHEAD) != (second.status in _AHEAD):
        return True
    verbs = first.sense.form == second.sense.form == "past"
    return verbs and not first.actors() & second.actors()


def _other_people(first: Draft, second: Draft) -> bool:
    """Tell whether both name who met, and nobody is there twice (`A and B met, C and D talked`)."""
    one, other = _named(first), _named(second)
    return len(one) > 1 and len(other) > 1 and not one & other


def _named(draft: Draft) -> set[str]:
    """Return the persons named as those who met."""
    members = (m for m in draft.members if m.actor.type == "person")
    return {m.actor.slug for m in members if m.rule != "party.mutual"}


def apart(first: Draft, second: Draft) -> bool:
    """Tell whether two drafts have different dates or cities."""
    if first.when and second.when and first.dated is not second.dated and first.when != second.when:
        return True
    return bool(
        first.spot
        and second.spot
        and first.spot.city
        and second.spot.city
        and first.spot.city != second.spot.city
    )


def _part_of_visit(scene: Scene, draft: Draft, other: Draft) -> bool:
    """A reception on a visit is the visit."""
    if (
        draft.family != "m"
        or other.family != "v"
        or apart(draft, other)
        or _meanwhile(scene, other, draft)
        or (_merely_in(other) and "receiv" not in draft.words and "welcom" not in draft.words)
    ):
        return False
    return bool(draft.actors() & other.actors()) or not draft.members


def _around_meeting(scene: Scene, draft: Draft, other: Draft) -> bool:
    """`was in Jakarta and had a meeting`, `met him during a stay`: the meeting, not a visit."""
    return (
        draft.family == "v"
        and (_merely_in(draft) or _meanwhile(scene, draft, other))
        and other.family == "m"
        and not apart(draft, other)
    )


def _meanwhile(scene: Scene, visit: Draft, meeting: Draft) -> bool:
    """Tell whether somebody is met in the course of a visit (`During his stay he saw her`)."""
    if meeting.kind != "meeting" or meeting.sense.form == "noun":
        return False
    left = scene.text[max(scene.sentence.start, visit.trigger.start - 16) : visit.trigger.start]
    return "during " in left.lower()


def _merely_in(draft: Draft) -> bool:
    return draft.words in ("was in", "were in", "is in", "are in", "be in", "will be in")


def _to_sign(scene: Scene, draft: Draft, other: Draft) -> bool:
    """`will gather to sign`, `are expected in Paris to sign` tell of one event, the signing."""
    if (
        draft.family != "s"
        or other.family not in ("m", "v")
        or draft.sense.form not in ("base", "gerund")
    ):
        return False
    if not 0 < draft.trigger.start - other.trigger.end < 60 or apart(draft, other):
        return False
    between = scene.text[other.trigger.end : draft.trigger.start]
    will = draft.sense.form == "base" and not between.endswith(" to ")
    if other.status == "held" and will and any(map(between.__contains__, scene.signs["and"])):
        return False  # `met on Monday and they will sign in the winter`
    if scene.text.endswith(" to ", 0, draft.trigger.start) and not other.heads:
        other.kind = "signing"
    return True


def _met_and_signed(scene: Scene, draft: Draft, other: Draft) -> bool:
    """`met and signed` is one event, the signing."""
    if (
        draft.family != "m"
        or other.family != "s"
        or other.sense.form != "past"
        or draft.sense.form != "past"
    ):
        return False
    between = scene.text[draft.trigger.end : other.trigger.start]
    return 0 <= other.trigger.start - draft.trigger.end < 40 and any(
        map(between.__contains__, scene.signs["and"])
    )


def _lasting(scene: Scene, draft: Draft, other: Draft) -> bool:
    """`opened talks on Friday, where they are to work until Saturday`: one event, two days."""
    if draft.family != other.family or not (
        draft.dated and other.dated and draft.when and other.when
    ):
        return False
    left = scene.text[max(0, draft.dated.start - 12) : draft.dated.start].lower()
    if not left.endswith(scene.signs["lasts_to"]) or other.when.precision != "day":
        return False
    if not dt.timedelta(0) < draft.when.first - other.when.first <= _LONGEST:
        return False
    when = When(other.when.first, "day", draft.when.last)
    other.dated = msgspec.structs.replace(other.dated, when=when, rule="date.range")
    return True


def _by_phone(scene: Scene, draft: Draft, other: Draft) -> bool:
    """`spoke with him by phone` is a call; `a meeting by video link` is the meeting."""
    if {draft.family, other.family} != {"m", "c"} or apart(draft, other):
        return False
    meeting, call = (draft, other) if draft.family == "m" else (other, draft)
    if not 0 <= call.trigger.start - meeting.trigger.end <= _SPOKEN or call.sense.form != "noun":
        return False
    spoken = meeting.words.startswith(scene.signs["spoke"])
    return draft is (meeting if spoken else call)


def _on_the_way(scene: Scene, draft: Draft, other: Draft) -> bool:
    """Tell whether people of several countries only come for what is told (`go to X for talks`)."""
    if draft.family != "v" or other.family != "m" or other.trigger.start < draft.trigger.end:
        return False
    between = scene.text[draft.trigger.end : other.trigger.start]
    countries = {m.actor.country for m in draft.members if m.actor.country}
    return " for " in between and "," not in between and len(countries) > 1


def _took_place(scene: Scene, draft: Draft, other: Draft) -> bool:
    """`La firma del acuerdo tuvo lugar`: a verb that only says that its subject took place."""
    if "event_verb" not in draft.trigger.senses or other.sense.form != "noun":
        return False
    if other.family == draft.family or apart(draft, other):
        return False
    return other.trigger.end <= draft.trigger.start <= other.trigger.end + _OWN_EVENT


_RULES: tuple[Callable[[Scene, Draft, Draft], bool], ...] = (
    _part_of_visit,
    _around_meeting,
    _to_sign,
    _met_and_signed,
    _lasting,
    _by_phone,
    _on_the_way,
    _took_place,
)
