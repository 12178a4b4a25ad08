"""Copies of one story: articles that have most of their passages, or of their words, in common.

A passage is a sentence of some length, folded to plain words, so that a copy with another head,
other cuts or a few edited sentences is still known. A copy in which words were changed all over is
known by its sketch: of all runs of four words, hashed, the smallest in each of 64 bins (one
permutation MinHash; Li, Owen and Zhang, 2012). The share of bins that are alike estimates the share
of runs that two texts have in common.
"""

import hashlib
import re
from collections.abc import Mapping
from zlib import crc32

from msgspec import Struct

from service.domain.ids import ArticleId
from service.domain.words import fold

SHARED = 0.4  # the part of the shorter article's passages that copies have in common
ALIKE = 0.34  # the part of two sketches; with every tenth word changed it is about 0.49

_SENTENCE = re.compile(r"(?<=[.!?。؟])\s+|\n+")
_SHORTEST = 5  # words; shorter sentences are alike by chance
_FEWEST = 3  # passages; with fewer, an article is too short to be known by them
_RUN = 4
_BINS = 64
_MIX = 0x9E3779B1  # odd: 2^32 by the golden ratio (Knuth, TAOCP 6.4)
_MOST = 1 << 32
_FEWEST_BINS = 48  # with fewer that hold anything, an article is too short for a sketch


class Print(Struct, frozen=True):
    """By what an article is known as a copy.

    `sketch` holds its bins, empty for what is too short. `origin` is who told it first, by folded
    name; `credited` tells that the article says so of another.
    """

    passages: frozenset[str] = frozenset()
    sketch: tuple[str, ...] = ()
    origin: str | None = None
    credited: bool = False

    @property
    def bands(self) -> frozenset[str]:
        """Two bins each that follow one another: copies have some of them in common."""
        pairs = zip(self.sketch[::2], self.sketch[1::2], strict=True)
        return frozenset(f"{n:02}{a}{b}" for n, (a, b) in enumerate(pairs) if "-" not in (a, b))


class Candidate(Struct, frozen=True):
    """An article with passages or bands in common: how many passages, of how many."""

    common: int
    passages: int
    sketch: tuple[str, ...] = ()
    origin: str | None = None
    credited: bool = False


def fingerprint(text: str, origin: str | None = None, credited: bool = False) -> Print:
    """Return by what a text is known."""
    folded = [fold(sentence) for sentence in _SENTENCE.split(text)]
    passages = frozenset(_hash(s) for s in folded if s.count(" ") >= _SHORTEST - 1)
    return Print(passages, _sketch(" ".join(folded).split()), origin, credited)


def _sketch(words: list[str]) -> tuple[str, ...]:
    least: dict[int, int] = {}
    for run in zip(*(words[n:] for n in range(_RUN)), strict=False):
        # Multiplied, as the low bits of a checksum alone tell too little.
        hashed = crc32(" ".join(run).encode()) * _MIX & 0xFFFFFFFF
        bin, value = hashed % _BINS, hashed // _BINS
        if value < least.get(bin, _MOST):
            least[bin] = value
    if len(least) < _FEWEST_BINS:
        return ()
    # What is empty is like nothing, not like what is empty elsewhere.
    return tuple(f"{least[bin]:07x}" if bin in least else "-" for bin in range(_BINS))


def _hash(words: str) -> str:
    return hashlib.blake2b(words.encode(), digest_size=8).hexdigest()


def copies(own: Print, others: Mapping[ArticleId, Candidate]) -> tuple[ArticleId, ...]:
    """Return the articles of which one is a copy (or they of it); it goes both ways."""
    return tuple(sorted(id for id, other in others.items() if _is_copy(own, other)))


def _is_copy(own: Print, other: Candidate) -> bool:
    # Who credits the other's origin may have cut the text down to a sentence.
    owed = own.origin is not None and own.origin == other.origin
    fewest = 1 if owed and (own.credited or other.credited) else _FEWEST
    shorter = min(len(own.passages), other.passages)
    if shorter >= fewest and other.common >= SHARED * shorter:
        return True
    return _alike(own.sketch, other.sketch) >= ALIKE


def _alike(one: tuple[str, ...], other: tuple[str, ...]) -> float:
    if not one or not other:
        return 0.0
    pairs = zip(one, other, strict=True)
    return sum(a == b != "-" for a, b in pairs) / _BINS
