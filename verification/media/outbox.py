"""The way out of the media process: messages leave in order, and nobody who forwards packets waits for Redis."""

import asyncio
import logging
from typing import Any

from .keeper import Keeper
from .messages import Message

CAPACITY = 1000

logger = logging.getLogger(__name__)


class Outbox:
    def __init__(self, layer: Any) -> None:
        self._layer = layer
        self._queue: asyncio.Queue[tuple[str, str, dict[str, Any]]] = asyncio.Queue(CAPACITY)
        self._tasks = Keeper()

    def start(self) -> None:
        self._tasks.start(self._carry(), "outbox")

    def tell(self, channel: str, message: Message) -> None:
        self._put("send", channel, message)

    def announce(self, group: str, message: Message) -> None:
        self._put("group_send", group, message)

    async def close(self) -> None:
        """Let what was said go out, for a second at most; may be called twice."""
        for _ in range(20):
            if self._queue.empty():
                break
            await asyncio.sleep(0.05)
        await self._tasks.close()

    def _put(self, how: str, name: str, message: Message) -> None:
        try:
            self._queue.put_nowait((how, name, message.to_dict()))
        except asyncio.QueueFull:
            # web asks again every second for what it needs; a hint may be lost
            logger.error("outbox full, %s dropped", message.type)

    async def _carry(self) -> None:
        while True:
            how, name, message = await self._queue.get()
            try:
                await getattr(self._layer, how)(name, message)
            except Exception as error:  # noqa: BLE001 - the layer lets errors of several libraries through
                logger.warning("%s not sent (%s)", message["type"], type(error).__name__)
