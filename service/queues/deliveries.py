"""Which delivery may be sent now, by whom: lists of ids, credits, rates, pauses.

Everything belongs to an epoch. When the server was flushed, restarted or is another, a new epoch
begins, and what SQL still owes is admitted again. The scripts beside this file are the only ones
to move a delivery; each is one step that happens or does not.
"""

import os
import secrets
from collections.abc import Awaitable, Mapping, Sequence
from pathlib import Path
from typing import Any, cast

from msgspec import Struct, json
from redis.asyncio import Redis

from service.queues.connection import Stale, told

LANES = ("ready", "slow")
BEAT = 1.0  # seconds from one to the next
DEAD_MS = 4000
_FOLDER = Path(__file__).parent
_PROMOTE = 200
_COUNTED = ("known", "due", "used", "held", *LANES)


class Limits(Struct, frozen=True):
    """What a receiver takes: requests side by side, and a second. Slow ones queue apart."""

    cap: int
    per_second: float
    slow: bool = False

    def encode(self) -> str:
        """Return the words that the scripts read: cap, ms between requests, burst, lane."""
        interval = 1000 / max(self.per_second, 0.001)
        burst = max(1, round(2 * self.per_second))
        return f"{self.cap} {interval:.3f} {burst} {LANES[self.slow]}"


class Admission(Struct, frozen=True, array_like=True):
    """A delivery that is to be sent in so many ms: the server's clock is not ours."""

    delivery: str
    subscription: str
    wait_ms: int


class Entry(Struct, frozen=True, array_like=True):
    """A delivery given to this process to be sent, at a time of the server's."""

    delivery: str
    since: str
    lane: str
    subscription: str


class Standing(Struct, frozen=True, array_like=True):
    """How a receiver stands: for how many ms it rests (0 for not at all), its limits' words."""

    rest_ms: int
    limits: str


class Completion(Struct, frozen=True, array_like=True):
    """The end of an entry: in how many ms it is due again (-1 for not at all), how its receiver
    stands now; that is None if nothing was sent.
    """

    entry: Entry
    wait_ms: int = -1
    stands: Standing | None = None


_ENTRIES = json.Decoder(list[Entry])


class DeliveryQueue:
    """A process's end of the queue. Every method raises Unavailable, and Stale until `sync`."""

    def __init__(self, redis: "Redis", root: str = "parley:deliveries") -> None:
        self._redis = redis
        self._root = root
        self.epoch = ""
        self.consumer = f"{os.uname().nodename}-{os.getpid()}-{secrets.token_hex(3)}"
        self._admit = self._script("admit")
        self._promote = self._script("promote")
        self._turn = self._script("turn")
        self._beat = self._script("beat")
        self._reclaim = self._script("reclaim")

    def _script(self, name: str) -> Any:
        prelude = (_FOLDER / "prelude.lua").read_text(encoding="utf-8")
        return self._redis.register_script(
            prelude + (_FOLDER / f"{name}.lua").read_text(encoding="utf-8")
        )

    async def sync(self, *, broken: bool = False) -> bool:
        """Learn the epoch, beginning one if there is none; tell whether it is another than before.

        `broken` says that the present one is damaged, and begins another.
        """
        begin = (_FOLDER / "begin.lua").read_text(encoding="utf-8")
        with told():
            info = await self._redis.info("server")
            run = str(info["run_id"])[:12]
            fresh = run + secrets.token_hex(6)
            wrong = self.epoch if broken else ""
            epoch = await self._redis.eval(begin, 1, self._root, run, fresh, wrong)
        before, self.epoch = self.epoch, str(epoch)
        if self.epoch == fresh:
            await self._sweep()
        return self.epoch != before

    async def _sweep(self) -> None:
        keep = (f"{self._root}:epoch", f"{self._root}:{self.epoch}:")
        with told():
            async for key in self._redis.scan_iter(f"{self._root}:*", count=500):
                if not str(key).startswith(keep):
                    await self._redis.unlink(key)

    async def admit(self, admissions: Sequence[Admission], limits: Mapping[str, Limits]) -> None:
        """Take deliveries in; those that are known already are left as they are.

        `limits` are those of their receivers, by subscription.
        """
        if not admissions:
            return
        takes = {id: one.encode() for id, one in limits.items()}
        args = [self.epoch, json.encode(admissions), json.encode(takes)]
        with told():
            await self._admit(keys=[self._root], args=args)

    async def promote(self) -> float | None:
        """Let go what has become due; return in how many seconds the next one will, if any."""
        with told():
            wait = int(await self._promote(keys=[self._root], args=[self.epoch, _PROMOTE]))
        return None if wait < 0 else wait / 1000

    async def read(self, fast: int, slow: int, block_ms: int) -> list[Entry]:
        """Return deliveries to send: up to `fast`, of them up to `slow` of slow receivers.

        Waits up to `block_ms` for the first.
        """
        _, given = await self.turn((), fast, slow)
        if given or not block_ms or not fast:
            return given
        with told():
            # What is given in a script cannot be waited for; that there is something can.
            await cast(Awaitable[Any], self._redis.blpop([self._key("wake")], block_ms / 1000))
        _, given = await self.turn((), fast, slow)
        return given

    async def beat(self) -> None:
        """Say that this process is alive; without it for DEAD_MS, what it was given is taken."""
        with told():
            await self._beat(keys=[self._root], args=[self.epoch, self.consumer])

    async def reclaim(self, idle_ms: int, count: int) -> list[Entry]:
        """Return what was given to processes that are dead, or more than `idle_ms` ago."""
        args = [self.epoch, self.consumer, DEAD_MS, idle_ms, count]
        with told():
            return _ENTRIES.decode(await self._reclaim(keys=[self._root], args=args))

    async def take_over(self, idle_ms: int, count: int) -> list[Entry]:
        """Beat; and reclaim, if this process is the one to look at this moment."""
        await self.beat()
        if count <= 0 or not await self.once("reclaim", BEAT):
            return []
        return await self.reclaim(idle_ms, count)

    async def turn(
        self, done: Sequence[Completion], fast: int = 0, slow: int = 0
    ) -> tuple[list[str], list[Entry]]:
        """End entries, each credit going to what waits next for the same subscription; then read.

        Returns the deliveries that had been taken from this process, which the queue does
        not keep until they are due again; and what was read, as `read` does, without waiting.
        """
        # One argument for all: the client takes longer to write many than the script to part them.
        args = [self.epoch, json.encode(done), self.consumer, fast, slow]
        with told():
            others, given = await self._turn(keys=[self._root], args=args)
        return others, _ENTRIES.decode(given)

    async def leave(self) -> None:
        """Say that this process is gone: what was still given to it may be taken at once."""
        with told():
            await self._redis.zadd(self._key("alive"), {self.consumer: 0}, xx=True)

    async def once(self, job: str, seconds: float) -> bool:
        """Tell whether this process is the one to do a job in this stretch of time."""
        with told():
            key = f"{self._root}:{self.epoch}:once:{job}"
            return bool(await self._redis.set(key, "1", nx=True, px=int(seconds * 1000)))

    async def work(self) -> dict[str, int]:
        """Return how much is in the queue: known, due, used, held, ready, slow."""
        with told():
            pipe = self._redis.pipeline(transaction=False)
            pipe.hlen(self._key("known"))
            pipe.zcard(self._key("due"))
            pipe.hlen(self._key("used"))
            pipe.hlen(self._key("held"))
            for lane in LANES:
                pipe.llen(self._key(lane))
            found = dict(zip(_COUNTED, await pipe.execute(), strict=True))
            # The field that is there for as long as the epoch is none.
            return found | {"held": max(found["held"] - 1, 0)}

    def _key(self, name: str) -> str:
        if not self.epoch:
            raise Stale("no epoch is known yet")
        return f"{self._root}:{self.epoch}:{name}"
