"""Encrypts what must not be read in the database: AES-256-GCM with keys from the settings.

A sealed text is `sealed:`, 8 hex digits that tell the key, `:`, and base64 of nonce and
ciphertext. It is bound to the row it stands in. The AES key and its mark are derived from the
setting by HKDF-SHA256 (RFC 5869).
"""

import base64
import os
from collections.abc import Sequence

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from service.errors import Invalid

SETTING = "PARLEY_SECRET_KEY"
MARKED = len("sealed:01234567:")
_NONCE = 12


class Sealer:
    """Seals with the first of several keys and opens with each; without keys it leaves all plain.

    Texts of before the first key stay readable.
    """

    def __init__(self, keys: Sequence[str] = ()) -> None:
        self._ciphers = dict(map(_cipher, keys))
        self.mark = next(iter(self._ciphers), "")

    def seal(self, plain: str, row: str) -> str:
        """Encrypt a text for a row, if there is a key."""
        if not self.mark:
            return plain
        nonce = os.urandom(_NONCE)
        sealed = self._ciphers[self.mark].encrypt(nonce, plain.encode(), row.encode())
        return self.mark + base64.b64encode(nonce + sealed).decode()

    def open(self, text: str, row: str) -> str:
        """Return the text as it was before it was sealed; raises Invalid, naming the setting."""
        if not is_sealed(text):
            return text
        self.check(text[:MARKED])
        data = base64.b64decode(text[MARKED:])
        try:
            plain = self._ciphers[text[:MARKED]].decrypt(data[:_NONCE], data[_NONCE:], row.encode())
        except InvalidTag:
            raise Invalid(SETTING, f"What {row} keeps was sealed for another row.") from None
        return plain.decode()

    def check(self, mark: str) -> None:
        """Raise Invalid, naming the setting, if none of the keys has this mark."""
        if mark not in self._ciphers:
            lacking = "the key is not among those given" if self._ciphers else "no key is given"
            raise Invalid(SETTING, f"The database holds secrets encrypted by a key; {lacking}.")


def is_sealed(text: str) -> bool:
    """Tell whether a text is sealed."""
    return text.startswith("sealed:")


def _cipher(key: str) -> tuple[str, AESGCM]:
    derived = HKDF(SHA256(), 36, salt=None, info=b"parley secrets").derive(key.encode())
    return f"sealed:{derived[32:].hex()}:", AESGCM(derived[:32])
