"""How names and phrases are spelt: the forms that are looked for, the id that a name gives."""

import re
import unicodedata
from collections.abc import Iterable, Iterator

from service.knowledge.model import Lexicon

_COUNTING = ("number", "ordinal", "lasting")
_SMALL = frozenset({"of", "the", "for", "to", "and", "in", "on"})


def spellings(name: str) -> Iterable[str]:
    """Yield the spellings under which a name is looked for: as is, without accents, in capitals."""
    yield name
    plain = plain_letters(name)
    yield plain
    if len(name) > 3:
        yield name.upper()
        yield plain.upper()


def plain_letters(name: str) -> str:
    """Return a name without accents (`Félix` -> `Felix`)."""
    if name.isascii():
        return name
    folded = unicodedata.normalize("NFKD", name)
    return "".join(char for char in folded if not unicodedata.combining(char))


def cases(phrase: str, *, dotted: bool = False) -> tuple[str, ...]:
    """Return a phrase as written, with a capital, as in a headline and all in capitals.

    Titles keep their small words small (`Minister of the Interior`). `dotted` tells that a capital
    i keeps its dot (`İki lider`).
    """
    words = phrase.split(" ")
    titled = " ".join(_capital(word, dotted) for word in words)
    title = " ".join(word if word in _SMALL else _capital(word, dotted) for word in words)
    every = (phrase.replace("i", "İ") if dotted else phrase).upper()
    return tuple(dict.fromkeys((phrase, _capital(phrase, dotted), titled, title, every)))


def _capital(words: str, dotted: bool) -> str:
    first = "İ" if dotted and words.startswith("i") else words[:1].upper()
    return first + words[1:]


def parts(text: str) -> Iterator[str]:
    """Yield the runs of words within a phrase, the longest first."""
    words = text.split(" ")
    for length in range(len(words) - 1, 0, -1):
        for start in range(len(words) - length + 1):
            yield " ".join(words[start : start + length])


def counting(lexicons: Iterable[Lexicon]) -> dict[str, dict[str, int]]:
    """Return by class the words that count (`three`, `third`, `dreitägig`) and what each comes to.

    They may stand within a longer phrase, which hides them from the scan (`a two-day visit`).
    """
    counts: dict[str, dict[str, int]] = {cls: {} for cls in _COUNTING}
    for lexicon in lexicons:
        for name, phrases in lexicon.words.items():
            cls, _, value = name.partition(".")
            if cls in counts:
                counts[cls] |= dict.fromkeys(phrases, int(value))
    return counts


def slug_of(name: str) -> str:
    """Return the readable id of a discovered actor."""
    plain = plain_letters(name).lower()
    return re.sub(r"[^\w]+", "-", plain).strip("-") or "unnamed"
