"""Idempotency-Key: what a request makes is named by its key, so a repeat makes nothing new."""

import secrets

from service.api.inputs import AnyRequest
from service.errors import Invalid

HEADER = "Idempotency-Key"
_LONGEST = 200


def seed(request: AnyRequest) -> str:
    """Return what to name a thing by that a request makes: its key, or else chance.

    Keys of different callers never meet. Raises Invalid for a key that is empty or too long.
    """
    key = request.headers.get(HEADER)
    if key is None:
        return secrets.token_hex(16)
    if not 0 < len(key) <= _LONGEST:
        raise Invalid(HEADER, f"A key has 1 to {_LONGEST} characters.")
    caller = request.scope["state"].get("caller") or "anyone"
    return f"{caller}/{key}"
