"""An example of the data of each type of event."""

from typing import Any

from service.domain.events import EventType

_WHEN = {"date": "2026-05-11", "precision": "day", "end": None}


def _party(slug: str, name: str, country: str) -> dict[str, Any]:
    known = {"id": f"act_{slug}", "name": name, "type": "person", "country": country}
    return known | {"role": "participant", "inferred": False}


_MEETING: dict[str, Any] = {
    "id": "mtg_2oq4nizh6syxj42w",
    "kind": "talks",
    "status": "planned",
    "level": "ministers",
    "when": _WHEN,
    "city": "Almaty",
    "country": "KZ",
    "venue": None,
    "parties": [
        _party("q2m4k6x8c3v5b7n9", "Ararat Mirzoyan", "AM"),
        _party("w3e5r7t2y4u6i3o5", "Jeyhun Bayramov", "AZ"),
    ],
    "processes": ["armenia-azerbaijan"],
    "issues": ["peace treaty"],
    "outcome": None,
    "round": None,
    "independent_sources": 2,
    "rescheduled_to": None,
    "rescheduled_from": None,
}
_ARTICLE: dict[str, Any] = {
    "id": "art_bwhwnfjxejdtl4sl",
    "url": "https://news.example/2026/05/04/almaty-talks",
    "title": "Foreign ministers to meet in Almaty",
    "publisher": "Example News",
    "published_on": "2026-05-04",
    "language": "en",
}
_WORDS = [{"text": "will meet in Almaty on 11 May", "start": 113, "end": 142}]


def _meeting(
    sequence: int,
    status: str,
    changes: tuple[dict[str, Any], ...] = (),
    kinds: tuple[str, ...] = (),
    **more: Any,
) -> dict[str, Any]:
    told = {
        "meeting": _MEETING | {"status": status},
        "sequence": sequence,
        "changes": list(changes),
        "change_kinds": list(kinds),
    }
    return told | {"article": _ARTICLE, "evidence": _WORDS} | more


def _changed(field: str, old: Any, new: Any) -> dict[str, Any]:
    return {"field": field, "old": old, "new": new}


_SUBSCRIPTION = {"id": "sub_7h3k5m2q6d4w3x6z", "url": "https://example.org/\u2026"}
_OVERDUE = _meeting(2, "planned", kinds=("overdue",))

EXAMPLES: dict[EventType, dict[str, Any]] = {
    "meeting.announced": _meeting(1, "planned", kinds=("first_contact",)),
    "meeting.changed": _meeting(
        2, "planned", (_changed("when", _WHEN | {"date": "2026-05-09"}, _WHEN),), ("date_moved",)
    ),
    "meeting.reported": _meeting(3, "planned", (_changed("independent_sources", 1, 2),)),
    "meeting.held": _meeting(3, "held", (_changed("status", "planned", "held"),), ("held",)),
    "meeting.cancelled": _meeting(
        3, "cancelled", (_changed("status", "planned", "cancelled"),), ("cancelled",)
    ),
    "meeting.overdue": {k: v for k, v in _OVERDUE.items() if k not in ("article", "evidence")},
    "meeting.merged": _meeting(4, "held", into=["mtg_4kq2nizh6syxj7ab"]),
    "meeting.split": _meeting(4, "held", into=["mtg_4kq2nizh6syxj7ab", "mtg_6ab4nizh6syxj3cd"]),
    "meeting.withdrawn": _meeting(4, "planned"),
    "mention.created": {
        "mention": {
            "id": "men_5x7c3v5b7n2m4k6q",
            "type": "CONSULT",
            "mode": "visit",
            "cameo": "042",
            "modality": "past",
            "actors": [{"id": "act_q2m4k6x3c3v5b7n2", "name": None, "type": None, "country": None}],
            "recipients": [],
            "processes": ["armenia-azerbaijan"],
            "issues": [],
            "date": "2026-05-03",
        },
        "article": _ARTICLE,
        "evidence": _WORDS,
    },
    "actor.discovered": {
        "actor": {
            "id": "act_q2m4k6x3c3v5b7n2",
            "slug": "an-envoy",
            "type": "person",
            "name": "An Envoy",
            "country": "AM",
        },
        "article": _ARTICLE,
        "evidence": _WORDS,
    },
    "source.failing": {
        "source": {
            "id": "src_3c5v7b2n4m6k5q7x",
            "name": "Example News",
            "url": "https://news.example/rss.xml",
            "state": "active",
            "reason": "failing",
            "failures": 5,
            "failing_since": "2026-05-03T08:00:00Z",
            "last_success_at": None,
            "last_error": "the server answers 500",
        }
    },
    "subscription.disabled": {
        "subscription": _SUBSCRIPTION | {"reason": "gone", "disabled_at": "2026-05-04T12:00:00Z"}
    },
    "subscription.capped": {
        "subscription": _SUBSCRIPTION
        | {"daily_cap": 20, "day": "2026-05-04", "rest_told_at": "2026-05-04T22:00:00Z"}
    },
    "digest": {
        "subscription": {"id": _SUBSCRIPTION["id"], "description": "Talks, once a day"},
        "digest": "dig_6n4m2k7x5c3v2b4q",
        "why": "digest",
        "since": "2026-05-03T12:10:00Z",
        "until": "2026-05-04T12:00:00Z",
        "events": 3,
        "counts": {"meeting.announced": 1, "meeting.changed": 2},
        "items": [
            {
                "subject": "mtg_2oq4nizh6syxj42w",
                "event": "evt_4q6x2c7v5b3n2m4k",
                "type": "meeting.changed",
                "timestamp": "2026-05-04T11:40:00Z",
                "sequence": 3,
                "updates": 3,
                "headline": "Changed: talks with Ararat Mirzoyan, Jeyhun Bayramov in Almaty",
                "change_kinds": ["date_moved", "new_mediator"],
                "url": "https://news.example/2026/05/04/almaty-talks",
            }
        ],
        "more": 0,
    },
    "ping": {"subscription": _SUBSCRIPTION["id"], "message": "Parley reaches you."},
}
