"""What names look like: runs of capitals and what may link them."""

import re

from service.extraction.text.page import Page
from service.extraction.text.scan import Token

_UPPER = "A-ZÀ-ÖØ-ÞĀĂĄĆČĎĐĒĖĘĚĞĢĪĮİĶĹĻĽŁŃŅŇŌŐŒŔŘŚŞŠŢŤŪŮŰŲŹŻŽƏȘȚ"
# Letters are never given back: no rule goes on in the middle of a word.
_REST = r"(?:[^\W\d_]++|'(?!s\b)(?=[^\W\d_])|-(?=[^\W\d_]))*+"
PART = rf"[{_UPPER}]{_REST}"
LINKS = (
    "al-",
    "el-",
    "ould ",
    "bin ",
    "ben ",
    "ibn ",
    "van der ",
    "van ",
    "von ",
    "der ",
    "de la ",
    "de ",
    "del ",
    "da ",
    "dos ",
    "di ",
    "du ",
    "la ",
    "le ",
    "abu ",
    "al ",
    "el ",
    "ag ",
    "wa ",
    "mint ",
    "walad ",
)
LINKED = rf"(?:{'|'.join(LINKS)})?"
# The capital stands first and what may not precede it is looked at then: a search goes from capital
# to capital at the speed of a set, and need not look back at every letter.
NAME = re.compile(
    rf"[{_UPPER}](?<![\w'-].)(?:\.\s?(?:[{_UPPER}]\.\s?){{0,2}}{PART}"
    rf"(?:\s{LINKED}{PART}){{0,3}}"
    rf"|{_REST}(?:\s(?:[{_UPPER}]\.\s?)?{LINKED}{PART}){{1,4}})"
)
WORD = re.compile(PART)
SINGLE = re.compile(rf"\s((?:al-|el-)?{PART})")
# A body's name has no small words but what joins its tail.
_CAPITAL = "[A-ZÀ-ÞĀ-Ž]"
_BODY_REST = r"(?:[^\W\d_]++|['-](?=[^\W\d_]))++(?:(?<=s)'(?=\s))?"
_MORE = rf"(?:\s{_CAPITAL}{_BODY_REST}){{0,5}}"
BODY_RUN = f"{_CAPITAL}{_BODY_REST}{_MORE}"
BODY_START = rf"{_CAPITAL}(?<![\w'-].){_BODY_REST}{_MORE}"  # a run that begins as a word
_DATELINE = re.compile(r"(?: [A-Z]+){0,2},? (?:--|[-—–]) ")
OF_LINK = re.compile(r"\s(?:of|for|on|to)\s")


def common(page: Page, words: list[str]) -> bool:
    """Tell whether a run of capitals holds a word that no person's name has."""
    lists = page.words.lists
    return any(
        word in lists["not_name"]
        or word in lists["body_noun"]
        or word.lower() in lists["outlet_noun"]
        for word in words
    )


def named_after(page: Page, end: int) -> bool:
    """Tell whether a name goes on as that of a thing (`the Vazgen Sargsyan Republican Stadium`)."""
    if page.text[end : end + 1] != " ":
        return False
    first, _, rest = page.text[end + 1 : end + 40].partition(" ")
    things = page.words.lists["named_after"]
    second = rest.partition(" ")[0].lower().rstrip(".,;:")
    return first.lower().rstrip(".,;:") in things or (first[:1].isupper() and second in things)


def in_dateline(page: Page, token: Token) -> bool:
    """Tell whether a word is part of a place's name in capitals (`PHANOM DONG RAK -- At noon`)."""
    text = page.text
    if not text[token.start : token.end].isupper() or text[token.start - 1] != " ":
        return False
    return text[token.start - 2].isupper() and _DATELINE.match(text, token.end) is not None


def longer_name(page: Page, token: Token) -> bool:
    """Tell whether the name goes on (`Al Thani Street`, `Bush-Cheney`), so that it is another's."""
    after = page.text[token.end : token.end + 2]
    if after[:1] == "-" and after[1:2].isupper():
        return True
    return (
        token.start > 1 and page.text[token.start - 1] == "-" and page.text[token.start - 2] != " "
    )
