"""What the OpenAPI document shows as examples; a test sends every one of them."""

from typing import Any

from msgspec import Struct

PATH_PARAMETERS = {
    "article_id": "An article's id, `art_…`.",
    "actor": "An actor's id, `act_…`, or its slug, such as `nikol-pashinyan` or `state-am`.",
    "meeting_id": "A meeting's id, `mtg_…`; ids of meetings that were merged keep resolving.",
    "mention_id": "A mention's id, `men_…`.",
    "process": "A process's slug, such as `armenia-azerbaijan`.",
    "event_id": "An event's id, `evt_…`; it is the `webhook-id` of the event's deliveries.",
    "subscription_id": "A subscription's id, `sub_…`.",
    "delivery_id": "A delivery's id, `dlv_…`.",
}

TALKS = """\
Armenian, Azerbaijani foreign ministers to meet in Almaty

YEREVAN, 6 May 2024. The foreign ministers of Armenia and Azerbaijan, Ararat Mirzoyan and Jeyhun \
Bayramov, will meet in Almaty on 10 May for talks on a peace treaty, the Armenian foreign \
ministry said on Monday.

Kazakhstan offered to host the negotiations, and both sides accepted the offer.
"""

BODIES: dict[type[Struct], dict[str, dict[str, Any]]] = {}
