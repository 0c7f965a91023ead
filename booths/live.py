"""The only sender of hints: "topic X is now at sequence N". A hint may be lost; every heartbeat repeats the
sequences.
"""

import asyncio
import logging

from asgiref.sync import async_to_sync
from channels.layers import get_channel_layer

log = logging.getLogger(__name__)

# A frozen Redis must not hold a request (reliability.md 0.13): after this the hint is given up.
LONGEST_SECONDS = 0.5


def hint(topic: str, sequence: int) -> None:
    tell(topic, {"type": "topic.hint", "topic": topic, "seq": sequence})


def tell(group: str, message: dict[str, object]) -> None:
    """Send to every socket of the group; never fails and never waits long."""
    async_to_sync(_send)(group, message)


async def _send(group: str, message: dict[str, object]) -> None:
    layer = get_channel_layer()
    try:
        await asyncio.wait_for(layer.group_send(group, message), LONGEST_SECONDS)
    except TimeoutError:
        log.warning("gave up a %s message", message.get("type"))
