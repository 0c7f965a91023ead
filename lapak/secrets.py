"""Seals what must not lie readable in the database, and makes the keyed index that still finds it."""

import base64
import hashlib
import hmac
import os
from functools import lru_cache
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import models

NONCE_BYTES = 12


@lru_cache
def _keys(setting: str) -> dict[str, AESGCM]:
    """Parse "2:<base64>,1:<base64>", newest first; each key is 32 bytes."""
    keys = {}
    for part in setting.split(","):
        name, _, encoded = part.strip().partition(":")
        raw = base64.b64decode(encoded)
        if not name or len(raw) != 32:
            raise ImproperlyConfigured("each field key is <id>:<base64 of 32 bytes>")
        keys[name] = AESGCM(raw)
    return keys


def seal(data: bytes, *, where: str) -> bytes:
    """Return `<key id>.<nonce and ciphertext>`; `where` is bound to it as associated data."""
    keys = _keys(settings.FIELD_KEYS)
    name = next(iter(keys))
    nonce = os.urandom(NONCE_BYTES)
    return name.encode() + b"." + nonce + keys[name].encrypt(nonce, data, where.encode())


def unseal(sealed: bytes, *, where: str) -> bytes:
    """Reverse `seal`. Raises ValueError for an unknown key, changed bytes or bytes moved from another place."""
    name, _, rest = sealed.partition(b".")
    try:
        return _keys(settings.FIELD_KEYS)[name.decode()].decrypt(rest[:NONCE_BYTES], rest[NONCE_BYTES:], where.encode())
    except (KeyError, InvalidTag) as wrong:
        raise ValueError(f"{where} cannot be decrypted") from wrong


def encrypt(text: str, *, where: str) -> str:
    """Return "<key id>.<base64 of nonce and ciphertext>"; `where` (table.column) is bound to it as associated data."""
    name, _, sealed = seal(text.encode(), where=where).partition(b".")
    return f"{name.decode()}.{base64.b64encode(sealed).decode()}"


def decrypt(stored: str, *, where: str) -> str:
    """Reverse `encrypt`. Raises ValueError for an unknown key, a changed text or a text moved from another column."""
    name, _, encoded = stored.partition(".")
    return unseal(name.encode() + b"." + base64.b64decode(encoded), where=where).decode()


def is_current(stored: str) -> bool:
    """Whether `stored` is under the newest key."""
    return stored.partition(".")[0] == next(iter(_keys(settings.FIELD_KEYS)))


def blind_index(text: str, *, purpose: str) -> str:
    """Return 64 hex digits that are equal for equal `text` and `purpose`, and say nothing without the index key."""
    key = base64.b64decode(settings.INDEX_KEY)
    return hmac.new(key, f"{purpose}:{text}".encode(), hashlib.sha256).hexdigest()


class EncryptedTextField(models.TextField):
    """Text that is readable in Python and sealed in the database. It cannot be filtered on: use a blind index."""

    def _where(self) -> str:
        return f"{self.model._meta.db_table}.{self.column}"

    def get_prep_value(self, value: Any) -> Any:
        return value if not value else encrypt(str(value), where=self._where())

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        return value if not value else decrypt(value, where=self._where())

    def get_lookup(self, lookup_name: str) -> Any:
        return super().get_lookup(lookup_name) if lookup_name == "isnull" else None
