"""manage.py mediacounts SESSION: whose packets went to whom, as JSON rows [from, to, kind, packets]."""

import asyncio
import json
from argparse import ArgumentParser

from channels.layers import get_channel_layer
from django.core.management.base import BaseCommand, CommandError

from verification import medialink
from verification.media.messages import Counts
from verification.models import VerificationSession

PATIENCE_SECONDS = 5


class Command(BaseCommand):
    help = "Print what the media process has forwarded in the room of a session"
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("session", type=int)

    def handle(self, *args: object, session: int, **options: object) -> None:
        node = VerificationSession.objects.get(pk=session).media_node
        try:
            rows = asyncio.run(_ask(node, f"s{session}"))
        except TimeoutError as silent:
            raise CommandError(f"media node {node!r} does not answer") from silent
        self.stdout.write(json.dumps(rows))


async def _ask(node: str, room: str) -> list[list[object]]:
    layer = get_channel_layer()
    channel = await layer.new_channel()
    await medialink.ask_counts(node, room=room, reply_to=channel)
    answer = await asyncio.wait_for(layer.receive(channel), PATIENCE_SECONDS)
    counts = medialink.read_notice(answer)
    assert isinstance(counts, Counts)
    return [list(row) for row in counts.rows]
