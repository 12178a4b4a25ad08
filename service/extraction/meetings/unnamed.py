"""Events that no trigger word reports: a round by its number, a second date, a stay abroad."""

import msgspec

from service.domain.meetings import Status
from service.extraction.lexicon import Sense
from service.extraction.meetings.draft import Draft, Member, Scene, Spot
from service.extraction.page import Dated, Page
from service.extraction.scan import Token

_VIOLENT = frozenset(
    {
        "killed",
        "shelling",
        "airstrikes",
        "clashes",
        "offensive",
        "strikes",
        "siege",
        "fighting",
        "invasion",
        "killing",
        "bloodshed",
    }
)
GATHERING = Sense("meeting", "noun", "held", 1.0)
_STAY = Sense("visit", "noun", "held", 1.0)


def by_number(
    scene: Scene, made: list[Draft], last: Draft | None, members: list[Member]
) -> Draft | None:
    """`The second took place in Oslo in May`: a round of the talks told of before."""
    here = next((draft for draft in made if draft.kind == "talks"), None)
    last = here or last
    if last is None:
        return None
    for token in scene.sentence.of("ordinal"):
        if not _stands_alone(scene, token) or not _beside_others(scene, made, token):
            continue
        if not scene.dates and not scene.spots:
            return None
        sense = Sense("talks" if last.kind == "talks" else last.kind, "noun", "held", 1.5)
        return Draft(
            scene.sentence,
            token,
            sense,
            sense.kind,
            "held",
            2.5,
            round=int(token.senses["ordinal"]),
            members=members or (here.members if here else []),
        )
    return None


def _beside_others(scene: Scene, made: list[Draft], token: Token) -> bool:
    """Tell whether a round stands apart from the events of its sentence, with a date of its own."""
    taken = any(
        draft.family != "m" or -4 <= draft.trigger.start - token.end <= 45 for draft in made
    )
    return not made or (
        not taken and any(0 <= dated.start - token.end <= 40 for dated in scene.dates)
    )


def _stands_alone(scene: Scene, token: Token) -> bool:
    text = scene.text
    left = text[max(scene.sentence.start, token.start - 6) : token.start].lower()
    return left.endswith(scene.signs["articles"]) and text.startswith(
        scene.signs["follows"], token.end
    )


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
    left = scene.text[max(draft.trigger.end, dated.start - 24) : dated.start].lower()
    left = left.removesuffix("in ").removesuffix("on ").removesuffix("at the beginning of ")
    return left.endswith(scene.signs["chain"]) and not left.endswith(("since ", "until "))


def _spot_beside(scene: Scene, dated: Dated) -> Spot | None:
    near = [
        (min(abs(spot.start - dated.end), abs(dated.start - spot.end)), spot)
        for spot in scene.spots
    ]
    gap, spot = min(near, key=lambda pair: pair[0], default=(99, None))
    return spot if gap < 30 else None


def placed(page: Page, scene: Scene, made: list[Draft], members: list[Member]) -> Draft | None:
    """`In Geneva in February 2006 the two pledged`: who is put in a city on a day is at an event.

    A day told together with a city is an event of somebody's; words of fighting forbid it.
    """
    if made or scene.sentence.block not in ("body", "caption") or _fighting(scene):
        return None
    pair = _city_and_day(scene)
    if pair is None:
        return None
    spot, dated = pair
    people = [m for m in members if m.actor.type == "person"]
    if not members or (len(members) < 2 and not _abroad(people, spot)):
        return None
    sense = _STAY if len(members) == 1 else GATHERING
    token = Token(spot.start, spot.end, {})
    status: Status = (
        "planned" if page.anchor and dated.when and dated.when.first > page.anchor else "held"
    )
    return Draft(
        scene.sentence,
        token,
        sense,
        sense.kind,
        status,
        2.0,
        dated=dated,
        spot=spot,
        members=members,
    )


def _fighting(scene: Scene) -> bool:
    for token in scene.sentence.tokens:
        act = str(token.senses.get("act", ""))
        if act.startswith(("ASSAULT", "RETREAT")):
            return True
        if "conflict" in token.senses and scene.text[token.start : token.end] in _VIOLENT:
            return True
    return False


def _city_and_day(scene: Scene) -> tuple[Spot, Dated] | None:
    for dated in scene.dates:
        if dated.when is None or dated.when.precision == "year":
            continue
        for spot in scene.spots:
            gap = spot.start - dated.end if spot.start >= dated.end else dated.start - spot.end
            if spot.city and gap <= 24:
                return spot, dated
    return None


def _abroad(people: list[Member], spot: Spot) -> bool:
    return (
        bool(people)
        and people[0].actor.country not in (None, spot.country)
        and spot.country is not None
    )
