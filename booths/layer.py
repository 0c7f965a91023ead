"""The channel layer: Redis pub/sub, made to survive a restart of the server without failing who uses it."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Any

from channels_redis.pubsub import RedisPubSubChannelLayer
from redis.exceptions import RedisError

log = logging.getLogger(__name__)

PAUSES_SECONDS = (0.0, 0.1, 0.4, 1.0)


class ResilientLayer(RedisPubSubChannelLayer):
    """The first call after a Redis restart raises ConnectionError (measured): try again instead of losing the socket.

    A message that still cannot be sent is dropped with a log line: hints may be lost, pages fetch the snapshot.
    """

    async def new_channel(self, prefix: str = "specific.") -> str:
        return await _again(lambda: self._get_layer().new_channel(prefix))

    async def group_add(self, group: str, channel: str) -> None:
        await _again(lambda: self._get_layer().group_add(group, channel))

    async def send(self, channel: str, message: dict[str, Any]) -> None:
        await _or_drop(lambda: self._get_layer().send(channel, message), message)

    async def group_send(self, group: str, message: dict[str, Any]) -> None:
        await _or_drop(lambda: self._get_layer().group_send(group, message), message)


async def _again(call: Callable[[], Awaitable[Any]]) -> Any:
    for pause in PAUSES_SECONDS[:-1]:
        await asyncio.sleep(pause)
        try:
            return await call()
        except (RedisError, OSError):
            continue
    await asyncio.sleep(PAUSES_SECONDS[-1])
    return await call()


async def _or_drop(call: Callable[[], Awaitable[Any]], message: dict[str, Any]) -> None:
    try:
        await _again(call)
    except (RedisError, OSError) as wrong:
        log.warning("dropped a %s message: %s", message.get("type"), type(wrong).__name__)
