"""All that the reader knows by sight in a language, compiled.

A pattern's senses map a class to a value: a word class of the lexicon (`month` -> `"5"`), `trigger`
-> `Sense` tuples, `actor` and `person` -> `Called` tuples, `place` -> places, `mark` -> a sign.
Adding patterns to the automaton is almost free; adding passes over the text is not.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator

from ahocorasick_rs import AhoCorasick, MatchKind
from msgspec import Struct

from service.domain.meetings import Kind, Status
from service.extraction.text import geography
from service.extraction.text.alike import ALIKE, alike, nouns_after
from service.extraction.text.automata import Layers, Sought
from service.extraction.text.deeds import Deeds, table
from service.extraction.text.heard import Heard
from service.extraction.text.names import Names, common
from service.extraction.text.normal import normalise
from service.extraction.text.patterns import Patterns, Senses
from service.extraction.text.separable import PARTED, parted
from service.extraction.text.short_bodies import missions, shortened
from service.extraction.text.sounds import heard_of
from service.extraction.text.spelling import cases, counting, parts
from service.extraction.text.unscanned import UNSCANNED, listed, told
from service.knowledge.model import Knowledge, Lexicon, Outlet, Place, TriggerForm
from service.knowledge.speaking import ENGLISH, speaking

MARKS = {".": "stop", "!": "stop", "?": "stop", "\n": "line", '"': "quote", ";": "semicolon"}
_LENT = frozenset({"status", "modal", "event_verb", "act", "off_topic", "afterwards"})
_AHEAD = frozenset({"attend", "trigger"})
_TOPICS = frozenset({"peace", "talk"})
_OF_DEEDS = ("act_verb.", "act_object.")  # see `Deeds`
FIRST_YEAR, LAST_YEAR = 1945, 2040


class Sense(Struct, frozen=True, gc=False):
    """What a trigger phrase reports."""

    kind: Kind
    form: TriggerForm
    status: Status
    weight: float


class Words:
    """The compiled words of a language: an automaton and the senses of each pattern.

    English words are in one automaton with the names; other languages have one of their own beside
    that of the names, which they share: it is slower, but a tenth of the size.
    """

    def __init__(
        self, knowledge: Knowledge, language: str, names: Names, everywhere: Iterable[Lexicon] = ()
    ) -> None:
        """Compile what a language needs of the knowledge, of which `names` are those in English.

        `everywhere` are lexicons whose months are known too, for the stamps of a page.
        """
        knowledge = speaking(knowledge, language)
        self.language = language
        self.knowledge = knowledge
        self._names = names
        self._by_text: dict[str, Senses] = {}
        outlets = knowledge.outlets.values()
        self.domains = {domain: outlet for outlet in outlets for domain in outlet.domains}
        self._marks = {mark: outlet for outlet in outlets for mark in outlet.marks}
        self._marking = list(self._marks.values())
        self._marked = table(self._marks)
        self.capitals = dict(_capitals(knowledge))
        self.missions = missions(knowledge.actors.values())
        self.given_names = frozenset(_given_names(knowledge))
        self.lists = {name: listed(knowledge, name) for name in UNSCANNED}
        self.nouns = AhoCorasick(sorted(self.lists["body_noun"]))
        self.short_bodies = shortened(knowledge.actors.values())
        self.signs: defaultdict[str, tuple[str, ...]] = defaultdict(tuple)
        self.counting = counting(knowledge.lexicons.values())
        self.deeds = Deeds(knowledge.lexicons.values())
        self.town = geography.town(self.lists["town_before"])
        self.place_after = tuple(sorted(self.lists["place_after"]))
        for lexicon in knowledge.lexicons.values():
            self._add_lexicon(lexicon)
        self.heard = Heard(self.signs)
        self.sounds, self.towns = heard_of(knowledge, told=bool(self.signs["latin"]))
        self._add_stamps(everywhere)
        self._lend_triggers()
        self._lend_modals()
        self._lend_topics()
        self._add_names(language)
        self.cities = geography.with_capitals(dict(_cities(knowledge)), self.capitals)
        self.seats = dict(geography.seats(self.capitals, self.cities))
        self._add_marks()
        self._mark_common()
        self.parted = self._part(self.signs["separable"])
        self.noun_before = nouns_after(self.signs["noun_before"])
        for senses, both in alike(self._by_text) if self.noun_before else ():
            senses[ALIKE] = both
        self.stop = self._by_text["."]
        self._compile(apart=language != ENGLISH)

    def outlet_in(self, line: str) -> Outlet | None:
        """Return the outlet that a line beside an article names."""
        return next((outlet for outlet, _, _ in self.outlets_in(line)), None)

    def outlets_in(self, line: str) -> Iterator[tuple[Outlet, int, int]]:
        """Yield the outlets that a line names, with where."""
        for mark, start, end in self._marked.find_matches_as_indexes(line):
            clear = not line[start - 1 : start].isalnum() and not line[end : end + 1].isalnum()
            if clear:
                yield self._marking[mark], start, end

    def _add_lexicon(self, lexicon: Lexicon) -> None:
        dotted = "dotted i" in lexicon.words.get("grammar", ())
        for name, phrases in lexicon.words.items():
            if name in UNSCANNED or name.startswith(_OF_DEEDS):
                continue
            if name.startswith("sign."):
                self.signs[name.removeprefix("sign.")] += phrases
                continue
            cls, _, value = name.partition(".")
            for phrase in phrases:
                self._put_word(phrase, cls, value or name, dotted=dotted)
        for trigger in lexicon.triggers:
            sense = Sense(trigger.kind, trigger.form, trigger.status, trigger.weight)
            for phrase in trigger.phrases:
                for form in cases(phrase, dotted=dotted):
                    self._put_trigger(form, sense)

    def _add_stamps(self, lexicons: Iterable[Lexicon]) -> None:
        for lexicon in lexicons:
            for name, phrases in lexicon.words.items():
                if name.startswith("month."):
                    for phrase in phrases:
                        self._put_word(phrase, "stamp_month", name.removeprefix("month."))

    def _lend_triggers(self) -> None:
        """Let `agreed to meet`, a cue, report what `meet` reports: the longer phrase hides it."""
        triggers = {text for text, senses in self._by_text.items() if "trigger" in senses}
        for text, senses in self._by_text.items():
            if "mutual" in senses and "roles" not in senses and "roles" in self._tail(text):
                senses["roles"] = self._tail(text)["roles"]
            if "trigger" in senses or " " not in text or not _LENT & senses.keys():
                continue
            words = text.split(" ")
            tails = {" ".join(words[at:]): " ".join(words[:at]) for at in range(1, len(words))}
            tail = next((tail for tail in tails if tail in triggers), None)
            if tail is not None:
                senses["trigger"] = self._by_text[tail]["trigger"]
                modal = self._by_text.get(tails[tail], {}).get("modal")
                if modal is not None and "status" not in senses:
                    senses.setdefault("modal", modal)  # `ready to meet` is an offer

    def _lend_modals(self) -> None:
        """Let `is to host`, words before those who come, look ahead and report as its parts do.

        Where verbs come last their modal does too (`görüşmesi bekleniyor`).
        """
        last = "verb last" in self.lists["grammar"]
        for text, senses in self._by_text.items():
            if senses.keys() & _AHEAD and "modal" not in senses:
                for head, tail in _cuts(text):
                    if last:
                        head, tail = tail, head
                    modal = self._by_text.get(head, {}).get("modal")
                    if modal is not None:
                        senses["modal"] = modal
                        trigger = self._by_text.get(tail, {}).get("trigger")
                        if trigger is not None:
                            senses.setdefault("trigger", trigger)

    def _lend_topics(self) -> None:
        """Let `hold peace talks` speak of peace as `peace talks` does: the longer one hides it."""
        topics = {
            text: {cls: senses[cls] for cls in _TOPICS & senses.keys()}
            for text, senses in self._by_text.items()
            if _TOPICS & senses.keys()
        }
        for text, senses in self._by_text.items():
            if "trigger" not in senses or " " not in text:
                continue
            for part in parts(text):
                for cls, value in topics.get(part, {}).items():
                    senses.setdefault(cls, value)

    def _tail(self, text: str) -> Senses:
        """Return the senses of a phrase without its first word."""
        return self._by_text.get(text.partition(" ")[2], {})

    def _put_word(self, phrase: str, cls: str, value: str, *, dotted: bool = False) -> None:
        for form in cases(phrase, dotted=dotted):
            self._by_text.setdefault(normalise(form), {}).setdefault(cls, value)

    def _put_trigger(self, text: str, sense: Sense) -> None:
        senses = self._by_text.setdefault(normalise(text), {})
        senses["trigger"] = (*senses.get("trigger", ()), sense)

    def _add_names(self, language: str) -> None:
        """Add what the language's own names mean, and the English ones that are its words too."""
        named = self._names.of_language(language)
        for text, senses in self._by_text.items():
            senses |= named.pop(text, self._names.by_text.get(text, {}))
        self._by_text |= named

    def _at(self, text: str) -> Senses:
        """Return what a text means, to be added to; an English name becomes the language's own."""
        senses = self._by_text.get(text)
        if senses is None:
            senses = self._by_text[text] = dict(self._names.by_text.get(text, {}))
        return senses

    def _add_marks(self) -> None:
        for sign, name in MARKS.items():
            self._at(sign)["mark"] = name
        for year in range(FIRST_YEAR, LAST_YEAR + 1):
            self._at(str(year))["year"] = year

    def _mark_common(self) -> None:
        """Mark surnames that are other words too (`Friday`, `May`): a title must precede."""
        named = self._names.by_text
        for text in self.given_names:
            if "person" in named.get(text, ()):
                self._at(text)
        for text, senses in self._by_text.items():
            if "person" in senses and (len(senses) > 1 or text in self.given_names):
                senses["person"] = common(senses["person"])

    def _part(self, particles: Collection[str]) -> bool:
        """Let verbs know what they mean with each of some particles; tell whether any does."""
        if not particles:
            return False
        texts = {**self._names.by_text, **self._by_text}.items()
        verbs = parted(texts, particles, self.signs["never_parted"])
        for verb, senses in verbs.items():
            self._at(verb)[PARTED] = senses
        return bool(verbs)

    def _compile(self, *, apart: bool) -> None:
        """Compile what is known by sight, names and words in one automaton or in two (`apart`)."""
        names, texts = self._names, list(self._by_text)
        if not apart:
            texts += [text for text in names.by_text if text not in self._by_text]
        by_text = {text: self._by_text.get(text) or names.by_text[text] for text in texts}
        self.senses = [*by_text.values(), *(names.senses if apart else ())]
        # Whether a pattern begins and ends as a word does, so that none may go on beside it.
        self.opens = [*(text[:1].isalnum() for text in texts), *(names.opens if apart else ())]
        self.closes = [*(text[-1:].isalnum() for text in texts), *(names.closes if apart else ())]
        self.patterns = Patterns(by_text, names=names.patterns if apart else None)
        self.automaton: AhoCorasick | Layers
        if apart:
            own = AhoCorasick(texts, matchkind=MatchKind.Standard)
            self.automaton = Layers(names.automaton, own, names.first)
        else:
            self.automaton = AhoCorasick(texts, matchkind=MatchKind.LeftmostLongest)
        # These are all found, in longer words too: what the whole automaton finds is among them.
        few = Sought(texts, self.patterns.few)
        self.few = (names.few, few) if apart else (few,)
        days = self.patterns.days
        self.automaton_of_days = AhoCorasick([texts[number] for number in days])


def _cuts(text: str) -> Iterator[tuple[str, str]]:
    """Yield each way to cut a phrase in two between words."""
    words = text.split(" ")
    for at in range(1, len(words)):
        yield " ".join(words[:at]), " ".join(words[at:])


def _cities(knowledge: Knowledge) -> Iterator[tuple[str, Place]]:
    """Yield the cities by each of their names."""
    for place in knowledge.places.values():
        if place.kind == "city":
            yield from ((name, place) for name in place.names)


def _capitals(knowledge: Knowledge) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the names of each country's capital, by country."""
    for slug, names in knowledge.names.items():
        actor = knowledge.actors[slug]
        capitals = tuple(name.text for name in names if name.kind == "capital")
        if actor.country and capitals and actor.type == "state":
            yield actor.country, capitals


def _given_names(knowledge: Knowledge) -> Iterator[str]:
    yield from told(knowledge, "given_name")
    for actor in knowledge.actors.values():
        first, _, rest = actor.name.partition(" ")
        # The first word of `Xi Jinping` or `Abiy Ahmed` is what the person is called by.
        called = (name.text for name in knowledge.names[actor.slug])
        if actor.type == "person" and rest and first not in called:
            yield first


def place_of(senses: Senses) -> Place | None:
    """Return the place that a token may name, the first one that the knowledge lists."""
    places: tuple[Place, ...] = senses.get("place", ())
    return places[0] if places else None
