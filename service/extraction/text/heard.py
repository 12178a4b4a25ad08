"""Which signs of the lexicon a sentence may hold, found by one look for all their words.

Most rules ask for words that a sentence does not have. `Scene.signs` leaves them only the words of
those signs of which one is there, so that what is not there costs next to nothing.
"""

from collections import defaultdict
from collections.abc import Mapping

from ahocorasick_rs import BytesAhoCorasick, Implementation

_SHORT = 5  # letters: shorter words stand in nearly every sentence, so nobody looks for them
_BEFORE, _AFTER = 24, 40  # characters beside a sentence into which the windows of rules reach
Near = Mapping[str, tuple[str, ...]]


class Heard:
    """The words of all signs."""

    def __init__(self, signs: Mapping[str, tuple[str, ...]]) -> None:
        """Compile the words of signs."""
        short = {sign: tuple(filter(_short, words)) for sign, words in signs.items()}
        self._short = defaultdict(tuple, {sign: words for sign, words in short.items() if words})
        by_word: defaultdict[bytes, dict[str, tuple[str, ...]]] = defaultdict(dict)
        for sign, words in signs.items():
            for word in words:
                if not _short(word):
                    by_word[word.lower().encode()][sign] = words
        self._of = list(by_word.values())
        self._automaton = BytesAhoCorasick(list(by_word), implementation=Implementation.DFA)

    def near(self, text: str, start: int, end: int) -> Near:
        """Return by sign the words that may stand in a range of a text or right beside it.

        All words of a sign are told where one of them is there, however it is written; of other
        signs only the short ones.
        """
        near = self._short.copy()
        if text[start - 1 : start] == " ":
            words = text[max(0, start - _BEFORE) : end + _AFTER]
        else:  # what begins a line; some rules put a space before it
            words = f" {text[start : end + _AFTER]}"
        for number, _, _ in self._automaton.find_matches_as_indexes(
            words.lower().encode(errors="surrogatepass"), overlapping=True
        ):
            near.update(self._of[number])
        return near


def _short(word: str) -> bool:
    return len(word.replace(" ", "")) < _SHORT
