"""Peace-process mentions: meetings and acts, coded by PLOVER type and mode and by CAMEO.

The deciding rules are PLOVER's: a meeting ahead is AGREE, one held is CONSULT, a signature is
SUPPORT, refusing to meet is REJECT, calling on others to meet is REQUEST.
"""

from service.domain.ids import ArticleId, MentionId, derive
from service.domain.meetings import Claim, Kind, Status
from service.domain.mentions import Mention, Modality, PloverType
from service.extraction.actors import Cast
from service.extraction.page import Page, Ref, Sentence
from service.extraction.scan import Token

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
Code = tuple[PloverType, str | None, str | None]


def mentions(
    page: Page,
    article: ArticleId,
    key: str,
    cast: Cast,
    claims: tuple[Claim, ...],
    processes: tuple[str, ...],
) -> tuple[Mention, ...]:
    """Return the mentions of an article, meetings first, then acts in the order of the text."""
    of_meetings = [
        _of_claim(article, claim, processes) for claim in claims if claim.kind != "press_conference"
    ]
    acts = [
        _of_act(page, article, key, sentence, refs, token, processes)
        for sentence, refs in zip(page.sentences, cast.by_sentence, strict=True)
        for token in sentence.of("act")
        if refs
    ]
    return (*of_meetings, *(act for act in acts if act is not None))


def code_of(claim: Claim) -> Code:
    """Return PLOVER type, mode and CAMEO code of a meeting."""
    if claim.status in ("planned", "proposed"):
        return "AGREE", "meet", "036"
    if claim.status in ("cancelled", "postponed"):
        return "REJECT", "meet", "125"
    if claim.kind == "signing":
        return "SUPPORT", None, "057"
    mode, cameo = _CONSULT[claim.kind]
    if any(party.role == "mediator" for party in claim.parties):
        return "CONSULT", "third-party", "045"
    return "CONSULT", mode, cameo


def _of_claim(article: ArticleId, claim: Claim, processes: tuple[str, ...]) -> Mention:
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
        processes=processes,
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
    refs: list[Ref],
    token: Token,
    processes: tuple[str, ...],
) -> Mention | None:
    type_, mode, cameo = str(token.senses["act"]).split(".")
    who = [ref for ref in refs if not ref.place and not ref.national]
    before = [ref for ref in who if ref.end <= token.start]
    after = [ref for ref in who if ref.start >= token.end]
    if not before:
        return None
    folded = " ".join(page.text[sentence.start : sentence.end].lower().split())
    words = page.evidence(sentence.start, sentence.end, f"mention.{type_.lower()}")
    return Mention(
        id=MentionId(derive("men", key, type_, folded, str(token.start - sentence.start))),
        article=article,
        type=type_,  # type: ignore[arg-type]
        mode=mode or None,
        cameo=cameo or None,
        modality=_modality(sentence, token),
        actors=(before[-1].actor.id,),
        recipients=tuple(dict.fromkeys(ref.actor.id for ref in after[:2])),
        processes=processes,
        issues=tuple(dict.fromkeys(t.senses["issue"] for t in sentence.of("issue"))),
        evidence=(words,),
    )


def _modality(sentence: Sentence, token: Token) -> Modality:
    for other in sentence.tokens:
        gap = token.start - other.end
        if not 0 <= gap <= 20:
            continue
        if "negation" in other.senses:
            return "negated"
        if other.senses.get("modal") == "future":
            return "future"
        if other.senses.get("modal") in ("possible", "proposed", "condition"):
            return "hypothetical"
    return "past"
