"""The only sender of hints: "topic X is now at sequence N". A hint may be lost; every heartbeat repeats it."""

import asyncio
import logging

from asgiref.sync import async_to_sync
from channels.layers import get_channel_layer

log = logging.getLogger(__name__)

# A frozen Redis must not hold a request (reliability.md 0.13): after this the hint is given up.
LONGEST_SECONDS = 0.5


def hint(sequences: dict[str, int]) -> None:
    """Say to everybody who follows one of the topics that it is now at its sequence."""
    async_to_sync(_send_all)(
        [(topic, {"type": "topic.hint", "topic": topic, "seq": n}) for topic, n in sequences.items()]
    )


def tell(group: str, message: dict[str, object]) -> None:
    """Send to every socket of the group; never fails and never waits long."""
    async_to_sync(_send_all)([(group, message)])


async def _send_all(messages: list[tuple[str, dict[str, object]]]) -> None:
    layer = get_channel_layer()
    sending = asyncio.gather(*(layer.group_send(group, message) for group, message in messages))
    try:
        await asyncio.wait_for(sending, LONGEST_SECONDS)
    except TimeoutError:
        log.warning("gave up %d messages", len(messages))
