"""Whether the words around a day look ahead or back."""

from collections.abc import Iterable

from service.extraction.page import Sentence
from service.extraction.scan import Token

_CUES = frozenset({"modal", "status", "trigger", "speech_verb", "ahead_verb"})
_NOT_SO = ("foiled", "cancelled", "postponed")
_PUT_OFF_TO = (" until ", " till ", " to ", " for ")
_AGREED = ("agreed", "promised", "decided", "pledged", "vowed", "offered", "invited", "proposed")
_WILL = "wsm"  # with which `will`, `should` and `must` begin
_CALLED = ("summoned", "invited", "called", "asked", "convened", "convoked")
_OPENS = 12  # characters: a day so near to the beginning is that of the verb after it
_BESIDE = 10


def tense(token: Token, verdict: bool | None) -> bool | None:
    """Return whether a token makes what follows it ahead (True) or past (False)."""
    senses = token.senses
    if "month" in senses or _CUES.isdisjoint(senses):  # a month is not `may`
        return verdict
    if (
        senses.get("modal") in ("future", "proposed", "possible")
        or senses.get("status") == "planned"
    ):
        return True
    if senses.get("status") == "cancelled":
        return verdict
    forms = {sense.form for sense in senses.get("trigger", ())}
    if "past" in forms or "speech_verb" in senses:
        return False
    if forms == {"present"}:  # also after who said so (`told AFP that he meets B on 12 July`)
        return True
    return True if "ahead_verb" in senses and verdict is None else verdict


class Tense:
    """The tense of one sentence's days."""

    def __init__(self, text: str, sentence: Sentence, *, verb_last: bool = False) -> None:
        """Prepare; `verb_last` where the verb stands at the end (Turkish)."""
        self._verb_last = verb_last
        self._text = text
        self._sentence = sentence

    def foiled(self, token: Token) -> bool:
        """Whether the day is that of a plan that came to nothing; it may be ahead or behind."""
        due = self._text.rfind(", due ", max(self._sentence.start, token.start - 40), token.start)
        if due >= 0 or self._text.endswith(_PUT_OFF_TO, self._sentence.start, token.start):
            return any(
                other.senses["status"] == "cancelled" and 0 <= other.start - token.end <= 40
                for other in self._sentence.of("status")
            )
        return any(
            other.senses["status"] in _NOT_SO and 0 <= token.start - other.end <= 40
            for other in self._sentence.of("status")
        )

    def ahead(self, token: Token) -> bool | None:
        """Whether the nearest cue before a day looks ahead or back; None without any cue.

        A day that opens a sentence or a clause, and that of a noun (`the talks on Friday will`),
        has its cue after it.
        """
        start = max(self._sentence.start, self._text.rfind(";", self._sentence.start, token.start))
        if self._text.endswith(" same ", start, token.start):
            return False
        verdict = self._before(token, start)
        if verdict is None and self._leads(token, start):
            return self._after(token)
        return verdict

    def _before(self, token: Token, start: int) -> bool | None:
        verdict = None
        for other in self._sentence.tokens:
            if other.start >= token.start:
                break
            if other.start < start:
                continue
            if self._text[other.start] in _WILL and self._will(other):
                verdict = True
                continue
            if _CUES.isdisjoint(other.senses):
                continue
            if self._called(other):
                verdict = True  # `have been summoned to Bern on Sunday`
                continue
            if verdict and self._text.endswith((" is ", " are ", " be "), start, other.start):
                continue  # `will meet before it is signed in April`
            if self._text.startswith("agreed to the ", other.start):
                continue  # `agreed to the table on 9 February`
            verdict = tense(other, verdict)
        return verdict

    def _called(self, token: Token) -> bool:
        """Tell whether a verb says that somebody has been called to what is to come."""
        called = self._text.startswith(_CALLED, token.start)
        return called and self._text.endswith((" have been ", " has been "), 0, token.start)

    def _will(self, token: Token) -> bool:
        """Tell whether a word says what is to come (`will`, `should`, not `should have`)."""
        text, start = self._text, token.start
        ought = text.startswith(("should ", "must "), start)
        return text.startswith(("will", "won't"), start) or (
            ought and not text.startswith(("should have", "must have"), start)
        )

    def _leads(self, token: Token, start: int) -> bool:
        return (
            self._verb_last
            or token.start - start <= _OPENS
            or any(
                0 <= token.start - other.end <= _BESIDE for other in self._sentence.of("trigger")
            )
        )

    def _after(self, token: Token) -> bool | None:
        for other in self._later(token):
            if self._will(other):
                return True
            if (
                self._text.startswith(_AGREED, other.start)
                or other.senses.get("status") == "foiled"
            ):
                return False
            if self._text.startswith(
                " did ", token.end
            ):  # `only on 12 May did they open the talks`
                return False
            verdict = tense(other, None)
            if verdict is not None:
                return verdict and other.senses.get("status") != "foiled"
        return None

    def _later(self, token: Token) -> Iterable[Token]:
        end = self._text.find(";", token.end, self._sentence.end)
        last = end if end >= 0 else self._sentence.end
        return (t for t in self._sentence.tokens if token.end <= t.start < last)
