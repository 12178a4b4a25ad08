"""The automaton's patterns by what is asked of them before any token is made."""

from collections.abc import Mapping
from typing import Any

Senses = dict[str, Any]
Match = tuple[int, int, int]  # pattern, start, end
_MARKS = frozenset({"boilerplate", "teaser"})
PAGE_SIGNS = _MARKS | {"stamp_month", "year"}  # what blocks look at
_STRIFE = frozenset({"talk", "conflict"})


class Patterns:
    """Numbers of patterns: `of_peace`, `of_meetings` (triggers), `of_pages` (what blocks look at).

    `of_strife` maps those of talks and war to their words, `of_people` those of persons by their
    whole names to the persons; `subjects` are these and those of peace. `of_days` are the months
    and years of `of_pages`, `of_marks` the others. `few`, subjects and marks, are what a text is
    searched for before anything else; `days` are those of `of_days` in order.
    """

    def __init__(
        self, by_text: Mapping[str, Senses], first: int = 0, names: "Patterns | None" = None
    ) -> None:
        """Sort the patterns, which are numbered as they come from `first` on.

        The `names` beside them are subjects too, but not among the `few` or the `days`.
        """
        self.of_peace: set[int] = set()
        self.of_meetings: set[int] = set()
        self.of_pages: set[int] = set()
        self.of_days: set[int] = set()
        self.of_marks: set[int] = set()
        self.of_strife: dict[int, str] = {}
        self.of_people: dict[int, str] = {}
        for number, (text, senses) in enumerate(by_text.items(), first):
            self._sort(number, text, senses)
        self.subjects = {*self.of_peace, *self.of_strife, *self.of_people}
        self.days = sorted(self.of_days)
        self.few = sorted(self.subjects | self.of_marks)
        if names is not None:
            self.of_people |= names.of_people
            self.subjects |= names.subjects

    def _sort(self, number: int, text: str, senses: Senses) -> None:
        if "peace" in senses:
            self.of_peace.add(number)
        if "trigger" in senses:
            self.of_meetings.add(number)
        if not _STRIFE.isdisjoint(senses):
            self.of_strife[number] = text.lower()
        if not PAGE_SIGNS.isdisjoint(senses):
            self.of_pages.add(number)
            (self.of_days if _MARKS.isdisjoint(senses) else self.of_marks).add(number)
        for called in senses.get("person", ()):
            if called.kind == "name":
                self.of_people[number] = called.actor.slug
