"""Which triggers report an event: the weight of what stands beside them."""

from service.extraction.meetings.draft import Draft, Scene
from service.extraction.meetings.objects import called, no_object

ENOUGH = 2.0
_BARE = ("any ", "no ", "more ", "further ", "future ", "possible ", "for ", "of ")


def strength(scene: Scene, draft: Draft) -> float:
    """Return how surely a draft is an event: the sum of what speaks for and against it."""
    return draft.sense.weight + sum(rule(scene, draft) for rule in _RULES)


def _has_date(scene: Scene, draft: Draft) -> float:
    return 1.0 if draft.dated else 0.0


def _has_place(scene: Scene, draft: Draft) -> float:
    return 1.0 if draft.spot else 0.0


def _has_parties(scene: Scene, draft: Draft) -> float:
    return min(len(draft.members), 2) * 0.5


def _event_verb(scene: Scene, draft: Draft) -> float:
    if draft.sense.form not in ("noun", "gerund"):
        return 0.0
    for token in scene.sentence.of("event_verb"):
        if 0 <= token.start - draft.trigger.end <= 30 or 0 <= draft.trigger.start - token.end <= 25:
            return 0.5
    return 0.0


def _ordinal(scene: Scene, draft: Draft) -> float:
    return 0.5 if draft.round else 0.0


def _points_back(scene: Scene, draft: Draft) -> float:
    return -0.5 if draft.definite else 0.0


def _wish(scene: Scene, draft: Draft) -> float:
    """A call for talks, or talks denied, are no event unless they have a date or a place."""
    if draft.sense.form == "past":
        return 0.0
    if not scene.sentence.has("modal") and not scene.sentence.has("negation"):
        return 0.0
    for token in scene.sentence.tokens:
        gap = draft.trigger.start - token.end
        if 0 <= gap <= 30 and token.senses.get("modal") == "demand":
            return -1.5
        if 0 <= gap <= 12 and "negation" in token.senses and draft.status != "cancelled":
            return -2.0
    return 0.0


def _denied(scene: Scene, draft: Draft) -> float:
    """`have not met`, `refused to meet`: no meeting."""
    if draft.status in ("cancelled", "postponed") or draft.sense.form == "noun":
        return 0.0
    left = scene.text[
        max(scene.sentence.start, draft.trigger.start - 25) : draft.trigger.end
    ].lower()
    return (
        -4.0
        if any(
            sign in left for sign in (" not ", "n't ", "never ", " nor ", "without ", "refused to ")
        )
        else 0.0
    )


def _no_traveller(scene: Scene, draft: Draft) -> float:
    """A visit needs somebody who travels and a place; goods and prizes go to places too."""
    if draft.family != "v":
        return 0.0
    if draft.spot is None and draft.sense.form != "noun":
        return -2.0
    people = any(member.actor.type == "person" for member in draft.members)
    sent = scene.sentence.has("government") or scene.sentence.has("roles")
    return 0.0 if people or sent else -1.5


def _bare_signing(scene: Scene, draft: Draft) -> float:
    """`before it signs`: a signature ahead is an event only with a date, a place, or `will`."""
    if draft.family != "s" or draft.sense.form in ("past", "participle"):
        return 0.0
    return (
        0.0
        if draft.dated or draft.spot or (draft.status in ("planned", "held") and draft.status_at)
        else -1.5
    )


def _bare_noun(scene: Scene, draft: Draft) -> float:
    """Talks in general, without day, place or number, are seldom an event."""
    if draft.sense.form != "noun" or draft.dated or draft.spot or draft.round:
        return 0.0
    return -0.5 if draft.sense.kind in ("talks", "meeting") else 0.0


def _attribute(scene: Scene, draft: Draft) -> float:
    """`the agreements signed by the two countries`: what was signed some time."""
    if draft.words != "signed" or draft.dated or draft.spot:
        return 0.0
    left = scene.text[max(0, draft.trigger.start - 14) : draft.trigger.start].lower()
    return (
        -1.5
        if left.endswith(("agreements ", "documents ", "accords ", "agreement ", "deals "))
        else 0.0
    )


def _old_signature(scene: Scene, draft: Draft) -> float:
    """`have signed many an agreement`: signatures of some time or other."""
    if draft.family != "s" or draft.dated or draft.spot:
        return 0.0
    left = scene.text[
        max(scene.sentence.start, draft.trigger.start - 14) : draft.trigger.end
    ].lower()
    return (
        -1.0 if any(f"{word} " in left for word in ("have", "has", "had", "been", "still")) else 0.0
    )


def _next(scene: Scene, draft: Draft) -> float:
    """`the next round`: spoken of for its own sake."""
    return 1.0 if draft.words.startswith("next ") else 0.0


def _told_before(scene: Scene, draft: Draft) -> float:
    """`during the visit`, `had proposed the talks`: words that only point back."""
    if not draft.definite or draft.spot or draft.round:
        return 0.0
    if draft.family == "v" and not draft.dated:
        return -1.0
    return -1.0 if draft.status == "proposed" else 0.0


def _treaty_talk(scene: Scene, draft: Draft) -> float:
    """`negotiated the articles of the treaty`: what was negotiated, not a meeting."""
    after = scene.text[draft.trigger.end : draft.trigger.end + 6]
    thing = draft.words in ("negotiated", "negotiate", "negotiating") and after.startswith(
        (" the ", " a ", " its ")
    )
    return -1.0 if thing and not (draft.dated and draft.spot) else 0.0


def _nobody_there(scene: Scene, draft: Draft) -> float:
    """`it was in Almaty that`: a stay is somebody's."""
    if draft.words not in ("was in", "were in", "be in"):
        return 0.0
    named = any(r.type == "person" and r.end <= draft.trigger.start for r in scene.refs)
    group = any(
        {"roles", "mutual", "role"} & t.senses.keys()
        for t in scene.sentence.tokens
        if t.end <= draft.trigger.start
    )
    return 0.0 if named or group else -2.0


def _offer(scene: Scene, draft: Draft) -> float:
    return -0.5 if draft.status == "proposed" else 0.0


def _quoted_wish(scene: Scene, draft: Draft) -> float:
    left = scene.text[
        max(scene.sentence.start, draft.trigger.start - 30) : draft.trigger.start
    ].lower()
    return (
        -1.5
        if left.endswith(
            ("ready for ", "open to ", "role in ", "progress in ", "support for ", "support ")
        )
        else 0.0
    )


_RULES = (
    _has_date,
    _has_place,
    _has_parties,
    _event_verb,
    _ordinal,
    _points_back,
    _wish,
    _denied,
    _offer,
    _quoted_wish,
    _no_traveller,
    no_object,
    _told_before,
    _old_signature,
    _next,
    called,
    _attribute,
    _treaty_talk,
    _nobody_there,
    _bare_signing,
    _bare_noun,
)
