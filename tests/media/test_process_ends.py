"""manage.py runmedia is stopped or killed: who is told, and what the registry knows."""

import asyncio
import signal
import subprocess
import time
from collections.abc import Iterator

import pytest
from channels.layers import get_channel_layer
from django.conf import settings

from tests.media.nodes import hear, started
from tests.pace import PATIENCE_SECONDS
from verification import medialink
from verification.media.messages import Beat, Gone, Offer
from verification.media.registry import Registry

pytestmark = pytest.mark.timed

NODE = "media-brief"


@pytest.fixture
def process() -> Iterator[subprocess.Popen[bytes]]:
    with started(NODE) as one:
        yield one


async def test_the_process_tells_its_pages_and_leaves_the_registry_when_it_is_stopped(process):
    layer = get_channel_layer()
    page, beats = await layer.new_channel(), await layer.new_channel()
    await layer.group_add(medialink.beat_group(NODE), beats)
    await hear(layer, beats, Beat)
    await medialink.join(NODE, room="s12", peer="desk-1", role="desk", place=None, reply_to=page)
    await hear(layer, page, Offer)

    process.send_signal(signal.SIGTERM)
    gone = await hear(layer, page, Gone)
    status = await asyncio.to_thread(process.wait, PATIENCE_SECONDS)

    assert (gone.reason, status) == ("shutdown", 0)
    assert [node.name for node in await Registry(settings.REDIS_URL).nodes()] == []


async def test_a_killed_node_leaves_the_registry_by_itself_and_its_successor_has_another_boot(process):
    layer = get_channel_layer()
    beats = await layer.new_channel()
    await layer.group_add(medialink.beat_group(NODE), beats)
    first = await hear(layer, beats, Beat)
    watch = medialink.Beats(at=time.monotonic(), boot=first.boot)

    process.kill()
    process.wait()
    await asyncio.sleep(3.1)
    lost = watch.becomes_lost(at=time.monotonic())
    again = watch.becomes_lost(at=time.monotonic())
    with started(NODE):
        second = await hear(layer, beats, Beat)
        while second.boot == first.boot:
            second = await hear(layer, beats, Beat)

    assert lost and not again
    assert watch.hear(second.boot, at=time.monotonic())
    assert not watch.is_lost(at=time.monotonic())
