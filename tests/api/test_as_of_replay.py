"""As of a time is what a record said that had come no further: told piece by piece, at random.

Articles come in, are edited and read again, people correct and take back; at some moments all
answers are noted. As of each of these moments the whole record must give them to the byte, and so
must a record that is built anew up to there.
"""

import datetime as dt
import random
import urllib.parse
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from litestar.testing import AsyncTestClient
from msgspec import structs

from service import corrections, ingest
from service.api import meeting_parts, meetings
from service.app import create_app
from service.corrections import Decision
from service.domain.articles import Document
from service.domain.corrections import CorrectionId
from service.domain.ids import ArticleId
from service.errors import ParleyError
from service.extraction.extract import Extractor
from service.settings import Settings
from service.stack.seeds import FOLDER, documents
from service.store import articles
from service.store import meetings as store
from service.store.database import Database
from service.store.engines import connect
from service.store.migrate import migrate
from tests.api.conftest import Client
from workers.monitor import Monitor

BEGIN = dt.datetime(2024, 6, 1, tzinfo=dt.UTC)
DOCUMENTS = list(documents(FOLDER))
STEPS = 24

LISTS = (
    "/v1/meetings?limit=100&include=claims,sources,history,votes",
    "/v1/meetings?limit=100&sort=changed&represents=AM&represents=AZ",
    "/v1/meetings?limit=2&sort=oldest&status=held&min_sources=1",
    "/v1/meetings?participant=ararat-mirzoyan&participant=jeyhun-bayramov",
    "/v1/meetings?participant=nikol-pashinyan&kind=talks&kind=meeting&kind=summit",
    "/v1/meetings?process=armenia-azerbaijan&date_from=2023-01-01&date_to=2024-12-31",
    "/v1/meetings?country=US",
    "/v1/meetings?overdue=true",
    "/v1/actors/ilham-aliyev/meetings?limit=100",
    "/v1/actors/state-az/meetings?limit=100",
    "/v1/articles?limit=100",
    "/v1/articles?limit=3&sort=oldest&relevant=true",
    "/v1/articles?actor=ararat-mirzoyan&actor=state-az",
    "/v1/articles?actor=ilham-aliyev",
    "/v1/articles?process=armenia-azerbaijan&language=en&published_from=2023-01-01",
    "/v1/actors?seen=true&limit=100",
    "/v1/actors?sort=seen&limit=100",
    "/v1/actors?discovered=true",
    "/v1/actors?q=a&type=person&country=AZ",
)
PERSONS = ("ilham-aliyev", "nikol-pashinyan", "ararat-mirzoyan", "jeyhun-bayramov")


class Teller:
    """Tells a record step by step, the same steps at the same times whenever the seed is one."""

    def __init__(self, db: Database, read: ingest.Read, seed: int) -> None:
        self.at = BEGIN
        self._db = db
        self._read = read
        self._chance = random.Random(seed)
        self._waiting = self._chance.sample(DOCUMENTS, len(DOCUMENTS))
        self._kept: list[ArticleId] = []
        self._made: list[CorrectionId] = []
        self._monitor = Monitor(db, now=self.clock)

    def clock(self) -> dt.datetime:
        self.at += dt.timedelta(seconds=1)
        return self.at

    async def step(self) -> None:
        ways: list[Callable[[], Awaitable[None]]] = [self._add]
        if len(self._kept) > 5:
            ways += [self._revise, self._reread, self._correct, self._correct, self._name]
            ways += [self._undo] if self._made else []
        await self._chance.choice(ways * 2 + [self._add] * 4)()
        while await self._monitor.work():
            pass

    async def _add(self) -> None:
        document = self._waiting.pop()
        taken = await ingest.ingest(self._db, self._read, document, now=self.clock())
        self._kept.append(taken.article.id)

    async def _revise(self) -> None:
        id = self._chance.choice(self._kept)
        before = await articles.get(self._db, id)
        assert before is not None
        cut = before.raw[: int(len(before.raw) * self._chance.uniform(0.5, 1))]
        await ingest.revise(self._db, self._read, id, Document(raw=cut), now=self.clock())

    async def _reread(self) -> None:
        """Read an article again by an extractor that finds fewer meetings, at other places."""
        before = await articles.get(self._db, self._chance.choice(self._kept))
        assert before is not None
        fewer = tuple(
            structs.replace(claim, city=self._chance.choice([claim.city, "Basel"]))
            for claim in before.reading.claims
            if self._chance.random() < 0.8
        )
        actors = before.reading.actors[:3] if self._chance.random() < 0.3 else before.reading.actors
        reading = structs.replace(before.reading, claims=fewer, actors=actors, extractor="newer")
        await ingest.reread(self._db, before, reading, now=self.clock())

    async def _correct(self) -> None:
        found = await store.find(self._db, store.MeetingFilter(), limit=100)
        listed = [kept.meeting for kept in found.items]
        if len(listed) < 2:
            return
        one, other = self._chance.sample(listed, 2)
        city = self._chance.choice(["Oslo", "Bern"])
        await self._decide(
            self._chance.choice(
                [
                    Decision(kind="merge", meetings=(one.id, other.id), author="E"),
                    Decision(
                        kind="split", meetings=(one.id,), articles=one.articles[:1], author="E"
                    ),
                    Decision(kind="pin", meetings=(one.id,), field="city", value=city, author="E"),
                    Decision(kind="hide", meetings=(one.id,), author="E"),
                ]
            )
        )

    async def _name(self) -> None:
        one, other = self._chance.sample(PERSONS, 2)
        await self._decide(
            self._chance.choice(
                [
                    Decision(kind="merge", actors=(one, other), author="E"),
                    Decision(kind="rename", actors=(one,), value=f"A. {one}", author="E"),
                    Decision(kind="alias", actors=(one,), value=f"B. {one}", author="E"),
                    Decision(kind="hide", actors=(one,), author="E"),
                ]
            )
        )

    async def _decide(self, decision: Decision) -> None:
        try:
            made = await corrections.decide(self._db, decision, now=self.clock())
        except ParleyError:  # one meeting has one article, or two persons are one already
            return
        self._made.append(made.id)

    async def _undo(self) -> None:
        await corrections.undo(self._db, self._chance.choice(self._made), now=self.clock())


class Asker:
    """Asks an API for everything, as of a time or now."""

    def __init__(self, client: Client) -> None:
        self._client = client

    async def everything(self, as_of: dt.datetime | None = None) -> dict[str, bytes]:
        found = {path: await self._get(path, as_of) for path in LISTS}
        for path in await self._singles(as_of):
            found[path] = await self._get(path, as_of)
        return found

    async def _singles(self, as_of: dt.datetime | None) -> list[str]:
        paths = [f"/v1/actors/{name}" for name in (*PERSONS, "state-am")]
        for kind, more in (("meetings", ""), ("articles", "?include=raw,blocks,revisions")):
            params = {"limit": "100", "fields": "id"} | self._at(as_of)
            listed = await self._client.get(f"/v1/{kind}", params=params)
            paths += [f"/v1/{kind}/{item['id']}{more}" for item in listed.json()["items"]]
        return paths

    async def _get(self, path: str, as_of: dt.datetime | None) -> bytes:
        plain, _, query = path.partition("?")
        when = urllib.parse.urlencode(self._at(as_of))
        asked = "&".join(part for part in (query, when) if part)
        answer = await self._client.get(f"{plain}?{asked}")
        assert answer.status_code == 200, (path, as_of, answer.text)
        return answer.content

    @staticmethod
    def _at(as_of: dt.datetime | None) -> dict[str, str]:
        return {"as_of": as_of.isoformat()} if as_of else {}


async def test_as_of_is_what_a_record_said_that_had_come_no_further(
    client: Client,
    db: Database,
    extractor: Extractor,
    settings: Settings,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    seed = 1 if db.dialect == "sqlite" else 2
    teller = Teller(db, extractor.read, seed)
    for module in (meeting_parts, meetings):
        monkeypatch.setattr(module, "utcnow", lambda: teller.at)
    moments = {STEPS // 2, STEPS * 3 // 4, STEPS - 1}
    noted: dict[int, tuple[dt.datetime, dict[str, bytes]]] = {}
    for n in range(STEPS):
        await teller.step()
        if n in moments:
            noted[n] = teller.at, await Asker(client).everything()
    assert len({frozenset(said.items()) for _, said in noted.values()}) == len(moments)
    for at, said in noted.values():
        again = await Asker(client).everything(at)
        assert again.keys() == said.keys()
        for path, body in said.items():
            assert again[path] == body, (path, at)

    built = sorted(noted)[1]
    url = f"sqlite:///{tmp_path}/anew.db"
    anew = await connect(url)
    await migrate(anew)
    fresh = create_app(structs.replace(settings, database_url=url), extractor)
    async with AsyncTestClient(fresh, raise_server_exceptions=False) as other:
        teller = Teller(anew, extractor.read, seed)
        for _ in range(built + 1):
            await teller.step()
        assert (teller.at, await Asker(other).everything()) == noted[built]
    await anew.close()
