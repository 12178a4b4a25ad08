"""Organizations that the knowledge lacks, betrayed by their initials or by a noun before them."""

import re
from collections.abc import Iterator

from service.extraction.text.page import Page, Sentence
from service.extraction.text.shapes import BODY_RUN, OF_LINK
from service.knowledge.speaking import ENGLISH

_LAST_RUN = re.compile(rf"\b{BODY_RUN}$")
_RUN = re.compile(BODY_RUN)
_JOINED = re.compile(f" and (?:the )?{BODY_RUN}")
_NAMING = frozenset({"actor", "place", "person", "role", "roles", "month", "weekday", "honorific"})
_NEXT_RUN = re.compile(
    rf" (?:known as |called |calling itself )?(?:the )?({BODY_RUN}(?: of (?:the )?{BODY_RUN})?)"
)
_SHORT = re.compile(r"([^\W\d_a-zа-я](?:[^\W\d_]|-){0,8}(?<![a-zа-я-]))\)")
_WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|'(?=[^\W\d_]))*")
_SMALL = re.compile(
    r"of|for|and|the|in|on|to|de|la|les?|el|los|las|del|des|du|da|dos?|das|et?|y|en|pour|por|para"
    r"|pel[ao]|von|für|der|die|das|den|und|[ивзп][ао]?|без|ve|ile"
)
_WIDE = 60  # characters of a name before its letters
_LETTERS = 3  # letters of which an abbreviation must have more to be a body's


def by_initials(page: Page, sentence: Sentence) -> Iterator[tuple[int, int]]:
    """Yield where a name stands whose initials follow it (`Delta People's Army (DPA)`)."""
    text = page.text
    opening = text.find(" (", sentence.start, sentence.end)
    while opening >= 0:
        short = _SHORT.match(text, opening + 2)
        if short is not None and not _known_as(page, sentence, opening + 2):
            before, letters = text[sentence.start : opening], short[1].upper()
            start = _initials_start(before, letters, lower=page.words.language != ENGLISH)
            if start is None:
                start = _letters_start(page, sentence, before, letters)
            if start is not None and _is_body(page, before[start:]):
                yield sentence.start + start, opening
        opening = text.find(" (", opening + 2, sentence.end)


def _known_as(page: Page, sentence: Sentence, start: int) -> bool:
    """Tell whether letters are known, where the name before them is in a language of its own."""
    return page.words.language != ENGLISH and any(t.start == start for t in sentence.of("actor"))


def _initials_start(before: str, short: str, *, lower: bool) -> int | None:
    """Return where the words begin of which an abbreviation takes the first letters.

    Few languages write all of them with a capital; where `lower`, those without count too.
    """
    left = len(short)
    for word in reversed(list(_WORD.finditer(before))[-9:]):
        bare = word[0].rpartition("'")[2] if lower else word[0]  # `l'Union`, `d'Anza`
        letter, small = bare[0], _SMALL.fullmatch(bare) is not None
        counts = letter.isupper() or (lower and not small)
        if not left or not (counts or small):
            return None
        if counts and letter.upper() != short[left - 1]:
            return None
        left -= counts
        if not left:
            return word.end() - len(bare) if letter.isupper() else None
    return None


def _letters_start(page: Page, sentence: Sentence, before: str, short: str) -> int | None:
    """Return where an unknown name begins that has the letters in order (`KazMunayGas (KMG)`)."""
    run = _LAST_RUN.search(before, max(0, len(before) - _WIDE))
    if run is None:
        return None
    start = run.start() + 4 * run[0].startswith("The ")
    letters = iter(before[start:].upper())
    if before[start].upper() != short[0] or not all(letter in letters for letter in short):
        return None
    offset = sentence.start + start
    known = any(offset < token.end <= sentence.start + len(before) for token in sentence.tokens)
    return None if known else start


def _is_body(page: Page, name: str) -> bool:
    """Tell whether a name is not that of a paper, a place or an office (`Line of Control`)."""
    last = OF_LINK.split(name)[0].rpartition(" ")[2]
    nouns = page.words.lists["body_noun"]
    if page.words.language != ENGLISH:  # `Front patriotique`, `Halk Cephesi`
        return last in nouns or name.split()[0] in nouns
    return last not in page.words.lists["not_name"] or last in nouns


def by_head(page: Page, sentence: Sentence) -> Iterator[tuple[int, int]]:
    """Yield where an unknown name stands after what it is (`the rail union RMT`)."""
    for token in sentence.of("body_head"):
        match = _NEXT_RUN.match(page.text, token.end, sentence.end)
        if match is None:
            continue
        start, end = match.span(1)
        known = any(start < other.end and other.start < end for other in sentence.tokens)
        if not known and not any(_common(page, word) for word in match[1].split()):
            yield start, end


def _common(page: Page, word: str) -> bool:
    """Tell whether no name of a body begins with or has a word."""
    lists = page.words.lists
    return word in lists["not_name"] and word not in lists["name_start"]


def by_kind(page: Page, sentence: Sentence) -> Iterator[tuple[int, int]]:
    """Yield where an unknown name stands before what it is (`the Northern Shield militia`)."""
    for token in sentence.of("body_head"):
        before = max(sentence.start, token.start - _WIDE)
        at = page.text.rfind("he ", before, token.start) + 3
        run = _RUN.fullmatch(page.text, at, token.start - 1) if at > before + 2 else None
        if run is not None and unknown(page, sentence, run.span()):
            yield run.span()


def by_member(page: Page, sentence: Sentence) -> Iterator[tuple[int, int]]:
    """Yield where an unknown name says whose somebody is (`Jo Hask of the Upper Sound Rangers`)."""
    text = page.text
    link = text.find(" of the ", sentence.start, sentence.end)
    while link >= 0:
        run = _RUN.match(text, link + 8, sentence.end)
        if (
            run is not None
            and _somebody(page, sentence, link)
            and unknown(page, sentence, run.span())
        ):
            yield run.span()
        link = text.find(" of the ", link + 8, sentence.end)


def _somebody(page: Page, sentence: Sentence, end: int) -> bool:
    """Tell whether the words that end there are a person's name or what somebody is."""
    first, last = ["", *page.text[max(sentence.start, end - 40) : end].split()][-2:]
    nouns = page.words.lists["person_noun"]
    if last.lower() in nouns or last.removesuffix("s") in nouns:
        return True
    if any(token.end == end for token in sentence.of("government")):
        return True
    names = first[:1].isupper() and last[:1].isupper() and last[1:].islower()
    return names and not any(word in page.words.lists["not_name"] for word in (first, last))


def by_deed(page: Page, sentence: Sentence) -> Iterator[tuple[int, int]]:
    """Yield where an unknown name with an article does something (`the Old Quay said`)."""
    text = page.text
    start = text.find("he ", sentence.start, sentence.end)
    while start >= 0:
        if text[start + 3 : start + 4].isupper() and text[start - 1 : start] in ("t", "T"):
            run = _RUN.match(text, start + 3, sentence.end)
            if (
                run is not None
                and _does(page, sentence, run)
                and unknown(page, sentence, run.span())
            ):
                yield run.span()
        start = text.find("he ", start + 3, sentence.end)


def _does(page: Page, sentence: Sentence, run: re.Match[str]) -> bool:
    """Tell whether a verb follows a name, or one joined to it, or it is by whom a thing is done."""
    text, end = page.text, run.end()
    if text.endswith(("ed by the ", "en by the "), sentence.start, run.start()):
        return True
    joined = _JOINED.match(text, end, sentence.end)
    if joined is not None and not _common(page, joined[0].rpartition(" ")[2]):
        end = joined.end()
    if any(token.start == end + 1 for token in sentence.of("speech_verb")):
        return True
    word = text[end + 1 : end + 20].partition(" ")[0].rstrip(".,;")
    return text[end : end + 1] == " " and len(word) > 4 and word.islower() and word.endswith("ed")


def unknown(page: Page, sentence: Sentence, span: tuple[int, int], *, single: bool = False) -> bool:
    """Tell whether a run of capitals, of two words if not `single`, is no known name or word."""
    start, end = span
    words = page.text[start:end].split()
    letters = len(words[0]) > _LETTERS and words[0].isupper()  # `the KLMF said`
    known = any(
        start < token.end and token.start < end and _NAMING & token.senses.keys()
        for token in sentence.tokens
    )
    enough = single or letters or len(words) > 1
    return enough and not known and words[-1] not in page.words.lists["not_name"]
