"""Copies of one story: articles that share most of their passages, word for word.

A passage is a sentence of some length, folded to plain words, so that a copy with another head,
other cuts or a few edited sentences is still known.
"""

import hashlib
import re
from collections.abc import Mapping

from service.domain.ids import ArticleId
from service.domain.words import fold

SHARED = 0.4  # the part of the shorter article's passages that copies have in common

_SENTENCE = re.compile(r"(?<=[.!?。؟])\s+|\n+")
_SHORTEST = 5  # words; shorter sentences are alike by chance
_FEWEST = 3  # passages; with fewer, an article is too short to be known by them


def passages(text: str) -> frozenset[str]:
    """Return the hashes (64 bits, hexadecimal) of an article's passages."""
    folded = (fold(sentence) for sentence in _SENTENCE.split(text))
    return frozenset(_hash(words) for words in folded if words.count(" ") >= _SHORTEST - 1)


def _hash(words: str) -> str:
    return hashlib.blake2b(words.encode(), digest_size=8).hexdigest()


def copies(own: int, shared: Mapping[ArticleId, tuple[int, int]]) -> tuple[ArticleId, ...]:
    """Return the articles of which one with `own` passages is a copy (or they of it).

    `shared` gives, for each candidate, how many passages it has in common and how many it has.
    """
    return tuple(
        sorted(
            article
            for article, (common, theirs) in shared.items()
            if min(own, theirs) >= _FEWEST and common >= SHARED * min(own, theirs)
        )
    )
