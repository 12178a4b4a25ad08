"""The index finds what checking every subscription finds; each clause means what it says."""

import datetime as dt
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import structs

from service.domain.events import NEVER_MET, Before, Event, EventType, Facts
from service.domain.ids import ActorId, EventId, SubscriptionId, actor_id
from service.domain.queries import Query
from service.domain.subscriptions import Subscription
from service.matching import places, terms
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
    assert list(index.match(TALKS)) == []


def test_what_is_told_of_the_past_joins_the_record_only() -> None:
    index = Index()
    index.add(a_subscription())
    assert not index.match(an_event(background=True))
    assert index.match(an_event(background=False))


_ANNOUNCED = Before(types=("meeting.announced",), changes=("first_contact",), sources=1)


@pytest.mark.parametrize(
    ("events", "query", "facts", "met"),
    [
        (("meeting.announced",), {"min_sources": 2}, {}, True),
        (("meeting.announced",), {"min_sources": 3}, {}, False),
        (("meeting.announced",), {"min_sources": 1}, {}, False),
        (("meeting.announced",), {}, {}, False),
        (("meeting.announced",), {"min_sources": 3}, {"sources": 4}, True),
        (("meeting.held",), {"min_sources": 2}, {}, False),
        (("meeting.announced",), {"min_sources": 2}, {"status": "cancelled"}, False),
        (("meeting.announced",), {"min_sources": 2}, {"background": True}, False),
        (("meeting.announced",), {"min_sources": 2, "changes": ("first_contact",)}, {}, True),
        (("meeting.announced",), {"min_sources": 2, "changes": ("held",)}, {}, False),
        (("meeting.announced",), {"min_sources": 2, "first_contact_days": 90}, {}, False),
    ],
)
def test_what_had_too_few_sources_is_told_when_there_are_enough(
    events: tuple[EventType, ...], query: dict[str, Any], facts: dict[str, Any], met: bool
) -> None:
    told = {"status": "planned", "sources": 2, "before": _ANNOUNCED} | facts
    event = an_event("meeting.reported", **told)
    subscription = a_subscription(events=events, **query)
    index = Index()
    index.add(subscription)
    assert bool(index.match(event)) is met
    assert bool(brute_force([subscription], event)) is met


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
    assert list(index.match(TALKS)) == ["sub_1"]
    index.add(a_subscription(processes=("sudan",)))
    assert list(index.match(TALKS)) == []
    index.remove(SubscriptionId("sub_1"))
    index.remove(SubscriptionId("sub_1"))
    assert len(index) == 0


_days = st.sampled_from([dt.date(2024, 5, day) for day in (9, 10, 11)])
_texts = st.lists(
    st.sampled_from(["peace", "border", "cease", "fire", "zone", "corridor"]), max_size=8
).map(" ".join)
_phrases = st.sampled_from(["Peace", "border", "cease-fire", "cease fire zone", "zone", "!"])
# What an event may say, and a query ask for, by field; two values suffice to tell and/or apart.
_values: dict[str, list[Any]] = {
    "actors": ["ilham-aliyev", "nikol-pashinyan", "recep-tayyip-erdogan"],
    "processes": ["armenia-azerbaijan", "sudan"],
    "countries": ["AM", "AZ"],
    "kinds": ["talks", "visit"],
    "statuses": ["planned", "held"],
    "levels": ["leaders", "ministers"],
    "issues": ["border", "transit"],
    "places": ["Almaty", "KZ", "Zürich"],
    "publishers": ["Steppe Herald", "Zone"],
    "languages": ["en", "fr"],
    "mention_types": ["CONSULT", "AGREE"],
    "modalities": ["actual", "planned"],
    "changes": ["date_moved", "cancelled"],
}


def _few(values: st.SearchStrategy[Any]) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(values, max_size=3, unique=True).map(tuple)


def _maybe(values: st.SearchStrategy[Any], none: Any) -> st.SearchStrategy[Any]:
    # Most queries leave most fields out; else hardly any would be met.
    return st.one_of(st.just(none), st.just(none), st.just(none), values)


_actors = st.sampled_from(_values["actors"])
_queries = st.builds(
    Query,
    **{field: _maybe(_few(st.sampled_from(values)), ()) for field, values in _values.items()},
    keywords=_maybe(_few(_phrases), ()),
    actors_all=_maybe(_few(_actors), ()),
    pairs=_maybe(_few(st.tuples(_actors, _actors)), ()),
    date_from=_maybe(_days, None),
    date_to=_maybe(_days, None),
    min_sources=_maybe(st.integers(1, 3), 0),
    first_contact_days=_maybe(st.sampled_from([30, 90]), 0),
)
_types = st.sampled_from(
    ["meeting.announced", "meeting.held", "meeting.reported", "mention.created"]
)
_subscriptions = st.builds(
    lambda number, events, query: a_subscription(number, events, **structs.asdict(query)),
    st.integers(0, 30),
    st.lists(_types, max_size=3, unique=True).map(tuple),
    _queries,
)


def _said(field: str) -> st.SearchStrategy[Any]:
    return st.none() | st.sampled_from(_values[field])


_facts = st.fixed_dictionaries(
    {
        "actors": _few(_actors.map(actor_id)),
        "processes": _few(st.sampled_from(_values["processes"])),
        "countries": _few(st.sampled_from(_values["countries"])),
        "kind": _said("kinds"),
        "status": _said("statuses"),
        "level": _said("levels"),
        "issues": _few(st.sampled_from(_values["issues"])),
        "places": _few(st.sampled_from(_values["places"])),
        "publisher": _said("publishers"),
        "language": _said("languages"),
        "mention_type": _said("mention_types"),
        "modality": _said("modalities"),
        "changes": _few(st.sampled_from(_values["changes"])),
        "first": st.none() | _days,
        "last": st.none() | _days,
        "sources": st.integers(0, 3),
        "silence_days": st.sampled_from([0, 40, NEVER_MET]),
        "background": st.sampled_from([False, False, False, True]),
        "text": _texts,
        "before": st.builds(
            Before,
            types=_few(_types),
            changes=_few(st.sampled_from(_values["changes"])),
            sources=st.integers(0, 3),
            silence_days=st.sampled_from([0, 40, NEVER_MET]),
        ),
    }
)
_events = st.builds(lambda kind, facts: an_event(kind, **facts), _types, _facts)
_steps = st.lists(
    st.one_of(_subscriptions, _subscriptions, st.integers(0, 30), _events), max_size=60
)


# Many who ask nearly the same crowd together.
_alike = st.builds(
    lambda number, events, query: a_subscription(number, events, **query),
    st.integers(0, 60),
    st.lists(_types, min_size=1, max_size=2, unique=True).map(tuple),
    st.fixed_dictionaries(
        {"actors": st.lists(_actors, min_size=1, max_size=3, unique=True).map(tuple)},
        optional={
            "statuses": st.just(("planned",)),
            "processes": _few(st.sampled_from(_values["processes"])),
            "pairs": _few(st.tuples(_actors, _actors)),
            "keywords": _few(_phrases),
            "min_sources": st.integers(1, 3),
            "first_contact_days": st.just(30),
            "date_from": _days,
        },
    ),
)
_crowds = st.builds(
    lambda come, told, gone, again: [*come, *told, *gone, *again],
    st.lists(_alike, min_size=20, max_size=40),
    st.lists(_events, min_size=3, max_size=6),
    st.lists(st.integers(0, 60), max_size=30),
    st.lists(_events, min_size=3, max_size=6),
)


@settings(max_examples=150, deadline=None)
@given(st.one_of(_steps, _crowds), st.sampled_from([0, 2, 4]), st.sampled_from([1, 4, 128]))
def test_index_equals_brute_force_while_subscriptions_come_and_go(
    steps: list[Subscription | int | Event], crowd: int, most: int
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(places, "CROWD", crowd)
        patch.setattr(terms, "MOST_PLACES", most)
        _compare(steps)


def _compare(steps: list[Subscription | int | Event]) -> None:
    index, known = Index(), dict[SubscriptionId, Subscription]()
    for step in steps:
        if isinstance(step, Subscription):
            index.add(step)
            known[step.id] = step
        elif isinstance(step, int):
            index.remove(SubscriptionId(f"sub_{step}"))
            known.pop(SubscriptionId(f"sub_{step}"), None)
        else:
            found = index.match(step)
            assert sorted(found) == brute_force(known.values(), step)
            assert len(found) == len(list(found))
    assert len(index) == len(known)
    for id in known:
        index.remove(id)
    assert len(index) == index.distinct == index.terms == 0


def test_never_met_is_silence_of_any_length() -> None:
    index = Index()
    index.add(a_subscription(first_contact_days=36_500))
    assert index.match(an_event(silence_days=NEVER_MET, actors=(ActorId("act_1"),)))
