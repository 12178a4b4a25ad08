"""Peace-process mentions: meetings and acts, coded by PLOVER type and mode and by CAMEO.

The deciding rules are PLOVER's: a meeting ahead is AGREE, one held is CONSULT, a signature is
SUPPORT, refusing to meet is REJECT, calling on others to meet is REQUEST.
"""

import re
from collections.abc import Iterable, Iterator

from service.domain.dates import When
from service.domain.ids import ActorId, ArticleId, MentionId, derive
from service.domain.meetings import Claim, Kind, Status
from service.domain.mentions import Mention, Modality, PloverType
from service.extraction.actors.cast import Cast
from service.extraction.acts.read import Act, acts
from service.extraction.calendar.dates import dates
from service.extraction.meetings.events.outcome import long_ago
from service.extraction.meetings.people.sides import Sides
from service.extraction.text.page import Page, Ref, Sentence

_MODALITY: dict[Status, Modality] = {
    "held": "past",
    "ongoing": "ongoing",
    "planned": "future",
    "proposed": "hypothetical",
    "cancelled": "negated",
    "postponed": "negated",
}
_CONSULT: dict[Kind, tuple[str, str]] = {
    "visit": ("visit", "042"),
    "phone_call": ("phone", "041"),
    "talks": ("multilateral", "046"),
    "meeting": ("multilateral", "040"),
    "summit": ("multilateral", "046"),
    "signing": ("multilateral", "057"),
    "press_conference": ("multilateral", "010"),
}
_GOING_ON = re.compile(r"\b(?:is|are) (?:\w+ly )?\w+ing\b")
_NOBODY = re.compile(
    r"\b(?:neither|nobody|no one|none|den(?:y|ies|ied))\b[^,;.]*$|\b(?:fail(?:s|ed)?|unable) to $",
    re.IGNORECASE,
)
# What others call for is a request, what a party calls for in its own conflict a consent.
_OWN = {
    "REQUEST.meet.026": "AGREE..036",
    "REQUEST.meet.106": "AGREE..036",
    "REQUEST.change.027": "AGREE..037",
    "REQUEST.change.107": "AGREE..037",
    "REQUEST.assist.028": "AGREE..038",
    "REQUEST.assist.108": "AGREE..038",
}
_FAR = 120  # characters: how far `neither` may stand before its verb
_NEAR = 24  # characters between a small word and the verb that it bears on
Code = tuple[PloverType, str | None, str | None]


def mentions(
    page: Page,
    article: ArticleId,
    key: str,
    cast: Cast,
    claims: tuple[Claim, ...],
    sides: Sides,
) -> tuple[Mention, ...]:
    """Return the mentions of an article, meetings first, then acts in the order of the text.

    Their processes are left to be told by who acts.
    """
    of_meetings = [
        _of_claim(article, claim) for claim in claims if claim.kind != "press_conference"
    ]
    of_acts = (
        _of_act(page, article, key, sentence, act, sides)
        for sentence, act in acts(page, cast, sides)
    )
    return (*of_meetings, *_each_once(of_acts))


def code_of(claim: Claim) -> Code:
    """Return PLOVER type, mode and CAMEO code of a meeting."""
    if claim.status in ("planned", "proposed"):
        return "AGREE", None, "036"
    if claim.status in ("cancelled", "postponed"):
        return "REJECT", "meet", "125"
    if claim.kind == "signing":
        return "SUPPORT", None, "057"
    mode, cameo = _CONSULT[claim.kind]
    if any(party.role == "mediator" for party in claim.parties):
        return "CONSULT", "third-party", "045"
    return "CONSULT", mode, cameo


def _of_claim(article: ArticleId, claim: Claim) -> Mention:
    type_, mode, cameo = code_of(claim)
    acting = claim.with_role("participant")
    others = claim.with_role("host", "mediator")
    if claim.kind == "visit" and len(acting) > 1:
        acting, others = acting[:1], (*acting[1:], *others)
    return Mention(
        id=MentionId(derive("men", claim.id, type_)),
        article=article,
        type=type_,
        mode=mode,
        cameo=cameo,
        modality=_MODALITY[claim.status],
        actors=acting or others,
        recipients=others if acting else (),
        issues=claim.issues,
        date=claim.when.date if claim.when and claim.when.precision == "day" else None,
        background=claim.background,
        evidence=claim.evidence[:1],
    )


def _of_act(
    page: Page,
    article: ArticleId,
    key: str,
    sentence: Sentence,
    act: Act,
    sides: Sides,
) -> Mention:
    type_, mode, cameo = _code(act, sides).split(".")
    folded = " ".join(page.text[sentence.start : sentence.end].lower().split())
    when = _day(page, sentence)
    return Mention(
        id=MentionId(derive("men", key, type_, folded, str(act.start - sentence.start))),
        article=article,
        type=type_,  # type: ignore[arg-type]
        mode=mode or None,
        cameo=cameo or None,
        modality=_modality(page, sentence, act),
        actors=_ids(act.actors),
        recipients=_ids(act.recipients),
        issues=tuple(dict.fromkeys(t.senses["issue"] for t in sentence.of("issue"))),
        date=when.date if when else None,
        background=when is not None and long_ago(page, when),
        evidence=(page.evidence(sentence.start, sentence.end, f"mention.{type_.lower()}"),),
    )


def _code(act: Act, sides: Sides) -> str:
    """Return the code of an act; a party that calls to end its own conflict agrees to."""
    own = act.code in _OWN and all(
        sides.side(ref.actor) is not None for ref in (*act.actors, *act.recipients)
    )
    return _OWN[act.code] if own else act.code


def _ids(refs: Iterable[Ref]) -> tuple[ActorId, ...]:
    return tuple(dict.fromkeys(ref.actor.id for ref in refs))


def _each_once(told: Iterable[Mention]) -> Iterator[Mention]:
    """Yield the mentions that say something new: a headline says what the text says again."""
    seen = set()
    for one in told:
        what = one.type, one.cameo, one.modality, one.actors, one.recipients
        if what not in seen:
            seen.add(what)
            yield one


def _day(page: Page, sentence: Sentence) -> When | None:
    """Return the one day that a sentence names."""
    days = [d.when for d in dates(page, sentence) if d.when and d.when.precision == "day"]
    return days[0] if len(days) == 1 else None


def _modality(page: Page, sentence: Sentence, act: Act) -> Modality:
    """Return how the verb of an act is meant, by the small words before it."""
    if _NOBODY.search(page.text[max(sentence.start, act.start - _FAR) : act.start]):
        return "negated"
    for other in sentence.tokens:
        gap = act.start - other.end
        if not 0 <= gap <= _NEAR:
            continue
        if "negation" in other.senses:
            return "negated"
        if other.senses.get("modal") == "future":
            return "future"
        if other.senses.get("modal") in ("possible", "proposed", "condition"):
            return "hypothetical"
    if page.text.endswith((" to ", " To "), 0, act.start):
        return "hypothetical"
    return "ongoing" if _GOING_ON.search(page.text, act.start - 10, act.end) else "past"
