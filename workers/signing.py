"""Standard Webhooks signatures, v1: HMAC-SHA256 over `id.timestamp.body`.

See https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
"""

import base64
import binascii
import hashlib
import hmac
from collections.abc import Iterable, Mapping
from functools import lru_cache

from service.errors import ParleyError

TOLERANCE = 300


class BadSignature(ParleyError):
    """A request that did not come from who knows the secret, or not now; says what is wrong."""


def sign(secret: str, id: str, timestamp: int, body: bytes) -> str:
    """Return `v1,` and the signature of a body sent at a time (seconds since the epoch).

    Raises ValueError for a secret that is not `whsec_` and base64.
    """
    signing = _keyed(secret).copy()
    signing.update(f"{id}.{timestamp}.".encode() + body)
    return "v1," + binascii.b2a_base64(signing.digest(), newline=False).decode()


def headers(secrets: Iterable[str], id: str, timestamp: int, body: bytes) -> dict[str, str]:
    """Return the three headers of a webhook; each secret gives a signature, parted by spaces."""
    return {
        "webhook-id": id,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": " ".join([sign(secret, id, timestamp, body) for secret in secrets]),
    }


def verify(secrets: Iterable[str], given: Mapping[str, str], body: bytes, now: float) -> None:
    """Check a webhook that came in; raises BadSignature.

    `given` are the request's headers with lower-case names. Its timestamp must be within
    TOLERANCE seconds of `now`.
    """
    id, stamp, signatures = (
        given.get(f"webhook-{name}", "") for name in ("id", "timestamp", "signature")
    )
    if not id or not signatures:
        raise BadSignature("A webhook has the headers webhook-id and webhook-signature.")
    if not stamp.isascii() or not stamp.isdigit() or len(stamp) > 12:
        raise BadSignature("The header webhook-timestamp is not a time.")
    if abs(now - int(stamp)) > TOLERANCE:
        raise BadSignature("The webhook is too old, or from the future.")
    wanted = [sign(secret, id, int(stamp), body).encode() for secret in secrets]
    offered = [part.encode("utf-8", "replace") for part in signatures.split(" ")[:20]]
    if not any(hmac.compare_digest(w, o) for w in wanted for o in offered):
        raise BadSignature("No signature fits.")


@lru_cache(maxsize=4096)
def _keyed(secret: str) -> hmac.HMAC:
    # To take the key in costs as much as to sign.
    return hmac.new(_key(secret), digestmod=hashlib.sha256)


def _key(secret: str) -> bytes:
    text = secret.removeprefix("whsec_")
    try:
        key = base64.b64decode(text + "=" * (-len(text) % 4), validate=True)
    except binascii.Error as error:
        raise ValueError(f"the secret is not base64: {error}") from None
    if not key:
        raise ValueError("the secret is empty")
    return key
