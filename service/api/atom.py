"""Alerts as an Atom feed (RFC 4287), for people with a feed reader."""

import datetime as dt
import re
from collections.abc import Sequence
from xml.etree import ElementTree

import msgspec

from service.domain.events import Event
from service.domain.subscriptions import Subscription
from service.wording import Summary, summarize

MEDIA_TYPE = "application/atom+xml"
_NAMESPACE = "http://www.w3.org/2005/Atom"
# What XML 1.0 takes as characters; all else would make the feed unreadable.
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def feed(subscription: Subscription, events: Sequence[Event]) -> bytes:
    """Write a feed of events, the newest first."""
    root = ElementTree.Element("feed", xmlns=_NAMESPACE)
    updated = events[0].occurred_at if events else subscription.created_at
    _put(root, "id", f"urn:parley:{subscription.id}")
    _put(root, "title", f"Parley: {subscription.description or subscription.id}")
    _put(root, "updated", _time(updated))
    _put(ElementTree.SubElement(root, "author"), "name", "Parley")
    for event in events:
        # What a digest tells stands in the feed already.
        if event.type == "digest":
            continue
        _entry(root, event)
    written: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return written


def _entry(root: ElementTree.Element, event: Event) -> None:
    summary = summarize(event.type, msgspec.json.decode(event.payload))
    entry = ElementTree.SubElement(root, "entry")
    _put(entry, "id", f"urn:parley:{event.id}")
    _put(entry, "title", summary.headline)
    _put(entry, "updated", _time(event.occurred_at))
    _put(entry, "content", _content(summary))
    ElementTree.SubElement(entry, "category", term=event.type)
    if summary.url:
        ElementTree.SubElement(entry, "link", rel="alternate", href=_NOT_XML.sub("", summary.url))


def _content(summary: Summary) -> str:
    lines = [f"{name}: {value}" for name, value in summary.facts]
    quote = f"\u201c{' '.join(summary.quote.split())}\u201d" if summary.quote else ""
    return "\n".join(filter(None, (*lines, quote, summary.source)))


def _put(parent: ElementTree.Element, name: str, text: str) -> None:
    ElementTree.SubElement(parent, name).text = _NOT_XML.sub("", text)


def _time(at: dt.datetime) -> str:
    return at.isoformat().replace("+00:00", "Z")
