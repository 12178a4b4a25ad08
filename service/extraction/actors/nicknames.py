"""Unknown persons told with what they are called between their names: `Peter "Simba" Lotiang`."""

import re

from service.domain.actors import Actor
from service.extraction.actors.found import Found, surnames
from service.extraction.text.page import Page, Ref, Sentence
from service.extraction.text.shapes import common
from service.extraction.text.spelling import slug_of

_WORD = r"[^\W\d_a-z][^\W\d_]*(?:-[^\W\d_]+)*"
_NAME = re.compile(rf'(?<!\w)({_WORD}) "(?:The |El |La )?({_WORD})(?: {_WORD})?" ({_WORD})(?!\w)')
_OTHERS = ("actor", "place", "month", "weekday")


def nicknamed(
    page: Page, sentence: Sentence, taken: list[tuple[int, int]], found: Found
) -> list[Ref]:
    """Return the persons of a sentence who have a nickname in quotation marks; they are `taken`."""
    made: list[Ref] = []
    if page.text.find('" ', sentence.start, sentence.end) < 0:
        return made
    for match in _NAME.finditer(page.text, sentence.start, sentence.end):
        start, end = match.span()
        known = any(
            start < token.end and token.start < end and not token.senses.keys().isdisjoint(_OTHERS)
            for token in sentence.tokens
        )
        written = all(word[0].isupper() for word in match.groups())  # Russian, too
        if known or not written or common(page, [match[1], match[3]]):
            continue
        if any(start < e and end > s for s, e in taken):
            continue
        name = f"{page.raw[match.start(1) : match.end(1)]} {page.raw[match.start(3) : end]}"
        actor = Actor(slug=slug_of(name), type="person", name=name, discovered=True)
        actor = found.discovered.setdefault(actor.slug, actor)
        for surname in surnames(actor, name):
            found.by_surname.setdefault(surname, actor)
        made.append(Ref(start, end, actor, "unknown", "person.nickname", sentence.index))
        taken.append((start, end))
    return made
