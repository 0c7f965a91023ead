"""Starts the media process of this node and ends it in order; what it does stands in verification/media/server.py."""

import asyncio
import signal
from typing import Any

import uvloop
from channels.layers import get_channel_layer
from django.conf import settings
from django.core.management.base import BaseCommand

from verification.evidence import spool
from verification.media.registry import Registry
from verification.media.server import MediaServer, NodePlace


class Command(BaseCommand):
    help = "Forward audio and video between the booths and the officers' desks of this node."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            runner.run(_serve())


async def _serve() -> None:
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    place = NodePlace(
        name=settings.MEDIA_NODE,
        address=settings.MEDIA_ADDRESS,
        family=settings.MEDIA_FAMILY,
        public_address=settings.MEDIA_PUBLIC_ADDRESS,
        transport=settings.MEDIA_TRANSPORT,
        port=settings.MEDIA_PORT,
        own_ports=settings.MEDIA_OWN_PORTS,
        capacity=settings.MEDIA_CAPACITY,
        branches=tuple(settings.MEDIA_BRANCHES),
    )
    server = MediaServer(place, get_channel_layer(), Registry(settings.REDIS_URL), spool.shared().open_part)
    await server.start()
    print(f"media node {server.node} is up", flush=True)
    try:
        await stop.wait()
        await server.drain()
    finally:
        await server.close()
        spool.shared().close()
