"""What somebody is reported to have said, in words that are not theirs: indirect speech."""

from bisect import bisect_left
from collections.abc import Sequence
from operator import itemgetter

from service.domain.mentions import Quote
from service.extraction.actors.cast import Cast
from service.extraction.said.subjects import Beside, subject
from service.extraction.text.page import Page, Ref, Sentence
from service.extraction.text.scan import Token

SHORT = 25  # characters; fewer say nothing
_LINK = 45  # characters in which `that` follows its verb (`told reporters in Geneva that`)
_NAME = 90  # characters between `according to` and the name, past its titles
Spans = Sequence[tuple[int, int]]


def reported(page: Page, cast: Cast, direct: Spans) -> list[Quote]:
    """Return the reported statements whose speaker is known, one a sentence at most.

    `direct` are the places of direct quotes, in order; what overlaps one is no report beside it.
    """
    made = []
    for sentence in page.sentences:
        if sentence.block != "body":
            continue
        speakers = [r for r in cast.by_sentence[sentence.index] if not r.place and not r.national]
        found = _found(page, cast, sentence, speakers) if speakers else None
        if found is not None and not _overlaps(direct, found[1], found[2]):
            made.append(_quote(page, sentence, *found))
    return made


Found = tuple[Ref, int, int, str]


def _found(page: Page, cast: Cast, sentence: Sentence, speakers: list[Ref]) -> Found | None:
    for token in sentence.of("according"):
        if found := _according(page, sentence, speakers, token):
            return found
    for token in sentence.of("speech_verb"):
        if found := _said(page, cast, sentence, token):
            return found
    for token in (*sentence.of("speech_call"), *sentence.of("act")):
        if not token.senses.get("act", "REQUEST").startswith("REQUEST"):
            continue
        speaker = _before(page, cast, sentence, token)
        if speaker is not None and sentence.end - token.start >= SHORT:
            return speaker, token.start, sentence.end, "quote.call"
    return None


def _said(page: Page, cast: Cast, sentence: Sentence, verb: Token) -> Found | None:
    """Return a statement before, after or (where verbs come last) within `X ... said`."""
    speaker = _before(page, cast, sentence, verb)
    if speaker is None:
        return None
    linked = _linked(page, sentence, verb)
    if linked is not None:
        return _long(speaker, linked, sentence.end)
    if sentence.end - verb.end <= 2:
        head = page.text[sentence.start : speaker.start]
        comma = head.rfind(",")
        if len(head) - comma <= _LINK and comma >= SHORT:
            return _long(speaker, sentence.start, sentence.start + comma)
        return _long(speaker, speaker.end, verb.start)
    if page.text[verb.start : verb.end].lower() in page.words.signs["says"]:
        return _long(speaker, verb.end, sentence.end)
    return None


def _linked(page: Page, sentence: Sentence, verb: Token) -> int | None:
    """Return where a statement begins that a word like `that` joins to a verb."""
    after = page.text[verb.end : min(sentence.end, verb.end + _LINK)].lower()
    ends = [at + len(sign) for sign in page.words.signs["that"] if (at := after.find(sign)) >= 0]
    return verb.end + min(ends) if ends else None


def _long(speaker: Ref, start: int, end: int) -> Found | None:
    return (speaker, start, end, "quote.reported") if end - start >= SHORT else None


def _according(page: Page, sentence: Sentence, speakers: list[Ref], token: Token) -> Found | None:
    named = [r for r in speakers if 0 <= r.start - token.end <= _NAME]
    if not named:
        return None
    # `according to Russian foreign minister Lavrov`: the person speaks, not what he represents.
    speaker = next((r for r in named if r.actor.type == "person"), named[0])
    comma = page.text.find(",", speaker.end, sentence.end)
    before = (sentence.start, token.start)
    start, end = before if before[1] - before[0] >= SHORT else (comma + 1, sentence.end)
    if start == 0 or end - start < SHORT:
        return None
    return speaker, start, end, "quote.according"


def _before(page: Page, cast: Cast, sentence: Sentence, verb: Token) -> Ref | None:
    return subject(Beside(page, cast, verb.start, verb.end), sentence.start, verb.start)


def _overlaps(direct: Spans, start: int, end: int) -> bool:
    at = bisect_left(direct, start, key=itemgetter(1))
    return at < len(direct) and direct[at][0] < end


def _quote(page: Page, sentence: Sentence, speaker: Ref, start: int, end: int, rule: str) -> Quote:
    while start < end and page.text[start] in " ,:\n":
        start += 1
    while end > start and page.text[end - 1] in " ,.\n":
        end -= 1
    names = (t.senses["issue"] for t in sentence.of("issue") if start <= t.start < end)
    return Quote(
        text=page.raw[start:end],
        direct=False,
        speaker=speaker.actor.id,
        role=speaker.role,
        issues=tuple(dict.fromkeys(names)),
        evidence=(page.evidence(start, end, rule),),
    )
