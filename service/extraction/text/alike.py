"""Nouns and verbs that are written alike (`la rencontre`, `A rencontre B`).

A lexicon names the words that stand before such a noun (`sign.noun_before`); behind any other word
it is a verb. What begins with a capital letter is a noun.
"""

import re
from collections.abc import Iterable, Iterator, Mapping

from service.extraction.text.patterns import Senses

ALIKE = "alike"  # the sense of a word that may be both: what it means as a noun and as a verb
_LONGEST = 24  # characters of a word before
_NOUN, _FINITE = "noun", "present"


def alike(by_text: Mapping[str, Senses]) -> Iterator[tuple[Senses, tuple[Senses, Senses]]]:
    """Yield the senses of each text that may be noun and verb, with those of either."""
    for senses in by_text.values():
        triggers = senses.get("trigger", ())
        if {_NOUN, _FINITE} <= {sense.form for sense in triggers}:
            nouns = tuple(sense for sense in triggers if sense.form == _NOUN)
            verbs = tuple(sense for sense in triggers if sense.form != _NOUN)
            noun = {cls: value for cls, value in senses.items() if cls != "ahead_verb"}
            yield senses, (noun | {"trigger": nouns}, senses | {"trigger": verbs})


def nouns_after(words: Iterable[str]) -> re.Pattern[str] | None:
    """Return what stands before a noun, of the words that do; None if there are none."""
    choices = "|".join(map(re.escape, words))
    return re.compile(rf"\b(?:{choices})\Z", re.IGNORECASE) if choices else None


def is_noun(text: str, start: int, before: re.Pattern[str]) -> bool:
    """Tell whether a word at `start` that may be both is a noun there."""
    if not text[start].islower():
        return True
    return before.search(text, max(0, start - _LONGEST), start) is not None
