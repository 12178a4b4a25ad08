"""Identifiers: prefixed, stable, and derived from what they name.

An id is a pure function of its subject, so the same input gives the same id on every machine and
a step that is run twice writes the same rows.
"""

import hashlib
from functools import lru_cache
from typing import NewType

ArticleId = NewType("ArticleId", str)
ActorId = NewType("ActorId", str)
ClaimId = NewType("ClaimId", str)
NodeId = NewType("NodeId", str)
SayingId = NewType("SayingId", str)
MeetingId = NewType("MeetingId", str)
MentionId = NewType("MentionId", str)
EventId = NewType("EventId", str)
SubscriptionId = NewType("SubscriptionId", str)
DeliveryId = NewType("DeliveryId", str)
SourceId = NewType("SourceId", str)
KeyId = NewType("KeyId", str)

_DIGITS = "abcdefghijklmnopqrstuvwxyz234567"
# Base 32 of RFC 4648 by two digits at a time: the library's encoder takes four times as long.
_PAIRS = tuple(first + second for first in _DIGITS for second in _DIGITS)


def derive(prefix: str, *parts: str) -> str:
    """Return `prefix_` and 16 lower-case base-32 characters (80 bits) of BLAKE2b over the parts.

    The parts are joined with NUL, so ("ab", "c") and ("a", "bc") differ.
    """
    digest = hashlib.blake2b("\0".join(parts).encode("utf-8", "surrogatepass"), digest_size=10)
    bits = int.from_bytes(digest.digest(), "big")
    return f"{prefix}_{''.join([_PAIRS[bits >> shift & 1023] for shift in range(70, -1, -10)])}"


def article_id(content_hash: str) -> ArticleId:
    """Name an article by the hash of the content it first came with."""
    return ArticleId(derive("art", content_hash))


@lru_cache(maxsize=65_536)
def actor_id(slug: str) -> ActorId:
    """Name an actor by its slug: `nikol-pashinyan`, `state-am`, `european-union`."""
    return ActorId(derive("act", slug))


def actor_ref(id_or_slug: str) -> ActorId:
    """Return the id of the actor that an id or a slug names; an id is left as it is."""
    return ActorId(id_or_slug) if id_or_slug.startswith("act_") else actor_id(id_or_slug)


def meeting_id(claim: ClaimId) -> MeetingId:
    """Name the meeting that a claim alone would make; each of a meeting's claims is its alias."""
    return MeetingId(f"mtg_{claim.removeprefix('clm_')}")


def event_id(dedupe_key: str) -> EventId:
    """Name an event by what must happen once only."""
    return EventId(derive("evt", dedupe_key))


def delivery_id(event: EventId, subscription: SubscriptionId) -> DeliveryId:
    """Name the one delivery of an event to a subscription."""
    return DeliveryId(derive("dlv", event, subscription))


def subscription_id(seed: str) -> SubscriptionId:
    """Name a subscription by something that is never repeated, such as fresh random text."""
    return SubscriptionId(derive("sub", seed))


def source_id(canonical_url: str) -> SourceId:
    """Name a source by its canonical URL, so that the same feed is added once."""
    return SourceId(derive("src", canonical_url))
