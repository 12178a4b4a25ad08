"""What the rules share about one text: the page, its tokens, its sentences, who is named where."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Literal

from msgspec import Struct

from service.domain.actors import Actor, ActorType
from service.domain.articles import Block
from service.domain.dates import When
from service.domain.spans import Evidence
from service.extraction.text.heard import Near
from service.extraction.text.lexicon import Words
from service.extraction.text.scan import Token

HowNamed = Literal[
    "name",
    "surname",
    "demonym",
    "capital",
    "metonym",
    "abbreviation",
    "office",
    "unknown",
    "pronoun",
]


class Sentence(Struct, gc=False):
    """A sentence: its place in the text, its tokens, the kind of block it stands in.

    `by_class` has its tokens by what they may mean, so that a rule looks only at its own.
    """

    index: int
    start: int
    end: int
    tokens: list[Token]
    block: str
    paragraph: int
    by_class: dict[str, list[Token]]

    def of(self, cls: str) -> Sequence[Token]:
        """Return the tokens that may mean something of a class, in order."""
        return self.by_class.get(cls, ())

    def has(self, cls: str) -> bool:
        """Tell whether some token may mean something of a class."""
        return cls in self.by_class


class Page(Struct):
    """A text on its way through the stages. `anchor` is the day of publication, if known,
    `year` the year that its own dates tell where it is not; `countries` are those it names,
    `memory` a day of a past year to which it looks back (`twenty years after Dayton`),
    `near` are the words of signs that may stand in a sentence, by its number, where they were
    looked for, `language` its own where its beginning leaves no doubt, `positions` where among the
    tokens those of each class are."""

    raw: str
    text: str
    words: Words
    tokens: list[Token] = []
    positions: Mapping[str, Sequence[int]] = {}
    blocks: tuple[Block, ...] = ()
    anchor: dt.date | None = None
    year: int | None = None
    memory: dt.date | None = None
    countries: frozenset[str] = frozenset()
    language: str | None = None
    sentences: tuple[Sentence, ...] = ()
    near: dict[int, Near] = {}
    by_class: dict[str, list[Token]] = {}

    def of(self, cls: str) -> list[Token]:
        """Return the tokens of all sentences that may mean something of a class, in order."""
        if cls not in self.by_class:
            self.by_class[cls] = [
                token for sentence in self.sentences for token in sentence.of(cls)
            ]
        return self.by_class[cls]

    def evidence(self, start: int, end: int, rule: str) -> Evidence:
        """Return the raw words of a range as evidence for a rule."""
        return Evidence(start, end, self.raw[start:end], rule)


class Ref(Struct, gc=False):
    """One place in the text that names an actor.

    `place` tells that the name stands for a place there (`in Armenia`), `national` that it only
    says to whom something belongs (`the Armenian president`), `attribute` that a body only says
    whose office it is (`the UN envoy`). `inferred`: an office only.
    """

    start: int
    end: int
    actor: Actor
    how: HowNamed
    rule: str
    sentence: int
    place: bool = False
    national: bool = False
    inferred: bool = False
    attribute: bool = False
    role: str | None = None
    qualifier: str | None = None
    wording: str | None = None

    @property
    def type(self) -> ActorType:
        """The actor's type."""
        return self.actor.type


class Dated(Struct, gc=False):
    """A date in a sentence and the rule that read it; `when` is None if it cannot be known."""

    start: int
    end: int
    when: When | None
    rule: str
