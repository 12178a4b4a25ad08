"""The shared fixtures: real servers and one extractor a run, a fresh database for each test.

Who runs what when several processes share the tests: a file's tests stay together, the files that
read many languages too, and what takes long or mostly waits begins first.
"""

from collections.abc import AsyncIterator, Iterator

import pytest
from xdist.scheduler import LoadFileScheduling

from service.extraction.extract import Extractor
from service.knowledge.load import load
from service.knowledge.model import Knowledge
from service.reading import spare_the_collector
from service.store.database import Database
from service.store.engines import connect
from tests.databases import fresh
from tests.servers import postgres_server, redis_server

# Each language's words take a second to compile, so one process does it for all of these.
READING = (
    "tests/api/test_as_of_replay.py",
    "tests/evaluation/",
    "tests/extraction/",
    "tests/resolution/test_read_chains.py",
)
FIRST = ("tests/faults/", *READING, "tests/journeys/", "tests/api/test_openapi.py")


class Scheduling(LoadFileScheduling):  # type: ignore[misc]
    """Gives a file whole to one process, and the files that read many languages to the same."""

    def _split_scope(self, nodeid: str) -> str:
        return "reading" if nodeid.startswith(READING) else str(super()._split_scope(nodeid))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> Scheduling:
    """Return who gives the tests to the processes."""
    return Scheduling(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put first what takes longest, so that no process is left alone with it at the end."""
    items.sort(key=lambda item: _rank(item.nodeid))


def _rank(nodeid: str) -> int:
    return next((n for n, name in enumerate(FIRST) if nodeid.startswith(name)), len(FIRST))


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The URL of a running PostgreSQL with `{name}` where the database's name stands."""
    with postgres_server() as url:
        yield url


@pytest.fixture(scope="session")
def redis_url() -> Iterator[str]:
    """The URL of a running Redis-protocol server, shared by the tests that clean up after them."""
    with redis_server() as url:
        yield url


@pytest.fixture(scope="session")
def knowledge() -> Knowledge:
    """The knowledge that comes with Parley."""
    return load()


@pytest.fixture(scope="session")
def extractor(knowledge: Knowledge) -> Extractor:
    """The extractor with the knowledge that comes with Parley."""
    made = Extractor(knowledge)
    spare_the_collector()
    return made


@pytest.fixture(params=["sqlite", "postgres"])
async def database_url(request: pytest.FixtureRequest) -> AsyncIterator[str]:
    """The URL of a migrated, empty database, of each engine in turn."""
    async for url in fresh(request):
        yield url


@pytest.fixture
async def db(database_url: str) -> AsyncIterator[Database]:
    """A migrated, empty database, of each engine in turn."""
    opened = await connect(database_url)
    yield opened
    await opened.close()
