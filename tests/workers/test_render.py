"""The formats that events are sent in."""

import datetime as dt
from typing import Any, get_args

import msgspec
import pytest

from service.api.event_examples import EXAMPLES
from service.domain.events import EventType
from service.domain.subscriptions import Format
from workers.render import render

AT = dt.datetime(2026, 5, 4, 12, 0, tzinfo=dt.UTC)
NASTY = "<@everyone> *bold* [x](http://evil) & \u202e\0 </script>"
MEETING: dict[str, Any] = {
    "meeting": {
        "id": "mtg_1",
        "kind": "peace_talks",
        "status": "planned",
        "when": {"date": "2026-05-11", "precision": "day", "end": None},
        "city": "Almaty",
        "country": "KZ",
        "parties": [{"id": f"act_{n}", "name": f"Person {n}"} for n in range(9)],
        "processes": ["armenia-azerbaijan"],
        "issues": [],
        "independent_sources": 2,
    },
    "change_kinds": ["date_moved", "new_mediator"],
    "article": {"id": "art_1", "url": "https://news.example/1", "publisher": "The <Desk>"},
    "evidence": [{"text": f"They will meet\nin Almaty {NASTY}", "start": 0, "end": 9}],
}
FORMATS: tuple[Format, ...] = get_args(Format)


def written(format: Format, type: str, data: dict[str, Any]) -> dict[str, Any]:
    payload = msgspec.json.encode(data)
    sent = render(format, type, "evt_1", "mtg_1", AT, payload)
    assert sent == render(format, type, "evt_1", "mtg_1", AT, payload)
    assert len(sent.body) < 20_000
    found: dict[str, Any] = msgspec.json.decode(sent.body)
    return found


def test_the_standard_body_holds_the_payload_as_it_was_frozen() -> None:
    payload = b'{"b": 1.50, "a":"\\u00e9"}'
    sent = render("standard", "ping", "evt_1", "sub_1", AT, payload)
    assert sent.body == (
        b'{"type":"ping","timestamp":"2026-05-04T12:00:00Z","data":' + payload + b"}"
    )


def test_a_cloudevent_has_what_the_specification_requires() -> None:
    event = written("cloudevents", "meeting.announced", MEETING)
    assert {name: event[name] for name in ("specversion", "id", "source", "type", "time")} == {
        "specversion": "1.0",
        "id": "evt_1",
        "source": "/parley",
        "type": "parley.meeting.announced",
        "time": "2026-05-04T12:00:00Z",
    }
    assert (event["subject"], event["data"]) == ("mtg_1", MEETING)


def test_a_slack_message() -> None:
    message = written("slack", "meeting.changed", MEETING)
    text = message["blocks"][0]["text"]["text"]
    assert text.startswith("*Changed: peace talks with Person 0, ")
    assert "and 3 more in Almaty 2026-05-11*" in text
    assert "*What changed:* date moved, new mediator" in text
    assert "<https://news.example/1|The &lt;Desk&gt;>" in text
    assert "<@everyone>" not in text


def test_a_discord_message() -> None:
    message = written("discord", "meeting.held", MEETING)
    [embed] = message["embeds"]
    assert embed["title"].startswith("Held: peace talks with Person 0")
    assert embed["url"] == "https://news.example/1"
    assert message["allowed_mentions"] == {"parse": []}
    assert "[x](" not in embed["description"]
    assert {field["name"]: field["value"] for field in embed["fields"]}["Status"] == "planned"


def test_a_teams_card() -> None:
    message = written("teams", "meeting.cancelled", MEETING)
    [attachment] = message["attachments"]
    assert attachment["contentType"] == "application/vnd.microsoft.card.adaptive"
    card = attachment["content"]
    assert card["body"][0]["text"].startswith("Cancelled: peace talks")
    assert card["actions"][0]["url"] == "https://news.example/1"


def test_a_source_that_fails_is_named_with_what_is_wrong() -> None:
    message = written("slack", "source.failing", EXAMPLES["source.failing"])
    assert message["text"] == "A source fails: Example News"
    text = message["blocks"][0]["text"]["text"]
    assert "*Reason:* failing\n*Last error:* the server answers 500" in text
    assert "<https://news.example/rss.xml|Example News>" in text


@pytest.mark.parametrize(
    ("when", "told"),
    [
        ({"date": "2026-05-11", "precision": "day", "end": None}, "2026-05-11"),
        (
            {"date": "2026-05-11", "precision": "day", "end": "2026-05-13"},
            "2026-05-11 to 2026-05-13",
        ),
        ({"date": "2026-05-01", "precision": "month", "end": None}, "2026-05"),
        ({"date": "2026-01-01", "precision": "year", "end": None}, "2026"),
    ],
)
def test_a_date_is_told_as_precisely_as_it_is_known(when: dict[str, Any], told: str) -> None:
    meeting = {"kind": "talks", "city": "Oslo", "when": when}
    message = written("slack", "meeting.announced", {"meeting": meeting})
    assert message["text"] == f"Announced: talks in Oslo {told}"


def test_nothing_that_others_wrote_is_a_link_in_teams() -> None:
    names = [{"id": "act_1", "name": "[Name](https://evil.example)"}]
    meeting = MEETING["meeting"] | {"parties": names, "issues": ["[x](https://evil.example)"]}
    message = written("teams", "meeting.held", MEETING | {"meeting": meeting})
    assert b"](https://evil" not in msgspec.json.encode(message)


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("type", get_args(EventType))
def test_every_event_can_be_told_in_every_format_however_little_it_holds(
    format: Format, type: str
) -> None:
    datas: list[dict[str, Any]] = [
        {},
        {"meeting": {}, "article": None, "evidence": []},
        {"mention": {"type": "CONSULT", "actors": [{"name": None, "id": "act_1"}]}},
        {"actor": {"name": NASTY * 100}, "article": {"url": "javascript:alert(1)"}},
        {"subscription": {"url": "https://a.example", "reason": "gone"}},
    ]
    for data in datas:
        message = msgspec.json.encode(written(format, type, data))
        assert format in ("standard", "cloudevents") or b"javascript:" not in message
