"""Whether the words around a day look ahead or back."""

import re
from collections.abc import Iterable

from service.extraction.text.causing import caused
from service.extraction.text.clauses import is_over
from service.extraction.text.page import Page, Sentence
from service.extraction.text.scan import Token

_CUES = frozenset({"modal", "status", "trigger", "speech_verb", "ahead_verb"})
_LATE_VERBS = frozenset({"verb last", "free order", "late verb"})  # may stand after their days
_NOT_SO = ("foiled", "cancelled", "postponed")
_OPENS = 12  # characters: a day so near to the beginning is that of the verb after it
_BESIDE = 10
_CLAUSE = 20  # characters between a day and the verb of a clause that it opens
_FAR = 10_000
_WENT = 16  # characters after a day
_FAILED, _PLAN = 60, 90  # characters between a word of failing and the day
_NUMBER_OF = re.compile(r" \d{1,2}(?: \w \d{1,2})? de$")  # el día 9 de
_DAY = re.compile(r"\s\d{1,2}(?:st|nd|rd|th)?(?!\d)")


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
    forms = {sense.form for sense in senses.get("trigger", ())}
    if senses.get("status") == "cancelled":
        return True if forms == {"present"} else verdict  # `görüşmeyecek` is ahead
    if ("past" in forms and "base" not in forms) or "speech_verb" in senses:
        return False
    if forms == {"present"}:  # also after who said so (`told AFP that he meets B on 12 July`)
        return True
    return True if "ahead_verb" in senses and verdict is None else verdict


class Tense:
    """The tense of one sentence's days."""

    def __init__(self, page: Page, sentence: Sentence) -> None:
        """Prepare."""
        grammar = page.words.lists["grammar"]
        self._verb_last = "verb last" in grammar
        self._any_order = not _LATE_VERBS.isdisjoint(grammar)
        self._text = page.text
        self._signs = page.words.signs
        self._sentence = sentence
        self._known: dict[int, bool | None] = {}

    def foiled(self, token: Token) -> bool:
        """Whether the day is that of a plan that came to nothing; it may be ahead or behind."""
        left = self._text[max(self._sentence.start, token.start - 40) : token.start]
        due = any(map(left.__contains__, self._signs["due"]))
        if due or left.endswith(self._signs["set_for"]):
            return any(
                other.senses["status"] == "cancelled" and 0 <= other.start - token.end <= _PLAN
                for other in self._sentence.of("status")
            )
        return any(
            other.senses["status"] in _NOT_SO and self._of_day(other, token)
            for other in self._sentence.of("status")
        )

    def _of_day(self, cue: Token, day: Token) -> bool:
        """Tell whether a day belongs to what failed, with whom and where it was to be between."""
        gap, start = day.start - cue.end, self._sentence.start
        if is_over(self._text, self._signs["relative"], start, cue.start, day.start):
            return False  # `A, who had called off a trip, met B on Friday`
        after = self._text[cue.end : day.end + _WENT]
        if any(map(after.__contains__, self._signs["went_ahead"])):
            return False  # `the talks, put off on Friday, were held on Tuesday`
        far = cue.senses["status"] == "foiled" and "," not in self._text[cue.end : day.start]
        return 0 <= gap <= (_PLAN if far else _FAILED)

    def ahead(self, token: Token) -> bool | None:
        """Whether the nearest cue before a day looks ahead or back; None without any cue.

        A day that opens a sentence or a clause, and that of a noun (`the talks on Friday will`),
        has its cue after it.
        """
        if token.start not in self._known:
            self._known[token.start] = self._ahead(token)
        return self._known[token.start]

    def _ahead(self, token: Token) -> bool | None:
        start = max(self._sentence.start, self._text.rfind(";", self._sentence.start, token.start))
        if self._text.endswith(self._signs["same"], start, token.start):
            return False
        told = max((self._clause(sign, start, token) for sign in self._signs["that"]), default=-1)
        if self._any_order and told >= start and self._before(token, told) is None:
            within = self._after(token)
            if within is not None:
                return within  # `заявил, что в пятницу встретится с B`
        if self._text.endswith(self._signs["clause_on"], start, token.start):
            near = self._after(token, within=_CLAUSE)
            if near is not None:
                return near  # `met B on Monday and on Friday will see C`
        if self._verb_last and (behind := self._by_verb_behind(token)) is not None:
            return behind
        verdict = self._before(token, start)
        if verdict is None and self._leads(token, start):
            return self._after(token)
        return verdict

    def _by_verb_behind(self, day: Token) -> bool | None:
        """Return what the verb says that stands last in a day's clause.

        Of what was planned and did not take place it is over (`planlanan görüşme gerçekleşmedi`).
        """
        verdict: bool | None = None
        for other in self._later(day):
            status = other.senses.get("status")
            if status == "foiled" or (status == "held" and verdict is None):
                return False
            goes_on = self._text.endswith(self._signs["joined_verb"], other.start, other.end)
            if verdict is None and not goes_on and "speech_verb" not in other.senses:
                verdict = tense(other, None)
            if self._text.startswith(self._signs["verb_ends"], other.end):
                break
        return verdict

    def _clause(self, sign: str, start: int, token: Token) -> int:
        """Return where words begin that somebody said, -1 if a day does not stand in such."""
        at = self._text.rfind(sign, start, token.start)
        return at + len(sign) if at >= 0 else -1

    def only_said(self, token: Token) -> bool:
        """Whether nothing but a verb of speech makes a day past."""
        before = (t for t in self._sentence.tokens if t.start < token.start)
        past = [t for t in before if tense(t, None) is False]
        return bool(past) and "trigger" not in past[-1].senses

    def _before(self, token: Token, start: int) -> bool | None:
        verdict, will = None, self._signs["will"] + self._signs["ought"]
        for other in self._sentence.tokens:
            if other.start >= token.start:
                break
            if other.start < start:
                continue
            if self._text.startswith(will, other.start) and self._will(other):
                verdict, start = True, self._past_aside(other, token)
                continue
            if _CUES.isdisjoint(other.senses):
                continue
            if self._called(other) or self._arranged(other):
                verdict = True  # `have been summoned to Bern on Sunday`, `is meeting B on Friday`
                continue
            if self._text.endswith(self._signs["did_not"], start, other.start):
                verdict = False  # `did not meet on Monday`
                continue
            if "trigger" in other.senses and self._caused(other):
                verdict = False  # `got A and B to sit down on Monday`
                continue
            if verdict and self._text.endswith(self._signs["is"], start, other.start):
                continue  # `will meet before it is signed in April`
            if self._text.startswith(self._signs["agreed_to"], other.start):
                continue  # `agreed to the table on 9 February`
            verdict = True if self._verb_too(other) else tense(other, verdict)
        if verdict and (began := self._took_place(token, start)) > start:
            return self._before(token, began) or False
        return verdict

    def _took_place(self, token: Token, start: int) -> int:
        """Return where it is told that something took place (`, set for May, began on Monday`)."""
        found = (
            (self._text.rfind(sign, start, token.start), len(sign))
            for sign in self._signs["went_ahead"]
        )
        return max((at + length for at, length in found if at >= 0), default=-1)

    def _verb_too(self, token: Token) -> bool:
        """Tell whether a word that may be a noun is the verb of who stands right before it."""
        word = self._text[token.start : token.end].lower()
        return word in self._signs["noun_too"] and any(
            other.end == token.start - 1 for other in self._sentence.of("person")
        )

    def _caused(self, token: Token) -> bool:
        """Tell whether a bare verb says what others were made or seen to do."""
        bare = any(sense.form == "base" for sense in token.senses["trigger"])
        return bare and caused(self._text, self._signs, self._sentence, token.start)

    def _called(self, token: Token) -> bool:
        """Tell whether a verb says that somebody has been called to what is to come."""
        called = self._text.startswith(self._signs["summoned"], token.start)
        return called and self._text.endswith(self._signs["have_been"], 0, token.start)

    def _arranged(self, token: Token) -> bool:
        """Tell whether a verb says what goes on or, beside a day, what has been arranged."""
        forms = {sense.form for sense in token.senses.get("trigger", ())}
        if "gerund" not in forms and token.senses.get("status") != "ongoing":
            return False
        text, doing = self._text, self._signs["doing"]
        return text.endswith(doing, 0, token.start) or text.startswith(doing, token.start - 1)

    def _will(self, token: Token) -> bool:
        """Tell whether a word says what is to come (`will`, `should`, not `should have`)."""
        text, start, signs = self._text, token.start, self._signs
        if text.startswith(signs["will"], start):
            return True
        ought = text.startswith(signs["ought"], start)
        return ought and not text.startswith(signs["ought_have"], start)

    def _past_aside(self, verb: Token, day: Token) -> int:
        """Return where an aside between a verb and a day ends (`will, he said, meet B on Friday`).

        That is the end of the verb where there is none.
        """
        if not self._text.startswith(",", verb.end):
            return verb.end
        return max(self._text.find(",", verb.end + 1, day.start), verb.end)

    def _leads(self, token: Token, start: int) -> bool:
        return (
            self._any_order
            or token.start - start <= _OPENS
            or self._then(token)
            or self._opening(token, start)
            or any(
                0 <= token.start - other.end <= _BESIDE for other in self._sentence.of("trigger")
            )
        )

    def _opening(self, token: Token, start: int) -> bool:
        """Tell whether a time opens a sentence with a part of it (`a principios de diciembre`)."""
        words = _NUMBER_OF.sub("", self._text[start : token.start].strip().lower())
        return f"{words} " in self._signs["before_opening_day"]

    def _then(self, token: Token) -> bool:
        """Tell whether a clause says what was or will be on a day (`on 1 August, when A met`)."""
        day = _DAY.match(self._text, token.end)
        return self._text.startswith(self._signs["when_then"], day.end() if day else token.end)

    def _after(self, token: Token, *, within: int = _FAR) -> bool | None:
        denied = None
        for other in self._later(token):
            if other.start - token.end > within:
                break
            if self._text.endswith(self._signs["nobody"], 0, other.start):
                denied = True  # `on Sunday, in a villa nobody would name, A met B`
                continue
            if self._text.endswith(self._signs["did_not"], 0, other.start):
                return False  # `on Monday A did not meet B`
            if self._will(other):
                return True
            if (
                self._text.startswith(self._signs["pledged"], other.start)
                or other.senses.get("status") == "foiled"
            ):
                return False
            if self._text.startswith(self._signs["did"], token.end):
                return False  # `only on 12 May did they open the talks`
            verdict = tense(other, None)
            if "trigger" in other.senses and self._caused(other):
                return False  # `on Monday B got A and C to meet`
            if verdict is not None:
                return verdict and other.senses.get("status") != "foiled"
        return denied

    def _later(self, token: Token) -> Iterable[Token]:
        end = self._text.find(";", token.end, self._sentence.end)
        last = end if end >= 0 else self._sentence.end
        return (t for t in self._sentence.tokens if token.end <= t.start < last)
