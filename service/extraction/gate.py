"""The gate: is a text worth a full reading? Its known words decide, before any rule runs."""

from service.extraction.page import Page

_SUBJECTS = frozenset({"peace", "talk", "conflict", "person", "roles", "counterpart"})


def tells_of_meetings(page: Page, *, of_process: bool) -> bool:
    """Tell whether the rules for meetings need to run at all.

    Some word must report a meeting, and the text must speak of a known process, of peace, of talks
    or of war, or of people in politics: who plays or trades with whom is no meeting of this record.
    """
    if not any("trigger" in token.senses for token in page.tokens):
        return False
    return of_process or any(not _SUBJECTS.isdisjoint(s.by_class) for s in page.sentences)
