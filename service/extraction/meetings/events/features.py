"""What can be said of a draft that speaks for or against an event: the names of plain features.

Each name holds or not; how much it counts is in the knowledge's weights, fitted on labelled
articles. A sum of weights is the logarithm of the odds that the draft is an event of its own.
"""

from collections.abc import Iterator, Sequence

from service.domain.dates import When
from service.extraction.meetings.draft import FAMILY, Draft, Scene
from service.extraction.meetings.events import hedges

_FRESH = 7  # days: the news
_OLD = 365
_LEAD = 2  # paragraphs
_BESIDE = 25  # characters
_LOOK_BACK = 30  # events: no article tells of more, and a text of any length takes its time


def features(scene: Scene, draft: Draft, told: Sequence[Draft]) -> list[str]:
    """Return the names of the features of a draft, its `doubts` apart.

    `told` are the events found before it.
    """
    family = draft.family
    same = [other for other in told[-_LOOK_BACK:] if FAMILY[other.kind] == family]
    return [
        "always",
        f"form.{draft.sense.kind}.{draft.sense.form if draft.words else 'unnamed'}",
        f"weight.{draft.sense.weight:g}",
        f"status.{draft.status}",
        f"status.{_class(draft)}.{draft.status}",
        *_setting(scene, draft),
        *_age(scene, draft.when),
        *_people(draft),
        *_position(scene, draft),
        *_beside(scene, draft),
        *_told(draft, same),
        *_around(scene, draft),
        f"subject.{scene.subject}" if draft.words else f"subject.{scene.subject}.unnamed",
        *(() if draft.words else _unnamed(scene, draft)),
    ]


def _class(draft: Draft) -> str:
    return "noun" if draft.sense.form in ("noun", "gerund") else "verb"


def _setting(scene: Scene, draft: Draft) -> Iterator[str]:
    dated, spot, start, end = draft.dated, draft.spot, draft.trigger.start, draft.trigger.end
    if dated is None:
        yield "date.elsewhere" if scene.dates else "date.none"
    else:
        yield f"date.{dated.when.precision}" if dated.when else "date.unknown"
        if max(dated.start - end, start - dated.end) <= _BESIDE:
            yield "date.beside"
    if spot is None:
        yield "place.none"
    else:
        yield "place.city" if spot.city else "place.country"
        if max(spot.start - end, start - spot.end) <= _BESIDE:
            yield "place.beside"
    known = f"{'date' if draft.when else 'undated'}.{'place' if spot else 'nowhere'}"
    yield f"{_class(draft)}.{known}.{min(len(draft.members), 2)}"
    yield f"family.{draft.family}.{known}"
    if draft.status in ("planned", "proposed") and scene.says("again"):
        yield f"again.{known}"


def _age(scene: Scene, when: When | None) -> Iterator[str]:
    if when is None or scene.anchor is None:
        return
    days = (scene.anchor - when.last).days
    if when.first > scene.anchor:
        yield "date.ahead"
    elif days <= _FRESH:
        yield "date.fresh"
    elif days > _OLD:
        yield "date.old"


def _people(draft: Draft) -> Iterator[str]:
    members, start, end = draft.members, draft.trigger.start, draft.trigger.end
    persons = [member.actor.type for member in members].count("person")
    yield f"persons.{min(persons, 3)}"
    yield f"bodies.{min(len(members) - persons, 3)}"
    named = [member for member in members if member.rule != "party.mutual"]
    if len(named) < len(members):
        yield "people.mutual"
    if [True for member in named if member.start >= end]:
        yield "people.after"
    if [True for member in named if member.end <= start]:
        yield "people.before"


def _position(scene: Scene, draft: Draft) -> Iterator[str]:
    sentence = scene.sentence
    yield f"block.{sentence.block}"
    if sentence.block == "body" and sentence.paragraph <= _LEAD:
        yield "block.lead"
    if draft.definite:
        yield "definite"
    if draft.fresh:
        yield "fresh"
    if scene.text.startswith("?", sentence.end - 1):
        yield "question"
    if sentence.has("modal") and sentence.of("modal")[0].start - sentence.start <= 2:
        yield "supposed"
    if draft.round:
        yield "numbered"
    if scene.text.count('"', sentence.start, draft.trigger.start) % 2:
        yield "quoted"
    if speech := sentence.of("speech_verb"):
        if speech[0].end <= draft.trigger.start:
            yield "speech.before"
        if any(0 <= token.start - draft.trigger.end <= 60 for token in speech):
            yield "speech.after"
    if sentence.has("trigger") and sentence.of("trigger")[0].start < draft.trigger.start:
        yield "trigger.before"


def _around(scene: Scene, draft: Draft) -> Iterator[str]:
    """Yield what else the place and the sentence say: at home, beside a signature."""
    if hedges.at_home(draft):
        yield f"home.{draft.family if draft.words else 'unnamed'}"
    signing = draft.family == "m" and any(
        sense.kind == "signing"
        for t in scene.sentence.of("trigger")
        for sense in t.senses["trigger"]
    )
    if signing:
        yield f"signing.{_class(draft)}"


def _beside(scene: Scene, draft: Draft) -> Iterator[str]:
    """Yield the small words and signs right before and after the trigger."""
    start, end = draft.trigger.start, draft.trigger.end
    left = scene.text[max(scene.sentence.start, start - 12) : start].lower()
    right = scene.text[end : min(end + 12, scene.sentence.end)].lower()
    cls = _class(draft)
    word = left.split()[-1:] if left.endswith(" ") else []
    if word and word[0] in scene.small:
        yield f"left.{cls}.{word[0]}"
    if right[:1] in (",", ".", ";", ":"):
        yield f"right.{cls}.stop"
    words = right.split()[:1] if right.startswith(" ") else []
    if words and words[0] in scene.small:
        yield f"right.{cls}.{words[0]}"
    if cls == "noun" and _acts(scene, start, end):
        yield "event_verb"


def _acts(scene: Scene, start: int, end: int) -> bool:
    """Tell whether a verb of holding, opening, ending stands beside a noun."""
    return any(
        0 <= token.start - end <= 30 or 0 <= start - token.end <= _BESIDE
        for token in scene.sentence.of("event_verb")
    )


def _unnamed(scene: Scene, draft: Draft) -> Iterator[str]:
    """Yield what tells whether somebody met in a city on a day, where no word says so."""
    start, end = draft.trigger.start, draft.trigger.end
    if draft.dated is not None:
        start, end = min(start, draft.dated.start), max(end, draft.dated.end)
    if draft.elliptic:
        yield "unnamed.another"
        yield f"unnamed.another.{draft.status}"
    yield f"unnamed.{min(len(draft.members), 3)}"
    if draft.distant:
        yield "unnamed.distant"
    if draft.spot is None:
        mutual = all(member.rule == "party.mutual" for member in draft.members)
        yield f"unnamed.nowhere.{'mutual' if mutual else 'named'}"
    if any(
        token.start - end <= _BESIDE and start - token.end <= _BESIDE
        for token in scene.sentence.of("speech_verb")
    ):
        yield "unnamed.speech"
    if start - scene.sentence.start <= _BESIDE:
        yield "unnamed.first"
    if scene.sentence.has("speech_verb"):
        yield "unnamed.said"
    if scene.sentence.has("trigger"):
        yield "unnamed.trigger"
    yield from _of_what(scene)


def _of_what(scene: Scene) -> Iterator[str]:
    """Yield what a sentence without a word of meeting speaks of."""
    for sign in ("agreed", "no_gathering"):
        if scene.says(sign):
            yield f"unnamed.{sign}"
    for cls in ("conflict", "peace", "issue", "settling", "negation"):
        if scene.sentence.has(cls):
            yield f"unnamed.{cls}"


def _told(draft: Draft, same: list[Draft]) -> Iterator[str]:
    """Yield what was told before of events of the same family."""
    yield f"told.{min(len(same), 3)}"
    when, spot = draft.when, draft.spot
    if when and same:
        first, last = when.first, when.last
        days = (o.dated.when for o in same if o.dated is not None)
        if any(day and day.first <= last and first <= day.last for day in days):
            yield "told.date"
    actors = draft.actors() if same else set()
    many = len(actors)
    if actors and any(len(o.members) >= many and actors <= o.actors() for o in same):
        yield "told.people"
    if spot and any(other.spot and other.spot.city == spot.city for other in same):
        yield "told.place"
    if same and draft.definite:
        yield "told.definite" if when or spot else "told.definite.bare"
