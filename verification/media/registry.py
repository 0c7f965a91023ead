"""Which media nodes are alive, kept in Redis as keys that expire; used by the nodes and by web."""

import json
import logging
from dataclasses import dataclass

import redis.asyncio
from redis.exceptions import RedisError

EXPIRY_S = 5
TIMEOUT_S = 0.5

_NODES = "lapak:media-nodes"

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Node:
    name: str
    boot: str
    rooms: int
    at: float


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

    async def announce(self, name: str, *, boot: str, rooms: int, at: float) -> None:
        try:
            async with self._redis.pipeline(transaction=False) as pipe:
                pipe.set(_key(name), json.dumps({"boot": boot, "rooms": rooms, "at": at}), ex=EXPIRY_S)
                pipe.sadd(_NODES, name)
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
        """Return the nodes that announced themselves in the last 5 s, least loaded first."""
        try:
            names = sorted(map(str, await self._redis.smembers(_NODES)))
            values = await self._redis.mget([_key(name) for name in names]) if names else []
        except (RedisError, OSError) as error:
            logger.warning("nodes not read (%s)", type(error).__name__)
            return []
        found = [Node(name=name, **json.loads(value)) for name, value in zip(names, values, strict=True) if value]
        return sorted(found, key=lambda node: (node.rooms, node.name))

    async def close(self) -> None:
        await self._redis.aclose()


def _key(name: str) -> str:
    return f"lapak:media:{name}"
