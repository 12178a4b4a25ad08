"""Offices in the text: beside a name, and on their own (`the Kazakh president`)."""

import datetime as dt
import itertools
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from operator import attrgetter

from msgspec import Struct

from service.domain.actors import Actor
from service.extraction.text.page import Page, Sentence
from service.extraction.text.scan import Token
from service.knowledge.model import Knowledge

# States whose leader, in the words of the news, is the head of government.
_PARLIAMENTS = (
    "AL AM AU BD BE BG CA CZ DK EE ET FI GB GE GR HR HU IE IL IN IQ IT JP KH "
    "KW LB LV LY MK MT MY NL NO NP NZ PK PL PT RO SE SG SI SK ES TH XK"
)
PARLIAMENTARY = frozenset(_PARLIAMENTS.split())
RANKS = frozenset(
    {
        "general",
        "colonel",
        "admiral",
        "brigadier",
        "major general",
        "field marshal",
        "lieutenant general",
        "brigadier general",
        "rear admiral",
        "vice admiral",
        "ambassador",
        "senator",
        "archbishop",
        "cardinal",
        "bishop",
        "ayatollah",
        "captain",
    }
)
_SHORT = {
    "gen": "general",
    "lt gen": "lieutenant general",
    "maj gen": "major general",
    "brig gen": "brigadier general",
    "brig": "brigadier",
    "col": "colonel",
    "lt col": "colonel",
    "adm": "admiral",
    "capt": "captain",
    "sen": "senator",
}
_GAPS = (" ", "", "-", ", ", ": ", ") ", "), ")
_BEFORE = 5
_END, _START = attrgetter("end"), attrgetter("start")


class Office(Struct, frozen=True, gc=False):
    """An office that words give: title, whose country or body (slug), what limits it, where."""

    title: str
    country: str | None
    body: str | None
    qualifier: str | None
    start: int
    end: int


class Holders:
    """Who holds which office: the knowledge's persons by title and country or body."""

    def __init__(self, knowledge: Knowledge) -> None:
        """Index the offices."""
        self._by: dict[tuple[str, str], list[Actor]] = {}
        for actor in knowledge.actors.values():
            for office in actor.offices:
                self._by.setdefault((office.title, office.of), []).append(actor)

    def on(self, title: str, of: str, day: dt.date) -> Actor | None:
        """Return the one holder of an office on a day, None if there is none or more than one."""
        holders = {
            actor.slug: actor
            for actor in self._by.get((title, of), ())
            if any(o.title == title and o.of == of for o in actor.offices_on(day))
        }
        return next(iter(holders.values())) if len(holders) == 1 else None

    def holder(self, title: str, country: str, day: dt.date) -> Actor | None:
        """Return who is meant by a title of a country on a day; `leader` is whoever governs.

        Nobody by one that a state has in every country (`the US ambassador`).
        """
        if title == "ambassador":
            return None
        if title != "leader":
            return self.on(title, country, day)
        chief = "prime minister" if country in PARLIAMENTARY else "president"
        return self.on(chief, country, day) or self.on("chancellor", country, day)


def office_near(page: Page, sentence: Sentence, start: int) -> Office | None:
    """Return the office that stands directly before a name (`Kazakh President Tokayev`)."""
    last = bisect_right(sentence.tokens, start, key=_END)
    before = sentence.tokens[max(0, last - _BEFORE) : last]
    edge, number = start, len(before) - 1
    country = body = None
    if number >= 0 and _touches(page, before[number], edge) and _owner(before[number]):
        country, body, number, edge = *_owner_of(before[number]), number - 1, before[number].start
        if page.text.endswith(" (", 0, edge) and number >= 0 and before[number].end == edge - 2:
            number, edge = number - 1, before[number].start  # `of the Delta Front (DF), Ann Rosk`
        # `President of Rwanda, Paul Kagame`
    if number < 0 or not _touches(page, before[number], edge):
        return None
    role = before[number]
    title = role.senses.get("role") or role.senses.get("roles") or _rank(page, role)
    if title is None:
        return None
    start = role.start
    qualifier = None
    for token in reversed(before[:number]):
        if not _touches(page, token, start):
            break
        if "qualifier" in token.senses:
            qualifier, start = token.senses["qualifier"], token.start
        elif country is None and body is None and _owns_before(page, token):
            country, body = _owner_of(token)
            start = token.start
        elif "role_modifier" in token.senses or "role" in token.senses:
            start = token.start
        else:
            break
    return Office(title, country, body, qualifier, start, role.end)


def _rank(page: Page, token: Token) -> str | None:
    """Return a military rank or the like that stands for an office (`General`)."""
    if "honorific" not in token.senses:
        return None
    word = page.text[token.start : token.end].lower().replace(".", "").replace("-", " ")
    word = _SHORT.get(word, word)
    return word if word in RANKS else None


def office_after(page: Page, sentence: Sentence, end: int) -> Office | None:
    """Return the office that an apposition gives after a name (`Kagame, the president,`)."""
    text = page.text
    if text[end : end + 2] not in (", ", " ("):
        return None
    owner: Token | None = None
    qualifier = None
    for token in _from(sentence, end):
        if token.start - end > 45 or any(sign in text[end + 2 : token.start] for sign in ",;"):
            return None
        if "role" in token.senses and text.startswith("'s ", token.end):
            continue  # `Ann Rosk, the minister's adviser`
        if "speech_verb" in token.senses or "trigger" in token.senses:
            return None
        if "qualifier" in token.senses:
            qualifier = token.senses["qualifier"]
        elif _owner(token):
            owner = token
        elif "role" in token.senses:
            if owner is None and _before_name(page, token):
                return None
            return _apposed(page, sentence, token, owner, qualifier)
    return None


def _before_name(page: Page, role: Token) -> bool:
    """Tell whether an office is that of who is named next (`A, met President B`)."""
    return page.text[role.end : role.end + 1] == " " and page.text[role.end + 1].isupper()


def _from(sentence: Sentence, start: int) -> Iterator[Token]:
    """Yield the tokens that begin at a place or after it."""
    first = bisect_left(sentence.tokens, start, key=_START)
    return itertools.islice(sentence.tokens, first, None)


def _apposed(
    page: Page, sentence: Sentence, role: Token, owner: Token | None, qualifier: str | None
) -> Office:
    country, body = _owner_of(owner) if owner else (None, None)
    if owner is None:
        country, body = owner_after(page, sentence, role.end)
    return Office(role.senses["role"], country, body, qualifier, role.start, role.end)


def owner_after(page: Page, sentence: Sentence, end: int) -> tuple[str | None, str | None]:
    """Return whose office it is when that follows (`president of Rwanda`): country, body's slug."""
    for token in _from(sentence, end):
        gap = page.text[end : token.start]
        if gap in page.words.signs["office_of"] and _owner(token):
            return _owner_of(token)
        if len(gap) > 12:
            break
    return None, None


def _touches(page: Page, token: Token, edge: int) -> bool:
    gap = page.text[token.end : edge]
    return gap in _GAPS or gap in page.words.signs["office_gap"]


def _owner(token: Token) -> bool:
    return "actor" in token.senses


def _owns_before(page: Page, token: Token) -> bool:
    """Tell whether what stands before an office owns it; where owners follow, only adjectives do.

    `В Осло президент Кении` is no president of Norway.
    """
    if not _owner(token):
        return False
    return "owner last" not in page.words.lists["grammar"] or any(
        called.kind == "demonym" for called in token.senses["actor"]
    )


def _owner_of(token: Token) -> tuple[str | None, str | None]:
    actor: Actor = token.senses["actor"][0].actor
    if actor.type == "state":
        return actor.country, None
    return actor.country, actor.slug


def owners(page: Page, sentence: Sentence, number: int, *, plural: bool) -> list[str]:
    """Return the countries whose office a token gives, in order (`of Rwanda and Congo`)."""
    before = _owners_before(page, sentence, number)
    if before:
        return before if plural else before[-1:]
    after = _owners_after(page, sentence, number)
    return after if plural else after[:1]


def _owners_before(page: Page, sentence: Sentence, number: int) -> list[str]:
    found: list[str] = []
    edge = sentence.tokens[number].start
    for other in reversed(sentence.tokens[max(0, number - 5) : number]):
        gap = page.text[other.end : edge]
        modifier = "role_modifier" in other.senses and gap == " "
        if not modifier and (
            not _owns_before(page, other) or gap not in (" ", *page.words.signs["owner_first"])
        ):
            break
        country = None if modifier else _owner_of(other)[0]
        if country:
            found.insert(0, country)
        edge = other.start
    return found


def _owners_after(page: Page, sentence: Sentence, number: int) -> list[str]:
    found: list[str] = []
    edge = sentence.tokens[number].end
    for other in sentence.tokens[number + 1 : number + 6]:
        if not _owner(other) or page.text[edge : other.start] not in page.words.signs["owner_last"]:
            break
        country = _owner_of(other)[0]
        if country:
            found.append(country)
        edge = other.end
    return found
