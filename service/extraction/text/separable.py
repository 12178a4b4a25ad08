"""Verbs that stand in two places of their clause (`kamen am Montag in Berlin zusammen`).

A lexicon names the particles (`sign.separable`); a phrase of a verb and a particle is read wherever
the particle ends the verb's clause, and means there what it means in one piece.
"""

import re
from collections.abc import Collection, Iterable

from service.extraction.text.patterns import Senses

PARTED = "parted"  # the sense of a verb that may have a particle: what each makes of it
_FAR = 160  # characters between a verb and its particle
# What follows is told by another verb (`. Er`, `, und`, ` und stellte`).
_OVER = re.compile(r"(?<!\d)[.!?](?=\s|\Z)|[;\n]|, (?:und|aber|doch|sondern) | und [a-zäöüß]+ten? ")
_CLAUSE_END = re.compile(r"([^\W\d]+)(?=[,;:.!?\n\"]|\Z| (?:und|oder|um|wie|als) )")


def parted(
    texts: Iterable[tuple[str, Senses]], particles: Collection[str], whole: Collection[str] = ()
) -> dict[str, Senses]:
    """Return by verb what it means with each of the particles, of those that have some.

    What begins with a word of `whole` stands together (`zu treffen`).
    """
    verbs: dict[str, Senses] = {}
    for text, senses in texts:
        verb, _, particle = text.partition(" ")
        if particle in particles and verb not in whole:
            verbs.setdefault(verb, {})[particle] = senses
    return verbs


def whole_verb(text: str, end: int, limit: int, particles: Senses) -> tuple[int, Senses] | None:
    """Return where the particle of a verb that ends at `end` begins and what both mean.

    None if it has none; what stands at `limit` or farther is of another verb.
    """
    last = min(limit, end + _FAR)
    over = _OVER.search(text, end, last)
    last = over.start() if over else last
    ends = (found for found in _CLAUSE_END.finditer(text, end, last) if found.end() < limit)
    return next(((at.start(), particles[at[1]]) for at in ends if at[1] in particles), None)
