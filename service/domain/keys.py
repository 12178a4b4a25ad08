"""API keys: a secret token that a client shows, and what it may do with it."""

import datetime as dt
import hashlib
from collections.abc import Iterable
from typing import Literal

from msgspec import Struct

from service.domain.ids import KeyId

Scope = Literal["read", "write", "admin"]

# What each scope grants: a wider one holds the narrower.
_GRANTS: dict[Scope, frozenset[Scope]] = {
    "read": frozenset({"read"}),
    "write": frozenset({"read", "write"}),
    "admin": frozenset({"read", "write", "admin"}),
}


class Key(Struct, frozen=True, kw_only=True):
    """An API key as kept: `digest` is the token's hash, the token itself is not kept.

    `read` reads the record, `write` also adds articles and manages subscriptions, `admin` also
    corrects the record. Times are UTC.
    """

    id: KeyId
    name: str
    scopes: tuple[Scope, ...]
    digest: str
    created_at: dt.datetime
    revoked_at: dt.datetime | None = None

    def grants(self, scope: Scope) -> bool:
        """Tell whether the key may do what the scope is for."""
        return scope in granted(self.scopes)


def granted(scopes: Iterable[Scope]) -> frozenset[Scope]:
    """Return the scopes that these hold, the narrower ones within included."""
    return frozenset().union(*(_GRANTS[scope] for scope in scopes))


def token_digest(token: str) -> str:
    """Return the hash under which a token is kept (SHA-256, hexadecimal).

    A token holds 192 random bits, so a slow hash would add nothing but time.
    """
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def key_id_of(token: str) -> KeyId | None:
    """Return the id that a token begins with (`key_… .secret`), or None if it is no token."""
    id, dot, secret = token.partition(".")
    return KeyId(id) if dot and secret and id.startswith("key_") else None
