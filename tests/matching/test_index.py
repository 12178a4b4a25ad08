"""The index finds what checking every subscription finds; each clause means what it says."""

import datetime as dt
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.domain.events import NEVER_MET, Event, EventType, Facts
from service.domain.ids import ActorId, EventId, SubscriptionId, actor_id
from service.domain.queries import Query
from service.domain.subscriptions import Subscription
from service.matching import index as index_module
from service.matching.clauses import explain
from service.matching.index import Index, brute_force

NOON = dt.datetime(2024, 5, 10, 12, tzinfo=dt.UTC)
ALIYEV, PASHINYAN, ERDOGAN = map(
    actor_id, ("ilham-aliyev", "nikol-pashinyan", "recep-tayyip-erdogan")
)


def an_event(type: EventType = "meeting.announced", **facts: Any) -> Event:
    return Event(
        id=EventId("evt_1"),
        type=type,
        subject="mtg_1",
        dedupe_key="1",
        occurred_at=NOON,
        facts=msgspec.to_builtins(Facts(**facts)),
        payload=msgspec.Raw(b"{}"),
    )


def a_subscription(
    number: int = 1, events: tuple[EventType, ...] = ("meeting.announced",), **query: Any
) -> Subscription:
    return Subscription(
        id=SubscriptionId(f"sub_{number}"),
        url="https://example.org/hook",
        events=events,
        query=Query(**query),
        created_at=NOON,
        changed_at=NOON,
    )


TALKS = an_event(
    actors=(ALIYEV, PASHINYAN),
    countries=("AZ", "AM"),
    processes=("armenia-azerbaijan",),
    kind="talks",
    status="planned",
    level="ministers",
    issues=("border",),
    places=("Abu Dhabi", "AE"),
    publisher="Steppe Herald",
    language="en",
    changes=("date_moved",),
    first=dt.date(2024, 5, 10),
    last=dt.date(2024, 5, 11),
    sources=2,
    silence_days=40,
    text="talks on a cease fire in abu dhabi",
)


@pytest.mark.parametrize(
    ("query", "met"),
    [
        ({}, True),
        ({"keywords": ("Ceasefire",)}, False),
        ({"keywords": ("Cease-fire",)}, True),
        ({"keywords": ("fire in Abu",)}, True),
        ({"keywords": ("fir",)}, False),
        ({"keywords": ("!",)}, False),
        ({"actors": ("ilham-aliyev", "nobody")}, True),
        ({"actors": (ALIYEV,)}, True),
        ({"actors": ("nobody",)}, False),
        ({"actors_all": ("ilham-aliyev", "nikol-pashinyan")}, True),
        ({"actors_all": ("ilham-aliyev", "recep-tayyip-erdogan")}, False),
        ({"pairs": (("ilham-aliyev", "nobody"), ("nikol-pashinyan", ALIYEV))}, True),
        ({"pairs": (("ilham-aliyev", "nobody"),)}, False),
        ({"processes": ("sudan", "armenia-azerbaijan")}, True),
        ({"countries": ("KZ",)}, False),
        ({"kinds": ("talks",), "statuses": ("planned", "held")}, True),
        ({"kinds": ("talks",), "statuses": ("held",)}, False),
        ({"levels": ("leaders",)}, False),
        ({"issues": ("border",)}, True),
        ({"places": ("abu dhabi",)}, True),
        ({"places": ("AE",)}, True),
        ({"places": ("Dubai",)}, False),
        ({"publishers": ("steppe herald",)}, True),
        ({"languages": ("fr",)}, False),
        ({"mention_types": ("CONSULT",)}, False),
        ({"changes": ("cancelled", "date_moved")}, True),
        ({"date_from": dt.date(2024, 5, 11)}, True),
        ({"date_from": dt.date(2024, 5, 12)}, False),
        ({"date_to": dt.date(2024, 5, 10)}, True),
        ({"date_to": dt.date(2024, 5, 9)}, False),
        ({"min_sources": 2}, True),
        ({"min_sources": 3}, False),
        ({"first_contact_days": 30}, True),
        ({"first_contact_days": 60}, False),
    ],
)
def test_a_clause_means_what_it_says(query: dict[str, Any], met: bool) -> None:
    subscription = a_subscription(**query)
    index = Index()
    index.add(subscription)
    assert bool(index.match(TALKS)) is met
    assert bool(brute_force([subscription], TALKS)) is met


def test_an_event_of_another_type_is_not_told() -> None:
    index = Index()
    index.add(a_subscription(events=("meeting.held", "meeting.cancelled")))
    assert index.match(TALKS) == []


def test_what_is_told_of_the_past_joins_the_record_only() -> None:
    index = Index()
    index.add(a_subscription())
    assert index.match(an_event(background=True)) == []
    assert index.match(an_event(background=False)) != []


def test_explanation_names_what_was_met_and_what_was_not() -> None:
    subscription = a_subscription(
        processes=("sudan", "armenia-azerbaijan"), places=("Dubai",), first_contact_days=30
    )
    told = {
        clause.field: (clause.met, clause.found)
        for clause in explain(subscription.events, subscription.query, TALKS)
    }
    assert told == {
        "events": (True, ("meeting.announced",)),
        "processes": (True, ("armenia-azerbaijan",)),
        "places": (False, ()),
        "first_contact_days": (True, ("40",)),
    }


def test_a_changed_subscription_is_matched_by_its_new_query_and_a_removed_one_not() -> None:
    index = Index()
    index.add(a_subscription(processes=("sudan",)))
    index.add(a_subscription(processes=("armenia-azerbaijan",)))
    assert [match.subscription for match in index.match(TALKS)] == ["sub_1"]
    index.add(a_subscription(processes=("sudan",)))
    assert index.match(TALKS) == []
    index.remove(SubscriptionId("sub_1"))
    index.remove(SubscriptionId("sub_1"))
    assert len(index) == 0


_few = {"max_size": 2, "unique": True}
_actors = st.sampled_from(["ilham-aliyev", "nikol-pashinyan", "recep-tayyip-erdogan"])
_words = st.sampled_from(["peace", "border", "cease fire", "peace treaty", "corridor"])


def _several(values: st.SearchStrategy[Any]) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(values, max_size=2, unique=True).map(tuple)


_queries = st.builds(
    Query,
    keywords=_several(_words),
    actors=_several(_actors),
    actors_all=_several(_actors),
    pairs=_several(st.tuples(_actors, _actors)),
    processes=_several(st.sampled_from(["armenia-azerbaijan", "sudan"])),
    kinds=_several(st.sampled_from(["talks", "visit"])),
    statuses=_several(st.sampled_from(["planned", "held"])),
    places=_several(st.sampled_from(["Almaty", "KZ"])),
    date_from=st.none() | st.just(dt.date(2024, 5, 11)),
    min_sources=st.integers(0, 2),
)
_types = st.sampled_from(["meeting.announced", "meeting.held", "mention.created"])
_subscriptions = st.builds(
    lambda number, events, query: Subscription(
        id=SubscriptionId(f"sub_{number}"),
        url="https://example.org",
        events=events,
        query=query,
        created_at=NOON,
        changed_at=NOON,
    ),
    st.integers(0, 30),
    st.lists(_types, min_size=1, max_size=2, unique=True).map(tuple),
    _queries,
)
_facts = st.builds(
    Facts,
    actors=_several(_actors.map(actor_id)),
    processes=_several(st.sampled_from(["armenia-azerbaijan", "sudan"])),
    kind=st.none() | st.sampled_from(["talks", "visit"]),
    status=st.none() | st.sampled_from(["planned", "held"]),
    places=_several(st.sampled_from(["Almaty", "KZ"])),
    last=st.none() | st.sampled_from([dt.date(2024, 5, 10), dt.date(2024, 5, 11)]),
    sources=st.integers(0, 3),
    text=st.lists(_words, max_size=4).map(" ".join),
)
_events = st.builds(
    lambda kind, facts: an_event(kind, **msgspec.structs.asdict(facts)), _types, _facts
)
_steps = st.lists(st.one_of(_subscriptions, st.integers(0, 30), _events), max_size=60)


@settings(max_examples=150, deadline=None)
@given(_steps, st.sampled_from([0, 1, 32]))
def test_index_equals_brute_force_while_subscriptions_come_and_go(
    steps: list[Subscription | int | Event], hot: int
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(index_module, "HOT", hot)
        index, known = Index(), dict[SubscriptionId, Subscription]()
        for step in steps:
            if isinstance(step, Subscription):
                index.add(step)
                known[step.id] = step
            elif isinstance(step, int):
                index.remove(SubscriptionId(f"sub_{step}"))
                known.pop(SubscriptionId(f"sub_{step}"), None)
            else:
                found = [match.subscription for match in index.match(step)]
                assert found == brute_force(known.values(), step)


def test_never_met_is_silence_of_any_length() -> None:
    index = Index()
    index.add(a_subscription(first_contact_days=36_500))
    assert index.match(an_event(silence_days=NEVER_MET, actors=(ActorId("act_1"),)))
