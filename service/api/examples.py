"""What the OpenAPI document shows as examples; a test sends every one of them."""

from typing import Any

from msgspec import Struct

from service.api.corrections import CorrectionInput
from service.api.looking_back import PreviewInput
from service.api.replays import ReplayInput
from service.api.source_views import SourceInput, SourcePatch
from service.api.standing_queries import ExplanationInput
from service.api.subscription_views import (
    Rotation,
    SubscriptionInput,
    SubscriptionPatch,
)
from service.sources.documents import DocumentInput

PATH_PARAMETERS = {
    "article_id": "An article's id, `art_…`.",
    "actor": "An actor's id, `act_…`, or its slug, such as `nikol-pashinyan` or `state-am`.",
    "meeting_id": "A meeting's id, `mtg_…`; ids of meetings that were merged keep resolving.",
    "correction_id": "A correction's id, `cor_…`.",
    "mention_id": "A mention's id, `men_…`.",
    "process": "A process's slug, such as `armenia-azerbaijan`.",
    "event_id": "An event's id, `evt_…`.",
    "event_type": "A type of event, such as `meeting.announced`.",
    "subscription_id": "A subscription's id, `sub_…`.",
    "source_id": "A source's id, `src_…`.",
    "delivery_id": "A delivery's id, `dlv_…`.",
    "replay_id": "A replay's id, `rpl_…`.",
}

TALKS = """\
Armenian, Azerbaijani foreign ministers to meet in Almaty

YEREVAN, 6 May 2024. The foreign ministers of Armenia and Azerbaijan, Ararat Mirzoyan and Jeyhun \
Bayramov, will meet in Almaty on 10 May for talks on a peace treaty, the Armenian foreign \
ministry said on Monday.

Kazakhstan offered to host the negotiations, and both sides accepted the offer.
"""

LINES = {
    "two lines": {
        "summary": "Two articles, one a line",
        "value": '{"text": "Envoys of Sudan met in Jeddah on 6 May 2023."}\n'
        '{"text": "Talks on Yemen were held in Muscat.", "published_at": "2023-04-09"}\n',
    }
}

BODIES: dict[type[Struct], dict[str, dict[str, Any]]] = {
    DocumentInput: {
        "text": {
            "summary": "A text, with what is known of it",
            "value": {
                "text": TALKS,
                "url": "https://news.example/2024/05/06/almaty-talks",
                "publisher": "Example News",
                "published_at": "2024-05-06T09:30:00Z",
                "language": "en",
            },
        },
        "html": {
            "summary": "A page, whose main text is read",
            "value": {
                "html": "<html><head><title>Envoys to meet in Geneva</title></head><body><article>"
                "<h1>Envoys to meet in Geneva</h1><p>Envoys of Georgia and Russia will meet in"
                " Geneva on 4 April 2024 for a new round of international discussions, the Georgian"
                " foreign ministry said. The co-chairs of the European Union, the OSCE and the"
                " United Nations will mediate.</p></article></body></html>",
                "url": "https://news.example/2024/04/01/geneva",
                "published_at": "2024-04-01",
            },
        },
    },
    CorrectionInput: {
        "another spelling": {
            "summary": "An actor is called this too",
            "value": {
                "kind": "alias",
                "actors": ["ararat-mirzoyan"],
                "value": "Ararat Mirzoian",
                "author": "The desk",
                "reason": "A spelling of our own archive",
            },
        },
    },
    SubscriptionInput: {
        "meetings of two states": {
            "summary": "Every change of a meeting between Armenia and Azerbaijan",
            "value": {
                "url": "http://127.0.0.1:8099/",
                "events": ["meeting.announced", "meeting.changed", "meeting.held"],
                "query": {"pairs": [["state-am", "state-az"]]},
                "description": "Talks between Armenia and Azerbaijan",
            },
        },
        "statements of a process": {
            "summary": "What is said about a process that mentions its key words",
            "value": {
                "url": "http://127.0.0.1:8099/",
                "events": ["mention.created"],
                "query": {
                    "processes": ["armenia-azerbaijan"],
                    "keywords": ["peace treaty", "border delimitation"],
                    "mention_types": ["AGREE", "CONSULT", "REJECT"],
                },
            },
        },
    },
    PreviewInput: {
        "meetings of two states": {
            "summary": "What the last three months would have sent",
            "value": {
                "events": ["meeting.announced", "meeting.changed", "meeting.held"],
                "query": {"pairs": [["state-am", "state-az"]]},
                "days": 90,
            },
        },
        "with words": {
            "summary": "Statements that have one of these phrases",
            "value": {"events": ["mention.created"], "query": {"keywords": ["peace treaty"]}},
        },
    },
    ExplanationInput: {"the newest": {"summary": "The newest event", "value": {}}},
    SubscriptionPatch: {
        "new note": {
            "summary": "Change one thing; the rest stays",
            "value": {"description": "For the desk", "max_per_second": 2},
        }
    },
    Rotation: {
        "one hour": {
            "summary": "The old secret signs an hour more",
            "value": {"grace_seconds": 3600},
        }
    },
    SourceInput: {
        "a feed": {
            "summary": "A feed, and what is known of it",
            "value": {
                "url": "http://127.0.0.1:8098/feed.xml",
                "name": "Example News",
                "country": "AM",
                "language": "en",
            },
        },
        "a page": {
            "summary": "A page whose links lead to the articles",
            "value": {
                "url": "http://127.0.0.1:8098/press",
                "kind": "page",
                "pattern": "*/press/20*",
            },
        },
    },
    SourcePatch: {
        "owner": {
            "summary": "Change what is known of it",
            "value": {"owner": "Ministry of Foreign Affairs", "state_run": True},
        }
    },
    ReplayInput: {
        "since a day": {
            "summary": "All that was given up since then",
            "value": {"since": "2024-05-06T00:00:00Z"},
        }
    },
}
