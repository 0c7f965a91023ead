"""Where recordings and stills lie: each sealed under a key of its own; who forgets the key forgets all copies."""

import base64
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.core.files import File
from django.core.files.storage import storages

CHUNK_BYTES = 64 * 1024
TAG_BYTES = 16
IN_MEMORY_BYTES = 1024 * 1024


class Unreadable(ValueError):
    """The file is gone, was changed, or belongs to another key."""


@dataclass(frozen=True)
class Sealed:
    """What must be remembered of a file to read it; `key` is a secret, `size` the bytes before sealing."""

    name: str
    key: str
    size: int


def keep(data: BinaryIO, name: str) -> Sealed:
    """Seal all of `data` under a new key and store it, replacing a file of that name. Raises OSError."""
    key = AESGCM.generate_key(256)
    size = 0
    with tempfile.SpooledTemporaryFile(IN_MEMORY_BYTES) as sealed:
        for index, chunk in enumerate(iter(lambda: data.read(CHUNK_BYTES), b"")):
            size += len(chunk)
            sealed.write(AESGCM(key).encrypt(_nonce(index), chunk, name.encode()))
        sealed.seek(0)
        forget(name)
        _storage().save(name, File(sealed))
    return Sealed(name, base64.b64encode(key).decode(), size)


def read(sealed: Sealed, start: int = 0, end: int | None = None) -> Iterator[bytes]:
    """Yield the bytes from `start` to before `end`; only their chunks are opened. Raises Unreadable."""
    end = sealed.size if end is None else min(end, sealed.size)
    key = AESGCM(base64.b64decode(sealed.key))
    try:
        with _storage().open(sealed.name) as file:
            for index in range(start // CHUNK_BYTES, -(-end // CHUNK_BYTES)):
                file.seek(index * (CHUNK_BYTES + TAG_BYTES))
                chunk = key.decrypt(_nonce(index), file.read(CHUNK_BYTES + TAG_BYTES), sealed.name.encode())
                at = index * CHUNK_BYTES
                yield chunk[max(0, start - at) : end - at]
    except (OSError, InvalidTag) as wrong:
        raise Unreadable(sealed.name) from wrong


def forget(name: str) -> None:
    """Delete the file, if there is one."""
    _storage().delete(name)


def _storage():
    return storages["evidence"]


def _nonce(index: int) -> bytes:
    """The number of the chunk: the key seals nothing else, and chunks cannot change places."""
    return index.to_bytes(12, "big")
