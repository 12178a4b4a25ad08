"""An event as the bytes that are sent, by format. Pure: the same event gives the same bytes.

`standard` is the body of Standard Webhooks; `cloudevents` the structured JSON of CloudEvents 1.0;
`slack`, `discord` and `teams` are messages for the incoming webhooks of those chats.
"""

import datetime as dt
import re
from collections.abc import Callable, Sequence
from typing import Any

import msgspec
from msgspec import Raw, Struct

from service.domain.subscriptions import Format
from service.wording import Summary, summarize

SOURCE = "/parley"
_COLOR = 0x2F6F8F
_SLACK = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
_MARKDOWN = re.compile(r"([\\*_~`|>\[\]()#@])")


class Sent(Struct, frozen=True):
    """A body and its content type."""

    body: bytes
    content_type: str


def render(
    format: Format, type: str, id: str, subject: str, at: dt.datetime, payload: bytes
) -> Sent:
    """Write an event for a receiver; `id` is the event's, `payload` its frozen JSON."""
    if format == "standard":
        body: dict[str, Any] = {"type": type, "timestamp": at, "data": Raw(payload)}
        return Sent(msgspec.json.encode(body), "application/json")
    if format == "cloudevents":
        body = _cloudevent(type, id, subject, at, payload)
        return Sent(msgspec.json.encode(body), "application/cloudevents+json")
    summary = summarize(type, msgspec.json.decode(payload))
    return Sent(msgspec.json.encode(_CHATS[format](summary)), "application/json")


def _cloudevent(
    type: str, id: str, subject: str, at: dt.datetime, payload: bytes
) -> dict[str, Any]:
    return {
        "specversion": "1.0",
        "id": id,
        "source": SOURCE,
        "type": f"parley.{type}",
        "subject": subject,
        "time": at,
        "datacontenttype": "application/json",
        "data": Raw(payload),
    }


def _slack(summary: Summary) -> dict[str, Any]:
    def plain(text: str) -> str:
        return text.translate(_SLACK)

    facts = "\n".join(f"*{plain(name)}:* {plain(value)}" for name, value in summary.facts)
    quote = f"> {plain(_line(summary.quote))}" if summary.quote else ""
    link = _web(summary.url)
    lines = "\n".join(f"\u2022 {_slack_line(plain(told), url)}" for told, url in summary.lines)
    source = f"<{_slack_url(link)}|{plain(summary.source or 'the article')}>" if link else ""
    text = "\n".join(filter(None, (f"*{plain(summary.headline)}*", facts, quote, source)))
    sections = [text, *_pieces(lines.split("\n"), 2990)]
    return {
        "text": plain(summary.headline),
        "blocks": [
            {"type": "section", "text": {"type": "mrkdwn", "text": section[:2990]}}
            for section in sections
            if section
        ],
        "unfurl_links": False,
    }


def _discord(summary: Summary) -> dict[str, Any]:
    def plain(text: str) -> str:
        return _MARKDOWN.sub(r"\\\1", text)

    embed: dict[str, Any] = {
        "title": summary.headline[:250],
        "color": _COLOR,
        "fields": [
            {"name": name, "value": plain(value)[:1000], "inline": True}
            for name, value in summary.facts
        ],
    }
    if summary.quote:
        embed["description"] = f"> {plain(_line(summary.quote))}"[:2000]
    if summary.lines:
        told = [f"\u2022 {_markdown_link(plain(line), url)}" for line, url in summary.lines]
        embed["description"] = _pieces(told, 4000)[0]
    if link := _web(summary.url):
        embed["url"] = link
    if summary.source:
        embed["footer"] = {"text": summary.source[:200]}
    return {"embeds": [embed], "allowed_mentions": {"parse": []}}


def _teams(summary: Summary) -> dict[str, Any]:
    body: list[dict[str, Any]] = [
        {"type": "TextBlock", "text": _plain(summary.headline), "weight": "Bolder", "wrap": True},
        {
            "type": "FactSet",
            "facts": [{"title": name, "value": _plain(value)} for name, value in summary.facts],
        },
    ]
    if summary.quote:
        quoted = _plain(_line(summary.quote))
        body.append({"type": "TextBlock", "text": quoted, "wrap": True, "isSubtle": True})
    body += [
        {"type": "TextBlock", "text": f"- {_markdown_link(_plain(line), url)}", "wrap": True}
        for line, url in summary.lines
    ]
    card: dict[str, Any] = {
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "type": "AdaptiveCard",
        "version": "1.4",
        "body": body,
    }
    if link := _web(summary.url):
        title = summary.source or "Read the article"
        card["actions"] = [{"type": "Action.OpenUrl", "title": title, "url": link}]
    attachment = {"contentType": "application/vnd.microsoft.card.adaptive", "content": card}
    return {"type": "message", "attachments": [attachment]}


_CHATS: dict[str, Callable[[Summary], dict[str, Any]]] = {
    "slack": _slack,
    "discord": _discord,
    "teams": _teams,
}


def _pieces(lines: Sequence[str], most: int) -> list[str]:
    """Join lines to pieces of up to so many characters; no line is parted."""
    pieces = [""]
    for line in lines:
        joined = f"{pieces[-1]}\n{line}" if pieces[-1] else line
        if len(joined) <= most:
            pieces[-1] = joined
        else:
            pieces.append(line)
    return pieces


def _slack_line(text: str, url: str | None) -> str:
    link = _web(url)
    return f"<{_slack_url(link)}|{text}>" if link else text


def _markdown_link(text: str, url: str | None) -> str:
    link = _web(url)
    if link is None:
        return text
    return f"[{text}]({link.replace('(', '%28').replace(')', '%29')})"


def _plain(text: str) -> str:
    return _MARKDOWN.sub(r"\\\1", text)


def _line(text: str) -> str:
    return " ".join(text.split())


def _web(url: str | None) -> str | None:
    return url if url and url.startswith(("https://", "http://")) and len(url) < 1900 else None


def _slack_url(url: str) -> str:
    return url.replace("|", "%7C").replace(">", "%3E").replace("<", "%3C")
