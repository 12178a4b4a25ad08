"""Claims become meetings: hard rules, votes, corrections, whatever the order of arrival."""

import datetime as dt
import random
from pathlib import Path
from typing import Any

import msgspec
import pytest
from msgspec import structs

from service.domain.corrections import Correction, CorrectionId, CorrectionKind
from service.domain.ids import ArticleId, ClaimId, meeting_id
from service.domain.meetings import Claim, Meeting
from service.evaluation.gold_claims import clusters, clusters_of
from service.resolution.incremental import keys_to_look_under, recluster, touched
from service.resolution.profiles import profile
from service.resolution.resolve import hidden, resolve
from tests.resolution.told import (
    ACTORS,
    ALIYEV,
    ARMENIA,
    AZERBAIJAN,
    BAYRAMOV,
    BLINKEN,
    MIRZOYAN,
    PASHINYAN,
    chains,
    told,
)

CHAINS = chains()


def grouped(meetings: tuple[Meeting, ...]) -> set[tuple[ClaimId, ...]]:
    return {meeting.claims for meeting in meetings}


def correct(kind: CorrectionKind, *claims: Claim, **values: Any) -> Correction:
    return Correction(
        id=CorrectionId("cor_1"),
        kind=kind,
        claims=tuple(claim.id for claim in claims),
        author="an editor",
        created_at=dt.datetime(2024, 6, 1, tzinfo=dt.UTC),
        **values,
    )


def test_two_claims_of_one_article_are_two_meetings() -> None:
    a = told()
    b = told(article=a.article)
    c = told()
    found = resolve([a, b, c], ACTORS)
    assert len(found) == 2
    assert grouped(found) in ({(a.id, c.id), (b.id,)}, {(a.id,), (b.id, c.id)})


def test_kinds_of_different_families_are_two_meetings() -> None:
    apart = [told(), told(kind="signing"), told(kind="press_conference"), told(kind="phone_call")]
    assert len(resolve(apart, ACTORS)) == 4


def test_talks_on_a_visit_are_the_visit() -> None:
    assert len(resolve([told(), told(kind="visit")], ACTORS)) == 1


def test_one_person_in_common_does_not_tie_larger_groups() -> None:
    talks = [told((BAYRAMOV, MIRZOYAN), city="Arlington") for _ in range(3)]
    apart = told((BLINKEN, MIRZOYAN), city="Arlington")
    assert grouped(resolve([*talks, apart], ACTORS)) == {
        tuple(claim.id for claim in talks),
        (apart.id,),
    }


def test_the_id_is_that_of_the_smallest_claim() -> None:
    a, b = told(), told()
    assert resolve([b, a], ACTORS)[0].id == meeting_id(a.id)


def test_fields_go_by_independent_sources_and_losing_values_stay() -> None:
    copies = [told(city="Geneva", venue="Palais", article=ArticleId(f"art_c{n}")) for n in range(3)]
    others = [told(city="Geneva", venue="Hotel"), told(city="Geneva", venue="Hotel")]
    stories = {claim.article: "wire" for claim in copies}
    meeting = resolve([*copies, *others], ACTORS, (), stories)[0]
    assert meeting.venue == "Hotel"
    assert meeting.independent_sources == 3
    assert [(vote.value, vote.sources, len(vote.claims)) for vote in meeting.votes["venue"]] == [
        ("Hotel", 2, 2),
        ("Palais", 1, 3),
    ]


def test_a_finer_date_wins_and_a_last_day_completes_it() -> None:
    whens = ["2024-05", "2024-05", "2024-05-10", "2024-05-10", "2024-05-10/2024-05-11"]
    meeting = resolve([told(when=when) for when in whens], ACTORS)[0]
    assert meeting.when is not None
    assert (meeting.when.first, meeting.when.last) == (dt.date(2024, 5, 10), dt.date(2024, 5, 11))


def test_a_state_steps_back_behind_its_person() -> None:
    claims = [told((ARMENIA, AZERBAIJAN), mediators=(BLINKEN,)), told((MIRZOYAN, AZERBAIJAN))]
    meeting = resolve(claims, ACTORS)[0]
    assert set(meeting.with_role("participant")) == {MIRZOYAN, AZERBAIJAN}
    assert meeting.with_role("mediator") == (BLINKEN,)


def test_a_role_goes_by_most_sources() -> None:
    claims = [
        told((BAYRAMOV, MIRZOYAN), mediators=(BLINKEN,)),
        told((BAYRAMOV, MIRZOYAN), mediators=(BLINKEN,)),
        told((BAYRAMOV, MIRZOYAN, BLINKEN)),
    ]
    assert resolve(claims, ACTORS)[0].with_role("mediator") == (BLINKEN,)


def test_people_merge_and_split() -> None:
    a, b = told(when="2024-05-10"), told(when="2024-06-10")
    assert len(resolve([a, b], ACTORS)) == 2
    assert grouped(resolve([a, b], ACTORS, [correct("merge", a, b)])) == {(a.id, b.id)}
    c, d = told(), told()
    parted = correct("split", c, others=(d.id,))
    assert grouped(resolve([c, d], ACTORS, [parted])) == {(c.id,), (d.id,)}
    assert grouped(resolve([c, d], ACTORS, [parted, correct("merge", c, d)])) == {(c.id, d.id)}


@pytest.mark.parametrize(
    ("field", "value", "shown"),
    [
        ("city", "Geneva", "Geneva"),
        ("status", "cancelled", "cancelled"),
        ("when", {"date": "2024-05-12", "precision": "day"}, dt.date(2024, 5, 12)),
        ("venue", None, None),
    ],
)
def test_people_pin_a_field(field: str, value: Any, shown: Any) -> None:
    claim = told(city="Bern", venue="Palais")
    meeting = resolve([claim], ACTORS, [correct("pin", claim, field=field, value=value)])[0]
    found = getattr(meeting, field)
    assert (found.date if field == "when" else found) == shown


def test_people_hide_a_meeting() -> None:
    a, b = told(), told(kind="signing")
    orders = [correct("hide", a)]
    assert [hidden(m, orders) for m in resolve([a, b], ACTORS, orders)] == [True, False]


def test_labelled_articles_resolve_as_labelled() -> None:
    precision, recall, f1 = clusters(CHAINS)
    assert precision >= 0.98
    assert recall >= 0.98
    assert f1 >= 0.98


@pytest.mark.parametrize("half", ["dev", "test"])
def test_wider_labels_resolve_as_labelled(half: str) -> None:
    folder = Path(__file__).parents[1] / "gold" / half
    assert clusters_of(folder)[2] >= 0.97


def test_two_hundred_orders_of_arrival_give_the_same_bytes() -> None:
    wanted = msgspec.json.encode(resolve(CHAINS.claims, CHAINS.actors))
    chance = random.Random(1)
    for _ in range(200):
        shuffled = chance.sample(CHAINS.claims, len(CHAINS.claims))
        assert msgspec.json.encode(resolve(shuffled, CHAINS.actors)) == wanted


def test_adding_and_taking_back_an_article_changes_nothing() -> None:
    articles = sorted({claim.article for claim in CHAINS.claims})
    whole = resolve(CHAINS.claims, CHAINS.actors)
    for gone in articles:
        rest = [claim for claim in CHAINS.claims if claim.article != gone]
        without = {m.claims: m for m in resolve(rest, CHAINS.actors)}
        # A meeting without the article's claims can only differ by what the article tied to it.
        kept = [m for m in whole if gone not in m.articles and m.claims in without]
        assert kept
        again = [*rest, *(c for c in CHAINS.claims if c.article == gone)]
        assert resolve(again, CHAINS.actors) == whole


def test_one_article_at_a_time_comes_to_the_same_meetings() -> None:
    components: dict[ClaimId, list[Claim]] = {}
    by_article: dict[ArticleId, list[Claim]] = {}
    for claim in random.Random(2).sample(CHAINS.claims, len(CHAINS.claims)):
        by_article.setdefault(claim.article, []).append(claim)
    meetings: dict[str, Meeting] = {}
    for claims in by_article.values():
        told_now = {profile(claim, CHAINS.actors) for claim in claims}
        assert keys_to_look_under(told_now)
        held = {
            id: {profile(claim, CHAINS.actors) for claim in members}
            for id, members in components.items()
        }
        near = touched(told_now, held)
        members = [claim for component in near for claim in components.pop(component)]
        outcome = recluster([*members, *claims], CHAINS.actors, (), {})
        taken = {claim.id for claim in (*members, *claims)}
        meetings = {id: m for id, m in meetings.items() if taken.isdisjoint(m.claims)}
        meetings |= {meeting.id: meeting for meeting in outcome.meetings}
        for claim in (*members, *claims):
            components.setdefault(outcome.places[claim.id].component, []).append(claim)
    whole = {m.id: _unlinked(m) for m in resolve(CHAINS.claims, CHAINS.actors)}
    assert {id: _unlinked(m) for id, m in meetings.items()} == whole


def _unlinked(meeting: Meeting) -> Meeting:
    """Links to new dates are made after the components, over their borders."""
    return structs.replace(
        meeting, status=meeting.history[-1].status, rescheduled_to=None, rescheduled_from=None
    )


def test_persons_of_the_same_office_are_told_apart() -> None:
    leaders = told((ALIYEV, PASHINYAN), city="Brussels")
    ministers = told((BAYRAMOV, MIRZOYAN), city="Brussels")
    assert len(resolve([leaders, ministers], ACTORS)) == 2
