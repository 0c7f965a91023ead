"""Which media nodes are alive, kept in Redis as keys that expire; used by the nodes and by web."""

import json
import logging
from dataclasses import asdict

import redis.asyncio
from redis.exceptions import RedisError

from .nodes import Node

EXPIRY_S = 5
TIMEOUT_S = 0.5

_NODES = "lapak:media-nodes"

logger = logging.getLogger(__name__)


class Registry:
    """Never raises for a Redis that is away: a node goes on forwarding, and web sees no node."""

    def __init__(self, redis_url: str) -> None:
        self._redis = redis.asyncio.from_url(
            redis_url, decode_responses=True, socket_timeout=TIMEOUT_S, socket_connect_timeout=TIMEOUT_S
        )

    async def answers(self) -> bool:
        """Whether Redis is there."""
        try:
            return bool(await self._redis.ping())
        except (RedisError, OSError):
            return False

    async def announce(self, node: Node) -> None:
        try:
            async with self._redis.pipeline(transaction=False) as pipe:
                pipe.set(_key(node.name), json.dumps(asdict(node)), ex=EXPIRY_S)
                pipe.sadd(_NODES, node.name)
                await pipe.execute()
        except (RedisError, OSError) as error:
            logger.warning("node not announced (%s)", type(error).__name__)

    async def remove(self, name: str) -> None:
        try:
            await self._redis.delete(_key(name))
            await self._redis.srem(_NODES, name)
        except (RedisError, OSError) as error:
            logger.warning("node not removed (%s)", type(error).__name__)

    async def nodes(self) -> list[Node]:
        """Return the nodes that announced themselves in the last 5 s, by name."""
        try:
            names = sorted(map(str, await self._redis.smembers(_NODES)))
            values = await self._redis.mget([_key(name) for name in names]) if names else []
        except (RedisError, OSError) as error:
            logger.warning("nodes not read (%s)", type(error).__name__)
            return []
        return [_read(value) for value in values if value]

    async def close(self) -> None:
        await self._redis.aclose()


def _key(name: str) -> str:
    return f"lapak:media:{name}"


def _read(text: str | bytes) -> Node:
    fields = json.loads(text)
    return Node(**{**fields, "branches": tuple(fields["branches"])})
