"""The OpenAPI document: its examples work, answers keep to it, and nothing breaks the service."""

from collections.abc import Iterator
from typing import Any

import httpx
import hypothesis.strategies as st
import jsonschema_rs
import msgspec
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings

from service.app import create_app
from service.extraction.extract import Extractor
from service.settings import Settings
from service.store.database import Database
from tests.api.conftest import Client
from workers.monitor import Monitor

Json = dict[str, Any]

CHECKS = [
    schemathesis.checks.not_a_server_error,
    schemathesis.checks.status_code_conformance,
    schemathesis.checks.content_type_conformance,
    schemathesis.checks.response_schema_conformance,
    schemathesis.checks.negative_data_rejection,
    schemathesis.checks.unsupported_method,
]


def operations(document: Json) -> Iterator[tuple[str, str, Json]]:
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            yield method, path, operation


def check(document: Json, operation: Json, status: int, content_type: str, answer: Any) -> None:
    content = operation["responses"][str(status)]["content"]
    schema = content[content_type.split(";")[0]]["schema"]
    jsonschema_rs.validator_for({**document, **schema}).validate(answer)


async def test_every_example_works_and_is_answered_as_the_document_says(
    client: Client, db: Database
) -> None:
    document = (await client.get("/openapi.json")).json()
    made: dict[str, str] = {}
    sent = 0
    # What makes things comes first, what ends them last.
    order = {"post": 0, "get": 1, "patch": 2, "delete": 3}
    for method, path, operation in sorted(
        operations(document),
        key=lambda found: (
            order[found[0]],
            "deliver" in found[1] or "replays" in found[1],
            len(found[1]),
        ),
    ):
        if method == "get" and "meeting_id" not in made:
            made |= await ids_of_the_record(client, db)
        url = path.format_map(made | IDS)
        params = {
            p["name"]: value
            for p in operation["parameters"]
            for value in p["schema"].get("examples", [])
        }
        for body, headers in bodies(operation):
            answer = await client.request(method, url, params=params, content=body, headers=headers)
            assert answer.is_success, (method, url, answer.text)
            made |= ids_of(path, answer) if method == "post" else {}
            sent += 1
            if answer.headers.get("content-type", "").startswith("application/json"):
                check(document, operation, answer.status_code, "application/json", answer.json())
    assert sent > 25


async def ids_of_the_record(client: Client, db: Database) -> dict[str, str]:
    await Monitor(db).work()
    meeting = (await client.get("/v1/meetings?city=Almaty")).json()["items"][0]
    event = (await client.get("/v1/events")).json()["items"][0]
    return {"meeting_id": meeting["id"], "event_id": event["id"]}


def bodies(operation: Json) -> Iterator[tuple[bytes | None, dict[str, str]]]:
    content = operation.get("requestBody", {}).get("content", {})
    for media_type, found in content.items():
        for example in found["examples"].values():
            text = example["value"]
            body = text.encode() if isinstance(text, str) else msgspec.json.encode(text)
            yield body, {"Content-Type": media_type}
    if not content:
        yield None, {}


IDS = {
    "actor": "state-am",
    "process": "armenia-azerbaijan",
    "event_type": "meeting.announced",
}


def ids_of(path: str, answer: httpx.Response) -> dict[str, str]:
    match path:
        case "/v1/articles" if answer.json()["mentions"]:
            made = answer.json()
            return {"article_id": made["id"], "mention_id": made["mentions"][0]["id"]}
        case "/v1/corrections":
            return {"correction_id": answer.json()["id"]}
        case "/v1/sources":
            return {"source_id": answer.json()["id"]}
        case "/v1/subscriptions":
            return {"subscription_id": answer.json()["id"]}
        case "/v1/subscriptions/{subscription_id}/test":
            return {"delivery_id": answer.json()["delivery"]}
        case "/v1/subscriptions/{subscription_id}/recover":
            return {"replay_id": answer.json()["id"]}
    return {}


@schemathesis.serializer("application/x-ndjson")
def lines(_: Any, value: Any) -> bytes:
    return value if isinstance(value, bytes) else str(value).encode()


@pytest.fixture(scope="module")
def described(
    tmp_path_factory: pytest.TempPathFactory, redis_url: str, extractor: Extractor
) -> Any:
    """The API as its document describes it, for schemathesis; on SQLite alone, for the time."""
    folder = tmp_path_factory.mktemp("described")
    app = create_app(Settings(data=str(folder), redis_url=redis_url), extractor)
    return schemathesis.openapi.from_asgi("/openapi.json", app)


@settings(
    max_examples=10,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
@given(data=st.data())
def try_out(cases: st.SearchStrategy[schemathesis.Case[Any]], data: st.DataObject) -> None:
    data.draw(cases).call_and_validate(checks=CHECKS)


@pytest.mark.slow
def test_whatever_is_sent_the_answer_keeps_to_the_document(described: Any) -> None:
    operations = [found.ok() for found in described.get_all_operations()]
    for operation in operations:
        # What the document allows, and what it does not.
        modes = list(schemathesis.GenerationMode)
        if operation.path.endswith("/batch"):
            modes = [schemathesis.GenerationMode.POSITIVE]  # what is wrong is told line by line
        try_out(st.one_of([operation.as_strategy(generation_mode=mode) for mode in modes]))
    assert len(operations) > 25
