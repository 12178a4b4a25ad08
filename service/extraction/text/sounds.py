"""Names by what they sound like: one that is written in another script is found among the known."""

import re
from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache
from typing import Generic, TypeVar

from rapidfuzz import fuzz

from service.domain.actors import Actor
from service.extraction.text.spelling import plain_letters
from service.knowledge.model import Knowledge, Place

# Spellings of one sound, in the order in which they are looked for.
_SOUNDS = (
    ("dzh", "j"),
    ("sch", "3"),
    ("sh", "3"),
    ("kh", "h"),
    ("zh", "j"),
    ("tch", "1"),
    ("ch", "1"),
    ("ts", "2"),
    ("tz", "2"),
    ("ph", "f"),
    ("th", "t"),
    ("gh", "g"),
    ("ck", "k"),
    ("q", "k"),
    ("x", "ks"),
    ("w", "v"),
    ("z", "s"),
)
_SOFT = ((re.compile(r"g(?=[eiy])"), "j"), (re.compile(r"c(?=[eiy])"), "s"))
_SILENT = re.compile(r"h\b")
_MUTE = re.compile(r"[aeiouy'’`\W_]+")
_TWICE = re.compile(r"(.)\1+")
_PARTICLES = re.compile(r"\b(?:al|el|ad|ash|as|an|ar|bin|ben|ibn|de|da|van|von|abu|der)\b[ -]?")
T = TypeVar("T")
_OF_NAME, _OF_TOWN = 4, 3  # consonants that a name at least has
_ALIKE = 72  # percent of letters in common that a known name needs beside the same sound


class Sounds(Generic[T]):
    """What is known by name, by what its names sound like."""

    def __init__(self, named: Iterable[tuple[str, str | None, T]], least: int) -> None:
        """Index names, each with its country and what it means.

        What has fewer than so many consonants sounds like too much else.
        """
        self._least = least
        self._by: defaultdict[str, list[tuple[str, str | None, T]]] = defaultdict(list)
        for name, country, meant in named:
            self._by[sound(name)].append((_heard(name), country, meant))

    def known(self, latin: str, countries: frozenset[str]) -> T | None:
        """Return the one that a transcribed name means, of a country told of if several fit."""
        key = sound(latin)
        if len(key.replace(" ", "")) < self._least:
            return None
        heard = _heard(latin)
        fits = [one for one in self._by.get(key, ()) if fuzz.ratio(heard, one[0]) >= _ALIKE]
        near = [one for one in fits if one[1] in countries]
        fits = near or fits
        return fits[0][2] if len(fits) == 1 else None


def _plain(name: str) -> str:
    return plain_letters(name).lower()


@lru_cache(maxsize=16_384)
def sound(name: str) -> str:
    """Return the consonants of a name in Latin letters, spelt as they sound."""
    words = (_TWICE.sub(r"\1", _MUTE.sub("", word)) for word in _heard(name).split())
    return " ".join(word for word in words if word)


def _heard(name: str) -> str:
    """Return a name with one letter for each consonant, whichever way it is spelt."""
    text = _PARTICLES.sub("", _plain(name).replace("-", " "))
    for letters, one in _SOUNDS:
        text = text.replace(letters, one)
    for letter, one in _SOFT:
        text = letter.sub(one, text)
    return _SILENT.sub("", text.replace("c", "k"))


def heard_of(knowledge: Knowledge, *, told: bool) -> tuple[Sounds[Actor], Sounds[Place]]:
    """Return persons and cities by their sound, none unless `told` that they are written apart."""
    persons = [a for a in knowledge.actors.values() if a.type == "person" and " " in a.name]
    cities = [place for place in knowledge.places.values() if place.kind == "city"]
    return (
        Sounds(((a.name, a.country, a) for a in persons if told), _OF_NAME),
        Sounds(((p.names[0], p.country, p) for p in cities if told), _OF_TOWN),
    )
