"""Sentences, from the stops that the scan found."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from operator import attrgetter

from service.extraction.text.page import Page, Sentence
from service.extraction.text.scan import Token

READ = frozenset({"title", "subtitle", "body", "caption"})
LONGEST = 150  # tokens; a text without stops must not become one endless sentence
WIDEST = 5_000  # characters; nor one without known words
_START = attrgetter("start")
_CLOSERS = "\"')]"


def sentences(page: Page) -> tuple[Sentence, ...]:
    """Split the blocks that are read for facts into sentences, with their tokens."""
    found: list[Sentence] = []
    tokens = page.tokens
    stops = [at for at in page.positions["mark"] if tokens[at].senses["mark"] == "stop"]
    first = 0
    for number, block in enumerate(page.blocks):
        if block.kind not in READ:
            continue
        start, end = block.span.start, block.span.end
        first = bisect_left(tokens, start, first, key=_START)
        last = bisect_left(tokens, end, first, key=_START)
        here: Sequence[int] = stops[bisect_left(stops, first) : bisect_left(stops, last)]
        if last - first > LONGEST:
            here = range(first, last)
        for piece in _split(page, here, first, last, start, end):
            _put(page, *piece, block.kind, number, found)
        first = last
    return tuple(found)


def _split(
    page: Page, stops: Sequence[int], first: int, last: int, start: int, end: int
) -> Iterator[tuple[int, int, list[Token]]]:
    """Yield where each sentence of a block stands, with its tokens.

    The block is `start` to `end`, its tokens are the page's `first` to `last`; `stops` tells which
    of them are looked at: its stops, or all where there are so many that a sentence may be cut.
    """
    tokens = page.tokens
    for at in stops:
        token, cut = tokens[at], None
        if at - first >= LONGEST:
            cut = token.start
        elif token.senses.get("mark") != "stop":
            continue
        elif not _of_day(page.text, token, tokens[at + 1 : min(at + 2, last)]):
            cut = _cut(page.text, token, end)
        if cut is None:
            continue
        yield start, cut, tokens[first:at]
        first, start = (at if cut == token.start else at + 1), cut
    yield start, end, tokens[first:last]


def _pieces(
    page: Page, start: int, end: int, tokens: list[Token]
) -> Iterator[tuple[int, int, list[Token]]]:
    """Yield a sentence with its tokens, or parts of one that is too long, cut between words."""
    while end - start > WIDEST:
        space = page.text.rfind(" ", start + 1, start + WIDEST)
        cut = space if space > 0 else start + WIDEST
        here = [token for token in tokens if token.start < cut]
        cut = max(cut, here[-1].end) if here else cut
        yield start, cut, here
        start, tokens = cut, tokens[len(here) :]
    yield start, end, tokens


def _put(
    page: Page,
    start: int,
    end: int,
    tokens: list[Token],
    kind: str,
    number: int,
    found: list[Sentence],
) -> None:
    for first, last, inside in _pieces(page, start, end, tokens):
        while first < last and page.text[first].isspace():
            first += 1
        while last > first and page.text[last - 1].isspace():
            last -= 1
        if first < last:
            classes = _by_class(inside)
            found.append(Sentence(len(found), first, last, inside, kind, number, classes))


def _by_class(tokens: list[Token]) -> dict[str, list[Token]]:
    found: dict[str, list[Token]] = defaultdict(list)
    for token in tokens:
        for cls in token.senses:
            found[cls].append(token)
    return found


def _cut(text: str, token: Token, end: int) -> int | None:
    """Return where the sentence ends that a stop closes, None if the stop closes none."""
    after = token.end
    while after < end and text[after] in _CLOSERS:
        after += 1
    if after >= end:
        return end
    if text[after] == "\n":
        return after
    if not text[after].isspace() or _initial(text, token.start):
        return None
    return after if _begins(text, after, end) else None


def _of_day(text: str, stop: Token, following: list[Token]) -> bool:
    """Tell whether a stop follows the day of a month (`30. Oktober`)."""
    if not any(t.start == stop.end + 1 and "month" in t.senses for t in following):
        return False
    day = text[stop.start - 2 : stop.start].strip()
    return day.isdigit() and not text[stop.start - 3 : stop.start - 2].isdigit()


def _initial(text: str, stop: int) -> bool:
    """Tell whether a stop follows the initial of a name (`S. P. Thamilselvan`)."""
    return text[stop - 1 : stop].isupper() and text[stop - 2 : stop - 1] in ("", " ", ".", "\n")


def _begins(text: str, at: int, end: int) -> bool:
    while at < end and (text[at].isspace() or text[at] in "\"'([-—"):
        at += 1
    return at >= end or not text[at].islower()
