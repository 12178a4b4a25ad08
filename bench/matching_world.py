"""A world of actors, processes, places and words, who asks about them, and what happens in it.

There are 20,000 actors, 200 processes, 150 countries, 2,000 cities and 50,000 words; the n-th of
each comes up with a share of 1/n (Zipf's law), in questions as in events: what is much in the news
is what many ask about, so the first actor is in nearly half of the events. Questions are drawn
by `_MIX`: one clause or two beside the types of events, three of ten clauses with two to five
alternatives; one question in a thousand asks for everything. An event has four or five actors, a
process, two countries, a place and a text of 400 words.

It is made up; how people would ask is not known yet. It is hard in what is found: an event meets
four in a hundred subscriptions, a million of them ask half a million different questions. It is
easy in what is asked: nobody has long lists. In the world of desks three of ten have: twenty to
sixty actors, ten phrases of up to four words, pairs, publishers, issues, two such lists at once.
"""

import datetime as dt
import random
from collections.abc import Iterator
from itertools import accumulate
from typing import Any

import msgspec

from service.domain.events import Event, EventType, Facts
from service.domain.ids import EventId, actor_id, subscription_id
from service.domain.queries import Query
from service.domain.subscriptions import Subscription

NOW = dt.datetime(2026, 5, 4, tzinfo=dt.UTC)
KINDS = ("talks", "visit", "phone_call", "summit", "meeting", "signing")
STATUSES = ("planned", "held", "proposed", "postponed", "cancelled")
LEVELS = ("leaders", "ministers", "technical", "envoys")
CHANGES = ("date_moved", "venue_moved", "cancelled", "new_participant", "level_raised")
ISSUES = ("ceasefire", "border", "transit", "prisoners", "return", "status", "aid", "sanctions")
TYPES: tuple[tuple[EventType, ...], ...] = (
    ("meeting.announced", "meeting.changed", "meeting.cancelled"),
    ("meeting.announced",),
    ("meeting.announced", "meeting.changed", "meeting.held", "meeting.cancelled"),
    ("meeting.held",),
    ("meeting.announced", "meeting.held"),
    ("meeting.cancelled", "meeting.changed"),
    ("mention.created",),
    ("meeting.overdue", "meeting.cancelled"),
)


class Zipf:
    """Draws numbers below a limit, the small ones most often."""

    def __init__(self, limit: int, chance: random.Random) -> None:
        self._population = range(limit)
        self._weights = list(accumulate(1 / (n + 1) for n in range(limit)))
        self._chance = chance

    def some(self, count: int) -> tuple[int, ...]:
        """Return up to `count` numbers, each once."""
        drawn = self._chance.choices(self._population, cum_weights=self._weights, k=count)
        return tuple(dict.fromkeys(drawn))

    def one(self) -> int:
        return self.some(1)[0]


class World:
    """Makes subscriptions and events; all chance comes from the seed."""

    def __init__(self, seed: int = 1, desks: bool = False) -> None:
        self._chance = random.Random(seed)
        self._desks = desks
        self._actors = Zipf(20_000, self._chance)
        self._processes = Zipf(200, self._chance)
        self._countries = Zipf(150, self._chance)
        self._places = Zipf(2_000, self._chance)
        self._words = Zipf(50_000, self._chance)
        self._publishers = Zipf(500, self._chance)
        self._of = {name: Zipf(len(all_), self._chance) for name, all_ in _CLOSED.items()}

    def subscriptions(self, count: int) -> Iterator[Subscription]:
        """Yield subscriptions, one after the other so that none has to be kept."""
        for number in range(count):
            yield Subscription(
                id=subscription_id(f"{number}"),
                url="https://example.org",
                events=TYPES[self._of["types"].one()],
                query=self._query(),
                created_at=NOW,
                changed_at=NOW,
            )

    def _query(self) -> Query:
        if self._desks and self._chance.random() < 0.3:
            return self._of_desk()
        wanted = self._chance.choices(_ASKED, weights=_SHARES)[0]
        return Query(**{field: self._clause(field) for field in wanted})

    def _clause(self, field: str) -> Any:
        few = self._chance.choices((1, 2, 3, 5), weights=(70, 15, 10, 5))[0]
        match field:
            case "actors":
                return tuple(f"actor-{n}" for n in self._actors.some(few))
            case "actors_all":
                return tuple(f"actor-{n}" for n in self._actors.some(2))
            case "pairs":
                return ((f"actor-{self._actors.one()}", f"actor-{self._actors.one()}"),)
            case "processes":
                return tuple(f"process-{n}" for n in self._processes.some(1 + (few > 2)))
            case "countries":
                return tuple(f"C{n}" for n in self._countries.some(few))
            case "places":
                return tuple(f"City{n}" for n in self._places.some(1))
            case "keywords":
                return tuple(self._phrase() for _ in range(min(few, 3)))
            case "date_from":
                return NOW.date() + dt.timedelta(days=self._chance.randrange(30))
            case "min_sources" | "first_contact_days":
                return self._chance.choice((2, 3)) if field == "min_sources" else 180
        return (_CLOSED[field][self._of[field].one()],)

    def _phrase(self) -> str:
        return self._words_of(1 + (self._chance.random() < 0.2))

    def _words_of(self, count: int) -> str:
        # Nobody asks for the words that are in every article.
        return " ".join(f"word{n + 100}" for n in self._words.some(count))

    def _of_desk(self) -> Query:
        """Long lists: whom and what somebody follows for a living."""
        watched = f"actor-{self._actors.one()}"
        lists: dict[str, Any] = {
            "actors": tuple(f"actor-{n}" for n in self._actors.some(self._chance.randint(20, 60))),
            "processes": tuple(f"process-{n}" for n in self._processes.some(8)),
            "countries": tuple(f"C{n}" for n in self._countries.some(10)),
            "issues": tuple(self._chance.sample(ISSUES, 3)),
            "publishers": tuple(f"Paper {n}" for n in self._publishers.some(8)),
            "keywords": tuple(self._words_of(self._chance.randint(1, 4)) for _ in range(10)),
            "pairs": tuple((watched, f"actor-{n}") for n in self._actors.some(6)),
        }
        wanted = self._chance.choice(_DESKS)
        return Query(**{field: lists[field] for field in wanted})

    def event(self, number: int) -> Event:
        closed = {name: values[self._of[name].one()] for name, values in _CLOSED.items()}
        day = NOW.date() + dt.timedelta(days=self._chance.randrange(30))
        facts = Facts(
            actors=tuple(sorted(actor_id(f"actor-{n}") for n in self._actors.some(6))),
            countries=tuple(f"C{n}" for n in self._countries.some(2)),
            processes=tuple(f"process-{n}" for n in self._processes.some(1)),
            places=(f"City{self._places.one()}", f"C{self._countries.one()}"),
            kind=closed["kinds"],
            status=closed["statuses"],
            level=closed["levels"],
            changes=(closed["changes"],) if self._chance.random() < 0.3 else (),
            language="en",
            first=day,
            last=day,
            sources=self._chance.choice((1, 1, 1, 2, 3)),
            silence_days=self._chance.choice((0, 10, 40, 200)),
            text=" ".join(f"word{n}" for n in self._words.some(400)),
            issues=tuple(self._chance.sample(ISSUES, 2)) if self._desks else (),
            publisher=f"Paper {self._publishers.one()}" if self._desks else None,
        )
        return Event(
            id=EventId(f"evt_{number}"),
            type=closed["types"][0],
            subject="mtg_1",
            dedupe_key=str(number),
            occurred_at=NOW,
            facts=msgspec.to_builtins(facts),
            payload=msgspec.Raw(b"{}"),
        )


_CLOSED: dict[str, tuple[Any, ...]] = {
    "types": TYPES,
    "kinds": KINDS,
    "statuses": STATUSES,
    "levels": LEVELS,
    "changes": CHANGES,
}
# What people ask by, and how many in a thousand do.
_MIX: dict[tuple[str, ...], int] = {
    ("processes",): 180,
    ("actors",): 160,
    ("keywords",): 100,
    ("processes", "keywords"): 70,
    ("actors", "processes"): 60,
    ("actors_all",): 60,
    ("pairs",): 40,
    ("countries",): 50,
    ("countries", "levels"): 30,
    ("actors", "kinds"): 40,
    ("actors", "statuses"): 30,
    ("actors", "places"): 30,
    ("places",): 30,
    ("places", "kinds"): 20,
    ("countries", "keywords"): 20,
    ("processes", "changes"): 30,
    ("processes", "min_sources"): 19,
    ("countries", "first_contact_days"): 10,
    ("actors", "date_from"): 20,
    (): 1,
}
_ASKED, _SHARES = tuple(_MIX), tuple(_MIX.values())
_DESKS: tuple[tuple[str, ...], ...] = (
    ("actors",),
    ("actors", "processes"),
    ("actors", "countries"),
    ("actors", "keywords"),
    ("processes", "keywords"),
    ("processes", "issues"),
    ("countries", "issues"),
    ("publishers", "processes"),
    ("publishers", "actors"),
    ("keywords",),
    ("pairs",),
    ("pairs", "issues"),
)
