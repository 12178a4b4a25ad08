"""Clans and villages that nobody knows, at odds with each other (`the Orme and the Tebba`)."""

import itertools
import re
from collections.abc import Iterator

from service.domain.actors import Actor
from service.extraction.actors.cast import Cast
from service.extraction.text.page import Page, Ref, Sentence
from service.extraction.text.scan import Token
from service.extraction.text.shapes import common
from service.extraction.text.spelling import slug_of

_NAME = r"(?:(?:Al-|Banu |Bani |Beni |Awlad |Ould )?[A-Z][a-z'-]{2,})"
_PAIR = re.compile(rf"({_NAME}) and (?:of )?(?:the )?({_NAME}),? $")
_BEFORE = re.compile(rf"[a-z,] ({_NAME}),? $")
_AFTER = re.compile(rf" of (?:the )?({_NAME})(?: and (?:of )?(?:the )?({_NAME}))?(?= [a-z]|[.,\n])")
_GROUP = r" (?!youth)([a-z'-]+ (?:league|groups?|militia|association))\b"
_WIDE = 60  # characters of the names before what they are
_OFTEN = 2  # times that a text must name those who are at odds
_MOST = 12  # names that are looked for
_KIN = ("clan", "tribe")
_ELDERS = "council of elders"
_NAMING = frozenset({"actor", "place", "person", "month", "weekday", "honorific"})


def add_communities(page: Page, cast: Cast) -> None:
    """Add to the refs of all sentences two or more communities that the text names."""
    names = [name for name in _names(page) if page.text.count(name) >= _OFTEN]
    if len(names) < 2:
        return
    named = {ref.actor.name.split()[0] for refs in cast.by_sentence for ref in refs}
    kin = _kin(page, names)
    actors = {name: _actor(page, name, kin) for name in names if name not in named}
    for sentence, refs in zip(page.sentences, cast.by_sentence, strict=True):
        refs.extend(_refs(page, sentence, refs, actors))
        refs.sort(key=lambda ref: (ref.start, ref.end))


def _names(page: Page) -> list[str]:
    """Return the first names that stand beside words for those of one blood or village."""
    beside = (
        name
        for sentence, token in _kinfolk(page)
        for name in _beside(page, sentence, token)
        if _unknown(page, sentence, name)
    )
    return list(itertools.islice(dict.fromkeys(beside), _MOST))


def _kinfolk(page: Page) -> Iterator[tuple[Sentence, Token]]:
    kinfolk = page.words.lists["kinfolk"]
    for sentence in page.sentences:
        for cls in ("settling", "conflict"):
            for token in sentence.of(cls):
                if page.text[token.start : token.end].lower() in kinfolk:
                    yield sentence, token


def _beside(page: Page, sentence: Sentence, token: Token) -> list[str]:
    before = page.text[max(sentence.start, token.start - _WIDE) : token.start]
    match = _PAIR.search(before) or _BEFORE.search(before)
    match = match or _AFTER.match(page.text, token.end, sentence.end)
    return [name for name in match.groups() if name] if match else []


def _unknown(page: Page, sentence: Sentence, name: str) -> bool:
    start = page.text.find(name, sentence.start)
    known = any(
        token.start < start + len(name) and start < token.end and _NAMING & token.senses.keys()
        for token in sentence.tokens
    )
    return not known and not common(page, name.split())


def _kin(page: Page, names: list[str]) -> str:
    """Return what those at odds are called: by those who act for them, or by what they are."""
    if any(f"{name} {_ELDERS}" in page.text for name in names):
        return _ELDERS
    return next((kin for kin in _KIN if f" {kin}" in page.text), "")


def _actor(page: Page, name: str, kin: str) -> Actor:
    group = re.search(re.escape(name) + _GROUP, page.text)
    whole = f"{name} {group[1] if group else kin}".rstrip()
    return Actor(slug=slug_of(whole), type="organization", name=whole, discovered=True)


def _refs(page: Page, sentence: Sentence, refs: list[Ref], actors: dict[str, Actor]) -> list[Ref]:
    made = []
    nouns = page.words.lists["person_noun"]
    for name, actor in actors.items():
        start = page.text.find(name, sentence.start, sentence.end)
        while start >= 0:
            end = start + len(name)
            if not any(start < ref.end and ref.start < end for ref in refs):
                after = page.text[end + 1 : end + 24].split(" ", 1)[0].lower()
                ref = Ref(start, end, actor, "unknown", "body.community", sentence.index)
                ref.attribute = after in nouns
                made.append(ref)
            start = page.text.find(name, end, sentence.end)
    return made
