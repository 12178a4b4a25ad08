"""What somebody said: direct words in quotation marks, with the speaker beside them."""

from service.domain.mentions import Quote
from service.extraction.actors import Cast
from service.extraction.page import Page, Ref
from service.extraction.scan import Token

SHORT = 25  # fewer characters are a fragment or a scare quote


def quotes(page: Page, cast: Cast) -> tuple[Quote, ...]:
    """Return the direct quotes of the text in order."""
    made = []
    for start, end in _pairs(page):
        if end - start < SHORT:
            continue
        speaker = _speaker(page, cast, start, end)
        made.append(
            Quote(
                text=page.raw[start:end],
                direct=True,
                speaker=speaker.actor.id if speaker else None,
                role=speaker.role if speaker else None,
                issues=_issues(page, start, end),
                evidence=(page.evidence(start, end, "quote.direct"),),
            )
        )
    return tuple(made)


def _pairs(page: Page) -> list[tuple[int, int]]:
    """Return the insides of quotation marks; one left open goes on in the next paragraph."""
    pairs: list[tuple[int, int]] = []
    start: int | None = None
    for sentence in page.sentences:
        if sentence.block not in ("body", "title", "subtitle"):
            continue
        for token in sentence.of("mark"):
            if token.senses["mark"] != "quote":
                continue
            opens = _opens(page, token)
            if opens and start is None:
                start = token.end
            elif not opens and start is not None:
                pairs.append((start, token.start))
                start = None
    return pairs


def _opens(page: Page, token: Token) -> bool:
    sign = page.raw[token.start]
    if sign in "“„«":
        return True
    if sign in "”»":
        return False
    before = page.text[token.start - 1 : token.start]
    return not before or before.isspace() or before in "([—-"


def _issues(page: Page, start: int, end: int) -> tuple[str, ...]:
    inside = (t for s in page.sentences if s.start < end and s.end > start for t in s.of("issue"))
    names = (t.senses["issue"] for t in inside if start <= t.start < end)
    return tuple(dict.fromkeys(names))


def _speaker(page: Page, cast: Cast, start: int, end: int) -> Ref | None:
    """Return who stands nearest to a speech verb beside the quote."""
    best: tuple[int, Ref] | None = None
    for sentence, refs in zip(page.sentences, cast.by_sentence, strict=True):
        if sentence.end < start - 200 or sentence.start > end + 120:
            continue
        verbs = [t for t in sentence.of("speech_verb") if not start <= t.start < end]
        for ref in refs:
            if ref.place or ref.national or start <= ref.start < end:
                continue
            for verb in verbs:
                gap = (
                    abs(ref.start - verb.end)
                    if ref.start > verb.start
                    else abs(verb.start - ref.end)
                )
                gap += min(abs(verb.start - end), abs(start - verb.end))
                gap += 30 * (ref.actor.type != "person")
                if gap < 160 and (best is None or gap < best[0]):
                    best = (gap, ref)
    return best[1] if best else None
