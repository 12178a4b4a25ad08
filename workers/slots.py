"""What one worker has in hand: deliveries given to it, being claimed, being sent."""

from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager

from service.queues.deliveries import Entry


class Slots:
    """So many deliveries at once, at most half of them to receivers that are slow."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.given: list[Entry] = []
        self._claiming: deque[Entry] = deque()
        self.sending = 0
        self._sending_slow = 0

    @property
    def free(self) -> int:
        """How many more may be taken."""
        return self.most - len(self.given) - len(self._claiming) - self.sending

    @property
    def free_slow(self) -> int:
        """How many of them may be to slow receivers."""
        at_hand = sum(entry.lane == "slow" for entry in (*self.given, *self._claiming))
        return max(self.most // 2 - self._sending_slow - at_hand, 0)

    def room(self, unwritten: int) -> int:
        """How many may be begun beside what is being sent and what has ended unwritten."""
        return max(self.most - self.sending - unwritten, 0)

    @property
    def moving(self) -> bool:
        """Whether anything is claimed, or may be at this moment."""
        return bool(self._claiming) or self.sending > 0

    @contextmanager
    def claiming(self, most: int) -> Iterator[list[Entry]]:
        """Hand out what was given, to be claimed; an error gives back what was not."""
        taken = self.given[:most]
        del self.given[: len(taken)]
        self._claiming.extend(taken)
        try:
            yield taken
        except BaseException:
            self.given[:0] = self._claiming
            raise
        finally:
            self._claiming.clear()

    def claimed(self) -> None:
        """The next of those handed out is claimed, or was not to be had."""
        self._claiming.popleft()

    def begin(self, *, slow: bool) -> None:
        """One is being sent."""
        self.sending += 1
        self._sending_slow += slow

    def end(self, *, slow: bool) -> None:
        """One has ended."""
        self.sending -= 1
        self._sending_slow -= slow
