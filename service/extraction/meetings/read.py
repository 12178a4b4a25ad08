"""The meetings of an article: scenes, drafts, groups, claims."""

import datetime as dt

import msgspec

from service.domain.actors import Actor
from service.domain.dates import When
from service.domain.ids import ArticleId
from service.domain.meetings import Claim
from service.extraction.actors.cast import Cast
from service.extraction.actors.places import dated_line
from service.extraction.calendar.dates import dates
from service.extraction.calendar.remembered import Telling
from service.extraction.meetings import drafts
from service.extraction.meetings.claims import claim
from service.extraction.meetings.draft import Scene, Spot
from service.extraction.meetings.events.grammar import definite
from service.extraction.meetings.people import told_next
from service.extraction.meetings.people.parties import of_article
from service.extraction.meetings.people.sides import NO_SIDES, Sides
from service.extraction.meetings.people.whole import Whole
from service.extraction.meetings.places import where
from service.extraction.meetings.story import merge
from service.extraction.meetings.story.joined import joined
from service.extraction.meetings.story.settle import settled
from service.extraction.text.page import Dated, Page, Ref, Sentence

_LATE = dt.timedelta(3)  # so long after its dateline a page is published at most


def scenes(page: Page, cast: Cast, sides: Sides = NO_SIDES) -> list[Scene]:
    """Return the sentences with what the rules for meetings look at."""
    made: list[Scene] = []
    subject = _subject(page, sides)
    hints = list(filter(page.text.__contains__, page.words.signs["another_hint"]))
    telling = Telling(page)
    for sentence, refs in zip(page.sentences, cast.by_sentence, strict=True):
        found = dates(page, sentence, telling.enter(sentence))
        at_desk = bool(found) and dated_line(page, sentence, found[0])
        if at_desk and len(found) > 1:
            found, at_desk = _from_desk(page, found[0], found[1:]), False
        telling.hear(sentence, found)
        busy = found or sentence.has("trigger") or sentence.block in ("title", "subtitle")
        busy = busy or sentence.has("ordinal") or _says(page, sentence, hints)
        busy = busy or _points_back(page, sentence.index + 1)
        spots = where.spots(page, sentence, refs) if busy else []
        made.append(_scene(page, sentence, refs, found, spots, subject))
        made[-1].at_desk = at_desk
    return made


def _says(page: Page, sentence: Sentence, hints: list[str]) -> bool:
    """Tell whether a sentence may hold words that stand for a meeting told before."""
    return any(map(page.text[sentence.start : sentence.end].__contains__, hints))


def _points_back(page: Page, number: int) -> bool:
    """Tell whether a sentence says `there` of a place that the one before it may name."""
    return number < len(page.sentences) and page.sentences[number].has("same_place")


def _from_desk(page: Page, desk: Dated, found: list[Dated]) -> list[Dated]:
    """Return the dates beside a dateline: `today` is its day, if that is just before the page's."""
    if page.anchor is None or desk.when is None or desk.when.precision != "day":
        return found
    step = desk.when.date - page.anchor
    if not -_LATE <= step < dt.timedelta(0):
        return found
    return [
        msgspec.structs.replace(dated, when=When(dated.when.date + step))
        if dated.rule == "date.relative" and dated.when
        else dated
        for dated in found
    ]


def _scene(
    page: Page,
    sentence: Sentence,
    refs: list[Ref],
    found: list[Dated],
    spots: list[Spot],
    subject: str,
) -> Scene:
    words = page.words
    if found or sentence.has("trigger"):
        page.near[sentence.index] = words.heard.near(page.text, sentence.start, sentence.end)
    return Scene(
        sentence,
        refs,
        found,
        spots,
        page.text,
        page.near.get(sentence.index, words.signs),
        words.lists["small_word"],
        words.knowledge.weights,
        page.anchor,
        subject,
        counting=words.counting,
        lexicon=words.signs,
        grammar=words.lists["grammar"],
    )


def _subject(page: Page, sides: Sides) -> str:
    """Return what the article is about as far as single words say."""
    if sides is not NO_SIDES:
        return "process"
    return "other" if len(page.of("off_topic")) >= len(page.of("peace")) else "peace"


def claims(page: Page, article: ArticleId, key: str, cast: Cast, sides: Sides) -> tuple[Claim, ...]:
    """Return what the article says of meetings.

    `key` is the hash of the article's content, `sides` those of its process, if known.
    """
    ordinals: dict[str, int] = {}
    seen = scenes(page, cast, sides)
    sides = of_article(seen, sides)
    titles, signs = _titles(page, cast), page.words.signs
    whole = Whole(
        sides, titles, page.anchor, _people(cast), _states(cast), signs, _called_summit(seen)
    )
    groups = merge.told(merge.merged(drafts.drafts(page, seen, sides)))
    meetings = told_next.peopled(
        [settled(joined(group), whole) for group in groups], groups, signs["whose_event"]
    )
    return tuple(
        claim(page, article, key, draft, group, ordinals)
        for draft, group in zip(meetings, groups, strict=True)
    )


def _called_summit(scenes: list[Scene]) -> int:
    """Return which sentence says `the summit` of what was told, 0 if it may mean another one."""
    first = 0
    for scene in scenes:
        for token in scene.sentence.of("trigger"):
            if token.senses["trigger"][0].kind != "summit":
                continue
            if not definite(scene, token, named=False) or scene.text.startswith(" of ", token.end):
                return 0
            first = first or scene.sentence.index
    return first


def _states(cast: Cast) -> dict[str, Actor]:
    """Return the states that act in the article, by country."""
    refs = (ref for refs in cast.by_sentence for ref in refs)
    return {
        r.actor.country: r.actor
        for r in refs
        if r.actor.type == "state" and r.actor.country and not r.place
    }


def _people(cast: Cast) -> list[Actor]:
    """Return the persons whom the article names, the most named first."""
    count: dict[str, int] = {}
    actors: dict[str, Actor] = {}
    for refs in cast.by_sentence:
        for ref in refs:
            if ref.actor.type == "person" and not ref.inferred and ref.how != "pronoun":
                count[ref.actor.slug] = count.get(ref.actor.slug, 0) + 1
                actors[ref.actor.slug] = ref.actor
    return [actors[slug] for slug in sorted(count, key=lambda slug: -count[slug])]


def _titles(page: Page, cast: Cast) -> dict[str, set[str]]:
    """Return by slug the titles that the article or, on its day, the knowledge gives persons."""
    titles: dict[str, set[str]] = {}
    for refs in cast.by_sentence:
        for ref in refs:
            if ref.actor.type != "person":
                continue
            if ref.actor.slug not in titles:
                held = ref.actor.offices_on(page.anchor) if page.anchor else ref.actor.offices
                titles[ref.actor.slug] = {office.title for office in held}
            if ref.role:
                titles[ref.actor.slug].add(ref.role)
    return titles
