"""Events that no trigger word reports: a round by its number, a second date, a stay abroad."""

from collections.abc import Iterator

import msgspec

from service.extraction.meetings.days.clauses import of_next_verb, of_plan
from service.extraction.meetings.draft import Draft, Member, Scene, Spot
from service.extraction.text.lexicon import Sense
from service.extraction.text.page import Dated
from service.extraction.text.scan import Token

_SINCE = 12  # characters before a day in which it may be said that something holds since then
_BESIDE = 24  # characters
GATHERING = Sense("meeting", "noun", "held", 1.0)
STAY = Sense("visit", "noun", "held", 1.0)
_STAMP = 60  # characters
_NEAR = 4  # sentences: what `another one` stands for was told so near


def by_number(scene: Scene, made: list[Draft], last: Draft | None) -> Iterator[tuple[Token, Sense]]:
    """Yield rounds of the talks told of before: `The second took place in Oslo in May`."""
    last = next((draft for draft in made if draft.kind == "talks"), last)
    if last is None or not (scene.dates or scene.spots):
        return
    for token in scene.sentence.of("ordinal"):
        if _stands_alone(scene, token) and _beside_others(scene, made, token):
            kind = "talks" if last.kind == "meeting" else last.kind
            yield token, Sense(kind, "noun", "held", 1.5)


def another(scene: Scene, made: list[Draft], last: Draft | None) -> Iterator[tuple[Token, Sense]]:
    """Yield a meeting like the one told before (`another one may follow`, `the next is in May`)."""
    last = next((draft for draft in made if draft.family == "m"), last)
    if last is None or scene.sentence.index - last.sentence.index > _NEAR:
        return
    if scene.sentence.block != "body" or not says_another(scene):
        return
    for token in _standing_for(scene):
        told = any(token.start <= draft.trigger.start < token.end for draft in made)
        if not told and _beside_others(scene, made, token):  # `a second one` has a number too
            yield token, Sense(last.kind, "noun", "held", 1.0)
            return


def says_another(scene: Scene) -> bool:
    """Tell whether a sentence may hold words that stand for a noun told before."""
    return bool(scene.signs_in("another_hint"))


def _standing_for(scene: Scene) -> Iterator[Token]:
    """Yield the words that stand for a noun told before: `another one`, `the next` and a verb."""
    start, end = scene.sentence.start, scene.sentence.end
    words = scene.text[start:end].lower()
    for word in scene.signs["another"]:
        at = words.find(word)
        if at < 0 or (at and words[at - 1].isalnum()):
            continue
        close = at + len(word)
        one = close + 4 if words.startswith((" one ", " one,", " one."), close) else close
        if words.startswith(scene.signs["another_verb"], one) or (
            one > close and words.startswith(scene.signs["another_place"], one)
        ):
            yield Token(start + at, start + one, {})


def _beside_others(scene: Scene, made: list[Draft], token: Token) -> bool:
    """Tell whether a round stands apart from the events of its sentence, with a date of its own."""
    taken = any(
        draft.family != "m" or -4 <= draft.trigger.start - token.end <= 45 for draft in made
    )
    return not made or (
        not taken and any(0 <= dated.start - token.end <= 40 for dated in scene.dates)
    )


def _stands_alone(scene: Scene, token: Token) -> bool:
    """Tell whether a number has no noun, or one of any event (`a third appointment, fixed for`)."""
    text = scene.text
    left = text[max(scene.sentence.start, token.start - 6) : token.start].lower()
    if not left.endswith(scene.signs["articles"]):
        return False
    nouns = scene.signs["occasion_nouns"]
    end = next((token.end + len(n) for n in nouns if text.startswith(n, token.end)), token.end)
    return text.startswith(scene.signs["follows"], end)


def more_dates(scene: Scene, made: list[Draft]) -> list[Draft]:
    """`in May and again in June`, `then on 26 April in Muscat`: an event for each date."""
    used = [draft.dated for draft in made if draft.dated]
    added = []
    for draft in made:
        if (
            draft.family not in ("m", "v")
            or draft.dated is None
            or (draft.definite and draft.round is None)
        ):
            continue
        for dated in scene.dates:
            if any(dated is other for other in used) or not _chained(scene, draft, dated):
                continue
            used.append(dated)
            spot = _spot_beside(scene, dated) or (None if scene.spots[1:] else draft.spot)
            added.append(
                msgspec.structs.replace(draft, dated=dated, spot=spot, round=None, also=[])
            )
    return added


def _chained(scene: Scene, draft: Draft, dated: Dated) -> bool:
    if dated.when is None or draft.when is None or dated.start < draft.trigger.start:
        return False
    if dated.when.first <= draft.when.last and draft.when.first <= dated.when.last:
        return False
    if _lasts(scene, draft, dated) or any(
        rule(scene, draft.trigger, dated) for rule in (of_next_verb, of_plan)
    ):
        return False
    edge = next((s.start for s in scene.spots if 0 < dated.start - s.end <= 5), dated.start)
    left = scene.text[max(draft.trigger.end, edge - 24) : edge].lower()
    for link in scene.signs["day_link"]:
        left = left.removesuffix(link)
    return left.endswith(scene.signs["chain"]) and not left.endswith(
        (*scene.signs["since_before"], *scene.signs["lasts_to"])
    )


def _lasts(scene: Scene, draft: Draft, dated: Dated) -> bool:
    """Tell whether one round went on from month to month (`a cycle in November and December`)."""
    one, next_one = draft.dated, dated.when
    if one is None or one.when is None or next_one is None or draft.sense.form != "noun":
        return False
    months = one.when.precision == next_one.precision == "month"
    on_end = months and (next_one.first - one.when.last).days == 1
    return on_end and scene.text[one.end : dated.start].lower() in scene.signs["and"]


def _spot_beside(scene: Scene, dated: Dated) -> Spot | None:
    near = [
        (min(abs(spot.start - dated.end), abs(dated.start - spot.end)), spot)
        for spot in scene.spots
    ]
    gap, spot = min(near, key=lambda pair: pair[0], default=(99, None))
    return spot if gap < 30 else None


def placed(scene: Scene, made: list[Draft]) -> Iterator[tuple[Spot, Dated]]:
    """Yield the cities told together with a day or month of their own (`in Geneva in February`).

    Who is put in a city on a day is often at an event; `made` are the sentence's other events.
    """
    if scene.at_desk or scene.sentence.block not in ("body", "caption") or _is_dateline(scene):
        return
    taken = {draft.spot.city for draft in made if draft.spot}
    used = [draft.dated for draft in made if draft.spot]
    for spot in scene.spots:
        if "-" in (scene.text[spot.start - 1 : spot.start], scene.text[spot.end : spot.end + 1]):
            continue  # `the Yerevan-Baku process`
        dated = _day_beside(scene, spot) if spot.city and spot.city not in taken else None
        if dated is not None and spot.accord and dated.start < spot.end:
            continue  # the day is not the agreement's
        if dated is not None and not any(dated is other for other in used):
            taken.add(spot.city)
            used.append(dated)
            yield spot, dated


def far_apart(scene: Scene, made: list[Draft]) -> Iterator[tuple[Spot, Dated]]:
    """Yield the city and the day of a sentence where they stand apart and nothing else is told."""
    if made or scene.at_desk or scene.sentence.block != "body" or _is_dateline(scene):
        return
    dated = next((one for one in scene.dates if _a_day(one) and not _since(scene, one)), None)
    spot = next((one for one in scene.spots if one.city and not one.accord), None)
    if dated is not None and spot is not None and _day_beside(scene, spot) is None:
        yield spot, dated


def _is_dateline(scene: Scene) -> bool:
    """Tell whether a sentence is nothing but a place and a day (`KYIV, Nov 20, 2026.`)."""
    known = [(spot.start, spot.end) for spot in scene.spots]
    known += [(dated.start, dated.end) for dated in scene.dates]
    start, end = scene.sentence.start, scene.sentence.end
    return end - start <= _STAMP and not any(
        scene.text[at].isalpha() and not any(first <= at < last for first, last in known)
        for at in range(start, end)
    )


def day_alone(scene: Scene, made: list[Draft]) -> Dated | None:
    """Return the day of a sentence without a word of meeting or a city (`A was with B on Monday`).

    Who says something on a day is not with anybody.
    """
    sentence = scene.sentence
    if made or scene.at_desk or sentence.block != "body" or sentence.has("speech_verb"):
        return None
    if any(spot.city for spot in scene.spots):
        return None
    return next((one for one in scene.dates if _a_day(one) and not _since(scene, one)), None)


def _a_day(dated: Dated) -> bool:
    """Tell whether a day is told, be it one of two (`on 3 or 4 June`)."""
    return dated.when is not None or dated.rule == "date.either"


def _since(scene: Scene, dated: Dated) -> bool:
    """Tell whether something holds since a day or is called by it: nobody met on it."""
    left = " " + scene.text[max(scene.sentence.start, dated.start - _SINCE) : dated.start].lower()
    since = (f" {sign}" for sign in scene.signs["since_before"])
    return left.endswith(tuple(since)) or _called_by(scene, dated)


def _called_by(scene: Scene, dated: Dated) -> bool:
    """Tell whether a day says which fighting or truce is meant (`the clashes of 27 May`)."""
    words = scene.text[max(scene.sentence.start, dated.start - 30) : dated.start].lower().split()
    return words[-1:] == ["of"] and words[-2:-1] != [] and words[-2] in scene.signs["occurrence"]


def _entry(scene: Scene, dated: Dated) -> bool:
    """Tell whether a day heads what it tells of (`20 June 2016: the three in Oslo`)."""
    first = dated.start - scene.sentence.start <= 3
    return first and scene.text[dated.end : dated.end + 1] in (":", ",") and not scene.dates[1:]


def sense_of(members: list[Member], spot: Spot | None) -> Sense:
    """Return what people do in a city where they are put on a day: meet, or be on a visit."""
    if spot is None:
        return GATHERING
    alone = len(members) == 1 and members[0].actor.type == "person"
    return STAY if alone and members[0].actor.country not in (None, spot.country) else GATHERING


def _day_beside(scene: Scene, spot: Spot) -> Dated | None:
    """Return the day nearest to a city, if it stands beside it or heads what it tells of."""
    gaps = [
        (spot.start - dated.end if spot.start >= dated.end else dated.start - spot.end, dated)
        for dated in scene.dates
        if _a_day(dated)
        and ";" not in _between(scene, spot, dated)
        and not _called_by(scene, dated)
    ]
    near = [(gap, dated) for gap, dated in gaps if gap <= _BESIDE or _entry(scene, dated)]
    return min(near, key=lambda pair: pair[0])[1] if near else None


def _between(scene: Scene, spot: Spot, dated: Dated) -> str:
    low, high = min(spot.end, dated.end), max(spot.start, dated.start)
    return scene.text[low:high]
