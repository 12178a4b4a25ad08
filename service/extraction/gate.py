"""The gate: is a text worth a full reading? Its known words decide, before any rule runs."""

from service.extraction.page import Page, Sentence

_SUBJECTS = frozenset({"peace", "talk", "conflict", "roles", "counterpart"})


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
