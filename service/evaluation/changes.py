"""What a change of a rule won and lost: two lists of errors, before and after."""

from collections.abc import Iterable

from msgspec import Struct

from service.evaluation.scores import Scores


class Record(Struct, frozen=True):
    """The errors of one evaluation, kept to compare a later one with."""

    missed: tuple[str, ...] = ()
    spurious: tuple[str, ...] = ()


def record(scores: Scores) -> Record:
    """Return the errors of an evaluation."""
    return Record(tuple(scores.missed), tuple(scores.spurious))


def changes(before: Record, after: Record) -> list[str]:
    """Return a line for each meeting newly found, newly missed, made up, or no more made up."""
    return [
        *_lines("+ found", before.missed, after.missed),
        *_lines("- missed", after.missed, before.missed),
        *_lines("! made up", after.spurious, before.spurious),
        *_lines("~ no more made up", before.spurious, after.spurious),
    ]


def _lines(sign: str, here: Iterable[str], not_there: Iterable[str]) -> list[str]:
    known = set(not_there)
    return [f"{sign}: {error}" for error in here if error not in known]
