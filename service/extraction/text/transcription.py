"""Names of another script in Latin letters: what letters, endings and cases come to."""

import re
from collections.abc import Mapping
from functools import lru_cache

Signs = Mapping[str, tuple[str, ...]]
_SHORTEST = 3  # letters that are left of a name


def stem(signs: Signs, word: str, ends: str = "case_ends") -> str:
    """Return a word without the ending of its case, lower-case."""
    low = word.lower()
    cut = _ending(signs[ends]).search(low, _SHORTEST)
    return low[: cut.start()] if cut else low


def latin(signs: Signs, name: str) -> str:
    """Return a name in Latin letters."""
    return " ".join(
        "-".join(_word(signs, part) for part in word.split("-")) for word in name.split(" ")
    )


def _word(signs: Signs, word: str) -> str:
    known = _pairs(signs["latin_names"]).get(word.lower())
    if known is None:
        letters, ends = _pairs(signs["latin"]), _pairs(signs["latin_ends"])
        low = word.lower()
        end = next((end for end in ends if low.endswith(end)), "")
        known = "".join(letters.get(char, char) for char in low.removesuffix(end))
        known += ends.get(end, "")
    return known[:1].upper() + known[1:] if word[:1].isupper() else known


@lru_cache(maxsize=8)
def _ending(ends: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"(?:{'|'.join(ends)})\Z")


@lru_cache(maxsize=8)
def _pairs(pairs: tuple[str, ...]) -> Mapping[str, str]:
    return {one: spelt for one, _, spelt in (pair.partition(" ") for pair in pairs)}
