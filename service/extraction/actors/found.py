"""The persons of one text as they are found, and the bare names that mean them from there on."""

from service.domain.actors import Actor
from service.extraction.text.page import Page

PARTICLES = frozenset({"al", "el", "bin", "ben", "ibn", "van", "von", "de", "der", "da", "dos"})
_SHORT = 3  # letters: no family name stands alone that is not longer


class Found:
    """The persons of one text, by surname, as they are found."""

    def __init__(self, page: Page) -> None:
        """Start with nobody."""
        self.page = page
        self.by_surname: dict[str, Actor] = {}
        self.discovered: dict[str, Actor] = {}
        self.named: set[str] = set()
        self.namesakes: set[str] = set()
        self.by_stem: dict[str, Actor] = {}
        self.countries: dict[str, str] = {}

    def unlisted(self) -> dict[str, Actor]:
        """Return the persons of the text by bare names that the knowledge does not list for them.

        Of two family names the first may stand alone (`Camilo González Posso`, then `González`).
        """
        listed = {self.page.text[t.start : t.end] for t in self.page.of("person")}
        own = {
            name: actor
            for name, actor in self.by_surname.items()
            if actor.slug in self.discovered or name not in listed
        }
        for actor in self.by_surname.values():
            first = actor.name.split()[1:-1][-1:]
            if first and len(first[0]) > _SHORT and first[0].isalpha() and first[0].istitle():
                own.setdefault(first[0], actor)
        return own

    def called(self, given: str) -> Actor | None:
        """Return the one person named whose first name it is (`Sir Jeffrey`, `President Salva`)."""
        named = {a.slug: a for a in self.by_surname.values() if a.name.startswith(given + " ")}
        return next(iter(named.values())) if len(named) == 1 else None

    def add(self, actor: Actor, surname: str) -> None:
        """Remember that a person was named, and how a bare surname will mean them."""
        self.named.add(actor.slug)
        self.by_surname[surname] = actor


def surnames(actor: Actor, written: str) -> list[str]:
    """Return the bare surnames by which an article may go on to call a person."""
    last = written.rsplit(" ", 1)[-1]
    names = {last, actor.name.rsplit(" ", 1)[-1]}
    if "-" in last:
        names.add(last.split("-", 1)[-1])
    words = written.split(" ")
    if len(words) > 2 and words[-2].lower() in PARTICLES:
        names.add(" ".join(words[-2:]))
    return sorted(names)
