"""The workers say that they live."""

import asyncio

import httpx

from tests.journeys.test_up import free_port
from workers.health import answering


async def test_the_loop_answers_for_itself() -> None:
    port = free_port()
    async with answering("127.0.0.1", port), httpx.AsyncClient(trust_env=False) as client:
        base = f"http://127.0.0.1:{port}"
        assert (await client.get(f"{base}/healthz")).text == "ok\n"
        assert "parley_delivery_attempts" in (await client.get(f"{base}/metrics")).text
        assert (await client.get(f"{base}/healthz?why=1")).text == "ok\n"
        assert (await client.get(f"{base}/else")).status_code == 404


async def test_what_is_no_request_is_answered_and_closed() -> None:
    port = free_port()
    async with answering("127.0.0.1", port), asyncio.timeout(5):
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(b"rubbish\r\n\r\n")
        assert (await reader.read()).startswith(b"HTTP/1.1 404 ")
        writer.close()
