"""The words of acts as the language packs list them: verbs, and the things that they are about."""

from collections.abc import Iterable, Iterator

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

from service.extraction.text.spelling import cases
from service.knowledge.model import Lexicon

_VERB, _THING, _WHOLE = "act_verb.", "act_object.", "act."
_HALTING = ("suspend", "end")  # verbs whose first words tell, after `threatened to`, with what


def table(patterns: Iterable[str]) -> AhoCorasick:
    """Compile a few patterns, of which the longest are found: a table is large but fast."""
    few, kind = list(patterns), MatchKind.LeftmostLongest
    return AhoCorasick(few, kind, implementation=Implementation.DFA)


class Deeds:
    """The compiled words of acts.

    `things` tells of which class a word is; a verb's class is that of its list, or the code of an
    act (`REJECT.meet.125`) where a phrase says all of it.
    """

    def __init__(self, lexicons: Iterable[Lexicon]) -> None:
        """Compile the lists of some languages."""
        self.things: dict[str, str] = {}
        whole: dict[str, str] = {}
        verbs: dict[str, str] = {}
        for lexicon in lexicons:
            for name, phrases in lexicon.words.items():
                if name.startswith(_THING):
                    self.things.update(dict.fromkeys(phrases, name.removeprefix(_THING)))
                elif name.startswith(_VERB):
                    verbs |= _forms(phrases, name.removeprefix(_VERB))
                elif name.startswith(_WHOLE):
                    whole |= _forms(phrases, name.removeprefix(_WHOLE))
        known = whole | verbs
        for form, verb in known.items():
            if verb in _HALTING:
                self.things.setdefault(form.partition(" ")[0], "halting")
        self._classes = list(known.values())
        self._automaton = table(known)

    def verbs(self, text: str) -> Iterator[tuple[int, int, str]]:
        """Yield where the verbs stand as words in a text, and their classes."""
        ended = text + " "  # so that there is a character after the last one; -1 is that one too
        for number, start, end in self._automaton.find_matches_as_indexes(text):
            before = ended[start - 1]  # `co-accused` is no verb
            if not (before.isalnum() or before == "-" or ended[end].isalnum()):
                yield start, end, self._classes[number]


def _forms(phrases: Iterable[str], verb: str) -> dict[str, str]:
    return {form: verb for phrase in phrases for form in cases(phrase)}
