"""A document to its reading: the stages in order.

normalise, scan, blocks, metadata, sentences, actors, processes, meetings, mentions, quotes,
relevance. Pure: no I/O, no clock, no chance; the same document gives the same bytes.
"""

import datetime as dt
from collections.abc import Iterator

from msgspec import structs

from service.domain.actors import ActorMention
from service.domain.articles import Document, Reading, Reason, content_hash
from service.domain.ids import ActorId, article_id
from service.domain.meetings import Claim
from service.domain.mentions import Mention
from service.domain.processes import ProcessMatch
from service.extraction.actors.cast import Cast, cast
from service.extraction.actors.communities import add_communities
from service.extraction.actors.named import inferred
from service.extraction.actors.named import mentions as actor_mentions
from service.extraction.actors.offices import Holders
from service.extraction.actors.own_names import without_own_names
from service.extraction.calendar.days import year_told
from service.extraction.facts import Facts
from service.extraction.meetings.claims import PLACED
from service.extraction.meetings.people.sides import NO_SIDES, sides_of
from service.extraction.meetings.read import claims
from service.extraction.mentions import mentions
from service.extraction.processes import Processes, processes
from service.extraction.relevance import relevance
from service.extraction.said.credits import credited
from service.extraction.said.quotes import quotes
from service.extraction.text.blocks import blocks, cut
from service.extraction.text.composed import composed, put_back
from service.extraction.text.gate import (
    may_be_worth_reading,
    tells_of_meetings,
    worth_reading,
)
from service.extraction.text.glance import few, signs, signs_among, stamps
from service.extraction.text.languages import clear_language, language_of
from service.extraction.text.lexicon import Words
from service.extraction.text.metadata import given_day, metadata
from service.extraction.text.names import Names
from service.extraction.text.normal import normalise
from service.extraction.text.page import Page
from service.extraction.text.patterns import Match
from service.extraction.text.scan import matches, positions, scan
from service.extraction.text.sentences import sentences
from service.extraction.text.wrapping import unwrap
from service.knowledge.model import Knowledge
from service.knowledge.speaking import ENGLISH

VERSION = "1"
_BRIEF = 800  # characters; a text no longer than this is read whole, whatever its words
_NOTHING_OF_PEACE = (Reason(feature="nothing_of_peace", weight=-1.0),)


class Extractor:
    """Reads documents in the light of one knowledge. Safe to share between threads."""

    def __init__(self, knowledge: Knowledge) -> None:
        """Compile the knowledge; takes about a second, so keep the extractor."""
        self.knowledge = knowledge
        self._names = Names(knowledge)
        self._words = {ENGLISH: self._compiled(ENGLISH)}
        self._holders = Holders(knowledge)
        self._actors = {actor.id: actor for actor in knowledge.actors.values()}
        self._processes = Processes(knowledge)
        self._sides = {
            slug: sides_of(process, knowledge.actors)
            for slug, process in knowledge.processes.items()
        }

    def read(self, document: Document) -> Reading:
        """Return all that a document says, with evidence. Never raises on any text.

        A text in which no word is of peace making is looked at for its title, day, publisher and
        language alone.
        """
        whole = composed(document)
        if whole is not None:
            return put_back(self._read(whole), document.raw)
        return self._read(document)

    def _read(self, document: Document) -> Reading:
        text = unwrap(normalise(document.raw))
        language = clear_language(text)
        spoken = language or language_of(text)
        words = self._spoken(spoken)
        short = len(text) <= _BRIEF
        told = [] if short else few(text, words)
        if short or may_be_worth_reading(words, told):
            found = matches(text, words)
            unread = spoken != "und" and spoken not in self.knowledge.lexicons
            if short or worth_reading(text, words, found, unread=unread):
                tokens = scan(text, words, found)
                page = Page(document.raw, text, words, tokens, language=language)
                page.tokens = without_own_names(page)
                page.positions = positions(page.tokens)
                return self._reading(document, page)
        page = Page(document.raw, text, words, language=language)
        return self._glance(document, page, told)

    def _glance(self, document: Document, page: Page, told: list[Match]) -> Reading:
        """Return what a page says of itself that is not read; `told` are its few."""
        lines = cut(page.text)
        page.tokens = signs(page.text, page.words, told, lines)
        page.blocks = blocks(lines, page.tokens, document.title)
        if given_day(document) is None:
            page.tokens = stamps(page, page.tokens)
        return self._about(document, page, document.key or content_hash(document.raw))

    def _about(self, document: Document, page: Page, key: str) -> Reading:
        """Return what a page says of itself; it sets the page's day.

        `key` is what the article is named by.
        """
        about = metadata(page, document)
        page.anchor = _sane(about.published_on)
        return Reading(
            article=article_id(key),
            extractor=VERSION,
            knowledge=self.knowledge.version,
            title=about.title,
            publisher=about.publisher,
            published_on=about.published_on,
            language=about.language,
            found=about.found,
            blocks=page.blocks,
            relevant=False,
            relevance=0.0,
            reasons=_NOTHING_OF_PEACE,
        )

    def speaks(self, text: str) -> bool:
        """Tell whether a text's language is compiled; doing so takes up to a second."""
        language = clear_language(text) or language_of(text)
        return (ENGLISH if language == "und" else language) in self._words

    def _spoken(self, language: str) -> Words:
        # Each language's words are compiled when the first text in it comes.
        language = ENGLISH if language == "und" else language
        if language not in self._words:
            self._words[language] = self._compiled(language)
        return self._words[language]

    def _compiled(self, language: str) -> Words:
        knowledge = self.knowledge
        return Words(knowledge, language, self._names, knowledge.lexicons.values())

    def _people(self, page: Page) -> tuple[Cast, tuple[ProcessMatch, ...]]:
        """Return who is named, and in which processes; those whom none knows if it is in none."""
        people = cast(page, self._holders)
        matched = processes(page, people, self._processes)
        if not matched:
            add_communities(page, people)
        return people, matched

    def _reading(self, document: Document, page: Page) -> Reading:
        key = document.key or content_hash(document.raw)
        page.blocks = blocks(
            cut(page.text), signs_among(page.tokens, page.positions), document.title
        )
        about = self._about(document, page, key)
        page.sentences = sentences(page)
        page.year = None if page.anchor else year_told(page)
        people, matched = self._people(page)
        article = about.article
        about_what = self.knowledge.processes[matched[0].process] if matched else None
        sides = self._sides[matched[0].process] if matched else NO_SIDES
        worth = tells_of_meetings(page, of_process=bool(matched))
        told = claims(page, article, key, people, sides) if worth else ()
        named = actor_mentions(page, people, about_what, told)
        relevant, score, reasons = relevance(
            page, Facts(matched, told, named, about.language, people, sides)
        )
        if not relevant:
            told = _of_the_named(named, told)
        kept = matched if relevant else ()
        slugs = tuple(match.process for match in kept)
        return structs.replace(
            about,
            relevant=relevant,
            relevance=score,
            reasons=reasons,
            processes=kept,
            actors=(*named, *self._unnamed(named, told)),
            discovered=tuple(people.discovered.values()),
            claims=tuple(
                structs.replace(claim, processes=self._of_sides(_room(claim), slugs, people))
                for claim in told
            ),
            mentions=tuple(
                structs.replace(one, processes=self._of_sides(_acting(one), slugs, people))
                for one in (mentions(page, article, key, people, told, sides) if relevant else ())
            ),
            quotes=quotes(page, people),
            via=credited(page, about.publisher) if relevant else (),
        )

    def _of_sides(
        self, who: tuple[ActorId, ...], slugs: tuple[str, ...], people: Cast
    ) -> tuple[str, ...]:
        """Return, of an article's processes, those most of whose sides are among some actors."""
        if len(slugs) < 2:
            return slugs
        new = {actor.id: actor for actor in people.discovered.values()}
        known = [a for one in who if (a := self._actors.get(one) or new.get(one))]
        present = {s: len({self._sides[s].side(a) for a in known} - {None}) for s in slugs}
        most = max(present.values())
        return tuple(slug for slug in slugs if present[slug] == most)

    def _unnamed(
        self, named: tuple[ActorMention, ...], claims: tuple[Claim, ...]
    ) -> Iterator[ActorMention]:
        """Yield those in a room whom only a word like `the government` means, marked inferred."""
        known = {mention.actor for mention in named}
        for claim in claims:
            for party in claim.parties:
                if party.actor in known or party.actor not in self._actors:
                    continue
                known.add(party.actor)
                yield inferred(self._actors[party.actor], party.evidence)


def _of_the_named(named: tuple[ActorMention, ...], claims: tuple[Claim, ...]) -> tuple[Claim, ...]:
    """Return what an article of no peace process tells, with none in a room whom it does not name.

    `The parties` of a merger are no states.
    """
    known = {mention.actor for mention in named}
    return tuple(
        structs.replace(claim, parties=tuple(p for p in claim.parties if p.actor in known))
        for claim in claims
        if claim.evidence[0].rule != PLACED
    )


def _room(claim: Claim) -> tuple[ActorId, ...]:
    return tuple(party.actor for party in claim.parties)


def _acting(mention: Mention) -> tuple[ActorId, ...]:
    return (*mention.actors, *mention.recipients)


def _sane(day: dt.date | None) -> dt.date | None:
    """Return a day of publication from which others can be reckoned."""
    return day if day is not None and 1900 <= day.year <= 2100 else None


def extract(document: Document, knowledge: Knowledge) -> Reading:
    """Read one document; for more than one, keep an `Extractor`."""
    return Extractor(knowledge).read(document)
