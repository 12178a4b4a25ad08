"""Claims become meetings: hard rules, votes, corrections, whatever the order of arrival."""

import datetime as dt
import random
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec
import pytest

from service.domain.corrections import Correction, CorrectionId, CorrectionKind
from service.domain.ids import ArticleId, ClaimId, MeetingId, NodeId, actor_id, meeting_id
from service.domain.meetings import Claim, Meeting
from service.evaluation.gold_claims import clusters, clusters_of
from service.resolution.clusters import Link, Orders, Pair, rivals
from service.resolution.incremental import (
    Change,
    Region,
    Settled,
    links_of,
    rivals_told,
    settle,
)
from service.resolution.profiles import Node, nodes
from service.resolution.resolve import hidden, resolve, upon
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


FOUR_MORE = tuple(actor_id(f"body-{n}") for n in range(4))
HOSTED: dict[str, Any] = {"who": (MIRZOYAN, BAYRAMOV), "mediators": (BLINKEN,)}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        # Two cities in one week; two rounds in one city.
        ({"city": "Almaty"}, {"city": "Astana", "when": "2024-05-12"}),
        ({"city": "Muscat"}, {"city": "Muscat", "when": "2024-05-17"}),
        # The leaders and their ministers on one day in one city.
        (
            {"city": "Washington", "level": "leaders"},
            {"city": "Washington", "level": "ministers", "who": (MIRZOYAN, BAYRAMOV)},
        ),
        # The host with one of the sides, and the talks that it hosts.
        (
            HOSTED | {"city": "Washington"},
            {"city": "Washington", "who": (MIRZOYAN, BLINKEN), "kind": "meeting"},
        ),
        # Two on the margins of a summit, and the summit.
        (
            {"city": "Granada", "kind": "summit", "who": (PASHINYAN, ALIYEV, *FOUR_MORE)},
            {"city": "Granada", "kind": "meeting"},
        ),
    ],
)
def test_like_meetings_stay_two(one: dict[str, Any], other: dict[str, Any]) -> None:
    assert len(resolve([told(**one), told(**other)], ACTORS)) == 2


def test_an_undated_report_does_not_make_one_round_of_two() -> None:
    rounds = [told(city="Muscat", when=when) for when in ("2024-05-03", "2024-05-10")]
    undated = told(city="Muscat", when=None, published=dt.date(2024, 5, 11))
    assert len(resolve([*rounds, undated], ACTORS)) == 2


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"city": "Almaty"}, {"when": None, "who": (ARMENIA, AZERBAIJAN), "city": "Almaty"}),
        ({"city": "Almaty"}, {"when": "2024-05", "city": "Almaty", "kind": "meeting"}),
        ({"city": "Almaty", "country": "KZ"}, {"country": "KZ", "who": (ALIYEV,)}),
        (HOSTED | {"city": "Washington"}, {"city": "Washington", "who": (BLINKEN,)}),
        (HOSTED, {"who": (MIRZOYAN, BAYRAMOV, BLINKEN)}),
        ({"city": "Almaty", "status": "planned"}, {"city": "Almaty", "when": "2024-05-11"}),
    ],
)
def test_what_a_reader_missed_is_forgiven(one: dict[str, Any], other: dict[str, Any]) -> None:
    assert len(resolve([told(**one), told(**other)], ACTORS)) == 1


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


def test_lists_and_the_status_have_votes_too() -> None:
    claims = [
        told((ALIYEV, PASHINYAN), issues=("border",), status="planned"),
        told((ALIYEV, PASHINYAN), issues=("border", "transit"), mediators=(MIRZOYAN,)),
        told((ALIYEV, PASHINYAN, MIRZOYAN)),
    ]
    meeting = resolve(claims, ACTORS)[0]
    assert {
        field: [vote.value for vote in meeting.votes[field]] for field in ("status", "issues")
    } == {
        "status": [meeting.status, "planned"],
        "issues": ["border", "transit"],
    }
    parties = {(v.value["actor"], v.value["role"]): v.sources for v in meeting.votes["parties"]}
    shown = [(party.actor, party.role) for party in meeting.parties]
    assert list(parties)[: len(shown)] == shown
    assert parties[(ALIYEV, "participant")] == 3
    assert parties[(MIRZOYAN, "mediator")] == parties[(MIRZOYAN, "participant")] == 1


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
    order = correct("hide", a)
    homes = {id: node.id for id, node in nodes([a, b], ACTORS).items()}
    shown = [hidden(upon([homes[claim.id]], homes, [order])) for claim in (a, b)]
    assert shown == [True, False]


def test_labelled_articles_resolve_as_labelled() -> None:
    precision, recall, f1 = clusters(CHAINS)
    assert precision >= 0.98
    assert recall >= 0.98
    assert f1 >= 0.98


@pytest.mark.parametrize("half", ["dev", "dev5"])
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


def many(count: int) -> list[Claim]:
    """Claims that are hard to part: few people, days and cities; some articles make several."""
    chance = random.Random(count)
    people = (ALIYEV, PASHINYAN, MIRZOYAN, BAYRAMOV, ARMENIA, AZERBAIJAN)
    return [
        told(
            tuple(chance.sample(people, chance.choice([1, 2, 2, 2, 3]))),
            chance.choice([f"2024-05-{day:02}" for day in range(8, 15)] + ["2024-05", None]),
            city=chance.choice(["Bern", "Basel", None, None]),
            kind=chance.choice(["talks", "talks", "meeting", "visit", "signing"]),
            status=chance.choice(["held", "held", "planned", "cancelled"]),
            round=chance.choice([None, None, None, 1, 2]),
            article=ArticleId(f"art_{chance.randrange(count // 2)}"),
            published=dt.date(2024, 5, chance.randrange(1, 20)),
        )
        for _ in range(count)
    ]


class Record:
    """Meetings as the monitor keeps them, without a database: nodes, links and rivals."""

    def __init__(self) -> None:
        self.articles: dict[ArticleId, list[Claim]] = {}
        self.nodes: dict[NodeId, Node] = {}
        self.homes: dict[NodeId, MeetingId] = {}
        self.links: set[Link] = set()
        self.rivals: Counter[Pair] = Counter()
        self.read = 0

    def put(self, article: ArticleId, claims: list[Claim]) -> None:
        """Have an article make these claims, in place of those that it made."""
        before = set(nodes(self.articles.pop(article, ()), ACTORS).values())
        after = set(nodes(claims, ACTORS).values())
        if claims:
            self.articles[article] = claims
        left = {n for said in self.articles.values() for n in nodes(said, ACTORS).values()}
        new = [node for node in after if node.id not in self.nodes]
        counts, gained, lost = rivals_told(rivals(before), rivals(after), self.rivals)
        change = Change(
            added={node.id: node.profile for node in new},
            gone=frozenset(node.id for node in before - left),
            links=links_of(new, self.nodes.values()),
            new_rivals=gained,
            old_rivals=lost,
        )
        near = {id for one in change.links for id in (one.a, one.b)}
        wanted = {
            self.homes[id] for id in near | {n.id for n in before | after} if id in self.homes
        }
        while (settled := settle(self.region(wanted), change, Orders())).reach:
            assert not settled.reach & wanted
            wanted |= settled.reach
        self.read += len(self.region(wanted).nodes)
        self.apply(change, settled)
        self.rivals += counts

    def region(self, meetings: set[MeetingId]) -> Region:
        inside = {id for id, home in self.homes.items() if home in meetings}
        links = frozenset(one for one in self.links if one.a in inside or one.b in inside)
        around = {id for one in links for id in (one.a, one.b)} | inside
        return Region(
            nodes={id: self.nodes[id].profile for id in inside},
            homes={id: self.homes[id] for id in around},
            links=links,
            rivals=frozenset(one for one, n in self.rivals.items() if n > 0),
        )

    def apply(self, change: Change, settled: Settled) -> None:
        self.nodes |= {id: Node(id, told) for id, told in change.added.items()}
        self.links |= set(change.links)
        for id in change.gone:
            del self.nodes[id], self.homes[id]
        self.links = {x for x in self.links if x.a in self.nodes and x.b in self.nodes}
        self.homes |= {id: MeetingId(min(group)) for group in settled.groups for id in group}

    def meetings(self) -> set[tuple[ClaimId, ...]]:
        found: dict[MeetingId, list[ClaimId]] = {}
        for claims in self.articles.values():
            for claim, node in nodes(claims, ACTORS).items():
                found.setdefault(self.homes[node.id], []).append(claim)
        return {tuple(sorted(claims)) for claims in found.values()}


def by_article(claims: Sequence[Claim], seed: int) -> list[tuple[ArticleId, list[Claim]]]:
    found: dict[ArticleId, list[Claim]] = {}
    for claim in random.Random(seed).sample(claims, len(claims)):
        found.setdefault(claim.article, []).append(claim)
    return list(found.items())


@pytest.mark.parametrize("seed", range(3))
def test_one_article_at_a_time_comes_to_the_same_meetings(seed: int) -> None:
    claims, record = many(150), Record()
    came = by_article(claims, seed)
    for n, (article, said) in enumerate(came):
        record.put(article, said)
        if n % 20 == 19:
            so_far = [claim for _, said in came[: n + 1] for claim in said]
            assert record.meetings() == grouped(resolve(so_far, ACTORS))
    whole = grouped(resolve(claims, ACTORS))
    assert record.meetings() == whole
    # Most of the record is left alone.
    assert record.read < len(came) * len(record.nodes) / 2
    # An article that comes and goes leaves no trace, and one that goes is as if it never came.
    chance = random.Random(seed)
    for article, said in chance.sample(came, 20):
        record.put(article, [])
        rest = [claim for claim in claims if claim.article != article]
        assert record.meetings() == grouped(resolve(rest, ACTORS))
        record.put(article, said)
        assert record.meetings() == whole


def test_persons_of_the_same_office_are_told_apart() -> None:
    leaders = told((ALIYEV, PASHINYAN), city="Brussels")
    ministers = told((BAYRAMOV, MIRZOYAN), city="Brussels")
    assert len(resolve([leaders, ministers], ACTORS)) == 2
