"""Events that no trigger word reports: a round named by its number, a second date, a stay abroad."""

import msgspec

from service.extraction.lexicon import Sense
from service.extraction.meetings.draft import Draft, Member, Scene, Spot
from service.extraction.page import Dated, Page
from service.extraction.scan import Token

_ARTICLES = ("the ", "a ", "its ", "their ", "and ", "that ", "this ", "for ")
_FOLLOWS = (
    " one ",
    " took ",
    " was ",
    " is ",
    " will ",
    ", ",
    " in ",
    " at ",
    " on ",
    " ended",
    " had ",
    " began",
    " broke",
    " held",
    " came",
    " opened",
    " followed",
    " closed",
    " lasted",
    " collapsed",
    " would ",
    " failed",
    " foundered",
    " brought ",
    " produced",
)
_CHAIN = ("and ", "then ", "again ", ", ", "and again ", "or ", "also ")
_STAY = Sense("visit", "noun", "held", 1.0)


def by_number(
    scene: Scene, made: list[Draft], last: Draft | None, members: list[Member]
) -> Draft | None:
    """`The second took place in Oslo in May`: a round of the talks told of before."""
    if last is None or made:
        return None
    for token in scene.sentence.tokens:
        if "ordinal" not in token.senses or not _stands_alone(scene, token):
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
            members=members,
        )
    return None


def _stands_alone(scene: Scene, token: Token) -> bool:
    text = scene.text
    left = text[max(scene.sentence.start, token.start - 6) : token.start].lower()
    return left.endswith(_ARTICLES) and text.startswith(_FOLLOWS, token.end)


def more_dates(scene: Scene, made: list[Draft]) -> list[Draft]:
    """`in May and again in June`, `then on 26 April in Muscat`: one more event for each more date."""
    used = [draft.dated for draft in made if draft.dated]
    added = []
    for draft in made:
        if (
            draft.family not in ("m", "v")
            or draft.dated is None
            or (draft.definite
            and draft.round is None)
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
    return left.endswith(_CHAIN) and not left.endswith(("since ", "until "))


def _spot_beside(scene: Scene, dated: Dated) -> Spot | None:
    near = [
        (min(abs(spot.start - dated.end), abs(dated.start - spot.end)), spot)
        for spot in scene.spots
    ]
    gap, spot = min(near, key=lambda pair: pair[0], default=(99, None))
    return spot if gap < 30 else None


def stay(page: Page, scene: Scene, made: list[Draft]) -> Draft | None:
    """`In Ankara on Tuesday, Bayramov said`: somebody in a foreign city on a day is on a visit."""
    if made or not scene.dates or scene.sentence.block != "body":
        return None
    spot = next((s for s in scene.spots if s.city and s.country), None)
    if spot is None or spot.start - scene.sentence.start > 40:
        return None
    dated = next((d for d in scene.dates if d.when and d.when.precision == "day"), None)
    if dated is None or abs(dated.start - spot.end) > 30:
        return None
    for ref in scene.refs:
        if (
            ref.type == "person"
            and ref.actor.country
            and ref.actor.country != spot.country
            and ref.start > spot.end
        ):
            member = Member(ref.actor, "participant", ref.start, ref.end, ref.rule)
            token = Token(spot.start, spot.end, {})
            return Draft(
                scene.sentence,
                token,
                _STAY,
                "visit",
                "held",
                2.0,
                dated=dated,
                spot=spot,
                members=[member],
            )
    return None
