"""Which faults can still show at a moment: so many more requests may stand side by side."""

from collections.abc import Hashable


class Overlaps:
    """Faults from their beginning until `reach` seconds after their end.

    What was begun before a fault, or by who had not noticed it, has ended by then; but not if it
    was in the hands of a worker that was frozen meanwhile. So what shows when a worker is frozen
    shows until it has been awake for as long. Times are of one clock, in seconds.
    """

    def __init__(self, reach: float) -> None:
        self._reach = reach
        self._ends: dict[Hashable, float] = {}
        self._frozen: dict[Hashable, float] = {}

    def begin(self, fault: Hashable, now: float, *, freezes: bool = False) -> None:
        """A fault begins; one that is under way goes on."""
        self._forget(now)
        self._ends[fault] = float("inf")
        if freezes:
            self._frozen.setdefault(fault, now)

    def end(self, fault: Hashable, now: float) -> None:
        """A fault is over; nothing happens if it was."""
        self._forget(now)
        if self._frozen.pop(fault, None) is not None:
            self._ends |= dict.fromkeys(self._past(), now + self._reach)
        if self._ends.get(fault) == float("inf"):
            self._ends[fault] = now + self._reach

    def count(self, now: float) -> int:
        """Return how many faults can show now."""
        self._forget(now)
        return len(self._ends)

    def _past(self) -> list[Hashable]:
        return [fault for fault, end in self._ends.items() if end < float("inf")]

    def _forget(self, now: float) -> None:
        # While anybody is frozen nothing that showed then has ended.
        since = min([now, *self._frozen.values()])
        self._ends = {fault: end for fault, end in self._ends.items() if end >= since}
