"""The index finds what checking every subscription finds; each clause means what it says."""

import datetime as dt
import itertools
import random
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.domain.events import NEVER_MET, Before, Event, EventType, Facts
from service.domain.ids import ActorId, EventId, SubscriptionId, actor_id
from service.domain.queries import Query
from service.domain.subscriptions import Subscription
from service.matching import places, terms
from service.matching.clauses import explain
from service.matching.index import Index, brute_force

T = TypeVar("T")
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


TYPES: list[EventType] = [
    "meeting.announced",
    "meeting.held",
    "meeting.reported",
    "mention.created",
]
DAYS = [dt.date(2024, 5, day) for day in (9, 10, 11)]
WORDS = ["peace", "border", "cease", "fire", "zone", "corridor"]
PHRASES = ["Peace", "border", "cease-fire", "cease fire zone", "zone", "!"]
ACTORS = ["ilham-aliyev", "nikol-pashinyan", "recep-tayyip-erdogan"]
PAIRS = list(itertools.product(ACTORS, ACTORS))
# What an event may say, and a query ask for, by field; two values suffice to tell and/or apart.
VALUES: dict[str, list[str]] = {
    "actors": ACTORS,
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


class Chance:
    """Makes subscriptions and events at random."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance

    def steps(self) -> list[Subscription | int | Event]:
        """Subscriptions that come, numbers of those that go, and events."""
        return self._crowd() if self._chance.random() < 0.5 else self._mixed()

    def _mixed(self) -> list[Subscription | int | Event]:
        ways: list[Callable[[], Subscription | int | Event]] = [
            lambda: self._subscription(30, self._few(TYPES), self._query()),
            lambda: self._subscription(30, self._few(TYPES), self._query()),
            lambda: self._chance.randint(0, 30),
            self._event,
        ]
        return [self._chance.choice(ways)() for _ in range(self._chance.randint(0, 60))]

    def _crowd(self) -> list[Subscription | int | Event]:
        """Many who ask nearly the same crowd together."""
        return [
            *(self._alike() for _ in range(self._chance.randint(20, 40))),
            *(self._event() for _ in range(self._chance.randint(3, 6))),
            *(self._chance.randint(0, 60) for _ in range(self._chance.randint(0, 30))),
            *(self._event() for _ in range(self._chance.randint(3, 6))),
        ]

    def _few(self, values: Sequence[T], least: int = 0) -> tuple[T, ...]:
        return tuple(self._chance.sample(values, self._chance.randint(least, min(3, len(values)))))

    def _some(self, told: dict[str, Any], likely: float) -> dict[str, Any]:
        return {field: value for field, value in told.items() if self._chance.random() < likely}

    def _subscription(
        self, most: int, types: tuple[EventType, ...], query: dict[str, Any]
    ) -> Subscription:
        return a_subscription(self._chance.randint(0, most), types, **query)

    def _query(self) -> dict[str, Any]:
        # Most queries leave most fields out; else hardly any would be met.
        lists = {field: self._few(values) for field, values in VALUES.items()}
        return self._some(lists | self._narrow() | {"actors_all": self._few(ACTORS)}, 0.25)

    def _narrow(self) -> dict[str, Any]:
        return {
            "keywords": self._few(PHRASES),
            "pairs": self._few(PAIRS),
            "date_from": self._chance.choice(DAYS),
            "date_to": self._chance.choice(DAYS),
            "min_sources": self._chance.randint(1, 3),
            "first_contact_days": self._chance.choice([30, 90]),
        }

    def _alike(self) -> Subscription:
        more = {"statuses": ("planned",), "processes": self._few(VALUES["processes"])}
        asked = self._some(self._narrow() | more, 0.5)
        asked.pop("date_to", None)
        types = tuple(self._chance.sample(TYPES, self._chance.randint(1, 2)))
        return self._subscription(60, types, {"actors": self._few(ACTORS, least=1)} | asked)

    def _event(self) -> Event:
        one = self._chance.choice
        said = {
            "kind": one([None, *VALUES["kinds"]]),
            "status": one([None, *VALUES["statuses"]]),
            "level": one([None, *VALUES["levels"]]),
            "publisher": one([None, *VALUES["publishers"]]),
            "language": one([None, *VALUES["languages"]]),
            "mention_type": one([None, *VALUES["mention_types"]]),
            "modality": one([None, *VALUES["modalities"]]),
            "first": one([None, *DAYS]),
            "last": one([None, *DAYS]),
        }
        lists = ("processes", "countries", "issues", "places")
        return an_event(
            one(TYPES),
            **said,
            **{field: self._few(VALUES[field]) for field in lists},
            **self._record(),
            actors=self._few([actor_id(slug) for slug in ACTORS]),
            background=self._chance.random() < 0.25,
            text=" ".join(self._chance.choices(WORDS, k=self._chance.randint(0, 8))),
            before=Before(types=self._few(TYPES), **self._record()),
        )

    def _record(self) -> dict[str, Any]:
        return {
            "changes": self._few(VALUES["changes"]),
            "sources": self._chance.randint(0, 3),
            "silence_days": self._chance.choice([0, 40, NEVER_MET]),
        }


# One seed is drawn and all comes of it: drawing each word took ten times as long as matching.
@settings(max_examples=300, deadline=None)
@given(st.randoms(use_true_random=True), st.sampled_from([0, 2, 4]), st.sampled_from([1, 4, 128]))
def test_index_equals_brute_force_while_subscriptions_come_and_go(
    chance: random.Random, crowd: int, most: int
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(places, "CROWD", crowd)
        patch.setattr(terms, "MOST_PLACES", most)
        _compare(Chance(chance).steps())


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
