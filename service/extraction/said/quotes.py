"""What somebody said: direct words in quotation marks, with the speaker beside them."""

from bisect import bisect_left
from collections.abc import Iterator
from operator import attrgetter

from service.domain.mentions import Quote
from service.domain.spans import Span
from service.extraction.actors.cast import Cast
from service.extraction.said.reported import SHORT, reported
from service.extraction.said.speakers import Said, told_by
from service.extraction.said.subjects import Beside, near
from service.extraction.text.page import Page
from service.extraction.text.scan import Token

_READ = ("body", "title", "subtitle")
_LONGEST = 4_000  # characters; what is longer was never closed
_FEW = 2  # spaces between words of somebody known; fewer are a term
_START = attrgetter("start")


def quotes(page: Page, cast: Cast) -> tuple[Quote, ...]:
    """Return what is quoted and what is reported, in the order of the text."""
    pairs = _pairs(page)
    direct = list(_directly(page, cast, pairs))
    made = [*direct, *reported(page, cast, pairs)]
    return tuple(sorted(made, key=lambda quote: quote.evidence[0].start))


def _directly(page: Page, cast: Cast, pairs: list[tuple[int, int]]) -> Iterator[Quote]:
    last: tuple[int, Said] | None = None
    for start, end in pairs:
        said = told_by(Beside(page, cast, start, end), last)
        last = (end, said) if said else None
        by_somebody = said is not None and said.speaker is not None
        if end - start >= SHORT or (by_somebody and page.text.count(" ", start, end) >= _FEW):
            yield _direct(page, start, end, said)


def _direct(page: Page, start: int, end: int, said: Said | None) -> Quote:
    speaker = said.speaker if said else None
    evidence = [page.evidence(start, end, "quote.direct")]
    if said is not None:
        evidence.append(page.evidence(said.start, said.end, "quote.speaker"))
    return Quote(
        text=page.raw[start:end],
        direct=True,
        speaker=speaker.actor.id if speaker else None,
        role=speaker.role if speaker else None,
        issues=_issues(page, start, end),
        evidence=tuple(evidence),
    )


def _pairs(page: Page) -> list[tuple[int, int]]:
    """Return the insides of quotation marks.

    One left open goes on in the next paragraphs, which may open with a mark again; one that opens
    within a paragraph shows that the one before was never closed.
    """
    pairs: list[tuple[int, int]] = []
    start: int | None = None
    for block in page.blocks:
        if block.kind not in _READ:
            continue
        begun = block.span.start
        for token in _marks(page, block.span):
            if not _opens(page, token) or _closes_low(page, start, token):
                if start is not None and token.start - start <= _LONGEST:
                    pairs.append((start, token.start))
                start = None
            elif start is None or (start < begun and token.start != begun):
                start = token.end
    return pairs


def _marks(page: Page, span: Span) -> list[Token]:
    """Return the quotation marks of a block; the one after its last stop is in no sentence."""
    if page.text.find('"', span.start, span.end) < 0:
        return []
    first = bisect_left(page.tokens, span.start, key=_START)
    inside = page.tokens[first : bisect_left(page.tokens, span.end, first, key=_START)]
    return [t for t in inside if "mark" in t.senses and t.senses["mark"] == "quote"]


def _opens(page: Page, token: Token) -> bool:
    sign = page.raw[token.start]
    if sign in "“„«":
        return True
    if sign in "”»":
        return False
    before = page.text[token.start - 1 : token.start]
    return not before or before.isspace() or before in "([—-"


def _closes_low(page: Page, start: int | None, token: Token) -> bool:
    """Tell whether a mark closes what a low one has opened (`„Es bewegt sich etwas“`)."""
    return start is not None and page.raw[start - 1] == "„" and page.raw[token.start] == "“"


def _issues(page: Page, start: int, end: int) -> tuple[str, ...]:
    inside = (token for s in near(page, start, end) for token in s.of("issue"))
    names = (t.senses["issue"] for t in inside if start <= t.start < end)
    return tuple(dict.fromkeys(names))
