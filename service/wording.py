"""An event in a few words, for people who read it in a chat. Pure."""

from collections.abc import Mapping
from typing import Any

from msgspec import Struct

Data = Mapping[str, Any]

_HEADS = {
    "meeting.announced": "Announced",
    "meeting.changed": "Changed",
    "meeting.reported": "Reported again",
    "meeting.held": "Held",
    "meeting.cancelled": "Cancelled",
    "meeting.merged": "Found to be one meeting",
    "meeting.split": "Found to be several meetings",
    "meeting.withdrawn": "Withdrawn",
    "meeting.overdue": "No news of a planned meeting",
    "mention.created": "Reported",
    "actor.discovered": "New person",
    "source.failing": "A source fails",
    "subscription.disabled": "A subscription was disabled",
    "subscription.capped": "The rest of the day is told tomorrow",
    "digest": "Digest",
    "ping": "Parley reaches you",
}
_LONGEST = 250
_MOST_NAMES = 6


class Summary(Struct, frozen=True):
    """A headline, facts as (name, value), the words that say it, and where they stand.

    `lines` are what a digest lists, each with a link if there is one.
    """

    headline: str
    facts: tuple[tuple[str, str], ...]
    quote: str | None
    url: str | None
    source: str | None
    lines: tuple[tuple[str, str | None], ...] = ()


def summarize(type: str, data: Data) -> Summary:
    """Say an event's data in short; what is missing is left out."""
    article, feed = _part(data, "article"), _part(data, "source")
    return Summary(
        headline=_cut(f"{_HEADS.get(type, type)}: {_subject(type, data)}".removesuffix(": ")),
        facts=tuple((name, _cut(value)) for name, value in _facts(data) if value),
        quote=_quote(data),
        url=_text(article, "url") or _text(feed, "url"),
        source=_text(article, "publisher") or _text(article, "title") or _text(feed, "name"),
        lines=tuple(_line(item) for item in data.get("items") or ()),
    )


def _subject(type: str, data: Data) -> str:
    if "meeting" in data:
        return _meeting(_part(data, "meeting"))
    if "mention" in data:
        return _mention(_part(data, "mention"))
    if "actor" in data:
        return _text(_part(data, "actor"), "name") or ""
    if type == "ping":
        return ""
    if type == "digest":
        return _counted(data)
    if "source" in data:
        return _text(_part(data, "source"), "name") or ""
    subscription = _part(data, "subscription")
    return " ".join(filter(None, (_text(subscription, "url"), _text(subscription, "reason"))))


def _counted(data: Data) -> str:
    alerts, items = data.get("events") or 0, len(data.get("items") or ())
    told = f"{alerts} alert{'' if alerts == 1 else 's'}"
    return f"{told} on {items} subject{'' if items == 1 else 's'}" if items else told


def _line(item: Data) -> tuple[str, str | None]:
    updates = item.get("updates") or 1
    more = f" ({updates} updates)" if updates > 1 else ""
    return _cut(_text(item, "headline") or "") + more, _text(item, "url")


def _meeting(meeting: Data) -> str:
    names = _names(meeting.get("parties"))
    what = (_text(meeting, "kind") or "meeting").replace("_", " ")
    where = _text(meeting, "city") or _text(meeting, "country")
    when = _when(_part(meeting, "when"))
    parts = [what, f"with {names}" if names else "", f"in {where}" if where else "", when]
    return " ".join(part for part in parts if part)


def _when(when: Data) -> str:
    """Say a date as precisely as it is known, and no more."""
    first, last = _text(when, "date") or "", _text(when, "end")
    first = first[: {"month": 7, "year": 4}.get(_text(when, "precision") or "", 10)]
    return f"{first} to {last}" if last else first


def _mention(mention: Data) -> str:
    what = (_text(mention, "type") or "").lower()
    who, whom = _names(mention.get("actors")), _names(mention.get("recipients"))
    return " ".join(part for part in (who, what, whom) if part)


def _facts(data: Data) -> list[tuple[str, str]]:
    meeting = _part(data, "meeting") or _part(data, "mention")
    kinds = data.get("change_kinds") or ()
    sources = meeting.get("independent_sources")
    more = data.get("more")
    feed = _part(data, "source")
    return [
        ("Reason", _text(feed, "reason") or ""),
        ("Last error", _text(feed, "last_error") or ""),
        ("Not listed", str(more) if more else ""),
        ("Status", _text(meeting, "status") or ""),
        ("What changed", ", ".join(str(kind).replace("_", " ") for kind in kinds)),
        ("Processes", ", ".join(map(str, meeting.get("processes") or ()))),
        ("Issues", ", ".join(map(str, meeting.get("issues") or ()))),
        ("Independent sources", str(sources) if sources else ""),
    ]


def _names(actors: Any) -> str:
    found = [actor.get("name") or actor.get("id", "") for actor in actors or ()]
    more = f" and {len(found) - _MOST_NAMES} more" if len(found) > _MOST_NAMES else ""
    return ", ".join(found[:_MOST_NAMES]) + more


def _quote(data: Data) -> str | None:
    pieces = data.get("evidence") or ()
    return _cut(str(pieces[0].get("text", "")), 400) if pieces else None


def _part(data: Data, name: str) -> Data:
    part = data.get(name)
    return part if isinstance(part, Mapping) else {}


def _text(data: Data, name: str) -> str | None:
    value = data.get(name)
    return str(value) if value else None


def _cut(text: str, most: int = _LONGEST) -> str:
    return text if len(text) <= most else text[: most - 1] + "\u2026"
