"""What somebody said: direct words in quotation marks, with the speaker beside them."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from operator import attrgetter

from service.domain.mentions import Quote
from service.domain.spans import Span
from service.extraction.actors.cast import Cast
from service.extraction.said.reported import SHORT, reported
from service.extraction.text.page import Page, Ref, Sentence
from service.extraction.text.scan import Token

_READ = ("body", "title", "subtitle")
_LONGEST = 4_000  # characters; what is longer was never closed
_BEFORE, _AFTER = 200, 120  # characters: where a speaker stands
_START, _END = attrgetter("start"), attrgetter("end")


def quotes(page: Page, cast: Cast) -> tuple[Quote, ...]:
    """Return what is quoted and what is reported, in the order of the text."""
    pairs = [(start, end) for start, end in _pairs(page) if end - start >= SHORT]
    made = [_direct(page, cast, start, end) for start, end in pairs]
    made += reported(page, cast, pairs)
    return tuple(sorted(made, key=lambda quote: quote.evidence[0].start))


def _direct(page: Page, cast: Cast, start: int, end: int) -> Quote:
    speaker = _speaker(page, cast, start, end)
    return Quote(
        text=page.raw[start:end],
        direct=True,
        speaker=speaker.actor.id if speaker else None,
        role=speaker.role if speaker else None,
        issues=_issues(page, start, end),
        evidence=(page.evidence(start, end, "quote.direct"),),
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
            if not _opens(page, token):
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


def _near(page: Page, start: int, end: int) -> Iterator[Sentence]:
    """Yield the sentences that reach into a range."""
    first = bisect_left(page.sentences, start, key=_END)
    last = bisect_right(page.sentences, end, first, key=_START)
    yield from page.sentences[first:last]


def _issues(page: Page, start: int, end: int) -> tuple[str, ...]:
    inside = (token for s in _near(page, start, end) for token in s.of("issue"))
    names = (t.senses["issue"] for t in inside if start <= t.start < end)
    return tuple(dict.fromkeys(names))


def _speaker(page: Page, cast: Cast, start: int, end: int) -> Ref | None:
    """Return who stands nearest to a speech verb beside the quote."""
    best: tuple[int, Ref] | None = None
    for sentence in (*_near(page, start - _BEFORE, start), *_near(page, end, end + _AFTER)):
        verbs = [t for t in sentence.of("speech_verb") if not start <= t.start < end]
        for ref in cast.by_sentence[sentence.index] if verbs else ():
            if ref.place or ref.national or start <= ref.start < end:
                continue
            gap = min(_gap(ref, verb, start, end) for verb in verbs)
            if gap < 160 and (best is None or gap < best[0]):
                best = (gap, ref)
    return best[1] if best else None


def _gap(ref: Ref, verb: Token, start: int, end: int) -> int:
    """Return how far a name is from a verb of speech, and that verb from the quote."""
    gap = ref.start - verb.end if ref.start > verb.start else verb.start - ref.end
    gap = abs(gap) + min(abs(verb.start - end), abs(start - verb.end))
    return gap + 30 * (ref.actor.type != "person")
