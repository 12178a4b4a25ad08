"""API keys at the door: who must show one, and what it opens."""

import hmac
import ipaddress
import time
from http import HTTPStatus

from service.api.problems import Refused
from service.domain.ids import KeyId
from service.domain.keys import Key, Scope, key_id_of, token_digest
from service.settings import Settings
from service.store import keys
from service.store.database import Database

# A revoked key opens for so many seconds more; in return a request costs no query.
FRESH_SECONDS = 2.0

_REALM = 'Bearer realm="parley"'


class Door:
    """Knows the keys that open, and whether one is needed at all.

    With `auth = auto` none is needed while the service listens on loopback and no key exists;
    with `keys` none is needed while no key exists, wherever it listens.
    """

    def __init__(self, db: Database, settings: Settings) -> None:
        self._db = db
        self._mode = settings.auth
        self._loopback = is_loopback(settings.host)
        self._keys: dict[KeyId, Key] = {}
        self._read_at = float("-inf")

    async def admit(self, header: str | None, scope: Scope) -> KeyId | None:
        """Return the id of the key in an Authorization header, or None where none is needed.

        Raises Refused: 401 without a key that opens, 403 with one that lacks the scope.
        """
        known = await self._fresh()
        if not self._needed(known):
            return None
        key = _find(known, header)
        if key.grants(scope):
            return key.id
        raise Refused(
            HTTPStatus.FORBIDDEN,
            f"This key lacks the scope `{scope}`.",
            WWW_Authenticate=f'{_REALM}, error="insufficient_scope", scope="{scope}"',
        )

    def _needed(self, known: dict[KeyId, Key]) -> bool:
        if self._mode == "auto":
            return bool(known) or not self._loopback
        return bool(known) if self._mode == "keys" else self._mode == "on"

    async def _fresh(self) -> dict[KeyId, Key]:
        if time.monotonic() - self._read_at > FRESH_SECONDS:
            self._keys = await keys.active(self._db)
            self._read_at = time.monotonic()
        return self._keys


def is_loopback(host: str) -> bool:
    """Tell whether a listening address can be reached from this machine only."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _find(known: dict[KeyId, Key], header: str | None) -> Key:
    scheme, _, token = (header or "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise _unknown("An API key is needed: Authorization: Bearer KEY.", _REALM)
    id = key_id_of(token.strip())
    key = known.get(id) if id else None
    if key is None or not hmac.compare_digest(key.digest, token_digest(token.strip())):
        raise _unknown("This API key is not known here.", f'{_REALM}, error="invalid_token"')
    return key


def _unknown(detail: str, challenge: str) -> Refused:
    return Refused(HTTPStatus.UNAUTHORIZED, detail, WWW_Authenticate=challenge)
