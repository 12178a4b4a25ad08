"""The figures: precision, recall and F1, accuracy of fields, B-cubed of the clusters."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec
from msgspec import Struct

from service.evaluation.matching import (
    FAMILY,
    actor_likeness,
    meeting_likeness,
    pairs,
    room,
    same_words,
    shared,
    words,
)

Line = Mapping[str, Any]
_NOTHING: Line = {"relevant": False, "processes": [], "actors": [], "meetings": []}


class Count(Struct):
    """Right, wrong and missed."""

    tp: int = 0
    fp: int = 0
    fn: int = 0

    @property
    def precision(self) -> float:
        """The share of what was predicted that is right."""
        return self.tp / (self.tp + self.fp) if self.tp + self.fp else 0.0

    @property
    def recall(self) -> float:
        """The share of what is labelled that was predicted."""
        return self.tp / (self.tp + self.fn) if self.tp + self.fn else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        p, r = self.precision, self.recall
        return 2 * p * r / (p + r) if p + r else 0.0

    def add(self, matched: int, predicted: int, gold: int) -> None:
        """Count matched ones among so many predicted and labelled."""
        self.tp += matched
        self.fp += predicted - matched
        self.fn += gold - matched


class Share(Struct):
    """So many right of so many."""

    right: int = 0
    of: int = 0

    @property
    def value(self) -> float:
        """The share, 0 of nothing."""
        return self.right / self.of if self.of else 0.0

    def add(self, right: bool) -> None:
        """Count one."""
        self.of += 1
        self.right += right


class Scores(Struct):
    """All figures of one evaluation."""

    articles: int = 0
    relevance: Count = msgspec.field(default_factory=Count)
    true_negatives: int = 0
    processes: Count = msgspec.field(default_factory=Count)
    published: Share = msgspec.field(default_factory=Share)
    published_invented: int = 0
    actors: dict[str, Count] = {}
    roles: Share = msgspec.field(default_factory=Share)
    meetings: Count = msgspec.field(default_factory=Count)
    fields: dict[str, Share] = {}
    people: Count = msgspec.field(default_factory=Count)
    speakers: Count = msgspec.field(default_factory=Count)
    clusters: tuple[float, float, float] = (0.0, 0.0, 0.0)
    missed: list[str] = []
    spurious: list[str] = []


def score(gold: Sequence[Line], predicted: Mapping[str, Line]) -> Scores:
    """Score the predictions, by article id, against the labels."""
    scores = Scores(
        articles=len(gold),
        actors={type: Count() for type in ("person", "state", "organization")},
        fields=defaultdict(Share),
    )
    countries = {
        " ".join(words(a["name"])): a["country"]
        for g in gold
        for a in g["actors"]
        if a.get("country")
    }
    matched: list[tuple[str, str]] = []
    for label in gold:
        line = predicted.get(label["id"], _NOTHING)
        _article(scores, line, label)
        _actors(scores, line.get("actors") or [], label["actors"])
        _speakers(scores, line.get("quotes") or [], label.get("quotes") or [])
        matched += _meetings(
            scores, label["id"], line.get("meetings") or [], label["meetings"], countries
        )
    scores.clusters = b_cubed(matched)
    scores.fields = dict(scores.fields)
    return scores


def _article(scores: Scores, line: Line, label: Line) -> None:
    said, true = bool(line.get("relevant")), bool(label["relevant"])
    scores.relevance.add(said and true, said, true)
    scores.true_negatives += not said and not true
    mine, theirs = set(line.get("processes") or ()), set(label["processes"])
    scores.processes.add(len(mine & theirs), len(mine), len(theirs))
    day = (line.get("published") or "")[:10]
    if label.get("published"):
        scores.published.add(day == label["published"])
    else:
        scores.published_invented += bool(day)


def _actors(scores: Scores, mine: list[Line], theirs: list[Line]) -> None:
    found = pairs(mine, theirs, actor_likeness)
    hit, met = {i for i, _ in found}, {j for _, j in found}
    for i, j in found:
        scores.actors[theirs[j]["type"]].tp += 1
        _role(scores, mine[i], theirs[j])
    for i, actor in enumerate(mine):
        if i not in hit:
            scores.actors[actor["type"]].fp += 1
    for j, actor in enumerate(theirs):
        if j not in met:
            scores.actors[actor["type"]].fn += 1


def _role(scores: Scores, mine: Line, theirs: Line) -> None:
    if theirs["type"] != "person" or not theirs.get("role"):
        return
    wanted = set(words(theirs["role"])) - {"of", "the", "for", "and"}
    scores.roles.add(bool(set(words(mine.get("role"))) & wanted))


def _speakers(scores: Scores, mine: list[Line], theirs: list[Line]) -> None:
    """Count the labelled direct quotes that have the right speaker; with None nobody may be named.

    What is quoted beside the labelled ones (titles, single words) is not counted.
    """
    for quote in theirs:
        found = [
            name for q in mine if (name := q["speaker"]) and same_words(q["text"], quote["text"])
        ]
        right = quote["speaker"] is not None and shared(found[:1], [quote["speaker"]])
        scores.speakers.add(int(right), len(found[:1]), quote["speaker"] is not None)


def _meetings(
    scores: Scores, id: str, mine: list[Line], theirs: list[Line], countries: Mapping[str, str]
) -> list[tuple[str, str]]:
    found = pairs(mine, theirs, lambda p, g: meeting_likeness(p, g, countries))
    scores.meetings.add(len(found), len(mine), len(theirs))
    hit, met = {i for i, _ in found}, {j for _, j in found}
    scores.spurious += [
        f"{id} {m['kind']} {m['evidence'][:90]}" for i, m in enumerate(mine) if i not in hit
    ]
    scores.missed += [
        f"{id} {m['kind']} {m['evidence'][:90]}" for j, m in enumerate(theirs) if j not in met
    ]
    for i, j in found:
        _fields(scores, mine[i], theirs[j])
    return [(mine[i].get("id") or f"{id}/{i}", theirs[j]["key"]) for i, j in found]


def _fields(scores: Scores, mine: Line, theirs: Line) -> None:
    fields = scores.fields
    fields["status"].add(mine.get("status") == theirs.get("status"))
    fields["kind"].add(mine.get("kind") == theirs.get("kind"))
    fields["kind_group"].add(FAMILY.get(mine["kind"]) == FAMILY.get(theirs["kind"]))
    if theirs.get("date"):
        length = {"year": 4, "month": 7}.get(theirs.get("precision") or "", 10)
        fields["date"].add((mine.get("date") or "")[:length] == theirs["date"][:length])
    else:
        fields["date_invented"].add(bool(mine.get("date")))
    if theirs.get("city"):
        fields["city"].add(words(mine.get("city")) == words(theirs["city"]))
    if theirs.get("country"):
        fields["country"].add((mine.get("country") or "") == theirs["country"])
    a, b = room(mine), room(theirs)
    scores.people.add(min(shared(a, b), shared(b, a)), len(a), len(b))
    if theirs.get("mediators"):
        present = shared(theirs["mediators"], mine.get("mediators") or [])
        fields["mediator_role"].add(present == len(theirs["mediators"]))


def b_cubed(matched: Iterable[tuple[str, str]]) -> tuple[float, float, float]:
    """Return precision, recall and F1 of predicted clusters (Bagga and Baldwin 1998)."""
    mentions = list(matched)
    if not mentions:
        return 0.0, 0.0, 0.0
    both: dict[tuple[str, str], int] = defaultdict(int)
    mine: dict[str, int] = defaultdict(int)
    true: dict[str, int] = defaultdict(int)
    for predicted, gold in mentions:
        both[predicted, gold] += 1
        mine[predicted] += 1
        true[gold] += 1
    precision = sum(both[m] / mine[m[0]] for m in mentions) / len(mentions)
    recall = sum(both[m] / true[m[1]] for m in mentions) / len(mentions)
    return precision, recall, 2 * precision * recall / (precision + recall)
