"""Idempotency-Key: a repeat of a request is answered as the request was, and makes nothing new."""

from collections.abc import Awaitable, Callable
from hashlib import blake2b
from typing import TypeVar

import msgspec
from msgspec import Struct

from service.api.inputs import AnyRequest
from service.api.parts import utcnow
from service.domain.ids import derive
from service.errors import Conflict, Invalid
from service.store import repeats
from service.store.database import Connection, Database

S = TypeVar("S", bound=Struct)

HEADER = "Idempotency-Key"
_LONGEST = 200


async def once(
    request: AnyRequest, db: Database, answer: type[S], do: Callable[[Connection], Awaitable[S]]
) -> S:
    """Do what a request asks for in one transaction, or answer its repeat as it was answered.

    Keys count for a day; those of different callers and addresses never meet. Raises Invalid for a
    key that is empty or too long, Conflict for one that came with another body.
    """
    key = request.headers.get(HEADER)
    if key is None:
        async with db.transaction() as tx:
            return await do(tx)
    if not 0 < len(key) <= _LONGEST:
        raise Invalid(HEADER, f"A key has 1 to {_LONGEST} characters.")
    caller = request.scope["state"].get("caller") or "anyone"
    id = derive("rep", caller, request.method, request.url.path.rstrip("/"), key)
    body = blake2b(await request.body(), digest_size=16).hexdigest()
    async with db.transaction() as tx:
        before = await repeats.begin(tx, id, body, utcnow())
        if before is None:
            done = await do(tx)
            await repeats.end(tx, id, msgspec.json.encode(done).decode())
            return done
    if before[0] != body:
        raise Conflict(f"This {HEADER} came with another body before.")
    return msgspec.json.decode(before[1], type=answer)
