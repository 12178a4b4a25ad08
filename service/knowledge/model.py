"""The shapes of what the knowledge holds, beside the domain's actors and processes."""

from typing import Literal

from msgspec import Struct

from service.domain.actors import Actor
from service.domain.meetings import Kind, Status
from service.domain.processes import Process

TriggerForm = Literal["noun", "past", "participle", "present", "base", "gerund"]
NameKind = Literal["name", "demonym", "capital", "metonym", "abbreviation", "surname"]


class Name(Struct, frozen=True, kw_only=True):
    """One way to call an actor, with its language (`en`) and kind.

    A `capital` or `metonym` (Baku, the Kremlin) means the government unless a preposition makes it
    a place; a `demonym` (Kazakh) is an adjective or an inhabitant; a `surname` is a person's name
    on second mention. `guarded` names are common words too (`Chad`, `May`) or shared by several
    actors (`Congo`), taken only beside something that decides.
    """

    text: str
    language: str = "en"
    kind: NameKind = "name"
    guarded: bool = False


class Place(Struct, frozen=True, kw_only=True):
    """A city, region or venue; a venue (palace, hotel, base) says in which city it stands.

    `names` holds every spelling, the usual English one first; `foreign` those of other languages,
    each with its language. `country` is ISO 3166 alpha-2.
    """

    slug: str
    kind: Literal["city", "region", "venue"]
    names: tuple[str, ...]
    country: str | None
    city: str | None = None
    foreign: tuple[tuple[str, str], ...] = ()
    guarded: bool = False


class Outlet(Struct, frozen=True, kw_only=True):
    """A news outlet: its domains, the marks by which a page names it, its side."""

    slug: str
    name: str
    domains: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    country: str | None = None
    language: str | None = None
    state_run: bool = False


class Trigger(Struct, frozen=True, kw_only=True):
    """Phrases that report a meeting: the kind they make, their form, their weight.

    `form` is the grammar of the phrases: a noun (`round of talks`), or a verb in the past
    (`met`), as participle after have or be (`hosted`), present (`meets`), base (`meet`) or
    gerund (`meeting with`). `status` is what the form alone says; cues beside it may overrule.
    """

    phrases: tuple[str, ...]
    kind: Kind
    form: TriggerForm = "noun"
    status: Status = "held"
    weight: float = 1.0


class Lexicon(Struct, frozen=True, kw_only=True):
    """The words of one language, by class.

    `words` maps a class (`speech_verb`, `negation`, `month.5`, `weekday.0`, `role.foreign
    minister`, `issue.border`, `boilerplate`, ...) to its phrases. `triggers` report meetings.
    """

    language: str
    words: dict[str, tuple[str, ...]]
    triggers: tuple[Trigger, ...]


class Knowledge(Struct, frozen=True, kw_only=True):
    """Everything the knowledge holds, by slug; `version` is a digest of all data files read.

    `weights` says how much each feature of what may be an event counts, in log odds.
    """

    version: str
    actors: dict[str, Actor]
    names: dict[str, tuple[Name, ...]]
    places: dict[str, Place]
    processes: dict[str, Process]
    outlets: dict[str, Outlet]
    lexicons: dict[str, Lexicon]
    weights: dict[str, float] = {}
