"""The part of the knowledge that a text in one language needs.

Names of one language are common words of another: Turkish Şam is Damascus, and folded it is Sam.
So a text is read with the names of its own language and the English ones, not with all.
"""

from msgspec import structs

from service.knowledge.model import Knowledge, Lexicon, Name, Place

ENGLISH = "en"


def speaking(knowledge: Knowledge, language: str) -> Knowledge:
    """Return the knowledge with the names of a language and of English alone, and one lexicon.

    A language without a lexicon gets the English one. The version stays: it is the same knowledge.
    """
    return structs.replace(
        knowledge,
        names={slug: _names(names, language) for slug, names in knowledge.names.items()},
        places={slug: _place(place, language) for slug, place in knowledge.places.items()},
        lexicons=_lexicons(knowledge, language),
    )


def _names(names: tuple[Name, ...], language: str) -> tuple[Name, ...]:
    return tuple(name for name in names if name.language in (ENGLISH, language))


def _place(place: Place, language: str) -> Place:
    more = tuple(text for spoken, text in place.foreign if spoken == language)
    if not place.foreign:
        return place
    return structs.replace(place, names=tuple(dict.fromkeys((*place.names, *more))), foreign=())


def _lexicons(knowledge: Knowledge, language: str) -> dict[str, Lexicon]:
    chosen = language if language in knowledge.lexicons else ENGLISH
    return {code: lexicon for code, lexicon in knowledge.lexicons.items() if code == chosen}
