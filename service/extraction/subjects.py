"""What a page's words are about: peace, talks, war, settling a quarrel, other matters."""

from collections.abc import Iterable
from functools import cached_property

from service.extraction.text.page import Page, Sentence
from service.extraction.text.scan import Token

OTHER = frozenset({"conflict", "off_topic"})
_FEW = 4  # words of other matters in which one quarrel without arms is told
_LONG = 5  # letters: `they` and `both` tell of no two camps
_AHEAD = 4  # sentences with which an article begins
_MAKING = frozenset({"peace", "talk"})
_SETTLING = ("settling", "issue", "mutual")
_SPEAKING = frozenset({"peace", "talk", "settling"})
_TALKING = frozenset({"trigger", *_MAKING, *_SETTLING})


class Subjects:
    """The words of a page by what they are about."""

    def __init__(self, page: Page) -> None:
        """Look at a page."""
        self.page = page

    def of(self, cls: str) -> list[Token]:
        """Return the words of a class."""
        return self.page.of(cls)

    def ahead(self, cls: str) -> list[Token]:
        """Return the words of a class in the title and the first sentences."""
        return [token for sentence in self._first for token in sentence.of(cls)]

    @cached_property
    def _first(self) -> list[Sentence]:
        return [
            sentence
            for sentence in self.page.sentences
            if sentence.index < _AHEAD or sentence.block in ("title", "subtitle")
        ]

    def different(self, tokens: Iterable[Token]) -> int:
        """Return how many different words some tokens are."""
        return len(self._texts(tokens))

    def _texts(self, tokens: Iterable[Token]) -> set[str]:
        return {self.page.text[token.start : token.end].lower() for token in tokens}

    @cached_property
    def of_war(self) -> set[str]:
        """The different words of war."""
        return self._texts(self.of("conflict"))

    @cached_property
    def hostile(self) -> set[str]:
        """The different words of war that are not used of quarrels without arms too."""
        return self.of_war - self.page.words.lists["figurative"]

    @cached_property
    def settling(self) -> list[Token]:
        """The words of how quarrels end that are no words of peace or talks."""
        return [
            token
            for cls in _SETTLING
            for token in self.of(cls)
            if _MAKING.isdisjoint(token.senses)
            and token.end - token.start >= _LONG
            and token.senses.get("issue") != "humanitarian"
        ]

    def listed(self, cls: str, name: str) -> list[Token]:
        """Return the words of a class that stand in a list."""
        words = self.page.words.lists[name]
        tokens = self.of(cls)
        return [t for t in tokens if self.page.text[t.start : t.end].lower() in words]

    def fighters_talk(self) -> list[Token]:
        """The words for those who fight that stand in a sentence of talking or settling."""
        fighters = self.page.words.lists["fighters"]
        return [
            token
            for sentence in self.page.sentences
            if not _SPEAKING.isdisjoint(sentence.by_class) and not sentence.has("off_topic")
            for token in sentence.of("conflict")[:1]
            if self.page.text[token.start : token.end].lower() in fighters
        ]

    @property
    def of_others(self) -> bool:
        """Whether words of other matters outnumber those of war (`they shelled us with pleas`)."""
        return len(self.of("off_topic")) >= max(_FEW, len(self.of("conflict")))


def calm(sentence: Sentence) -> bool:
    """Tell whether a sentence is of talking, not of fighting or trade."""
    of = sentence.by_class.keys()
    return not _TALKING.isdisjoint(of) and OTHER.isdisjoint(of)
