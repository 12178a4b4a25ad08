"""Organizations that the knowledge lacks, betrayed by what is told of their name or nature."""

import re
from collections.abc import Iterator

from service.extraction.actors.unknown_bodies import unknown
from service.extraction.text.page import Page, Sentence
from service.extraction.text.scan import Token
from service.extraction.text.shapes import BODY_RUN

_RUN = re.compile(BODY_RUN)
_NAME = re.compile(
    rf"{BODY_RUN}(?: (?:of|for|de|del|do|da|des|du) (?:the |la |los |las )?{BODY_RUN})?"
)
_AS_CALLED = re.compile(rf"\b[Tt]he ({BODY_RUN}), as [^,.;:\n]{{2,60}}$")
_KIND = re.compile(r", an? (?:[^\W\d_A-Z][\w-]* ){0,3}$")
_WIDE = 70  # characters of a name and of what its bearer is called


def by_own_name(page: Page, sentence: Sentence) -> Iterator[tuple[int, int]]:
    """Yield where a name stands that some give themselves (`who call themselves the Red Hats`)."""
    for token in sentence.of("own_name"):
        start = _named(page, token.end + 1)
        run = _NAME.match(page.text, start, sentence.end)
        run = run or _AS_CALLED.search(page.text, sentence.start, token.start)
        if run is not None and unknown(page, sentence, run.span(run.lastindex or 0), single=True):
            yield run.span(run.lastindex or 0)


def _named(page: Page, start: int) -> int:
    """Return where a name begins after its article and quotation mark."""
    articles = page.words.signs["the_body"]
    start += next((len(one) for one in articles if page.text.startswith(one, start)), 0)
    return start + page.text.startswith('"', start)


def by_nature(page: Page, sentence: Sentence) -> Iterator[tuple[int, int]]:
    """Yield where an unknown name stands before what it is (`Lake Watch, a local rights group`)."""
    for token in sentence.of("body_head"):
        ends = page.text.startswith(page.words.signs["body_nature"], token.end)
        span = _before(page, sentence, token) if ends else None  # `Jo Hask, a union leader`
        if span is not None and unknown(page, sentence, span):
            yield span


def _before(page: Page, sentence: Sentence, token: Token) -> tuple[int, int] | None:
    """Return the name that stands before a comma and what its bearer is."""
    first = max(sentence.start, token.start - _WIDE)
    kind = _KIND.search(page.text, first, token.start)
    if kind is None:
        return None
    runs = (run for run in _RUN.finditer(page.text, first, kind.start()))
    start = next((run.start() for run in runs if run.end() == kind.start()), None)
    if start is None:
        return None
    word = page.text[start : kind.start()].partition(" ")[0]
    opens = word in page.words.lists["not_name"] and word not in page.words.lists["name_start"]
    start += opens * (len(word) + 1)
    return (start, kind.start()) if start < kind.start() else None  # `Today, a rebel group in`
