"""A look at one source: what it answers is told apart, and its items are taken."""

import asyncio
import hashlib
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from msgspec import structs

from service.alone import SMALL, Alone
from service.domain.sources import KnownItem, Source, Watched
from service.errors import Invalid, ParleyError
from service.sources import feeds, folders
from service.sources.items import TRIES, Item, Wanted, keys, wanted
from service.sources.polling import Polled, asked_wait
from service.sources.sitemaps import newest
from service.store import source_items
from service.store.database import Database
from workers.connecting import Failed
from workers.fetch import Fetched, fetch
from workers.hosts import Hosts
from workers.outbound import Outbound
from workers.relay import Clock
from workers.taking import Taker, Took

# What is left over is taken by the next look, soon.
MOST_AT_ONCE = 200
BUDGET = 90.0


class Looker:
    """Looks at sources; `timeout` is for each request, in seconds."""

    def __init__(
        self,
        db: Database,
        outbound: Outbound,
        hosts: Hosts,
        taker: Taker,
        timeout: float,
        clock: Clock,
        parser: Alone,
    ) -> None:
        self._db = db
        self._outbound = outbound
        self._hosts = hosts
        self._taker = taker
        self._timeout = timeout
        self._clock = clock
        self._parser = parser

    async def look(self, watched: Watched) -> Polled:
        """Look once; a source that fails is an outcome, not an error."""
        try:
            if watched.source.kind == "folder":
                return await self._folder(watched)
            polled = await self._answered(watched, await self._fetch(watched))
            if polled.outcome in ("failed", "gone"):
                return polled
            edited = await self._taker.look_again(watched.source)
            return structs.replace(polled, revised=polled.revised + edited)
        except Failed as error:
            return Polled(outcome="failed", error=f"{error.outcome}: {error}")
        except Invalid as error:
            return Polled(outcome="failed", error=str(error))

    async def _fetch(self, watched: Watched) -> Fetched:
        url, asking = _address(watched), _asking(watched)
        if watched.source.kind == "page":
            return await self._hosts.page(url, asking)
        return await fetch(self._outbound, url, asking, timeout=self._timeout)

    async def _folder(self, watched: Watched) -> Polled:
        items = await asyncio.to_thread(folders.items, Path(watched.source.url))
        return await self._take(watched, items, Polled(outcome="changed"))

    async def _answered(self, watched: Watched, got: Fetched) -> Polled:
        base = Polled(
            outcome="unchanged",
            wait=asked_wait(got.headers, self._clock()),
            moved_to=got.moved_to,
            etag=got.headers.get("etag"),
            last_modified=got.headers.get("last-modified"),
            body=hashlib.blake2b(got.body, digest_size=16).hexdigest(),
        )
        if got.status == 304 or (got.status == 200 and base.body == watched.health.body):
            return base
        if got.status != 200:
            gone = got.status == 410
            error = f"it answered {got.status}"
            return Polled(outcome="gone" if gone else "failed", error=error, wait=base.wait)
        url = got.moved_to or _address(watched)
        followed = _followed(watched.source, got, url)
        if followed:
            items = await self._indexed(watched.source, followed)
            # An index may stay as it is while its sitemaps change.
            base = structs.replace(base, etag=None, last_modified=None, body=None)
        else:
            items = await self._parsed(watched.source, got, url)
        return await self._take(watched, items, structs.replace(base, outcome="changed"))

    async def _indexed(self, source: Source, urls: Sequence[str]) -> list[Item]:
        """Return what several sitemaps show; those that fail stop no other."""
        found: list[Item] = []
        errors: list[ParleyError] = []
        end = asyncio.get_running_loop().time() + BUDGET
        for url in urls:
            if asyncio.get_running_loop().time() > end:
                break
            try:
                found += await self._listed(source, url)
            except (Failed, Invalid) as error:
                errors.append(error)
        if errors and not found:
            raise errors[0]
        return newest(found)

    async def _listed(self, source: Source, url: str) -> list[Item]:
        got = await self._hosts.page(url)
        if got.status != 200:
            raise Failed("malformed", f"{url} answered {got.status}")
        return await self._parsed(structs.replace(source, kind="sitemap"), got, url)

    async def _take(self, watched: Watched, items: Sequence[Item], base: Polled) -> Polled:
        source = watched.source
        names = [key for item in items for key in keys(item)]
        todo = wanted(items, await source_items.known(self._db, source.id, names))
        took, notes = await self._take_each(watched, todo)
        async with self._db.transaction() as tx:
            await source_items.note(tx, source.id, notes, self._clock())
        again = len(took) < len(todo) or any(0 < one.known.tries < TRIES for one in took)
        tally = structs.replace(
            base,
            more=len(took) < len(todo),
            seen=sum(one.known is None for one in todo[: len(took)]),
            taken=sum(one.taken for one in took),
            revised=sum(one.revised for one in took),
            relevant=sum(one.relevant for one in took),
        )
        # What is to be taken still must not be hidden by a 304.
        return structs.replace(tally, etag=None, last_modified=None, body=None) if again else tally

    async def _take_each(
        self, watched: Watched, todo: Sequence[Wanted]
    ) -> tuple[list[Took], dict[str, KnownItem]]:
        took: list[Took] = []
        notes: dict[str, KnownItem] = {}
        end = asyncio.get_running_loop().time() + BUDGET
        for one in todo[:MOST_AT_ONCE]:
            if asyncio.get_running_loop().time() > end:
                break
            took.append(await self._taker.take(watched, one))
            notes |= dict.fromkeys(one.keys, took[-1].known)
        return took, notes

    async def _parsed(self, source: Source, got: Fetched, url: str) -> list[Item]:
        parse = partial(
            feeds.read,
            got.body,
            url=url,
            kind=source.kind,
            pattern=source.pattern,
            content_type=got.headers.get("content-type"),
        )
        # What takes long is done beside, so that the others go on.
        return await self._parser.call(parse) if len(got.body) > SMALL else parse()


def _address(watched: Watched) -> str:
    return watched.health.address or watched.source.url


def _asking(watched: Watched) -> list[tuple[str, str]]:
    health = watched.health
    told = {"if-none-match": health.etag, "if-modified-since": health.last_modified}
    return [(name, value) for name, value in told.items() if value]


def _followed(source: Source, got: Fetched, url: str) -> list[str]:
    return feeds.sitemaps_of(got.body, url) if source.kind in ("feed", "sitemap") else []
