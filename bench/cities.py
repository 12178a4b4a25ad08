"""Fits which of the cities told of before an event without one takes, on labelled articles.

    .venv/bin/python -m bench.cities seeds/articles tests/gold/dev [--write]

Notes every city that stood to choose for an event that is labelled, and fits a logistic regression
to whether it is the label's. Prints how many events get the right city, a wrong one, or one that
the label lacks, with weights fitted on the articles of other processes; `--write` puts weights
fitted on all into the knowledge's data. What is chosen changes what is told before: run it twice.
"""

import argparse
import math
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from bench.events import Article, folds, labelled, logistic
from service.evaluation.matching import meeting_likeness, pairs, words
from service.evaluation.run import predict
from service.extraction.extract import Extractor
from service.extraction.meetings.draft import Draft, Scene, Spot
from service.extraction.meetings.places.places_told import ENOUGH, Places
from service.extraction.meetings.story import merge
from service.knowledge.load import load

PENALTY = 2.0
SAID = {"city.there.last": 2.0, "city.here.line": 2.0}  # what plain words say
FILE = Path("service/knowledge/data/cities.toml")
HEAD = """# How much each feature of a city told of before counts for an event that has none of its
# own, in log odds: if the sum is enough, the likeliest is taken. Fitted by bench/cities.py; the
# features are those of service/extraction/meetings/places/places_told.py.

[weights]
"""
Option = tuple[tuple[str, ...], bool]  # the features of a city, whether it is the label's
Choice = tuple[list[Option], bool]  # whether the label has a city


class Watch:
    """Notes which cities stand to choose while an article is read, and what becomes one claim."""

    def __init__(self) -> None:
        self.asked: list[tuple[Draft, list[tuple[tuple[str, ...], str | None]]]] = []
        self.groups: list[list[Draft]] = []

    @contextmanager
    def on(self) -> Iterator[None]:
        """Watch while the context lasts."""
        best, told, watch = Places.best, merge.told, self

        def noting(self: Places, scene: Scene, draft: Draft) -> Spot | None:
            cities = self.candidates(draft)
            options = [(tuple(self.features(scene, draft, c)), c.spot.city) for c in cities]
            watch.asked.append((draft, options))
            return best(self, scene, draft)

        def grouped(groups: list[list[Draft]]) -> list[list[Draft]]:
            self.groups = told(groups)
            return self.groups

        Places.best, merge.told = noting, grouped  # type: ignore[method-assign]
        try:
            yield
        finally:
            Places.best, merge.told = best, told  # type: ignore[method-assign]


def choices(extractor: Extractor, article: Article) -> list[Choice]:
    """Return what stood to choose for the labelled events of an article."""
    watch, label = Watch(), article.label
    with watch.on():
        reading = extractor.read(article.document)
    lines = predict([label["id"]], [reading], extractor.knowledge)[0]["meetings"]
    known = {" ".join(words(a["name"])): a["country"] for a in label["actors"] if a.get("country")}
    found = pairs(lines, label["meetings"], lambda p, g: meeting_likeness(p, g, known))
    true = {id(draft): label["meetings"][j]["city"] for i, j in found for draft in watch.groups[i]}
    return [
        (
            [
                (names, bool(true[id(draft)]) and words(city) == words(true[id(draft)]))
                for names, city in options
            ],
            bool(true[id(draft)]),
        )
        for draft, options in watch.asked
        if id(draft) in true
    ]


def figures(parts: Sequence[Sequence[Choice]]) -> str:
    """Return how often weights fitted on the other parts choose rightly in each."""
    right = wrong = made = 0
    for number, part in enumerate(parts):
        others = [c for other in (*parts[:number], *parts[number + 1 :]) for c in other]
        weights = logistic([option for options, _ in others for option in options], SAID, PENALTY)
        for options, known in part:
            scored = [(sum(weights.get(n, 0.0) for n in names), yes) for names, yes in options]
            best = max(scored, default=(-math.inf, False))
            right += best[0] > ENOUGH and best[1]
            wrong += best[0] > ENOUGH and known and not best[1]
            made += best[0] > ENOUGH and not known
    total, count = sum(known for part in parts for _, known in part), sum(map(len, parts))
    return f"held out: right {right} of {total}, wrong {wrong}, made up {made} of {count - total}"


def main() -> None:
    """Fit, print, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--write", action="store_true")
    chosen = parser.parse_args()
    extractor = Extractor(load())
    dealt = folds([a for folder in chosen.folders for a in labelled(folder)])
    parts = [[c for article in fold for c in choices(extractor, article)] for fold in dealt]
    print(figures(parts))
    if chosen.write:
        rows = [option for part in parts for options, _ in part for option in options]
        fitted = sorted(logistic(rows, SAID, PENALTY).items())
        lines = "".join(f'"{name}" = {weight:.2f}\n' for name, weight in fitted)
        FILE.write_text(HEAD + lines, encoding="utf-8")


if __name__ == "__main__":
    main()
