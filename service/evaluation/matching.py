"""When a predicted name, actor or meeting is the labelled one.

Names are folded (accents, case, dotless i); persons may be spelt a little differently,
organizations may be abbreviated. Meetings match by the words that report them together with
people, place or month, or by people together with place or month.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Any, TypeVar

Line = Mapping[str, Any]
T = TypeVar("T")
FAMILY = {
    "talks": "m",
    "meeting": "m",
    "summit": "m",
    "visit": "v",
    "phone_call": "c",
    "signing": "s",
    "press_conference": "p",
}
_SMALL = frozenset({"the", "of", "for", "and", "in"})
_SIGNS = re.compile(r"[^\w ]+")


# Everything predicted is compared with everything labelled: the same few names, over and over.
@lru_cache(maxsize=65_536)
def words(name: str | None) -> tuple[str, ...]:
    """Return the folded words of a name."""
    folded = unicodedata.normalize("NFKD", name or "")
    folded = "".join(char for char in folded if not unicodedata.combining(char)).casefold()
    folded = folded.replace("ı", "i").replace("ə", "a").replace("’", "'")
    return tuple(_SIGNS.sub(" ", folded).split())


@lru_cache(maxsize=65_536)
def same_person(first: str, second: str) -> bool:
    """Tell whether two names are one person's."""
    a, b = words(first), words(second)
    if not a or not b:
        return False
    if set(a) <= set(b) or set(b) <= set(a):
        return True
    if SequenceMatcher(None, " ".join(a), " ".join(b)).ratio() >= 0.86:
        return True
    return a[-1] == b[-1] and a[0][0] == b[0][0]


@lru_cache(maxsize=65_536)
def same_body(first: str, second: str) -> bool:
    """Tell whether two names are one organization's."""
    a, b = words(first), words(second)
    a2, b2 = [w for w in a if w not in _SMALL], [w for w in b if w not in _SMALL]
    if a == b or a2 == b2:
        return True
    for long, short in ((a2, b), (b2, a)):
        if len(short) == 1 and len(long) > 1 and "".join(w[0] for w in long) == short[0]:
            return True
    return SequenceMatcher(None, " ".join(a2), " ".join(b2)).ratio() >= 0.85


def actor_likeness(predicted: Line, gold: Line) -> float:
    """Return 2 for the same actor by the same name, 1 by another, 0 for another actor."""
    if predicted.get("type") != gold.get("type") or not _same_actor(predicted, gold):
        return 0.0
    return 2.0 if words(predicted["name"]) == words(gold["name"]) else 1.0


def _same_actor(predicted: Line, gold: Line) -> bool:
    if gold["type"] == "person":
        return same_person(predicted["name"], gold["name"])
    if gold["type"] == "organization":
        return same_body(predicted["name"], gold["name"])
    if predicted.get("country") and gold.get("country"):
        return bool(predicted["country"].upper() == gold["country"].upper())
    return words(predicted["name"]) == words(gold["name"])


def same_words(first: str, second: str) -> bool:
    """Tell whether one of two texts is in the other, whatever marks stand about."""
    a, b = " ".join(words(first)), " ".join(words(second))
    return a in b or b in a


def shared(first: Iterable[str], second: Sequence[str]) -> int:
    """Return how many of the first names stand in the second list."""
    return sum(any(same_person(a, b) or same_body(a, b) for b in second) for a in first)


def room(meeting: Line) -> list[str]:
    """Return everyone in the room."""
    return [*(meeting.get("participants") or ()), *(meeting.get("mediators") or ())]


def meeting_likeness(predicted: Line, gold: Line, countries: Mapping[str, str]) -> float:
    """Return how like two meetings are, 0 if they cannot be the same."""
    said = _said(predicted, gold)
    who = _who(room(predicted), room(gold), countries)
    when = _when(predicted.get("date"), gold.get("date"))
    where = _where(predicted, gold)
    kind = 0.5 if FAMILY.get(predicted["kind"]) == FAMILY.get(gold["kind"]) else -0.5
    by_words = said >= 0.7 and (who > 0 or where > 0 or when > 0 or not room(gold))
    by_facts = who > 0 and (when > 0 or where > 0) and when >= 0 and where >= 0
    return said * 2 + who + when + where + kind + 0.01 if by_words or by_facts else 0.0


def _said(predicted: Line, gold: Line) -> float:
    a, b = " ".join(words(predicted.get("evidence"))), " ".join(words(gold.get("evidence")))
    if not a or not b:
        return 0.0
    if b in a or a in b:
        return 1.0
    longest = SequenceMatcher(None, a, b).find_longest_match(0, len(a), 0, len(b)).size
    return 0.7 if longest >= 0.6 * len(b) else 0.0


def _who(predicted: list[str], gold: list[str], countries: Mapping[str, str]) -> float:
    if not predicted or not gold:
        return 0.0
    found = shared(predicted, gold) / max(1, min(len(predicted), len(gold)))
    if found == 0 and _countries(predicted, countries) & _countries(gold, countries):
        return 0.5
    return found


def _countries(names: list[str], countries: Mapping[str, str]) -> set[str]:
    return {countries.get(" ".join(words(name)), " ".join(words(name))) for name in names}


def _when(predicted: str | None, gold: str | None) -> float:
    if not predicted or not gold:
        return 0.0
    return 1.0 if predicted[:7] == gold[:7] else -1.0


def _where(predicted: Line, gold: Line) -> float:
    if predicted.get("city") and gold.get("city"):
        return 1.0 if words(predicted["city"]) == words(gold["city"]) else -1.0
    if predicted.get("country") and gold.get("country"):
        return 0.5 if predicted["country"] == gold["country"] else -1.0
    return 0.0


def pairs(
    predicted: Sequence[T], gold: Sequence[T], likeness: Callable[[T, T], float]
) -> list[tuple[int, int]]:
    """Pair predictions with labels greedily, the most alike first; return their indexes."""
    scored = sorted(
        ((likeness(p, g), i, j) for i, p in enumerate(predicted) for j, g in enumerate(gold)),
        key=lambda entry: (-entry[0], entry[1], entry[2]),
    )
    used_p: set[int] = set()
    used_g: set[int] = set()
    found = []
    for score, i, j in scored:
        if score > 0 and i not in used_p and j not in used_g:
            used_p.add(i)
            used_g.add(j)
            found.append((i, j))
    return found
