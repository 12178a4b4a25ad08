"""Which signs of the lexicon a sentence may hold, found by one look for all their words.

Most rules ask for words that a sentence does not have. `Scene.signs` leaves them only the words of
those signs of which one is there, so that what is not there costs next to nothing.
"""

from collections import defaultdict
from collections.abc import Mapping

from ahocorasick_rs import BytesAhoCorasick, Implementation

_SHORT = 5  # letters: shorter words stand in nearly every sentence, so nobody looks for them
_BEFORE, _AFTER = 24, 40  # characters beside a sentence into which the windows of rules reach
Words = tuple[str, ...]
Near = Mapping[str, Words]


class Heard:
    """The words of all signs."""

    def __init__(self, signs: Mapping[str, Words]) -> None:
        """Compile the words of signs."""
        short = {sign: tuple(filter(_short, words)) for sign, words in signs.items()}
        self._short = defaultdict(tuple, short)
        by_word: defaultdict[bytes, list[tuple[str, Words, Words]]] = defaultdict(list)
        for sign, words in signs.items():
            for key in dict.fromkeys(word.lower() for word in words if not _short(word)):
                alone = tuple(word for word in words if word.lower() == key or _short(word))
                by_word[key.encode()].append((sign, alone, words))
        self._of = list(by_word.values())
        self._automaton = BytesAhoCorasick(list(by_word), implementation=Implementation.DFA)

    def near(self, text: str, start: int, end: int) -> Near:
        """Return by sign the words that may stand in a range of a text or right beside it.

        Of each sign the short ones are told, and the one that is there, however it is written; all
        of them where several are. They keep their order.
        """
        near = self._short.copy()
        if text[start - 1 : start] == " ":
            words = text[max(0, start - _BEFORE) : end + _AFTER]
        else:  # what begins a line; some rules put a space before it
            words = f" {text[start : end + _AFTER]}"
        matches = self._automaton.find_matches_as_indexes(
            words.lower().encode(errors="surrogatepass"), overlapping=True
        )
        told = set()
        for number in {number for number, _, _ in matches}:
            for sign, alone, whole in self._of[number]:
                near[sign] = whole if sign in told else alone
                told.add(sign)
        return near


def _short(word: str) -> bool:
    return len(word.replace(" ", "")) < _SHORT
