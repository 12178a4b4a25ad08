"""What others were made to do, or were seen to do, was done: `got A and B to sit down`."""

from collections.abc import Mapping

from service.extraction.text.page import Sentence

_FAR = 90  # characters between the verb and what others did


def caused(text: str, signs: Mapping[str, tuple[str, ...]], sentence: Sentence, verb: int) -> bool:
    """Tell whether a bare verb that begins at `verb` is what somebody made or saw others do.

    Only those others stand between (`got the two to meet`, `watched A and B sign`).
    """
    low = max(sentence.start, verb - _FAR)
    to = next((sign for sign in signs["to_do"] if text.endswith(sign, low, verb)), None)
    end = verb if to is None else verb - len(to)
    for sign in signs["saw_others" if to is None else "made_others"]:
        at = text.rfind(sign, low, end)
        if at >= 0 and _only_others(text, signs, sentence, at + len(sign), end):
            return not text.endswith(signs["not_made"], sentence.start, at)
    return False


def _only_others(
    text: str, signs: Mapping[str, tuple[str, ...]], sentence: Sentence, start: int, end: int
) -> bool:
    """Tell whether nothing is told between two verbs but who the others are."""
    words = text[start:end]
    if not (words[:1].isupper() or words.startswith(signs["others_open"])):
        return False
    if any(map(words.__contains__, signs["others_end"])):
        return False
    senses = [set(token.senses) for token in sentence.tokens if start <= token.start < end]
    told = any(not _WHO.isdisjoint(some) for some in senses)
    return told and all(_TELLING.isdisjoint(some) for some in senses)


_WHO = frozenset({"person", "state", "organization", "mutual", "pronoun", "role", "roles"})
_TELLING = frozenset({"trigger", "modal", "speech_verb", "negation", "status"})
