"""The subject of a verb of speech beside a quote: who is named there, or meant."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from operator import attrgetter
from typing import NamedTuple

from service.extraction.actors.cast import Cast
from service.extraction.actors.pronouns import acting
from service.extraction.text.page import Page, Ref, Sentence
from service.extraction.text.scan import Token

_START, _END = attrgetter("start"), attrgetter("end")
_NEAR = 60  # characters between a speaker and the verb
_TITLE = 40  # characters between a description and the name that follows it
_BACK = 3  # sentences in which somebody is named whom a pronoun means
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_BREAK = re.compile(r"[;:(]|, (?!\d)| [-–—] ")


class Beside(NamedTuple):
    """What stands beside one quote: the page, who is named on it, and where the quote stands."""

    page: Page
    cast: Cast
    start: int
    end: int


def near(page: Page, start: int, end: int) -> Iterator[Sentence]:
    """Yield the sentences that reach into a range."""
    first = bisect_left(page.sentences, start, key=_END)
    yield from page.sentences[first : bisect_right(page.sentences, end, first, key=_START)]


def verbs(page: Page, low: int, high: int) -> Iterator[tuple[int, int]]:
    """Yield where verbs of speech stand, in order."""
    known = page.words.lists["quote_verb"]
    found = {
        (token.start, token.end)
        for sentence in near(page, low, high)
        for cls in ("speech_verb", "speech_call")
        for token in sentence.of(cls)
        if low <= token.start and token.end <= high
    }
    words = list(_WORD.finditer(page.text, low, high))
    for at, word in enumerate(words):
        two = page.text[word.start() : words[at + 1].end()] if at + 1 < len(words) else ""
        if two.lower() in known:
            found.add((word.start(), word.start() + len(two)))
        elif word[0].lower() in known:
            found.add((word.start(), word.end()))
    yield from sorted(found)


def named(beside: Beside, low: int, high: int) -> list[Ref]:
    """Return who is named in a range, pronouns too, in order."""
    found = [
        ref
        for sentence in near(beside.page, low, high)
        for ref in beside.cast.by_sentence[sentence.index]
        if low <= ref.start and ref.end <= high and not ref.place and not ref.national
        if ref.how != "pronoun" and not (ref.how == "office" and _of_somebody(beside.page, ref))
    ]
    return sorted((*found, *_pronouns(beside, low, high)), key=_START)


def subject(beside: Beside, low: int, verb: int) -> Ref | None:
    """Return the subject before its verb (`A said`, `A, who knows him, said`)."""
    page, people = beside.page, named(beside, low, verb)
    if not people:
        return _described(beside, low, verb)
    for sign in page.words.signs["relative"]:
        if page.text.endswith(sign, low, verb):
            return next((ref for ref in people if ref.end == verb - len(sign)), None)
    if page.text.endswith(", ", low, verb):
        return next((ref for ref in reversed(people) if _beside_aside(page, ref, verb)), people[0])
    if "verb last" in page.words.lists["grammar"]:
        return next((ref for ref in people if _acts(page, ref)), people[0])
    if page.text.endswith(page.words.signs["and"], low, verb):
        return next((ref for ref in people if _acts(page, ref)), None)
    last = people[-1]
    if verb - last.end > _NEAR:
        return None
    if not governed(page, last):
        return last if last.actor.type == "person" or _first_word(page, low, last) else None
    owner = next((ref for ref in people[:-1] if last.start - ref.end <= 9), None)
    return owner or _spoken_for(beside, low, last) or _described(beside, low, verb)


def subject_after(beside: Beside, low: int, high: int) -> Ref | None:
    """Return the subject behind its verb (`said A`, `says a driver, A`, `said he`)."""
    page = beside.page
    end = clause_end(page, low, high)
    relatives = (page.text.find(f"{sign} ", low, end) for sign in page.words.signs["who"])
    end = min((at for at in relatives if at > low), default=end)
    people = named(beside, low, high)
    anybody = not page.words.lists["somebody"].isdisjoint(page.text[low:end].lower().split()[:1])
    for ref in people:
        if ref.actor.type == "person" and ref.start < end and not anybody:
            return ref
        if ref.actor.type == "person" and _apposed(page, end, ref):
            return ref
    for ref in people:
        if ref.start < end and (_names_alone(page, low, ref) or _spoken_for(beside, low, ref)):
            return ref
    return _described(beside, low, end)


def meant(beside: Beside, low: int, *, woman: bool | None) -> Ref | None:
    """Return who acts in the nearest sentence before that names somebody outside the quote."""
    page, cast = beside.page, beside.cast
    last = bisect_left(page.sentences, min(low, beside.start - 1), key=_START)
    for sentence in reversed(page.sentences[max(0, last - _BACK) : last]):
        people = [
            ref
            for ref in cast.by_sentence[sentence.index]
            if ref.actor.type == "person" and ref.end <= min(low, beside.start) and not ref.place
        ]
        ref = _who(page, sentence, people, woman)
        over = sentence.end <= min(low, beside.start)
        if ref is not None or (over and next(verbs(page, sentence.start, sentence.end), None)):
            return ref  # `a teacher says that they have left. "Nobody told us," he says.`
    return None


def clause_end(page: Page, low: int, high: int) -> int:
    """Return where the first clause of a range ends."""
    found = _BREAK.search(page.text, low, high)
    return found.start() if found else high


def governed(page: Page, ref: Ref) -> bool:
    """Tell whether a name hangs on a preposition (`Osih of the SDF`, `after talks with A`)."""
    words = page.text[max(0, ref.start - 14) : ref.start].lower().split()
    lists = page.words.lists
    while words and words[-1] in lists["article"]:
        words.pop()
    return bool(words) and words[-1] in lists["governing"]


def _of_somebody(page: Page, ref: Ref) -> bool:
    """Tell whether an office is anybody's (`a Georgian diplomat`)."""
    words = page.text[max(0, ref.start - 25) : ref.start].lower().split()[-2:]
    return not page.words.lists["somebody"].isdisjoint(words)


def _pronouns(beside: Beside, low: int, high: int) -> Iterator[Ref]:
    for sentence in near(beside.page, low, high):
        for token in sentence.of("pronoun"):
            told = token.senses["pronoun"]
            if low <= token.start and token.end <= high and told != "him":
                ref = _just_named(beside, sentence, token) or meant(
                    beside, low, woman=told == "she"
                )
                if ref is not None:
                    yield Ref(token.start, token.end, ref.actor, "pronoun", "", ref.sentence)


def _acts(page: Page, ref: Ref) -> bool:
    return ref.actor.type == "person" and not governed(page, ref)


def _just_named(beside: Beside, sentence: Sentence, pronoun: Token) -> Ref | None:
    """Return who acts in a sentence before a pronoun, in what is not quoted."""
    people = [
        ref
        for ref in beside.cast.by_sentence[sentence.index]
        if ref.end <= min(pronoun.start, beside.start) and ref.actor.type == "person"
    ]
    return _who(beside.page, sentence, people, pronoun.senses["pronoun"] == "she")


def _who(page: Page, sentence: Sentence, people: list[Ref], woman: bool | None) -> Ref | None:
    """Return who of a sentence's people is meant; one whose name tells nothing may be a woman."""
    ref = acting(page, people, woman=woman)
    if ref is not None or not woman or len({ref.actor.slug for ref in people}) != 1:
        return ref
    told = next(verbs(page, sentence.start, people[0].start), None)
    return people[0] if told is None else None


def _beside_aside(page: Page, ref: Ref, verb: int) -> bool:
    """Tell whether an aside is all between a name and its verb, or the name is what it ends with.

    `A, who knows him, said`; `their envoy, A, said`.
    """
    if not page.text.startswith(",", ref.end):
        return False
    commas = page.text.count(",", ref.end, verb)
    return commas == 2 or (commas == 1 and page.text.endswith(", ", 0, ref.start))


def _first_word(page: Page, low: int, ref: Ref) -> bool:
    """Tell whether a body is the subject itself, not whose member is (`a member of the EU`)."""
    before = page.text[low : ref.start].rpartition(",")[2].lower().split()
    return not set(before) & page.words.lists["somebody"]


def _spoken_for(beside: Beside, low: int, ref: Ref) -> Ref | None:
    """Return the body whose spokesman or whose statement says it."""
    if ref.actor.type == "person":
        return None
    for sentence in near(beside.page, low, ref.start):
        for token in sentence.of("role"):
            if low <= token.start < ref.start and token.senses["role"] == "spokesperson":
                return ref
    return None


def _described(beside: Beside, low: int, high: int) -> Ref | None:
    """Return who was named before and is meant by office or country (`the American said`)."""
    page = beside.page
    words = page.text[low:high].lower().split()
    if not words or words[0] not in page.words.lists["article"]:
        return None
    known = [
        ref
        for sentence in reversed(page.sentences[: bisect_left(page.sentences, low, key=_START)])
        for ref in reversed(beside.cast.by_sentence[sentence.index])
        if ref.actor.type == "person"
    ]
    for sentence in near(page, low, high):
        told = {t.senses["role"] for t in sentence.of("role") if low <= t.start < high}
        of = {
            ref.actor.country
            for ref in beside.cast.by_sentence[sentence.index]
            if ref.national and low <= ref.start < high
        }
        for ref in known if told or of else ():
            if (not told or ref.role in told) and (not of or ref.actor.country in of):
                return ref
    return None


def _apposed(page: Page, comma: int, ref: Ref) -> bool:
    """Tell whether nothing but a title stands between a comma and a name."""
    between = page.text[comma + 1 : ref.start]
    return page.text.startswith(",", comma) and len(between) <= _TITLE and "," not in between


def _names_alone(page: Page, low: int, ref: Ref) -> bool:
    """Tell whether nothing but an article stands before a body's name (`said the EU`)."""
    words = page.text[low : ref.start].lower().split()
    return all(word in page.words.lists["article"] for word in words)
