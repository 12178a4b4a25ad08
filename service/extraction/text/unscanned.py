"""Lists of words that rules look up beside a token: no patterns of the automaton."""

from collections.abc import Iterator

from service.knowledge.model import Knowledge

# Classes that rules look up beside a word, not in the text: no use in the automaton.
UNSCANNED = (
    "given_name",
    "female_name",
    "body_noun",
    "not_name",
    "place_before",
    "place_after",
    "told_before",
    "town_before",
    "not_town",
    "motion_before",
    "taken_before",
    "topic_before",
    "setting_before",
    "gathering",
    "branch",
    "building",
    "building_of",
    "organ",
    "expert",
    "article",
    "not_place_before",
    "name_start",
    "place_link",
    "local_after",
    "since",
    "verb_after",
    "named_after",
    "army",
    "of_link",
    "common_body",
    "outlet_noun",
    "armed_noun",
    "members",
    "figurative",
    "deadly",
    "community",
    "kinfolk",
    "fighters",
    "person_noun",
    "cause",
    "owned_after",
    "topic_after",
    "small_word",
    "grammar",
    "quote_verb",
    "governing",
    "somebody",
)
_CASED = frozenset(
    {
        "given_name",
        "body_noun",
        "not_name",
        "name_start",
        "place_after",
        "armed_noun",
        "cause",
        "members",
    }
)


def told(knowledge: Knowledge, name: str) -> Iterator[str]:
    """Yield the phrases of a class in all lexicons."""
    for lexicon in knowledge.lexicons.values():
        yield from lexicon.words.get(name, ())


def listed(knowledge: Knowledge, name: str) -> frozenset[str]:
    """Return the words of a class, in lower case unless their case tells something."""
    words = told(knowledge, name)
    return frozenset(words if name in _CASED else (word.strip().lower() for word in words))
