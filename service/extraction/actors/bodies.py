"""States, organizations and armed groups in a sentence."""

from collections.abc import Iterator

from service.extraction.actors import places
from service.extraction.actors.missions import mission
from service.extraction.actors.standing import judge
from service.extraction.text.names import Called
from service.extraction.text.page import HowNamed, Page, Ref, Sentence
from service.extraction.text.scan import Token

_GUARD_CLASSES = frozenset(
    {"role", "roles", "government", "trigger", "speech_verb", "peace", "conflict"}
)
_GUARD_NEAR = 40
_OWNERS = {"United Nations": ("UN ", "U.N. ")}


def bodies(page: Page, sentence: Sentence) -> list[Ref]:
    """Return the states and bodies that a sentence names, places marked as such."""
    refs: list[Ref] = []
    if not sentence.has("actor"):
        return refs
    last_place: int | None = None
    tokens = sentence.tokens
    for number, token in enumerate(tokens):
        senses = token.senses
        if "actor" not in senses:
            if "place" in senses and (
                places.locative(page, sentence, token.start)
                or places.in_list_of_places(page, last_place, token.start)
            ):
                last_place = token.end
            continue
        called = _choose(page, sentence, senses["actor"], tokens, number)
        if called is None:
            continue
        ref = _ref(page, sentence, token, called, number, last_place)
        if refs and _in_brackets(page, refs[-1], ref):
            ref.place, ref.national = refs[-1].place, refs[-1].national
        if ref.place:
            last_place = token.end
        refs.append(ref)
    return refs


def _in_brackets(page: Page, before: Ref, ref: Ref) -> bool:
    """Tell whether a name only abbreviates the state before it (`the Emirates (UAE)`)."""
    return (
        ref.actor.type == "state"
        and before.actor is ref.actor
        and page.text[before.end : ref.start] == " ("
    )


def countries(page: Page) -> Iterator[str]:
    """Yield the countries that the text names in any way."""
    for at in page.positions["actor"]:
        for called in page.tokens[at].senses["actor"]:
            if called.actor.type == "state" and called.actor.country and not called.guarded:
                yield called.actor.country


def _choose(
    page: Page, sentence: Sentence, choices: tuple[Called, ...], tokens: list[Token], number: int
) -> Called | None:
    open_ones = [
        called
        for called in choices
        if not called.guarded
        or _guard_met(page, tokens, number)
        or _at_home(page, called)
        or _of_owner(page, tokens[number], called)
    ]
    if len(open_ones) < 2:
        return open_ones[0] if open_ones else None
    return max(open_ones, key=lambda called: _closeness(page, called))


def _at_home(page: Page, called: Called) -> bool:
    """Tell whether a page on a body's own country abbreviates it (`the ISI`, of Pakistan)."""
    return called.kind == "abbreviation" and called.actor.country in page.countries


def _of_owner(page: Page, token: Token, called: Called) -> bool:
    """Tell whether a page on a body's owner names it in short (`the Security Council`)."""
    text = page.text
    owner = called.actor.name.removesuffix(text[token.start : token.end]).strip()
    if called.kind != "name" or not text.endswith(page.words.signs["the_body"], 0, token.start):
        return False
    return 0 < len(owner) < len(called.actor.name) and any(
        word in text for word in (owner, *_OWNERS.get(owner, ()))
    )


def _closeness(page: Page, called: Called) -> int:
    """Return how well one of several owners of a name fits the article."""
    named = called.actor.name in page.text
    at_home = called.actor.country is not None and called.actor.country in page.countries
    return 4 * named + 2 * at_home + (called.actor.type in ("armed_group", "state"))


def _guard_met(page: Page, tokens: list[Token], number: int) -> bool:
    token = tokens[number]
    if (
        page.text[token.end : token.end + 1] == " "
        and page.text[token.end + 1 : token.end + 2].isupper()
    ):
        return False
    word = page.text[max(0, token.start - 20) : token.start].rstrip().rpartition(" ")[2]
    if word in page.words.lists["name_start"]:  # `the National Security Council`
        return False
    beside = tokens[max(0, number - 2) : number] + tokens[number + 1 : number + 3]
    known = word in page.words.lists["not_name"] or any(t.end + 1 == token.start for t in beside)
    if word.istitle() and not known:  # `Agnieszka Holland`
        return False
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
    judge(page, sentence, number, called, ref, last_place)
    ref.actor = mission(page, token, ref.actor)
    return ref
