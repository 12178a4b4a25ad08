"""Names by what they sound like: one that is written in another script is found among the known."""

import re
from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache

from rapidfuzz import fuzz

from service.domain.actors import Actor
from service.extraction.text.spelling import plain_letters

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
_ALIKE = 72  # percent of letters in common that a known name needs beside the same sound
_LEAST = 4  # consonants of a whole name: shorter ones sound like many


class Sounds:
    """The persons of the knowledge by what their names sound like."""

    def __init__(self, actors: Iterable[Actor]) -> None:
        """Index them."""
        self._by: defaultdict[str, list[Actor]] = defaultdict(list)
        for actor in actors:
            if actor.type == "person" and " " in actor.name:
                self._by[sound(actor.name)].append(actor)

    def known(self, latin: str, countries: frozenset[str]) -> Actor | None:
        """Return the one person whom a transcribed name means, of a country told of if several."""
        key = sound(latin)
        if len(key.replace(" ", "")) < _LEAST:
            return None
        fits = [a for a in self._by.get(key, ()) if fuzz.ratio(latin, _plain(a.name)) >= _ALIKE]
        near = [actor for actor in fits if actor.country in countries]
        fits = near or fits
        return fits[0] if len(fits) == 1 else None


def _plain(name: str) -> str:
    return plain_letters(name).lower()


@lru_cache(maxsize=16_384)
def sound(name: str) -> str:
    """Return the consonants of a name in Latin letters, spelt as they sound."""
    text = _PARTICLES.sub("", _plain(name).replace("-", " "))
    for letters, one in _SOUNDS:
        text = text.replace(letters, one)
    for letter, one in _SOFT:
        text = letter.sub(one, text)
    text = _SILENT.sub("", text.replace("c", "k"))
    words = (_TWICE.sub(r"\1", _MUTE.sub("", word)) for word in text.split())
    return " ".join(word for word in words if word)
