"""States, organizations and armed groups in a sentence."""

from collections.abc import Iterator

from service.extraction import places
from service.extraction.lexicon import Called
from service.extraction.page import HowNamed, Page, Ref, Sentence
from service.extraction.scan import Token

_OFFICE_CLASSES = frozenset({"role", "roles", "honorific", "counterpart", "qualifier"})
_GUARD_CLASSES = frozenset(
    {"role", "roles", "government", "trigger", "speech_verb", "peace", "conflict"}
)
_GUARD_NEAR = 40
# What a city lends its name to, so that it is a place there: `the Berlin round`.
_HAPPENS = tuple(
    f" {word}"
    for word in ["round", "rounds", "talks", "summit", "meeting", "process", "agreement", "declaration", "format", "conference", "negotiations", "session", "accord", "accords", "protocol", "memorandum", "Declaration", "Agreement", "Process", "Summit", "Conference", "Platform", "Protocol", "Accord", "Accords", "Energy", "Forum", "airport", "International"]
)


def bodies(page: Page, sentence: Sentence) -> list[Ref]:
    """Return the states and bodies that a sentence names, places marked as such."""
    refs: list[Ref] = []
    last_place: int | None = None
    tokens = sentence.tokens
    for number, token in enumerate(tokens):
        choices: tuple[Called, ...] = token.senses.get("actor", ())
        if not choices:
            if "place" in token.senses and places.locative(page, sentence, token.start):
                last_place = token.end
            continue
        called = _choose(page, sentence, choices, tokens, number)
        if called is None:
            continue
        ref = _ref(page, sentence, token, called, number, last_place)
        if ref.place:
            last_place = token.end
        refs.append(ref)
    return refs


def countries(page: Page) -> Iterator[str]:
    """Yield the countries that the text names in any way."""
    for token in page.tokens:
        for called in token.senses.get("actor", ()):
            if called.actor.type == "state" and called.actor.country and not called.guarded:
                yield called.actor.country


def _choose(
    page: Page, sentence: Sentence, choices: tuple[Called, ...], tokens: list[Token], number: int
) -> Called | None:
    open_ones = [c for c in choices if not c.guarded or _guard_met(tokens, number)]
    if len(open_ones) < 2:
        return open_ones[0] if open_ones else None
    return max(open_ones, key=lambda called: _closeness(page, called))


def _closeness(page: Page, called: Called) -> int:
    """Return how well one of several owners of a name fits the article."""
    named = called.actor.name in page.text
    at_home = called.actor.country is not None and called.actor.country in page.countries
    return 4 * named + 2 * at_home + (called.actor.type in ("armed_group", "state"))


def _guard_met(tokens: list[Token], number: int) -> bool:
    token = tokens[number]
    beside = tokens[max(0, number - 2) : number] + tokens[number + 1 : number + 3]
    return any(
        _GUARD_CLASSES & other.senses.keys()
        and max(other.start - token.end, token.start - other.end) <= _GUARD_NEAR
        for other in beside
    )


def _ref(
    page: Page,
    sentence: Sentence,
    token: Token,
    called: Called,
    number: int,
    last_place: int | None,
) -> Ref:
    how: HowNamed = called.kind  # type: ignore[assignment]
    ref = Ref(token.start, token.end, called.actor, how, f"actor.{how}", sentence.index)
    if called.kind == "demonym":
        ref.national = not _government_follows(page, sentence.tokens, number)
        if called.actor.type != "state":
            ref.national = False
    elif called.actor.type != "state":
        ref.place = _setting(page, sentence, token) or (
            places.government(called) and _is_place(page, sentence, token, called, last_place)
        )
        ref.attribute = _belongs(page, sentence, number)
    elif called.actor.type == "state":
        ref.place = _is_place(page, sentence, token, called, last_place)
        ref.national = not ref.place and _belongs(page, sentence, number)
    return ref


def _government_follows(page: Page, tokens: list[Token], number: int) -> bool:
    """Tell whether a demonym is said of a government (`the Armenian side`, `Kazakh officials`)."""
    token = tokens[number]
    if page.text[token.start : token.end].endswith("s") and _plural_people(page, token):
        return True
    for other in tokens[number + 1 : number + 4]:
        gap = page.text[token.end : other.start]
        if len(gap) > 24:
            return False
        if "government" in other.senses:
            return True
        if "actor" in other.senses and gap in ("-", " and ", ", ", ", and "):
            continue
        if _OFFICE_CLASSES & other.senses.keys():
            return False
    return False


def _plural_people(page: Page, token: Token) -> bool:
    left = page.text[max(0, token.start - 5) : token.start].lower()
    return left.endswith(("the ",)) and page.text[token.end : token.end + 1] != "-"


def _is_place(
    page: Page, sentence: Sentence, token: Token, called: Called, last_place: int | None
) -> bool:
    if places.is_dateline(page, sentence, token):
        return True
    if places.government(called) and page.text.startswith(_HAPPENS, token.end):
        return True
    if places.locative(page, sentence, token.start, city=called.kind == "capital"):
        return page.text[token.end : token.end + 2] != "'s" or called.kind == "capital"
    if places.in_list_of_places(page, last_place, token.start):
        return True
    return called.kind == "name" and _follows_city(page, sentence, token)


def _follows_city(page: Page, sentence: Sentence, token: Token) -> bool:
    """Tell whether a state only says where a city is (`Bishkek, Kyrgyzstan`)."""
    if page.text[max(0, token.start - 2) : token.start] != ", ":
        return False
    return any(
        other.end == token.start - 2 and ("place" in other.senses or _capital(other))
        for other in sentence.tokens
        if other.end <= token.start
    ) and page.text[token.end : token.end + 1] in (",", ".", ")", " ", "")


def _capital(token: Token) -> bool:
    return any(called.kind == "capital" for called in token.senses.get("actor", ()))


_SETTING = ("margins of the", "sidelines of the", "fringes of the", "fringe of the", "margins of",
            "sidelines of", "fringes of", "framework of the", "during the", "during a", "summit of the",
            "summit of", "conference of the", "assembly of the", "session of the", "for the", "at the",
            "meeting of the", "at a", "margins of a", "building of the", "headquarters of the",
            "offices of the", "office of the", "before the")


def _setting(page: Page, sentence: Sentence, token: Token) -> bool:
    """Tell whether a body is only where something happens (`on the margins of the Assembly`)."""
    left = page.text[max(sentence.start, token.start - 22) : token.start].lower().rstrip()
    right = page.text[token.end : token.end + 9].lower()
    if left.endswith(_SETTING[:10]):
        return True
    return left.endswith(_SETTING) and right.startswith((" summit", " meeting", " assembl", " confer", " forum", " headq"))


def _belongs(page: Page, sentence: Sentence, number: int) -> bool:
    """Tell whether a state only says whose office it is (`President of Kazakhstan`)."""
    token, tokens = sentence.tokens[number], sentence.tokens
    text = page.text
    left = text[max(sentence.start, token.start - 8) : token.start].lower()
    before = tokens[number - 1] if number else None
    if before is not None and left.endswith(("of ", "of the ", "to ", "for ")):
        beside = token.start - before.end <= 8
        return beside and bool({"role", "person"} & before.senses.keys())
    after = tokens[number + 1] if number + 1 < len(tokens) else None
    if after is not None and "person" in after.senses and text[token.end : after.start] == "'s ":
        return True
    if after is None or not _OFFICE_CLASSES & after.senses.keys():
        return False
    between = text[token.end : after.start]
    return between in (" ", "'s ", "' ", "'s then ", "'s new ", "s ")
