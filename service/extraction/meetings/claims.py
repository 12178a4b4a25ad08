"""Drafts to claims: ids, evidence for every field, the level, what is on the table."""

from service.domain.actors import Actor
from service.domain.ids import ArticleId, ClaimId, derive
from service.domain.meetings import Claim, Level, Party, PartyRole
from service.domain.spans import Evidence
from service.extraction.meetings.draft import Draft, Member
from service.extraction.meetings.events.outcome import background, outcome
from service.extraction.text.page import Page
from service.extraction.text.scan import Token

PLACED = "meeting.placed"  # the rule of an event that a city and a day tell, and no trigger
_LEVELS: tuple[tuple[Level, frozenset[str]], ...] = (
    (
        "leaders",
        frozenset(
            {
                "president",
                "prime minister",
                "chancellor",
                "king",
                "emir",
                "crown prince",
                "leader",
                "supreme leader",
                "sultan",
                "head of state",
            }
        ),
    ),
    (
        "ministers",
        frozenset(
            {
                "foreign minister",
                "defence minister",
                "interior minister",
                "minister",
                "secretary of state",
                "deputy prime minister",
                "finance minister",
            }
        ),
    ),
    (
        "envoys",
        frozenset(
            {
                "special envoy",
                "special representative",
                "negotiator",
                "mediator",
                "ambassador",
                "security council secretary",
                "national security adviser",
                "deputy foreign minister",
                "head of delegation",
                "intelligence chief",
            }
        ),
    ),
)

_OF = 8  # characters, for `of the` or a blank


def claim(
    page: Page,
    article: ArticleId,
    key: str,
    draft: Draft,
    group: list[Draft],
    ordinals: dict[str, int],
) -> Claim:
    """Make the claim of a merged draft. `ordinals` counts the claims with the same words."""
    folded = " ".join(page.text[draft.sentence.start : draft.sentence.end].lower().split())
    ordinal = ordinals.get(f"{draft.family}{folded}", 0)
    ordinals[f"{draft.family}{folded}"] = ordinal + 1
    found, result = _found(page, draft), outcome(page, draft, group)
    if result is not None:
        found["outcome"] = (result[1],)
    history = background(page, draft)
    if history is not None:
        found["background"] = (history,)
    return Claim(
        id=ClaimId(derive("clm", key, draft.family, folded, str(ordinal))),
        article=article,
        kind=draft.kind,
        status=draft.status,
        level=_level(draft, group),
        when=draft.when,
        city=draft.spot.city if draft.spot else None,
        country=draft.spot.country if draft.spot else None,
        venue=draft.spot.venue if draft.spot else None,
        parties=tuple(_party(page, member) for member in draft.members),
        issues=_issues(group),
        outcome=result[0] if result else None,
        round=draft.round,
        sequel=draft.sequel,
        background=history is not None,
        published=page.anchor,
        evidence=tuple(_words(page, d) for d in _sentences(draft, group)),
        found=found,
    )


def _sentences(draft: Draft, group: list[Draft]) -> list[Draft]:
    return [draft, *(other for other in group if other.sentence is not draft.sentence)]


def _words(page: Page, draft: Draft) -> Evidence:
    rule = f"meeting.{draft.sense.form}" if draft.trigger.senses else PLACED
    return page.evidence(draft.sentence.start, draft.sentence.end, rule)


def _party(page: Page, member: Member) -> Party:
    role: PartyRole = member.role
    evidence = (page.evidence(member.start, member.end, member.rule),)
    return Party(actor=member.actor.id, role=role, inferred=member.inferred, evidence=evidence)


def _found(page: Page, draft: Draft) -> dict[str, tuple[Evidence, ...]]:
    found: dict[str, tuple[Evidence, ...]] = {
        "kind": (page.evidence(draft.trigger.start, draft.trigger.end, "meeting.trigger"),)
    }
    if draft.dated:
        found["when"] = (page.evidence(draft.dated.start, draft.dated.end, draft.dated.rule),)
    if draft.spot:
        found["city"] = (page.evidence(draft.spot.start, draft.spot.end, "meeting.place"),)
    if draft.status_at:
        found["status"] = (
            page.evidence(draft.status_at.start, draft.status_at.end, "meeting.status"),
        )
    return found


def _issues(group: list[Draft]) -> tuple[str, ...]:
    names = (t.senses["issue"] for d in group for t in d.sentence.of("issue"))
    return tuple(dict.fromkeys(names))


def _level(draft: Draft, group: list[Draft]) -> Level | None:
    titles = [
        _titles(m.actor)
        for m in draft.members
        if m.role == "participant" and m.actor.type == "person"
    ]
    if not titles:
        titles = [
            {token.senses["roles"]}
            for told in (draft, *group)
            for token in told.sentence.of("roles")
            if _of_party(token, told.members)
        ]
    for level, offices in _LEVELS:
        if titles and sum(bool(offices & held) for held in titles) * 2 >= len(titles):
            return level
    return None


def _of_party(offices: Token, members: list[Member]) -> bool:
    """Tell whether it is the parties' holders who meet (`the foreign ministers of A and B`)."""
    return any(
        m.role == "participant"
        and (0 <= m.start - offices.end <= _OF or 0 <= offices.start - m.end <= _OF)
        for m in members
    )


def _titles(actor: Actor) -> set[str]:
    return {office.title for office in actor.offices}
