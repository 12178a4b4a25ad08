"""Pages, asked for politely: one at a time from each host, with space between, as robots.txt says.

A feed is fetched as it was named; robots.txt is for the pages that nobody named, and for pages
whose links are read: those were made for people.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Iterable

from service.sources.polling import SPACING, Robots, robots_url
from workers.connecting import Failed
from workers.fetch import TIMEOUT, Fetched, fetch
from workers.outbound import Outbound

_ROBOTS_KEPT = 24 * 3600.0
_ROBOTS_RETRIED = 600.0
_MOST = 5000
_LONGEST = 500_000


class _Host:
    def __init__(self) -> None:
        self.turn = asyncio.Lock()
        self.free_at = 0.0
        self.robots = Robots(None)
        self.robots_until = 0.0


class Hosts:
    """The hosts that were asked of late; `spacing` is the least number of seconds between two."""

    def __init__(
        self, outbound: Outbound, spacing: float = SPACING / 2, timeout: float = TIMEOUT
    ) -> None:
        self._outbound = outbound
        self._timeout = timeout
        self._spacing = spacing
        self._hosts: OrderedDict[str, _Host] = OrderedDict()

    async def page(self, url: str, headers: Iterable[tuple[str, str]] = ()) -> Fetched:
        """Fetch a page when its host's turn comes; raises Failed, `blocked` if not allowed."""
        host = self._host(url)
        async with host.turn:
            await self._learn(host, url)
            if not host.robots.allows(url):
                raise Failed("blocked", "robots.txt does not allow it")
            return await self._ask(host, url, headers)

    def _host(self, url: str) -> _Host:
        name = robots_url(url)
        host = self._hosts.pop(name, None) or _Host()
        self._hosts[name] = host
        while len(self._hosts) > _MOST:
            self._hosts.popitem(last=False)
        return host

    async def _ask(self, host: _Host, url: str, headers: Iterable[tuple[str, str]]) -> Fetched:
        loop = asyncio.get_running_loop()
        await asyncio.sleep(max(0.0, host.free_at - loop.time()))
        try:
            return await fetch(self._outbound, url, headers, timeout=self._timeout)
        finally:
            host.free_at = loop.time() + max(self._spacing, host.robots.delay)

    async def _learn(self, host: _Host, url: str) -> None:
        now = asyncio.get_running_loop().time()
        if now < host.robots_until:
            return
        try:
            got = await fetch(self._outbound, robots_url(url), timeout=self._timeout, cap=_LONGEST)
        except Failed:
            # What is not there or does not answer forbids nothing; the page will tell.
            host.robots, host.robots_until = Robots(None), now + _ROBOTS_RETRIED
            return
        known = got.status == 200
        host.robots = Robots(got.body.decode("utf-8", "replace") if known else None)
        host.robots_until = now + _ROBOTS_KEPT
