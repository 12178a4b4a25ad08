"""As of a time: articles as they were read then, actors as far as they were known."""

import datetime as dt

from msgspec import structs

from service import ingest
from service.domain.ids import ArticleId
from service.store import articles
from service.store.database import Database
from tests.api.conftest import Client
from workers.monitor import Monitor

TEXT = """\
Envoys meet in Vienna

VIENNA, 7 May 2024. Armenian Deputy Foreign Minister Tigran Testian met Azerbaijani Foreign \
Minister Jeyhun Bayramov in Vienna on 6 May 2024 for talks on a peace treaty.
"""


async def test_what_was_read_and_known_then(client: Client, db: Database) -> None:
    start = dt.datetime.now(dt.UTC)
    made = (await client.post("/v1/articles", json={"text": TEXT})).json()
    monitor = Monitor(db)
    await monitor.work()
    [person] = (await client.get("/v1/actors?discovered=true")).json()["items"]
    shown = (await client.get(f"/v1/articles/{made['id']}")).json()

    between = dt.datetime.now(dt.UTC)
    article = await articles.get(db, ArticleId(made["id"]))
    assert article is not None
    claims = tuple(structs.replace(c, city="Basel") for c in article.reading.claims)
    newer = structs.replace(article.reading, claims=claims, extractor="newer")
    became = await ingest.reread(db, article, newer, now=dt.datetime.now(dt.UTC))
    assert became == "changed"
    await monitor.work()

    path = f"/v1/articles/{made['id']}"
    now = (await client.get(path)).json()
    then = (await client.get(path, params={"as_of": between.isoformat()})).json()
    assert [claim["city"] for claim in now["meetings"]] == ["Basel"]
    assert then == shown
    assert [claim["meeting"] for claim in then["meetings"]] != [None]
    for url, before, later in [
        (path, 404, 200),
        (f"/v1/actors/{person['slug']}", 404, 200),
        ("/v1/actors/state-at", 200, 200),
    ]:
        for at, status in [(start, before), (between, later)]:
            answer = await client.get(url, params={"as_of": at.isoformat()})
            assert answer.status_code == status, (url, answer.text)
    for url, query in [("/v1/articles", {}), ("/v1/actors", {"discovered": "true"})]:
        for at, count in [(start, 0), (between, 1)]:
            answer = await client.get(url, params={"as_of": at.isoformat(), **query})
            assert len(answer.json()["items"]) == count, url
    assert (await client.get("/v1/articles?as_of=then")).status_code == 400
