"""The figures of each process, language or publisher apart, to see what rules do for strangers."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal

from service.evaluation.report import total
from service.evaluation.scores import Scores, Share, score

Line = Mapping[str, Any]
Groups = Literal["process", "language", "publisher"]

_HEAD = (
    f"{'':<34}{'articles':>9}{'relevance':>10}{'actors':>8}{'meetings':>9}"
    f"{'P':>7}{'R':>7}{'status':>8}{'date':>7}{'people':>8}"
)


def by_group(gold: Sequence[Line], predicted: Mapping[str, Line], by: Groups) -> list[str]:
    """Return a line of figures for each group of labelled articles, the largest group first.

    An article of two processes counts for both, one of none for `(none)`.
    """
    groups: dict[str, list[Line]] = {}
    for label in gold:
        for name in _names(label, by):
            groups.setdefault(name, []).append(label)
    ordered = sorted(groups.items(), key=lambda item: (-len(item[1]), item[0]))
    return [f"by {by}", _HEAD, *(_line(name, score(of, predicted)) for name, of in ordered)]


def _names(label: Line, by: Groups) -> Iterable[str]:
    told = label["processes"] if by == "process" else (label.get(by),)
    return [name for name in told if name] or ["(none)"]


def _line(name: str, scores: Scores) -> str:
    fields, meetings = scores.fields, scores.meetings
    right = scores.relevance.tp + scores.true_negatives
    figures = (
        f"{right / scores.articles:>10.3f}{total(scores.actors).f1:>8.3f}{meetings.f1:>9.3f}"
        f"{meetings.precision:>7.3f}{meetings.recall:>7.3f}"
        f"{fields.get('status', Share()).value:>8.3f}{fields.get('date', Share()).value:>7.3f}"
        f"{scores.people.f1:>8.3f}"
    )
    return f"{name[:33]:<34}{scores.articles:>9}{figures}"
