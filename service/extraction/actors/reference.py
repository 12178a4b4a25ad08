"""Who is meant by a description or a pronoun: `the Turkish minister`, `his counterpart`, `she`."""

import datetime as dt

from msgspec import Struct

from service.domain.actors import Actor
from service.extraction.actors.offices import Holders, owner_after, owners
from service.extraction.actors.pronouns import pronouns
from service.extraction.text.page import Page, Ref, Sentence
from service.extraction.text.scan import Token

# Plurals of these are many people, not one for each state.
_MANY = frozenset({"diplomat", "adviser", "ambassador", "commander"})
_SMALL = frozenset({"of", "the", "to", "for", "from", "and", "al", "-", "at"})
_POINTING = 8  # characters before an office that points to somebody named before
_OFFICES = frozenset({"role", "roles", "counterpart"})
_KIN: dict[str, frozenset[str]] = {
    "leader": frozenset(
        {
            "president",
            "prime minister",
            "chancellor",
            "king",
            "emir",
            "supreme leader",
            "crown prince",
            "commander",
            "chief of staff",
            "chairperson",
            "sultan",
        }
    ),
    "president": frozenset({"head of state", "leader"}),
    "minister": frozenset(
        {
            "foreign minister",
            "defence minister",
            "interior minister",
            "finance minister",
            "deputy foreign minister",
            "deputy prime minister",
            "economy minister",
            "justice minister",
            "deputy minister",
        }
    ),
    "foreign minister": frozenset({"minister", "secretary of state", "deputy prime minister"}),
    "diplomat": frozenset(
        {
            "foreign minister",
            "special envoy",
            "special representative",
            "ambassador",
            "secretary of state",
            "deputy foreign minister",
            "high representative",
        }
    ),
    "special envoy": frozenset(
        {"special representative", "mediator", "special envoy", "ambassador", "adviser"}
    ),
    "special representative": frozenset({"special envoy", "mediator"}),
    "mediator": frozenset({"special envoy", "special representative"}),
    "negotiator": frozenset({"head of delegation", "adviser", "special envoy"}),
    "head of delegation": frozenset({"negotiator"}),
    "adviser": frozenset({"national security adviser", "chief of staff"}),
    "commander": frozenset({"chief of staff", "leader", "military officer"}),
    "prime minister": frozenset({"minister"}),
}


class Known(Struct):
    """A person whom the article has named, with the titles that it or the knowledge gives."""

    actor: Actor
    titles: set[str]
    order: int


class Memory:
    """The persons named so far, the latest last."""

    def __init__(self, page: Page, by_sentence: list[list[Ref]]) -> None:
        """Gather the titles of all persons of the article."""
        self.day: dt.date | None = page.anchor
        self.known: dict[str, Known] = {}
        for refs in by_sentence:
            for ref in refs:
                if ref.actor.type == "person" and not ref.inferred:
                    entry = self.known.get(ref.actor.slug)
                    if entry is None:
                        entry = Known(ref.actor, self._titles(ref), -1)
                        self.known[ref.actor.slug] = entry
                    if ref.role:
                        entry.titles.add(ref.role)

    def _titles(self, ref: Ref) -> set[str]:
        held = ref.actor.offices_on(self.day) if self.day else ref.actor.offices
        return {office.title for office in held}

    def saw(self, actor: Actor, order: int) -> None:
        """Remember that a person was just spoken of."""
        entry = self.known.get(actor.slug)
        if entry is not None:
            entry.order = order

    def meant(self, title: str, country: str | None, but: set[str]) -> Actor | None:
        """Return the latest person whom a title, perhaps of a country, fits."""
        for wanted in ({title}, _KIN.get(title, frozenset())):
            fits = [
                entry
                for entry in self.known.values()
                if entry.titles & wanted
                and entry.actor.slug not in but
                and (country is None or entry.actor.country == country)
            ]
            if fits:
                return max(fits, key=lambda entry: entry.order).actor
        return None

    def host(self, page: Page, named: list[Ref], token: Token) -> Actor | None:
        """Return of whose capital the text spoke last, of those with a title (`his host`)."""
        if token.senses["counterpart"] != "host":
            return None
        guests = {ref.actor.country for ref in named}
        seats = page.words.seats
        there = [
            (page.text.rfind(seats[country], 0, token.start), entry.actor)
            for entry in self.known.values()
            if (country := entry.actor.country) in seats and country not in guests and entry.titles
        ]
        at, actor = max(there, key=lambda pair: pair[0], default=(-1, None))
        return actor if at >= 0 else None


def described(page: Page, by_sentence: list[list[Ref]], holders: Holders) -> None:
    """Add to each sentence's refs those that descriptions, counterparts and pronouns stand for."""
    memory = Memory(page, by_sentence)
    before: list[Ref] = []
    for sentence, refs in zip(page.sentences, by_sentence, strict=True):
        added = [*_offices(page, sentence, refs, memory, holders)]
        if sentence.has("pronoun"):
            added += pronouns(page, sentence, [*refs, *added], before)
        refs.extend(added)
        refs.sort(key=lambda ref: (ref.start, ref.end))
        for ref in refs:
            if ref.actor.type == "person":
                memory.saw(ref.actor, ref.start)
        before = [ref for ref in refs if ref.actor.type == "person"] or before


def _offices(
    page: Page, sentence: Sentence, refs: list[Ref], memory: Memory, holders: Holders
) -> list[Ref]:
    made: list[Ref] = []
    if _OFFICES.isdisjoint(sentence.by_class):
        return made
    named = [ref for ref in refs if ref.actor.type == "person"]
    for number, token in enumerate(sentence.tokens):
        if _OFFICES.isdisjoint(token.senses):
            continue
        plural = "roles" in token.senses
        title = token.senses.get("roles") or token.senses.get("role")
        if "counterpart" in token.senses:
            title = _title_before(memory, [*named, *made], token)
            host = memory.host(page, named, token)
            if host is not None:
                rule = "person.description"
                made.append(Ref(token.start, token.end, host, "office", rule, sentence.index))
                continue
        if (
            title is None
            or (plural and title in _MANY)
            or beside_name(page, sentence, token, named)
        ):
            continue
        countries = owners(page, sentence, number, plural=plural)
        if not countries and (plural or not _points(page, token)):
            continue
        if not countries and (body := owner_after(page, sentence, token.end)[1]):
            made += _of_body(page, sentence, token, title, body, memory)
            continue
        taken = (
            {ref.actor.slug for ref in (*named, *made)} if "counterpart" in token.senses else set()
        )
        for country in (*countries,) or (None,):
            ref = _one(sentence, token, title, country, taken, memory, holders)
            if ref is not None:
                made.append(ref)
    return made


def _of_body(
    page: Page, sentence: Sentence, token: Token, title: str, body: str, memory: Memory
) -> list[Ref]:
    """Return who holds an office of a body (`the president of the European Council`)."""
    wanted = {title, f"{body.split('-')[-1]} {title}"}
    holders = [
        entry.actor
        for entry in memory.known.values()
        if any(
            o.title in wanted and (o.of == body or o.title != title) for o in entry.actor.offices
        )
    ]
    rule = "person.description"
    return [
        Ref(token.start, token.end, a, "office", rule, sentence.index, role=title)
        for a in holders[:1]
    ]


def _one(
    sentence: Sentence,
    token: Token,
    title: str,
    country: str | None,
    taken: set[str],
    memory: Memory,
    holders: Holders,
) -> Ref | None:
    actor = memory.meant(title, country, taken)
    if actor is not None:
        return Ref(
            token.start,
            token.end,
            actor,
            "office",
            "person.description",
            sentence.index,
            role=title,
        )
    if country is None or memory.day is None:
        return None
    actor = holders.holder(title, country, memory.day)
    if actor is None:
        return None
    return Ref(
        token.start, token.end, actor, "office", "person.office", sentence.index, inferred=True
    )


def _title_before(memory: Memory, named: list[Ref], token: Token) -> str | None:
    """Return the title whose counterpart is meant: that of the person before."""
    before = [ref for ref in named if ref.end <= token.start]
    if not before:
        return None
    ref = max(before, key=lambda ref: ref.start)
    if ref.actor.slug in memory.known:
        titles = memory.known[ref.actor.slug].titles
    else:  # who is named by office only
        titles = {o.title for o in ref.actor.offices_on(memory.day)} if memory.day else set()
    return ref.role or next(iter(sorted(titles)), None)


def _points(page: Page, token: Token) -> bool:
    left = page.text[max(0, token.start - _POINTING) : token.start].lower()
    return left.endswith(page.words.signs["points"])


def beside_name(page: Page, sentence: Sentence, token: Token, named: list[Ref]) -> bool:
    """Tell whether an office stands beside the name of who holds it."""
    text = page.text
    for ref in named:
        low, high = (token.end, ref.start) if ref.start >= token.end else (ref.end, token.start)
        gap = text[low:high]
        near = len(gap) <= 45 and not any(sign in gap for sign in ".;:")
        if gap.startswith(page.words.signs["and"]) and "," not in gap and _points(page, token):
            continue  # `the President and Chairman X` are two
        if (
            ref.start >= token.end
            and near
            and gap.count(" ") <= 6
            and _runs_on(page, _without_owners(page, sentence, low, high))
        ):
            return True
        if (
            ref.end <= token.start
            and len(gap) <= 45
            and gap.startswith((", ", " ("))
            and "," not in gap[2:]
            and not any(low <= t.start < high for t in sentence.of("trigger"))
        ):
            return True
    return False


def _without_owners(page: Page, sentence: Sentence, low: int, high: int) -> str:
    """Return the words between an office and a name but those that say whose office it is."""
    words = page.text[low:high]
    for token in sentence.of("actor"):
        if low <= token.start and token.end <= high:
            words = words.replace(page.text[token.start : token.end], "")
    return words


def _runs_on(page: Page, gap: str) -> bool:
    words = gap.replace(",", " ").split()
    links = {part for link in page.words.lists["of_link"] for part in link.split()}
    return all(word[:1].isupper() or word in links or word in _SMALL for word in words)
