"""What takes long is done elsewhere: nobody waits for another's big page, text or language."""

import multiprocessing
import os
import signal
import threading
from collections.abc import AsyncIterator
from typing import Any

import msgspec
import pytest
from msgspec import structs

from service.alone import SMALL, Alone
from service.api.aside import SHORT, Aside
from service.domain.articles import Document
from service.errors import Invalid, Unreadable
from service.extraction.extract import Extractor
from service.sources import documents
from service.sources.documents import DocumentInput
from tests.api.conftest import Client

BIG = "<h1>Talks in Oslo</h1><table>" + "<tr><td>Day</td><td>Talks</td></tr>" * (SMALL // 30)


def where(_: Document) -> Any:
    return threading.current_thread().name


@pytest.fixture
async def parser() -> AsyncIterator[Alone]:
    made = Alone()
    yield made
    made.close()


async def test_long_texts_and_new_languages_are_read_in_the_thread() -> None:
    aside = Aside(where, lambda text: "Осло" not in text)
    read = [
        str(await aside.read(Document(raw=raw)))
        for raw in ("Talks in Oslo.", "Переговоры в Осло.", "Oslo. " * SHORT)
    ]
    aside.close()
    assert [name.startswith("reading") for name in read] == [False, True, True]


def test_a_language_is_spoken_once_a_text_in_it_was_read(extractor: Extractor) -> None:
    assert extractor.speaks("The talks of the ministers in Oslo and of the envoys.")
    words_alone = structs.replace(extractor.knowledge, actors={}, names={}, places={})
    fresh = Extractor(structs.replace(words_alone, processes={}, outlets={}))
    russian = "Переговоры в Осло и на границе не прошли, что и было в плане по делам с ними."
    assert not fresh.speaks(russian)
    fresh.read(Document(raw=russian))
    assert fresh.speaks(russian)


async def test_a_big_page_is_parsed_in_a_process_with_the_same_result(client: Client) -> None:
    before = set(multiprocessing.active_children())
    alone = documents.document(DocumentInput(html=BIG))
    made = await client.post("/v1/articles", json={"html": BIG})
    assert (made.status_code, made.json()["title"]) == (201, "Talks in Oslo")
    assert len(set(multiprocessing.active_children()) - before) == 1
    raw = (await client.get(f"/v1/articles/{made.json()['id']}?include=raw")).json()["raw"]
    assert raw == alone.raw

    lines = [{"html": BIG}, {"html": "<p> </p>" + " " * SMALL}, {"text": "x", "no": "y" * SMALL}]
    body = b"\n".join(map(msgspec.json.encode, lines))
    answer = await client.post(
        "/v1/articles/batch", content=body, headers={"Content-Type": "application/x-ndjson"}
    )
    told = [msgspec.json.decode(line) for line in answer.content.splitlines()]
    assert [one["status"] for one in told] == [200, 400, 400]
    assert [one["problem"]["errors"][0]["field"] for one in told[1:]] == ["html", "no"]


async def test_a_process_that_dies_of_a_page_is_replaced(parser: Alone) -> None:
    with pytest.raises(Unreadable):
        await parser.call(os._exit, 1)
    alive = await parser.call(os.getpid)
    assert alive != os.getpid()
    os.kill(alive, signal.SIGKILL)
    # Whether or not it was seen by now that the process is dead, this call did not kill it.
    assert await parser.call(os.getpid) not in (alive, os.getpid())
    with pytest.raises(Invalid) as refused:
        await parser.call(documents.document, DocumentInput(html="<p></p>"))
    assert refused.value.field == "html"
