"""Fits how much each feature of a possible event counts, on labelled articles.

    .venv/bin/python -m bench.events seeds/articles tests/gold/dev [--write]

Reads the folders, labels every candidate by whether it is, alone, one of the labelled meetings,
and fits a logistic regression with a quadratic penalty. Prints how well weights fitted on some
processes find the meetings of others (no process is on both sides), then the fitted weights'
figures on all; `--write` puts them into the knowledge's data.
"""

import argparse
import math
import random
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from service.domain.articles import Document
from service.evaluation.matching import FAMILY, meeting_likeness, words
from service.evaluation.run import predict
from service.evaluation.scores import Scores, score
from service.extraction import extract
from service.extraction.extract import Extractor
from service.extraction.meetings import drafts
from service.extraction.meetings.draft import Draft, Scene
from service.extraction.meetings.events import weighing
from service.extraction.meetings.events.doubts import DOUBTS, doubts
from service.extraction.meetings.events.features import features
from service.extraction.meetings.story import merge
from service.knowledge.load import load
from service.knowledge.model import Knowledge

PENALTY = 6.0
ROUNDS = 80
STEP = 0.5
RARE = 4  # features of fewer candidates are left out
DOUBT, SURE_DOUBT = -2.0, -4.0  # what a doubt counts until the articles say otherwise
SURE = (
    "doubt.asked_for",
    "doubt.no_call",
    "doubt.denied",
    "doubt.traced_back",
    "doubt.nobody",
    "doubt.no_journey",
    "doubt.thing",
    "doubt.not_brought",
    "doubt.own_paper",
    "doubt.crowd",
    "doubt.wondered",
    "doubt.denied_later",
    "doubt.appeal",
    "doubt.speech",
    "doubt.no_way",
    "doubt.no_event",
)
FOLDS = 8
CITIES = "city."  # the weights of bench/cities.py
FILE = Path("service/knowledge/data/weights.toml")
HEAD = """# How much each feature of a possible event counts, in log odds: the sum says how surely
# the words report an event of its own. Fitted by bench/events.py; the features are those of
# service/extraction/meetings/events/features.py and doubts.py. `noun` and `verb` are the form of
# the trigger, `date`, `nowhere`, .. what is known of the event, a number at the end how many are
# in the room.

[weights]
"""
Weights = dict[str, float]
Line = Mapping[str, Any]


class Article(Struct):
    """A labelled article and what its candidates are: their features, whether they are events."""

    document: Document
    label: Line
    rows: list[tuple[frozenset[str], bool]] = []

    @property
    def fold(self) -> str:
        """What must not be on both sides: the process, or an article of none."""
        label = self.label
        common = label["processes"] in ([], ["armenia-azerbaijan"])
        return label["id"] if common else ",".join(label["processes"])


class Fitter:
    """Reads articles with one knowledge whose weights it changes."""

    def __init__(self, knowledge: Knowledge, articles: list[Article]) -> None:
        self.knowledge = knowledge
        self.articles = articles
        self._extractor = Extractor(knowledge)
        self._countries = {
            " ".join(words(actor["name"])): actor["country"]
            for article in articles
            for actor in article.label["actors"]
            if actor.get("country")
        }

    def use(self, weights: Weights) -> None:
        """Let the extractor weigh with these weights from now on."""
        kept = {n: w for n, w in self.knowledge.weights.items() if n.startswith(CITIES)}
        self.knowledge.weights.clear()
        self.knowledge.weights.update(kept | weights)

    def look(self) -> None:
        """Label the candidates of all articles as they are found with the weights in use."""
        for article in self.articles:
            with _watched() as seen:
                self._extractor.read(article.document)
            lines = self._alone(article, [draft for draft, _ in seen])
            true = self._true(lines, article.label["meetings"])
            article.rows = [(names, yes) for (_, names), yes in zip(seen, true, strict=True)]

    def _alone(self, article: Article, candidates: list[Draft]) -> list[Line]:
        """Return the candidates as predicted meetings, each alone."""
        with _given(candidates):
            reading = self._extractor.read(article.document)
        found: list[Line] = predict([article.label["id"]], [reading], self.knowledge)[0]["meetings"]
        return found

    def _true(self, lines: Sequence[Line], gold: Sequence[Line]) -> list[bool]:
        """Tell which candidates are labelled meetings; of another kind only the likest is."""
        true = [False] * len(lines)
        for meeting in gold:
            like = [meeting_likeness(line, meeting, self._countries) for line in lines]
            best = max(like, default=0.0)
            for number, line in enumerate(lines):
                same = FAMILY[line["kind"]] == FAMILY[meeting["kind"]]
                if like[number] > 0 and (same or like[number] == best):
                    true[number] = True
        return true

    def scored(self, articles: Sequence[Article]) -> Scores:
        """Return the figures of some articles with the weights in use."""
        readings = [self._extractor.read(article.document) for article in articles]
        ids = [article.label["id"] for article in articles]
        lines = predict(ids, readings, self.knowledge)
        return score([a.label for a in articles], dict(zip(ids, lines, strict=True)))


@contextmanager
def _watched() -> Iterator[list[tuple[Draft, frozenset[str]]]]:
    """Note the candidates that are weighed."""
    seen: list[tuple[Draft, frozenset[str]]] = []
    weigh = weighing.strength

    def noting(scene: Scene, draft: Draft, told: Sequence[Draft]) -> float:
        names = (*features(scene, draft, told), *doubts(scene, draft))
        seen.append((draft, frozenset(names)))
        return weigh(scene, draft, told)

    weighing.strength = noting
    try:
        yield seen
    finally:
        weighing.strength = weigh


@contextmanager
def _given(candidates: list[Draft]) -> Iterator[None]:
    """Make a claim of each candidate alone."""
    before = drafts.drafts, merge.merged, merge.told, vars(extract)["PLACED"]
    drafts.drafts = lambda page, scenes, sides: candidates
    merge.merged = lambda found: [[draft] for draft in found]
    merge.told = lambda groups: groups
    vars(extract)["PLACED"] = ""  # irrelevant articles keep theirs too
    try:
        yield
    finally:
        drafts.drafts, merge.merged, merge.told, vars(extract)["PLACED"] = before


def fitted(articles: Sequence[Article]) -> Weights:
    """Return the weights that fit the articles' candidates; a doubt counts until they deny it."""
    prior = dict.fromkeys(DOUBTS, DOUBT) | dict.fromkeys(SURE, SURE_DOUBT)
    return logistic([row for article in articles for row in article.rows], prior, PENALTY)


def logistic(
    rows: Sequence[tuple[Collection[str], bool]], prior: Mapping[str, float], penalty: float
) -> Weights:
    """Return the weights of features that tell the rows apart, by AdaGrad descent.

    `penalty` is on the square of what a weight is off its prior (0 where it has none).
    """
    count = Counter(name for names, _ in rows for name in names)
    weights = {name: 0.0 for name in sorted(count) if count[name] >= RARE} | dict(prior)
    kept = [([name for name in sorted(names) if name in weights], yes) for names, yes in rows]
    steepness = dict.fromkeys(weights, 1e-8)
    for _ in range(ROUNDS):
        slope = {name: penalty * (was - prior.get(name, 0.0)) for name, was in weights.items()}
        for names, yes in kept:
            off = 1 / (1 + math.exp(-sum(weights[name] for name in names))) - yes
            for name in names:
                slope[name] += off
        for name in weights:
            steepness[name] += slope[name] ** 2
            weights[name] -= STEP * slope[name] / math.sqrt(steepness[name])
    return weights


def folds(articles: Sequence[Article]) -> list[list[Article]]:
    """Deal the articles, those of one process together."""
    together: dict[str, list[Article]] = defaultdict(list)
    for article in articles:
        together[article.fold].append(article)
    keys = sorted(together)
    random.Random(1).shuffle(keys)
    return [[a for key in keys[n::FOLDS] for a in together[key]] for n in range(FOLDS)]


def held_out(fitter: Fitter) -> str:
    """Return the figures of articles whose processes the weights were not fitted on."""
    dealt = folds(fitter.articles)
    tp = fp = fn = 0
    for number, fold in enumerate(dealt):
        others = [a for other in (*dealt[:number], *dealt[number + 1 :]) for a in other]
        fitter.use(fitted(others))
        count = fitter.scored(fold).meetings
        tp, fp, fn = tp + count.tp, fp + count.fp, fn + count.fn
    return _figures(tp, fp, fn)


def _figures(tp: int, fp: int, fn: int) -> str:
    return f"P {tp / (tp + fp):.3f} R {tp / (tp + fn):.3f} F1 {2 * tp / (2 * tp + fp + fn):.3f}"


def labelled(folder: Path) -> Iterator[Article]:
    for entry in (folder / "gold.jsonl").read_text(encoding="utf-8").splitlines():
        label = msgspec.json.decode(entry)
        raw = (folder / "texts" / f"{label['id']}.txt").read_text(encoding="utf-8")
        day = msgspec.convert(label.get("published"), Any)
        fields = {"raw": raw, "url": label.get("url"), "published_on": day}
        yield Article(msgspec.convert(fields, Document), label)


def main() -> None:
    """Fit, print, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--write", action="store_true")
    chosen = parser.parse_args()
    fitter = Fitter(load(), [a for folder in chosen.folders for a in labelled(folder)])
    fitter.look()
    fitter.use(fitted(fitter.articles))
    fitter.look()
    weights = fitted(fitter.articles)
    print("held out:", held_out(fitter))
    fitter.use(weights)
    count = fitter.scored(fitter.articles).meetings
    print("on all:  ", _figures(count.tp, count.fp, count.fn))
    if chosen.write:
        lines = (f'"{name}" = {weight:.2f}\n' for name, weight in sorted(weights.items()))
        FILE.write_text(HEAD + "".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
