"""The catalogue of events: every type, its schema, its example, and what a wrong body is told."""

import datetime as dt
from typing import get_args

import jsonschema_rs
import msgspec
import pytest

from service.api.event_examples import EXAMPLES
from service.api.event_types import cloudevents_schema_of, schema_of
from service.domain.events import EventType
from service.domain.subscriptions import Format
from tests.api.conftest import Client
from workers.render import render

AT = dt.datetime(2026, 5, 4, 12, 0, tzinfo=dt.UTC)


async def test_every_type_has_a_schema_that_its_example_keeps(client: Client) -> None:
    listed = (await client.get("/v1/event-types")).json()["items"]
    assert {one["type"] for one in listed} == set(get_args(EventType))
    for one in listed:
        assert one["schema"]["$schema"].endswith("2020-12/schema")
        jsonschema_rs.validator_for(one["schema"]).validate(one["example"])
        single = (await client.get(f"/v1/event-types/{one['type']}")).json()
        assert single == one
        wrongs: list[dict[str, object]] = [{"data": {}}, {"type": "other"}, {"more": 1}]
        for wrong in wrongs:
            assert not jsonschema_rs.is_valid(one["schema"], one["example"] | wrong), wrong
    assert (await client.get("/v1/event-types/meeting.moved")).status_code == 404


@pytest.mark.parametrize("type", get_args(EventType))
@pytest.mark.parametrize("format", get_args(Format))
def test_every_example_can_be_sent_in_every_format(type: EventType, format: Format) -> None:
    payload = msgspec.json.encode(EXAMPLES[type])
    sent = render(format, type, "evt_1", "mtg_1", AT, payload)
    body = msgspec.json.decode(sent.body)
    if format == "standard":
        jsonschema_rs.validate(schema_of(type), body)
    elif format == "cloudevents":
        jsonschema_rs.validate(cloudevents_schema_of(type), body)
    elif type == "digest":
        told = sent.body.decode()
        assert "Digest: 3 alerts on 1 subject" in told
        assert "3 updates" in told
        assert "https://news.example/2026/05/04/almaty-talks" in told
