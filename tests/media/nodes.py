"""A media process of one's own, and what it says to pages and to web."""

import asyncio
import contextlib
import os
import subprocess
import sys
from collections.abc import Iterator

from tests.pace import PATIENCE_SECONDS
from verification import medialink
from verification.media.messages import Notice


@contextlib.contextmanager
def started(node: str, **settings: str) -> Iterator[subprocess.Popen[bytes]]:
    environment = {**os.environ, "LAPAK_MEDIA_NODE": node, **settings}
    process = subprocess.Popen([sys.executable, "manage.py", "runmedia"], env=environment)
    try:
        yield process
    finally:
        process.terminate()
        process.wait(PATIENCE_SECONDS)


async def hear(layer, channel: str, kind: type[Notice], within_s: float = PATIENCE_SECONDS) -> Notice:
    async def wanted() -> Notice:
        while True:
            notice = medialink.read_notice(await layer.receive(channel))
            if isinstance(notice, kind):
                return notice

    return await asyncio.wait_for(wanted(), within_s)
