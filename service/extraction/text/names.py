"""What actors and places are called: their English names, which texts in all languages need.

They are two thirds of all that is known by sight, so they are kept once. A language has of its own
what its names add to them or change.
"""

from collections.abc import Iterable, Iterator
from functools import cached_property

from ahocorasick_rs import AhoCorasick, MatchKind
from msgspec import Struct, structs

from service.domain.actors import Actor
from service.extraction.text.automata import Sought
from service.extraction.text.normal import normalise
from service.extraction.text.patterns import Patterns, Senses
from service.extraction.text.spelling import spellings
from service.knowledge.model import Knowledge, Name, Place
from service.knowledge.speaking import ENGLISH

BySight = dict[str, Senses]


class Called(Struct, frozen=True, gc=False):
    """An actor and how a name calls it."""

    actor: Actor
    kind: str
    guarded: bool


class Names:
    """The English names of the knowledge: `by_text` has what each means.

    The rest is compiled when the first text in another language comes.
    """

    def __init__(self, knowledge: Knowledge) -> None:
        """Spell the names."""
        self._knowledge = knowledge
        self.by_text: BySight = {}
        for slug, names in knowledge.names.items():
            _put_actor(self.by_text, knowledge.actors[slug], _spoken(names, ENGLISH), None)
        for place in knowledge.places.values():
            _put_place(self.by_text, structs.replace(place, foreign=()), None)
        for senses in self.by_text.values():
            if "person" in senses and len(senses) > 1:
                senses["person"] = common(senses["person"])

    def of_language(self, language: str) -> BySight:
        """Return by text all that names mean which a language adds or changes."""
        actors, places = self._knowledge.names, self._knowledge.places
        theirs = {slug: _of(names, language) for slug, names in actors.items()}
        spoken = {slug: told for slug, place in places.items() if (told := _told(place, language))}
        changed = {normalise(form) for names in theirs.values() for form in _forms(names)}
        changed |= {normalise(form) for place in spoken.values() for form in _spelt(place)}
        known = [self.by_text[text] for text in changed if text in self.by_text]
        called = {one.actor.slug for senses in known for one in _called(senses)}
        named = {place.slug for senses in known for place in senses.get("place", ())}
        by_text: BySight = {}
        for slug, names in actors.items():
            if slug in called or theirs[slug]:
                actor = self._knowledge.actors[slug]
                _put_actor(by_text, actor, _spoken(names, ENGLISH, language), changed)
        for slug, place in places.items():
            if slug in named or slug in spoken:
                here = spoken.get(slug) or structs.replace(place, foreign=())
                _put_place(by_text, here, changed)
        return by_text

    @property
    def first(self) -> int:
        """The number of the first name: they are counted from the end, whatever goes before."""
        return -len(self.by_text)

    @cached_property
    def senses(self) -> list[Senses]:
        """What the names mean, by number."""
        return list(self.by_text.values())

    @cached_property
    def opens(self) -> list[bool]:
        """Whether the names begin as words do."""
        return [text[:1].isalnum() for text in self.by_text]

    @cached_property
    def closes(self) -> list[bool]:
        """Whether the names end as words do."""
        return [text[-1:].isalnum() for text in self.by_text]

    @cached_property
    def patterns(self) -> Patterns:
        """The names by what is asked of them."""
        return Patterns(self.by_text, self.first)

    @cached_property
    def automaton(self) -> AhoCorasick:
        """What finds names wherever they stand, also in others."""
        return AhoCorasick(self.by_text, matchkind=MatchKind.Standard)

    @cached_property
    def few(self) -> Sought:
        """What finds those that the gate asks for."""
        return Sought(list(self.by_text), self.patterns.few, self.first)


def common(choices: tuple[Called, ...]) -> tuple[Called, ...]:
    """Mark the surnames among what a name means: it is another word too."""
    return tuple(
        structs.replace(called, kind="common") if called.kind == "surname" else called
        for called in choices
    )


def _put_actor(
    by_text: BySight, actor: Actor, names: Iterable[Name], only: set[str] | None
) -> None:
    """Add what an actor is called; if `only` is given, the texts of it alone."""
    cls = "person" if actor.type == "person" else "actor"
    for form, kind, guarded in dict.fromkeys(
        (form, name.kind, name.guarded) for name in names for form in spellings(name.text)
    ):
        text = normalise(form)
        if only is None or text in only:
            _put(by_text, text, cls, Called(actor, kind, guarded))


def _put_place(by_text: BySight, place: Place, only: set[str] | None) -> None:
    for form in dict.fromkeys(_spelt(place)):
        text = normalise(form)
        if only is None or text in only:
            _put(by_text, text, "place", place)


def _put(by_text: BySight, text: str, cls: str, value: object) -> None:
    senses = by_text.setdefault(text, {})
    senses[cls] = (*senses.get(cls, ()), value)


def _called(senses: Senses) -> Iterator[Called]:
    yield from senses.get("actor", ())
    yield from senses.get("person", ())


def _spoken(names: Iterable[Name], *languages: str) -> list[Name]:
    return [name for name in names if name.language in languages]


def _of(names: Iterable[Name], language: str) -> list[Name]:
    """Return the names that a language adds."""
    return [] if language == ENGLISH else _spoken(names, language)


def _told(place: Place, language: str) -> Place | None:
    """Return a place with its names in a language too, None if it has none."""
    more = [text for spoken, text in place.foreign if spoken == language]
    names = tuple(dict.fromkeys((*place.names, *more)))
    return structs.replace(place, names=names, foreign=()) if more else None


def _forms(names: Iterable[Name]) -> Iterator[str]:
    return (form for name in names for form in spellings(name.text))


def _spelt(place: Place) -> Iterator[str]:
    return (form for name in place.names for form in spellings(name))
