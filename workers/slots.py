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
        at_hand = [entry.lane for entry in (*self.given, *self._claiming)]
        return max(self.most // 2 - self._sending_slow - at_hand.count("slow"), 0)

    def room(self, unwritten: int) -> int:
        """How many may be begun beside what is being sent and what has ended unwritten."""
        return max(self.most - self.sending - unwritten, 0)

    @property
    def moving(self) -> bool:
        """Whether anything is claimed, or may be at this moment."""
        return bool(self._claiming) or self.sending > 0

    @contextmanager
    def claiming(self, most: int) -> Iterator[deque[Entry]]:
        """Hand out what was given, to be claimed; what is still in it after an error goes back."""
        self._claiming.extend(self.given[:most])
        del self.given[:most]
        try:
            yield self._claiming
        except BaseException:
            self.given[:0] = self._claiming
            raise
        finally:
            self._claiming.clear()

    def begin(self, entry: Entry | None) -> None:
        """One is being sent; None for what no queue gave."""
        self.sending += 1
        self._sending_slow += entry is not None and entry.lane == "slow"

    def end(self, entry: Entry | None) -> None:
        """One has ended."""
        self.sending -= 1
        self._sending_slow -= entry is not None and entry.lane == "slow"
