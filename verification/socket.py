"""The socket of every live page: origin, window, rate, heartbeat, hints. What a page may do is its subclass's."""

import asyncio
import logging
import time
from typing import Any

from channels.generic.websocket import AsyncWebsocketConsumer
from django.conf import settings
from django.utils import timezone, translation

from booths import topics
from booths.context import page_version
from booths.errors import Refusal
from booths.language import chosen
from booths.threads import in_database
from verification import signalling
from verification.frames import Bucket, Outbox
from verification.signalling import (
    CLOSE_FORBIDDEN,
    CLOSE_MALFORMED,
    CLOSE_RATE,
    CLOSE_TOO_SLOW,
    HEARTBEAT_SECONDS,
    Error,
    FromPage,
    Hint,
    Malformed,
    ServerHeartbeat,
    Shown,
    ToPage,
    Welcome,
)

log = logging.getLogger(__name__)

MISSED_HEARTBEATS = 3
MALFORMED_ALLOWED = 20
MALFORMED_PER_SECOND = 2.0


class Turned(Exception):
    """Close the socket with this code; nothing else happens."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


class PageSocket(AsyncWebsocketConsumer):
    """Subclasses say who may enter (`enter`), which topics concern the page, and handle its messages (`on_<type>`)."""

    topics: tuple[str, ...] = ()
    _pulse: asyncio.Task[None] | None = None
    groups: list[str] = []

    async def connect(self) -> None:
        """Accept first: a refusal before the handshake looks like a lost network to a browser."""
        self._begin()
        await self.accept()
        try:
            self._check_origin()
            with self.spoken():
                await self.enter()
            self.groups = [*self.groups, *self.topics]
            for topic in self.topics:
                await self.channel_layer.group_add(topic, self.channel_name)
        except Turned as turned:
            await self.close(turned.code)
            return
        await self.say(Welcome(page=page_version(), topics=await self.sequences()))
        self._pulse = asyncio.create_task(self._beat())

    def _begin(self) -> None:
        now = time.monotonic()
        self.outbox = Outbox()
        self.is_closed = False
        self._heard_at = now
        self._rate = Bucket(burst=60, per_second=20, at=now)
        self._malformed = Bucket(burst=MALFORMED_ALLOWED, per_second=MALFORMED_PER_SECOND, at=now)

    def _check_origin(self) -> None:
        """The exact origin, scheme and port included; a missing one is refused too."""
        headers = dict(self.scope["headers"])
        if headers.get(b"origin", b"").decode("latin1") not in settings.PUBLIC_ORIGINS:
            raise Turned(CLOSE_FORBIDDEN)

    def spoken(self) -> Any:
        """The language of the page, for sentences."""
        cookie = self.scope.get("cookies", {}).get(settings.LANGUAGE_COOKIE_NAME, "")
        return translation.override(chosen(cookie))

    async def enter(self) -> None:
        """Recognise who is there and set `topics`, or raise Turned."""
        raise Turned(CLOSE_FORBIDDEN)

    async def check(self) -> None:
        """Look again, at every heartbeat and message that changes something, whether this page may still be here;
        raise Turned.
        """

    async def on_beat(self) -> None:
        """Called with every heartbeat of the page, after `check`."""

    async def sequences(self) -> dict[str, int]:
        found: dict[str, int] = await in_database(topics.sequences)(self.topics)
        return found

    # --- in

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        if self.is_closed:
            return
        now = time.monotonic()
        self._heard_at = now
        try:
            message = signalling.read(text_data or "")
            # An acknowledgement answers a frame of ours: there are never more of them than we sent.
            if isinstance(message, Shown) and self.outbox.acknowledge(message.n):
                return
            if not self._rate.take(at=now):
                await self.close(CLOSE_RATE)
                return
            await self._handle(message)
        except Malformed as wrong:
            await self._answer_malformed(wrong, at=now)

    async def _answer_malformed(self, wrong: Malformed, *, at: float) -> None:
        if not self._malformed.take(at=at):
            await self.close(CLOSE_MALFORMED)
            return
        with self.spoken():
            await self.say(Error(code=wrong.code, sentence=Refusal().sentence, about=wrong.about))

    async def _handle(self, message: FromPage) -> None:
        """One wrapper for all messages: a refusal is an error frame, never the end of the socket."""
        kind = message.type  # type: ignore[attr-defined]
        handler = getattr(self, f"on_{kind}", None)
        with self.spoken():
            try:
                if handler is None:
                    raise Malformed("not_for_this_page", kind)
                await handler(message)
            except Turned as turned:
                await self.close(turned.code)
            except Refusal as refusal:
                await self.say(Error(code=refusal.code, sentence=refusal.sentence, about=kind))
            except Malformed:
                raise
            except Exception:
                log.exception("%s failed in %s", kind, type(self).__name__)
                await self.say(Error(code="internal", sentence=Refusal().sentence, about=kind))

    async def on_hello(self, message: signalling.Hello) -> None:
        """The page names its version; an older one sees the difference in `welcome` and reloads itself."""

    async def on_shown(self, message: signalling.Shown) -> None:
        self.outbox.acknowledge(message.n)

    async def on_heartbeat(self, message: signalling.Heartbeat) -> None:
        self.outbox.acknowledge(message.shown)
        await self.check()
        await self.on_beat()

    # --- out

    async def say(self, message: ToPage) -> None:
        """Send, unless the page is too far behind: then the socket is closed and the page starts afresh."""
        for frame in self.outbox.frames(message):
            if self.is_closed:
                return
            if self.outbox.is_full:
                await self.close(CLOSE_TOO_SLOW)
                return
            await self.send(text_data=frame)

    async def topic_hint(self, event: dict[str, Any]) -> None:
        await self.say(Hint(topic=event["topic"], seq=event["seq"]))

    async def _beat(self) -> None:
        """Every 5 s the current sequences, so that a lost last hint is noticed; a silent page is let go."""
        while not self.is_closed:
            await asyncio.sleep(HEARTBEAT_SECONDS)
            if time.monotonic() - self._heard_at > MISSED_HEARTBEATS * HEARTBEAT_SECONDS - 3:
                await self.close(CLOSE_TOO_SLOW)
                return
            try:
                await self.check()
                now = timezone.now().isoformat()
                await self.say(ServerHeartbeat(at=now, page=page_version(), topics=await self.sequences()))
            except Turned as turned:
                await self.close(turned.code)
            except Exception as wrong:  # noqa: BLE001 - The database may be away for a moment; the next beat tries again.
                log.warning("heartbeat failed: %s", type(wrong).__name__)

    async def close(self, code: int | None = None, reason: str | None = None) -> None:
        self.is_closed = True
        await super().close(code, reason)

    async def disconnect(self, code: int) -> None:
        """Presence is never decided here: a killed process does not come this way."""
        self.is_closed = True
        if self._pulse and self._pulse is not asyncio.current_task():
            self._pulse.cancel()
