"""The parts of recordings while they grow: media writes sealed stretches, the worker reads them once and puts them
together. A part whose writer died can be read as far as it was written.
"""

import logging
import re
import shutil
import struct
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

from lapak import secrets

NAME = re.compile(r"[0-9a-f]{32}")
LENGTH = struct.Struct("!I")
SUFFIX = ".part"

logger = logging.getLogger(__name__)


class SpoolPart:
    """One unbroken stretch, written in order by the one thread of `writer`; a write that fails ends it."""

    def __init__(self, folder: Path, writer: Executor) -> None:
        self.has_failed = False
        self._path = folder / f"{time.time_ns():020}{SUFFIX}"
        self._writer = writer
        self._file: BinaryIO | None = None
        self._written = 0
        self._do(self._open)

    def write(self, records: bytes) -> None:
        self._do(lambda: self._write(records))

    def close(self) -> None:
        self._do(self._close)

    def _do(self, work: Callable[[], None]) -> None:
        self._writer.submit(self._guarded, work)

    def _guarded(self, work: Callable[[], None]) -> None:
        if self.has_failed:
            return
        try:
            work()
        except OSError as error:
            self.has_failed = True
            logger.error("a recording cannot be written (%s)", type(error).__name__)

    def _open(self) -> None:
        self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._file = self._path.open("xb", buffering=0)

    def _write(self, records: bytes) -> None:
        assert self._file is not None
        sealed = secrets.seal(records, where=_place(self._path, self._written))
        self._file.write(LENGTH.pack(len(sealed)) + sealed)
        self._written += 1

    def _close(self) -> None:
        if self._file:
            self._file.close()


class Spool:
    """All parts below one folder, which media and worker share."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._writer = ThreadPoolExecutor(max_workers=1, thread_name_prefix="spool")

    def open_part(self, recording: str) -> SpoolPart:
        return SpoolPart(self._of(recording), self._writer)

    def read_parts(self, recording: str) -> Iterator[bytes]:
        """Yield the records of each part, in order. Raises ValueError for one that was changed."""
        for path in self._parts(recording):
            yield b"".join(_read(path))

    def last_written_at(self, recording: str) -> float:
        """Return when anything was written, in seconds since 1970; 0 when nothing was."""
        return max((path.stat().st_mtime for path in self._parts(recording)), default=0.0)

    def forget(self, recording: str) -> None:
        shutil.rmtree(self._of(recording), ignore_errors=True)

    def close(self) -> None:
        self._writer.shutdown()

    def _parts(self, recording: str) -> list[Path]:
        return sorted(self._of(recording).glob(f"*{SUFFIX}"))

    def _of(self, recording: str) -> Path:
        if not NAME.fullmatch(recording):
            raise ValueError("a recording is named by 32 hex digits")
        return self.folder / recording


@lru_cache
def shared() -> Spool:
    """Return the spool of this installation (settings.EVIDENCE_SPOOL)."""
    return Spool(Path(settings.EVIDENCE_SPOOL))


def _read(path: Path) -> Iterator[bytes]:
    """Yield what was sealed; a last piece that was not written whole is left out."""
    with path.open("rb") as file:
        for index in range(path.stat().st_size):
            head = file.read(LENGTH.size)
            sealed = file.read(LENGTH.unpack(head)[0]) if len(head) == LENGTH.size else b""
            if not sealed or len(sealed) < LENGTH.unpack(head)[0]:
                return
            yield secrets.unseal(sealed, where=_place(path, index))


def _place(path: Path, index: int) -> str:
    return f"{path.parent.name}/{path.name}/{index}"
