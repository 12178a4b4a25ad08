"""The gates: is a text worth a full reading, and the rules for meetings? Its known words decide."""

from collections.abc import Iterable, Set

from service.extraction.text.lexicon import Words
from service.extraction.text.page import Page, Sentence
from service.extraction.text.patterns import Match, Patterns
from service.extraction.text.scan import whole

_SUBJECTS = frozenset({"peace", "talk", "conflict", "roles", "counterpart"})
_SOME = 2  # words of talks or war, or people in politics, that open the gate


def may_be_worth_reading(words: Words, few: Iterable[Match]) -> bool:
    """Tell whether a text's `few` leave it open that it is about peace making."""
    seen = {match[0] for match in few}
    if words.patterns.subjects.isdisjoint(seen):
        return False
    peace, people = _subjects(words.patterns, seen)
    return peace or people >= _SOME


def worth_reading(text: str, words: Words, found: list[Match], *, unread: bool = False) -> bool:
    """Tell from a text's bare matches whether it may be about peace making at all.

    A word of peace is enough; else two words of talks or war; else two people known in politics of
    whom something is reported that may be a meeting. Parts of longer words do not count. In a
    language whose words are `unread` such two people are enough.
    """
    known = words.patterns
    if any(whole(text, words, [match]) for match in found if match[0] in known.of_peace):
        return True
    told = whole(text, words, [match for match in found if match[0] in known.subjects])
    strife, people = _subjects(known, {match[0] for match in told})
    if strife or people < _SOME or unread:
        return strife or people >= _SOME
    return bool(whole(text, words, (match for match in found if match[0] in known.of_meetings)))


def _subjects(known: Patterns, seen: Set[int]) -> tuple[bool, int]:
    """Return whether patterns tell of peace, or of talks and war, and how many people they name."""
    if not seen.isdisjoint(known.of_peace):
        return True, 0
    strife = {known.of_strife[number] for number in seen & known.of_strife.keys()}
    people = {known.of_people[number] for number in seen & known.of_people.keys()}
    return len(strife) >= _SOME, len(people)


def tells_of_meetings(page: Page, *, of_process: bool) -> bool:
    """Tell whether the rules for meetings need to run at all.

    Some word must report a meeting, and the text must speak of a known process, of peace, of talks
    or of war, or of people in politics: who plays or trades with whom is no meeting of this record.
    """
    if not page.positions["trigger"]:
        return False
    return of_process or any(
        not _SUBJECTS.isdisjoint(sentence.by_class) or _names_somebody(sentence)
        for sentence in page.sentences
    )


def _names_somebody(sentence: Sentence) -> bool:
    """Tell whether a known person may be named, by more than a word like `Friday`."""
    return any(
        called.kind != "common"
        for token in sentence.of("person")
        for called in token.senses["person"]
    )
