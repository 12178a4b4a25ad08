"""Sentences to drafts: one for each event that a trigger reports."""

from collections.abc import Iterable, Iterator

from service.extraction.meetings.days import duration, plans, when
from service.extraction.meetings.draft import Draft, Member, Scene, Spot
from service.extraction.meetings.events import (
    apart,
    ceremony,
    choice,
    cues,
    grammar,
    marks,
    rounds,
    stations,
    status,
    unnamed,
    weighing,
)
from service.extraction.meetings.people import mutual, presence, who
from service.extraction.meetings.people.sides import Sides
from service.extraction.meetings.places import where
from service.extraction.meetings.story import carry
from service.extraction.text.lexicon import Sense
from service.extraction.text.page import Dated, Page
from service.extraction.text.scan import Token


def drafts(page: Page, scenes: list[Scene], sides: Sides) -> list[Draft]:
    """Return what the sentences tell of meetings, in the order of the text."""
    memory = mutual.Memory(scenes, sides)
    found: list[Draft] = []
    story = carry.Story(page, scenes)
    for scene in scenes:
        here = _of_sentence(page, scene, memory, found)
        carry.on(story, scene, here, found)
        presence.attend(scene, here, found, memory.listed)
        found.extend(here)
        memory.remember(scene, here)
    return found


def _of_sentence(
    page: Page, scene: Scene, memory: mutual.Memory, found: list[Draft]
) -> list[Draft]:
    told = [_draft(page, scene, token, memory) for token in grammar.candidates(scene.sentence)]
    if not (told or scene.dates or scene.spots or unnamed.says_another(scene)):
        return []
    made = choice.chosen(scene, _weighed(scene, told, found))
    made += _weighed(scene, _numbered(page, scene, made, memory), found)
    made += _weighed(scene, _another(page, scene, made, memory), found)
    made = [one for draft in made for one in stations.in_a_row(scene, draft) or [draft]]
    made = [one for draft in made for one in stations.put_off(scene, draft)]
    made += unnamed.more_dates(scene, made)
    made = [one for draft in made for one in apart.each(scene, draft)]
    made = choice.once([copy for draft in made for copy in apart.each_place(scene, draft, made)])
    return made + _weighed(scene, _placed(page, scene, made, memory), found)


def _weighed(scene: Scene, candidates: Iterable[Draft | None], found: list[Draft]) -> list[Draft]:
    """Return the candidates that are likely enough events of their own."""
    kept = []
    for draft in candidates:
        if draft is None:
            continue
        draft.strength = weighing.strength(scene, draft, found)
        signing = ceremony.of_signing(scene, draft, found)
        if signing is not None:
            ceremony.told_again(scene, draft, signing)
        elif draft.strength >= weighing.ENOUGH:
            marks.describe(scene, draft)
            if _on_the_line(scene, draft, found):
                draft.kind = "phone_call"
            kept.append(draft)
    return kept


def _on_the_line(scene: Scene, draft: Draft, found: list[Draft]) -> bool:
    """Tell whether two who have phoned speak again, and no place is told (`They spoke again`)."""
    if draft.family != "m" or draft.spot or not draft.words.startswith(scene.signs["speaks"]):
        return False
    calls = (other for other in found if other.family == "c")
    return any(len(draft.actors() & call.actors()) > 1 for call in calls)


def _numbered(
    page: Page, scene: Scene, made: list[Draft], memory: mutual.Memory
) -> Iterator[Draft]:
    """Yield the rounds that only their number names, with the members of those told before."""
    for token, sense in unnamed.by_number(scene, made, memory.last_round):
        dated, spot = when.nearest(scene, token), where.nearest(scene, token)
        draft = _told(page, scene, token, sense, dated, spot, [])
        if draft is not None:
            draft.members = memory.sides_as_members(token)
            draft.round, draft.words = int(token.senses["ordinal"]), ""
            yield draft


def _another(page: Page, scene: Scene, made: list[Draft], memory: mutual.Memory) -> Iterator[Draft]:
    """Yield what words like `another one` tell of, with the members of what they stand for."""
    for token, sense in unnamed.another(scene, made, memory.last_round):
        dated, spot = when.nearest(scene, token), where.nearest(scene, token)
        draft = _told(page, scene, token, sense, dated, spot, [])
        if draft is not None:
            draft.members = memory.sides_as_members(token, alike=True)
            draft.words, draft.definite, draft.fresh, draft.elliptic = "", False, True, True
            yield draft


def _placed(page: Page, scene: Scene, made: list[Draft], memory: mutual.Memory) -> Iterator[Draft]:
    """Yield what may be told by a city and a day alone, or by a day and those there."""
    homeless = [draft for draft in made if draft.spot is None and draft.family in ("m", "s")]
    beside = list(unnamed.placed(scene, made))
    for spot, dated in beside:
        if homeless and not spot.accord and homeless[0].dated in (None, dated):
            homeless[0].spot, homeless[0].dated = spot, dated
            continue
        token = Token(spot.start, spot.end, {})
        draft = _untold(page, scene, memory, token, dated, spot)
        if draft is not None:
            if stations.of_signings(scene, made, min(spot.start, dated.start)):
                draft.kind = "signing"
            yield draft
    for spot, dated in () if beside else unnamed.far_apart(scene, made):
        token = Token(spot.start, spot.end, {})
        draft = _untold(page, scene, memory, token, dated, spot, least=2)
        if draft is not None:
            draft.distant = True
            yield draft
    dated_alone = unnamed.day_alone(scene, made)
    if dated_alone is not None:
        token = Token(dated_alone.start, dated_alone.end, {})
        draft = _untold(page, scene, memory, token, dated_alone, None, least=2)
        if draft is not None:
            yield draft


def _untold(
    page: Page,
    scene: Scene,
    memory: mutual.Memory,
    token: Token,
    dated: Dated,
    spot: Spot | None,
    *,
    least: int = 0,
) -> Draft | None:
    """Return an event that no word reports: who, so many at least, is put in a city or on a day."""
    if scene.says("elsewhere"):
        return None
    gathering = unnamed.GATHERING
    members = memory.complete(scene, token, gathering, who.members(scene, token, gathering))
    if len(members) < least:
        return None
    sense = unnamed.sense_of(members, spot)
    draft = _told(page, scene, token, sense, dated, spot, members)
    if draft is not None:
        draft.words = ""
    return draft


def _draft(page: Page, scene: Scene, token: Token, memory: mutual.Memory) -> Draft | None:
    sense = grammar.senses(scene, token)
    if sense is None:
        return None
    dated, spot = when.nearest(scene, token), where.nearest(scene, token)
    members = memory.complete(scene, token, sense, who.members(scene, token, sense))
    return _told(page, scene, token, sense, dated, spot, members)


def _told(
    page: Page,
    scene: Scene,
    token: Token,
    sense: Sense,
    dated: Dated | None,
    spot: Spot | None,
    members: list[Member],
) -> Draft | None:
    """Return what a trigger tells with its date, its place and who is there."""
    headline = scene.sentence.block in ("title", "subtitle")
    beside, known = cues.cues(scene, token), dated.when if dated else None
    form = grammar.as_written(scene, token, sense)
    verdict = status.status_of(form, beside, known, page.anchor, headline=headline)
    if verdict is None:
        return None
    if dated is not None and grammar.is_of_act(scene, token, sense, dated):
        dated = None
    draft = Draft(
        scene.sentence,
        token,
        sense,
        sense.kind,
        verdict[0],
        0.0,
        definite=_definite(scene, token, sense),
        dated=dated,
        spot=None if sense.kind == "phone_call" else spot,
        members=members,
        round=_round(scene, token),
        sequel=rounds.is_sequel(scene, token),
        renewed="status.renewed" in beside,
        status_at=verdict[1],
    )
    if dated is not None and draft.family in ("m", "v"):
        draft.dated = duration.whole(scene, token, dated)
    marks.mark(scene, draft)
    plans.look_ahead(page, draft)
    return draft


def _definite(scene: Scene, token: Token, sense: Sense) -> bool:
    """Tell whether words point back: `the talks`, or what they did (`The talks were hosted by`).

    What was done during them is of them too (`During the talks, A and B discussed`).
    """
    if sense.form == "noun":
        return grammar.definite(scene, token)
    during = scene.text.startswith(scene.signs["during"], scene.sentence.start)
    return any(
        (token.start - noun.end == 1 or (during and noun.end < token.start))
        and grammar.definite(scene, noun)
        for noun in scene.sentence.of("trigger")
    )


def _round(scene: Scene, token: Token) -> int | None:
    for other in scene.sentence.of("ordinal"):
        if 0 <= token.start - other.end <= 24:
            return int(other.senses["ordinal"])
    return None
