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
# A key that is not known is looked for again; guesses cost a query so often at most.
NEW_KEY_SECONDS = 0.2

_REALM = 'Bearer realm="parley"'


class Door:
    """Knows the keys that open, and whether one is needed at all.

    With `auth = auto` none is needed while the service listens on loopback and no key exists;
    with `keys` none is needed while no key exists, wherever it listens. A revoked key counts: to
    revoke the last one must not open the door to all.
    """

    def __init__(self, db: Database, settings: Settings) -> None:
        self._db = db
        self._mode = settings.auth
        self._loopback = is_loopback(settings.host)
        self._keys: dict[KeyId, Key] = {}
        self._guarded = False
        self._read_at = float("-inf")

    async def admit(self, header: str | None, scope: Scope) -> KeyId | None:
        """Return the id of the key in an Authorization header, or None where none is needed.

        Raises Refused: 401 without a key that opens, 403 with one that lacks the scope.
        """
        await self._refresh(FRESH_SECONDS)
        if not self._needed():
            return None
        token = _token(header)
        if key_id_of(token) not in self._keys:
            await self._refresh(NEW_KEY_SECONDS)
        key = _find(self._keys, token)
        if key.grants(scope):
            return key.id
        raise Refused(
            HTTPStatus.FORBIDDEN,
            f"This key lacks the scope `{scope}`.",
            WWW_Authenticate=f'{_REALM}, error="insufficient_scope", scope="{scope}"',
        )

    def _needed(self) -> bool:
        if self._mode == "auto":
            return self._guarded or not self._loopback
        return self._guarded if self._mode == "keys" else self._mode == "on"

    async def _refresh(self, seconds: float) -> None:
        if time.monotonic() - self._read_at > seconds:
            made = await keys.listed(self._db)
            self._guarded = bool(made)
            self._keys = {key.id: key for key in made if key.revoked_at is None}
            self._read_at = time.monotonic()


def is_loopback(host: str) -> bool:
    """Tell whether a listening address can be reached from this machine only."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _token(header: str | None) -> str:
    scheme, _, token = (header or "").partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise _unknown("An API key is needed: Authorization: Bearer KEY.", _REALM)
    return token.strip()


def _find(known: dict[KeyId, Key], token: str) -> Key:
    id = key_id_of(token)
    key = known.get(id) if id else None
    if key is None or not hmac.compare_digest(key.digest, token_digest(token)):
        raise _unknown("This API key is not known here.", f'{_REALM}, error="invalid_token"')
    return key


def _unknown(detail: str, challenge: str) -> Refused:
    return Refused(HTTPStatus.UNAUTHORIZED, detail, WWW_Authenticate=challenge)
