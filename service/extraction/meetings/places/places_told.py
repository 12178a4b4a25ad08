"""Which of the cities told of before is that of an event without one of its own, if any is.

Each city speaks for itself by plain features; what these count is in the knowledge's weights. A
sum of weights is the logarithm of the odds that the event was there; the likeliest city is taken.
"""

from collections.abc import Iterator

from msgspec import Struct

from service.extraction.meetings.draft import Draft, Scene, Spot
from service.extraction.text.page import Sentence

ENOUGH = -0.6
_APART = -0.3  # where the city's event was at another time
_MANY = 12  # cities; farther back the story was another one
_STEPS = (0, 1, 2, 4, 8)
_LEAD = 4  # sentences
_OFTEN = 3
_NEXT, _NEAR = 2, 10  # days
_STATES = {"cancelled": "off", "postponed": "off", "planned": "ahead", "proposed": "ahead"}


class Told(Struct):
    """A city that the article has told of: in which sentence it did so last, of which event.

    `line` tells that it is the dateline's, `titled` that a headline names it, `last` that the
    event told last was there.
    """

    spot: Spot
    index: int = 0
    paragraph: int = 0
    count: int = 0
    draft: Draft | None = None
    last: bool = False
    line: bool = False
    titled: bool = False


class Places:
    """The cities told of so far, the latest last."""

    def __init__(self, line: Spot | None) -> None:
        """Start with the city of the dateline."""
        self._told: dict[str, Told] = {}
        if line is not None and line.city:
            self._told[line.city] = Told(line, line=True)

    def named(self, scene: Scene) -> None:
        """Take in the cities that a sentence names as places."""
        for spot in scene.spots:
            if spot.city and not spot.accord:
                self._at(spot.city, spot, scene.sentence).count += 1

    def named_in(self, number: int) -> Spot | None:
        """Return the city that a sentence names last as a place."""
        spots = (told.spot for told in reversed(self._told.values()) if told.index == number)
        return next(spots, None)

    def events(self, drafts: list[Draft]) -> None:
        """Take in events at cities."""
        for draft in drafts:
            spot = draft.spot
            if spot is None or not spot.city:
                continue
            for other in self._told.values():
                other.last = False
            told = self._at(spot.city, spot, draft.sentence)
            told.draft, told.last = draft, True

    def _at(self, city: str, spot: Spot, sentence: Sentence) -> Told:
        told = self._told.pop(city, None) or Told(spot)
        told.spot, told.index, told.paragraph = spot, sentence.index, sentence.paragraph
        told.titled = told.titled or sentence.block in ("title", "subtitle")
        self._told[city] = told
        return told

    def best(self, scene: Scene, draft: Draft) -> Spot | None:
        """Return the city where an event most likely was, None if it need not be any."""
        best: tuple[float, Spot] | None = None
        for told in self.candidates(draft):
            names = self.features(scene, draft, told)
            score = sum(scene.weights.get(name, 0.0) for name in names)
            need = _APART if _days(draft, told.draft) == "other" else ENOUGH
            if score > need and (best is None or score > best[0]):
                best = (score, told.spot)
        return best[1] if best else None

    def candidates(self, draft: Draft) -> list[Told]:
        """Return the cities in question: those of the event's country, if that is known."""
        country = draft.spot.country if draft.spot else None
        late = list(self._told.values())[-_MANY:]
        return [told for told in late if country in (None, told.spot.country)]

    def features(self, scene: Scene, draft: Draft, told: Told) -> Iterator[str]:
        """Yield what can be said for and against a city."""
        sentence = scene.sentence
        far = sentence.index - told.index
        source = "named" if told.draft is None else "last" if told.last else "event"
        state = _STATES.get(draft.status, "held")
        noun = "noun" if draft.sense.form in ("noun", "gerund") else "verb"
        how = f"{noun}.{'definite' if draft.definite else 'new'}"
        yield "city.always"
        yield f"city.far.{next((step for step in _STEPS if far <= step), 9)}"
        yield f"city.{source}"
        yield f"city.{source}.{draft.family}"
        yield f"city.{source}.{state}"
        yield f"city.day.{_days(draft, told.draft)}"
        yield f"city.kind.{draft.kind}"
        yield f"city.{how}"
        if told.last:
            yield f"city.last.{how}"
        if sentence.paragraph == told.paragraph:
            yield "city.paragraph"
        if told.line:
            yield "city.line"
            yield f"city.line.{state}"
            if sentence.block == "body" and sentence.index <= _LEAD:
                yield "city.line.lead"
        if told.titled:
            yield "city.titled"
        if told.count >= _OFTEN:
            yield "city.often"
        if len(self._told) == 1:
            yield "city.only"
        if draft.spot is not None and draft.spot.country:
            yield "city.country"
        yield from _words(scene, draft, told)


def _days(draft: Draft, other: Draft | None) -> str:
    """Return how the day of an event and that of one at a city lie to each other."""
    mine, theirs = draft.when, other.when if other else None
    if mine is None or theirs is None:
        return f"{'no' if mine is None else 'mine'}.{'no' if theirs is None else 'theirs'}"
    if mine.first <= theirs.last and theirs.first <= mine.last:
        return "same" if mine.precision == theirs.precision == "day" else "same.rough"
    apart = max(mine.first - theirs.last, theirs.first - mine.last).days
    return "next" if apart <= _NEXT else "near" if apart <= _NEAR else "other"


def _words(scene: Scene, draft: Draft, told: Told) -> Iterator[str]:
    sentence = scene.sentence
    if scene.text.count('"', sentence.start, draft.trigger.start) % 2:
        yield "city.quoted"
    if sentence.has("same_place"):
        yield "city.there.last" if told.last else "city.there"
    if sentence.has("here"):
        yield "city.here.line" if told.line else "city.here"
    if sentence.has("same_day"):
        yield "city.same_day"
    if sentence.has("town_word"):
        yield "city.town_word"
    if any("afterwards" in token.senses for token in sentence.tokens[:3]):
        yield "city.afterwards"
    if not draft.members:
        yield "city.nobody"
    if draft.round:
        yield "city.numbered"
