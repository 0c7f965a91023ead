"""The media process while Valkey is not there yet, or not there any more."""

import asyncio
import contextlib
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from channels_redis.pubsub import RedisPubSubChannelLayer

from bin.support import children
from bin.support.servers import Valkey
from tests.services import start
from verification.media.messages import Join, Offer, read_notice

NODE = "media-alone"


@pytest.fixture
def valkey() -> Iterator[Valkey]:
    with tempfile.TemporaryDirectory(prefix="lapak-") as folder:
        yield Valkey(sockets=Path(folder))


@contextlib.contextmanager
def media(valkey: Valkey) -> Iterator[subprocess.Popen[bytes]]:
    environment = {**os.environ, "LAPAK_MEDIA_NODE": NODE, "REDIS_URL": valkey.url()}
    process = subprocess.Popen([sys.executable, "manage.py", "runmedia"], env=environment)
    try:
        yield process
    finally:
        process.terminate()
        process.wait(10)


async def offer(valkey: Valkey, within_s: float) -> Offer:
    """Ask once a second for an offer, as a page does, through connections of our own. TimeoutError when none comes."""
    layer: Any = RedisPubSubChannelLayer(hosts=[{"address": valkey.url(), "socket_timeout": None}])
    page = await layer.new_channel()
    join = Join(room="s12", peer="desk-1", role="desk", reply_to=page)

    async def ask() -> Offer:
        while True:
            await layer.send(f"media.{NODE}", join.to_dict())
            with contextlib.suppress(TimeoutError):
                while True:
                    notice = read_notice(await asyncio.wait_for(layer.receive(page), 1))
                    if isinstance(notice, Offer):
                        return notice

    try:
        return await asyncio.wait_for(ask(), within_s)
    finally:
        await layer.flush()


async def test_media_that_starts_before_valkey_serves_as_soon_as_it_is_there(valkey, tmp_path):
    with media(valkey) as process:
        await asyncio.sleep(3)
        server = start(valkey, log=tmp_path / "valkey.log")
        try:
            assert (await offer(valkey, within_s=8)).peer == "desk-1"
            assert process.poll() is None
        finally:
            children.stop(server, by=signal.SIGTERM, patience_seconds=5)


async def test_media_outlives_a_killed_valkey_with_the_same_boot(valkey, tmp_path):
    first = start(valkey, log=tmp_path / "valkey.log")
    with media(valkey):
        before = await offer(valkey, within_s=10)
        first.kill()
        first.wait()
        await asyncio.sleep(1)
        second = start(valkey, log=tmp_path / "valkey.log")
        try:
            after = await offer(valkey, within_s=10)
        finally:
            children.stop(second, by=signal.SIGTERM, patience_seconds=5)

    assert after.boot == before.boot
