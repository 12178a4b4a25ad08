"""The gates: is a text worth a full reading, and the rules for meetings? Its known words decide."""

from collections.abc import Sequence

from service.extraction.lexicon import Words
from service.extraction.page import Page, Sentence
from service.extraction.scan import Match

_SUBJECTS = frozenset({"peace", "talk", "conflict", "roles", "counterpart"})


_SOME = 2  # words of talks or war, or people in politics, that open the gate


def worth_reading(text: str, words: Words, found: Sequence[Match]) -> bool:
    """Tell from the bare matches whether a text may be about peace making at all.

    A word of peace is enough; else two words of talks or war; else two people known in politics of
    whom something is reported that may be a meeting.
    """
    known = words.patterns
    telling = known.telling
    seen = {match[0] for match in found if match[0] in telling and _whole(text, words, match)}
    if not seen.isdisjoint(known.of_peace):
        return True
    if len({known.of_strife[number] for number in seen & known.of_strife.keys()}) >= _SOME:
        return True
    people = {known.of_people[number] for number in seen & known.of_people.keys()}
    return len(people) >= _SOME and not seen.isdisjoint(known.of_meetings)


def _whole(text: str, words: Words, match: Match) -> bool:
    """Tell whether a match begins and ends as a word does."""
    pattern, start, end = match
    if words.opens[pattern] and start and text[start - 1].isalnum():
        return False
    return not (words.closes[pattern] and text[end : end + 1].isalnum())


def tells_of_meetings(page: Page, *, of_process: bool) -> bool:
    """Tell whether the rules for meetings need to run at all.

    Some word must report a meeting, and the text must speak of a known process, of peace, of talks
    or of war, or of people in politics: who plays or trades with whom is no meeting of this record.
    """
    if not any("trigger" in token.senses for token in page.tokens):
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
