"""Web's side of the media process: which node, messages to it, and whether it still lives; no models, no packets."""

import logging
from collections.abc import Mapping
from typing import Any

from channels.layers import get_channel_layer
from django.conf import settings

from verification.media.arrange import Scene
from verification.media.lines import Role
from verification.media.messages import (
    Answer,
    Arrange,
    AskCounts,
    BadMessage,
    Beat,
    CloseRoom,
    Join,
    Leave,
    Message,
    Notice,
    beat_group,
    node_channel,
    read_notice,
    room_group,
)
from verification.media.nodes import choose
from verification.media.registry import Registry

__all__ = [
    "BadMessage",
    "Beat",
    "Beats",
    "Notice",
    "answer",
    "arrange",
    "ask_counts",
    "beat_group",
    "close_room",
    "join",
    "leave",
    "pick_node",
    "read_notice",
    "room_group",
]

LOST_AFTER_S = 3.0

logger = logging.getLogger(__name__)


class Beats:
    """Tells from a node's beats whether the pages of its rooms must join again. Times are monotonic seconds.

    `boot` is the one that the page's offer came with, None before the first beat or offer.
    """

    def __init__(self, *, at: float, boot: str | None = None) -> None:
        self.boot = boot
        self._heard_at = at
        self._is_lost = False

    def hear(self, boot: str, *, at: float) -> bool:
        """Return True when this beat says that everything before was forgotten: join again now."""
        reborn = self.boot is not None and boot != self.boot
        self.boot, self._heard_at, self._is_lost = boot, at, False
        return reborn

    def is_lost(self, *, at: float) -> bool:
        """Whether the node has been silent for 3 s."""
        return at - self._heard_at > LOST_AFTER_S

    def becomes_lost(self, *, at: float) -> bool:
        """Return True once for each silence: the moment to join again, on another node where there is one."""
        if self._is_lost or not self.is_lost(at=at):
            return False
        self._is_lost = True
        return True


async def pick_node(*, pinned: str = "", branch: str = "", silent: str = "") -> str | None:
    """Return the name of the node for a session of this branch; None when none lives or Redis is away.

    `silent` is a node that is taken only where there is no other.
    """
    registry = Registry(settings.REDIS_URL)
    try:
        nodes = await registry.nodes()
        others = [node for node in nodes if node.name != silent]
        node = choose(others or nodes, pinned=pinned, branch=branch)
    finally:
        await registry.close()
    return node.name if node else None


async def join(node: str, *, room: str, peer: str, role: Role, place: int | None, reply_to: str) -> bool:
    """Ask for an offer, which comes to `reply_to`. Like all below: False when the message surely did not go out."""
    return await _send(node, Join(room=room, peer=peer, role=role, place=place, reply_to=reply_to))


async def answer(node: str, *, room: str, peer: str, sdp: str, reply_to: str) -> bool:
    return await _send(node, Answer(room=room, peer=peer, sdp=sdp, reply_to=reply_to))


async def leave(node: str, *, room: str, peer: str) -> bool:
    return await _send(node, Leave(room=room, peer=peer))


async def arrange(node: str, *, room: str, version: int, scene: Scene | Mapping[str, Any]) -> bool:
    """Tell the whole wanted state; to be repeated each second until media.arranged carries this version."""
    return await _send(node, Arrange.model_validate({"room": room, "version": version, "scene": scene}))


async def close_room(node: str, *, room: str) -> bool:
    return await _send(node, CloseRoom(room=room))


async def ask_counts(node: str, *, room: str, reply_to: str) -> bool:
    return await _send(node, AskCounts(room=room, reply_to=reply_to))


async def _send(node: str, message: Message) -> bool:
    try:
        await get_channel_layer().send(node_channel(node), message.to_dict())
    except Exception as error:  # noqa: BLE001 - the layer lets errors of several libraries through
        logger.warning("%s not sent to %s (%s)", message.type, node, type(error).__name__)
        return False
    return True
