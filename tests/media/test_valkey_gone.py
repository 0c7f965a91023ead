"""The media process while Valkey is not there yet, or not there any more."""

import asyncio
import signal
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from channels_redis.pubsub import RedisPubSubChannelLayer

from bin.support import children
from bin.support.servers import Valkey
from tests.media.nodes import started
from tests.pace import PATIENCE_SECONDS
from tests.services import start
from verification.media.messages import Join, Offer, read_notice

NODE = "media-alone"


@pytest.fixture
def valkey() -> Iterator[Valkey]:
    with tempfile.TemporaryDirectory(prefix="lapak-") as folder:
        yield Valkey(sockets=Path(folder))


async def offer(valkey: Valkey) -> Offer:
    """Ask once a second for an offer, as a page does, through connections of our own. AssertionError when none comes.

    One task listens all the time: the layer forgets a channel whose reader is cancelled, and with it what comes there.
    """
    layer: Any = RedisPubSubChannelLayer(hosts=[{"address": valkey.url(), "socket_timeout": None}])
    page = await layer.new_channel()
    join = Join(room="s12", peer="desk-1", role="desk", reply_to=page)
    offered = asyncio.create_task(first_offer(layer, page))
    try:
        for _ in range(PATIENCE_SECONDS):
            await layer.send(f"media.{NODE}", join.to_dict())
            if (await asyncio.wait([offered], timeout=1))[0]:
                return offered.result()
        raise AssertionError(f"no offer within {PATIENCE_SECONDS} s")
    finally:
        offered.cancel()
        await layer.flush()


async def first_offer(layer: Any, page: str) -> Offer:
    while True:
        notice = read_notice(await layer.receive(page))
        if isinstance(notice, Offer):
            return notice


async def test_media_that_starts_before_valkey_serves_as_soon_as_it_is_there(valkey, tmp_path):
    with started(NODE, REDIS_URL=valkey.url()) as process:
        await asyncio.sleep(3)
        server = start(valkey, log=tmp_path / "valkey.log")
        try:
            assert (await offer(valkey)).peer == "desk-1"
            assert process.poll() is None
        finally:
            children.stop(server, by=signal.SIGTERM, patience_seconds=5)


async def test_media_outlives_a_killed_valkey_with_the_same_boot(valkey, tmp_path):
    first = start(valkey, log=tmp_path / "valkey.log")
    with started(NODE, REDIS_URL=valkey.url()):
        before = await offer(valkey)
        first.kill()
        first.wait()
        await asyncio.sleep(1)
        second = start(valkey, log=tmp_path / "valkey.log")
        try:
            after = await offer(valkey)
        finally:
            children.stop(second, by=signal.SIGTERM, patience_seconds=5)

    assert after.boot == before.boot
