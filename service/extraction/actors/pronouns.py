"""Whom `he`, `she` or `him` means: who acted in the sentence so far, or in the one before."""

from collections.abc import Iterable, Sequence

from service.extraction.text.page import Page, Ref, Sentence
from service.extraction.text.scan import Token

_CLAUSE = 40  # characters between the subject and the object of a verb


def pronouns(
    page: Page, sentence: Sentence, refs: Sequence[Ref], before: Sequence[Ref]
) -> list[Ref]:
    """Return what the pronouns of a sentence stand for.

    `refs` are those of the sentence in order, `before` the persons of the one before.
    """
    made: list[Ref] = []
    for token in sentence.of("pronoun"):
        ref = _meant(page, token, [*refs, *made], before)
        if ref is not None:
            rule = "person.pronoun"
            made.append(Ref(token.start, token.end, ref.actor, "pronoun", rule, sentence.index))
    return made


def _meant(page: Page, token: Token, refs: Iterable[Ref], before: Sequence[Ref]) -> Ref | None:
    """Return the first who may be meant in the sentence, else in the one before."""
    told = token.senses["pronoun"]
    here = sorted(
        (r for r in refs if r.actor.type == "person" and r.end <= token.start),
        key=lambda ref: ref.start,
    )
    if here and _beside(page, here[-1], token):
        here = here[:-1]
    if told == "him":
        here = _objects(page, here, token)
    woman = told == "she"
    for people in (here, before):
        if (ref := acting(page, people, woman=woman)) is not None:
            return ref
    return next(iter([*here, *before]), None) if woman else None


def _beside(page: Page, ref: Ref, token: Token) -> bool:
    """Tell whether a pronoun stands with a name that opens its clause (`A and he met`)."""
    text, first = page.text, page.words.signs["before_subject"]
    if text[ref.end : token.start] not in page.words.signs["beside_him"]:
        return False
    return text[token.start].islower() and text.endswith(first, 0, ref.start)


def _objects(page: Page, here: list[Ref], token: Token) -> list[Ref]:
    """Leave out the subject of a verb before its object: nobody meets himself."""
    if not here:
        return here
    between = page.text[here[-1].end : token.start]
    alone = len(between) <= _CLAUSE and not any(sign in between for sign in (",", ";", " that "))
    return here[:-1] if alone and not _owns(page, here[-1]) else here


def acting(page: Page, people: Sequence[Ref], *, woman: bool | None) -> Ref | None:
    """Return the first of people who acts rather than who owns, a woman or not, or None for any."""
    fits = [ref for ref in people if woman is None or _is_woman(page, ref) is woman]
    return next((ref for ref in fits if not _owns(page, ref)), next(iter(fits), None))


def _owns(page: Page, ref: Ref) -> bool:
    return ref.national or page.text.startswith(("'s ", "' "), ref.end)


def _is_woman(page: Page, ref: Ref) -> bool:
    first, words = ref.actor.name.partition(" ")[0].lower(), page.words
    titled = page.text.endswith(words.signs["of_women"], 0, ref.start)
    return titled or first in words.lists["female_name"]
