"""Persons whom the knowledge has, in a text: full names first, then surnames in their light."""

import datetime as dt
import re

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from service.domain.actors import Actor
from service.extraction.actors.found import Found, surnames
from service.extraction.actors.offices import Office, office_near
from service.extraction.text.names import Called
from service.extraction.text.page import Page, Ref, Sentence
from service.extraction.text.scan import Token
from service.extraction.text.shapes import in_dateline, longer_name, named_after
from service.knowledge.speaking import ENGLISH

LEADING = frozenset({"president", "prime minister", "chancellor", "secretary-general", "king"})
REIGNING = frozenset({"pope", "king", "queen", "sultan", "emir"})
BARE = frozenset({"surname", "common"})
_GOES_ON = re.compile(
    r" (?:(?:al|el|bin|ben|ibn|van|von|der?|da|dos|di|du|la|le) |al-|el-)?[A-Z][a-z]"
)
_WORD_BEFORE = re.compile(r"([^\W\d_][\w'.-]*) $")
_RUN_BEFORE = re.compile(
    r"(?:(?:[^\W\d_a-z][\w'.-]+|al|el|bin|ben|ibn|de|da|von|van|der|dos|del) )+$"
)
_ALIKE = 70  # likewise, from which two first names may be spellings of one
_MARK = {"mark"}
_TIMES = frozenset({"month", "weekday"})
_NEARLY = 86  # percent of letters in common, from which two long names are one


def full_names(page: Page, sentence: Sentence, found: Found, day: dt.date | None) -> list[Ref]:
    """Return the persons whom a sentence names by full name."""
    refs = []
    for token in sentence.of("person"):
        choices: tuple[Called, ...] = token.senses["person"]
        full = [called for called in choices if called.kind not in BARE]
        if not full or longer_name(page, token) or named_after(page, token.end):
            continue
        actor = _best(page, sentence, token, [called.actor for called in full], day)
        if actor is None or not _guarded_ok(page, sentence, token, full):
            continue
        for surname in surnames(actor, page.text[token.start : token.end]):
            found.add(actor, surname)
        refs.append(Ref(token.start, token.end, actor, "name", "person.name", sentence.index))
    return refs


def short_names(page: Page, sentence: Sentence, found: Found, day: dt.date | None) -> list[Ref]:
    """Return the persons whom a sentence names by surname alone, or by a misspelt full name."""
    refs = []
    for token in sentence.of("person"):
        choices: tuple[Called, ...] = token.senses["person"]
        if "actor" in token.senses or any(called.kind not in BARE for called in choices):
            continue
        ref = _short(page, sentence, token, choices, found, day)
        if ref is not None:
            refs.append(ref)
    return refs


def _short(
    page: Page,
    sentence: Sentence,
    token: Token,
    choices: tuple[Called, ...],
    found: Found,
    day: dt.date | None,
) -> Ref | None:
    text = page.text[token.start : token.end]
    if _goes_before(sentence, token):
        return None
    start = _run_start(page, sentence, token)
    if start is not None:
        return _with_run(page, sentence, token, choices, start, found)
    given = _given_before(page, sentence, token)
    if given is not None:
        ref = _with_given(page, sentence, token, choices, given, found)
        if ref is None and not any(_alike(given, called) for called in choices):
            found.namesakes.add(text)
        return ref
    if longer_name(page, token) or _given_name_only(page, sentence, token):
        return None
    known = (
        found.by_surname.get(text)
        or found.by_surname.get(text.title())
        or _in_full(choices, found)
        or _reigning(page, choices, day)
    )
    office = office_near(page, sentence, token.start)
    if known is None and (
        (choices[0].kind == "common" and office is None)
        or text in found.namesakes
        or in_dateline(page, token)
    ):
        return None
    actor = known or _alone(page, [called.actor for called in choices], office, day)
    if actor is None:
        return None
    found.add(actor, text)
    return Ref(token.start, token.end, actor, "surname", "person.surname", sentence.index)


def _reigning(page: Page, choices: tuple[Called, ...], day: dt.date | None) -> Actor | None:
    """Return who reigns under a single name, where the article says his title (`the Pope`)."""
    if day is None:
        return None
    for called in choices:
        titles = {office.title for office in called.actor.offices_on(day)} & REIGNING
        if titles and any(token.senses["role"] in titles for token in page.of("role")):
            return called.actor
    return None


def _goes_before(sentence: Sentence, token: Token) -> bool:
    """Tell whether another name stands right before one; a month or weekday is none here."""
    return any(
        other.end == token.start - 1 and _TIMES.isdisjoint(other.senses)
        for other in sentence.of("person")
    )


def _in_full(choices: tuple[Called, ...], found: Found) -> Actor | None:
    """Return the one whom the article names in full of those who are called so for short."""
    named = {c.actor.slug: c.actor for c in choices if c.actor.slug in found.named}
    return next(iter(named.values())) if len(named) == 1 else None


def _alone(
    page: Page, actors: list[Actor], office: Office | None, day: dt.date | None
) -> Actor | None:
    """Return whom a bare surname means that the article never gives in full.

    A title beside it decides; else the person's country must be spoken of in the article.
    """
    titled = _by_office(actors, office, day)
    if titled is not None:
        return titled
    here = [actor for actor in actors if actor.country is None or actor.country in page.countries]
    if len(here) == 1 and (day is None or here[0].offices_on(day)):
        return here[0]
    if here:
        return (
            _in_office(actors, day)
            or _in_office(here, day)
            or (None if day else _still_in_office(here))
            or (_once_in_office(here, office) if office else None)
            or (here[0] if len(here) == 1 else None)
        )
    leading = [
        actor for actor in actors if day and LEADING & {o.title for o in actor.offices_on(day)}
    ]
    return leading[0] if len(leading) == 1 else None


def _with_given(
    page: Page,
    sentence: Sentence,
    token: Token,
    choices: tuple[Called, ...],
    given: str,
    found: Found,
) -> Ref | None:
    """Read an unknown word before a known surname: a misspelt first name, or another person."""
    for called in choices:
        first = called.actor.name.split(" ", 1)[0]
        near = OSA.distance(first.lower(), given.lower())
        initial = given.endswith(".") and given[0] == first[0]
        if initial or near <= 1 or (near == 2 and len(first) >= 7 and first[0] == given[0]):
            start = token.start - len(given) - 1
            found.add(called.actor, page.text[token.start : token.end])
            return Ref(start, token.end, called.actor, "name", "person.misspelt", sentence.index)
    return None


def _alike(given: str, called: Called) -> bool:
    """Tell whether a first name may be a person's in another spelling (`Aleksandr`)."""
    first = called.actor.name.split(" ", 1)[0]
    return given[0] == first[0] and fuzz.ratio(given, first) >= _ALIKE


def _run_start(page: Page, sentence: Sentence, token: Token) -> int | None:
    """Return where a longer name begins that ends in a surname (`Nimal Siripala de Silva`)."""
    if sentence.block in ("title", "subtitle"):
        return None
    match = _RUN_BEFORE.search(page.text, max(sentence.start, token.start - 40), token.start)
    if match is None:
        return None
    start = match.start()
    for other in sentence.tokens:
        if start < other.end <= token.start:
            start = other.end + 1
    words = page.text[start : token.start].split()
    return start if len(words) > 1 and words[0][0].isupper() else None


def _with_run(
    page: Page,
    sentence: Sentence,
    token: Token,
    choices: tuple[Called, ...],
    start: int,
    found: Found,
) -> Ref | None:
    """Read a longer name by the person whose own name is nearly the same, if there is one."""
    written = page.text[start : token.end].lower()
    for called in choices:
        names = (called.actor.name, *called.actor.aliases)
        if any(fuzz.ratio(written, name.lower()) >= _NEARLY for name in names):
            found.add(called.actor, page.text[token.start : token.end])
            return Ref(start, token.end, called.actor, "name", "person.misspelt", sentence.index)
    return None


def _given_before(page: Page, sentence: Sentence, token: Token) -> str | None:
    """Return the capitalised word that stands before a surname and is no known word."""
    match = _WORD_BEFORE.search(page.text, max(sentence.start, token.start - 24), token.start)
    if match is None or not match[1][0].isupper():
        return None
    headline = sentence.block in ("title", "subtitle")
    opens = match.start() <= sentence.start + 1
    if (headline or opens) and match[1] not in page.words.given_names:
        apposed = page.text.startswith((", the ", ", a ", ", who "), token.end)
        named = apposed or (not headline and page.words.language == ENGLISH)
        if not named or match[1] in page.words.lists["not_name"] or match[1].endswith("ly"):
            return None
    elif headline or opens:
        return match[1]
    inside = any(
        other.start < token.start and other.end > match.start() and other.senses.keys() != _MARK
        for other in sentence.tokens
    )
    return None if inside else match[1]


def _given_name_only(page: Page, sentence: Sentence, token: Token) -> bool:
    """Tell whether a bare name is another person's first one (`Michel Camdessus`)."""
    if sentence.block in ("title", "subtitle"):
        return False
    if not _GOES_ON.match(page.text, token.end):
        return False
    return not any(
        0 < other.start - token.end <= 5 and other.senses.keys() != {"person"}
        for other in sentence.tokens
    )


def _guarded_ok(page: Page, sentence: Sentence, token: Token, full: list[Called]) -> bool:
    if not all(called.guarded for called in full):
        return True
    return office_near(page, sentence, token.start) is not None


def _best(
    page: Page, sentence: Sentence, token: Token, actors: list[Actor], day: dt.date | None
) -> Actor | None:
    if len(actors) == 1:
        return actors[0]
    office = office_near(page, sentence, token.start)
    return _by_office(actors, office, day) or _in_office(actors, day) or actors[0]


def _by_office(actors: list[Actor], office: Office | None, day: dt.date | None) -> Actor | None:
    if office is None:
        return None
    fits = [a for a in actors if _holds(a, office, day)]
    if len(fits) == 1:
        return fits[0]
    same = [a for a in actors if office.country and a.country == office.country]
    return same[0] if len(same) == 1 else (fits[0] if fits else None)


def _holds(actor: Actor, office: Office, day: dt.date | None) -> bool:
    if office.country and actor.country and actor.country != office.country:
        return False
    held = actor.offices_on(day) if day else actor.offices
    return any(entry.title == office.title for entry in held)


def _in_office(actors: list[Actor], day: dt.date | None) -> Actor | None:
    """Return the one of several namesakes who holds an office on the day."""
    held = [actor for actor in actors if (actor.offices_on(day) if day else actor.offices)]
    return held[0] if len(held) == 1 else None


def _still_in_office(actors: list[Actor]) -> Actor | None:
    """Return the one of several namesakes whose office has not ended, for an undated page."""
    held = [actor for actor in actors if any(office.until is None for office in actor.offices)]
    return held[0] if len(held) == 1 else None


def _once_in_office(actors: list[Actor], office: Office) -> Actor | None:
    """Return the one of several namesakes who ever held an office, for news of years ago."""
    held = [a for a in actors if any(entry.title == office.title for entry in a.offices)]
    return held[0] if len(held) == 1 else None
