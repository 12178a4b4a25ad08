"""Answers that wait for a slow reader."""

import asyncio

from service.api.spool import Spool


async def test_a_spool_gives_all_in_order_to_a_reader_that_comes_late() -> None:
    spool, told = Spool(), [b"%d\n" % n * 50 for n in range(20_000)]

    async def write() -> None:
        for n, line in enumerate(told):
            spool.write(line)
            if n % 1000 == 0:
                await asyncio.sleep(0)
        spool.end()

    writing = asyncio.create_task(write())
    read = b"".join([chunk async for chunk in spool.read()])
    await writing

    assert read == b"".join(told)
