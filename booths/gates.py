"""Outer ASGI gates: too many requests at once wait outside, a body over the limit is refused before it is on disk."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

from asgiref.sync import SyncToAsync, ThreadSensitiveContext

Message = dict[str, Any]
MAX_BODY_BYTES = 8 * 1024 * 1024  # reliability.md 0.9; one 6 MB document and its form

# More at once only take the processor from each other: 4 serve a crowd with 20 % less of it than 16.
PUBLIC_AT_ONCE, STAFF_AT_ONCE = 4, 8
PUBLIC = ("/janji/", "/antrean/", "/klaim/")
"""What everybody can open at home. A storm here leaves desks, booths and boards their own turns."""


class TakeTurns:
    """Works on so many requests at once, the others wait in order. Each turn has one thread, which stays.

    By itself Django gives every request a new thread with a new database connection: slow for one, and the hundredth
    who presses at the same moment finds no connection left and sees an error.
    """

    def __init__(
        self,
        application: Callable[..., Awaitable[None]],
        *,
        public_at_once: int = PUBLIC_AT_ONCE,
        staff_at_once: int = STAFF_AT_ONCE,
    ) -> None:
        self.application = application
        self.public, self.staff = _Lane(public_at_once), _Lane(staff_at_once)

    async def __call__(self, scope: Message, receive: Callable[[], Awaitable[Message]], send: Any) -> None:
        lane = self.public if scope["path"].startswith(PUBLIC) else self.staff
        async with lane.turn():
            await self.application(scope, receive, send)


class _Lane:
    def __init__(self, at_once: int) -> None:
        self.turns = asyncio.Semaphore(at_once)
        self.threads = [ThreadSensitiveContext() for _ in range(at_once)]

    @contextlib.asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        async with self.turns:
            thread = self.threads.pop()
            outer = SyncToAsync.thread_sensitive_context.set(thread)
            try:
                yield
            finally:
                SyncToAsync.thread_sensitive_context.reset(outer)
                self.threads.append(thread)


class BodyLimit:
    """Counts the bytes that arrive and answers 413 instead of passing more on. Content-Length is not believed."""

    def __init__(self, application: Callable[..., Awaitable[None]]) -> None:
        self.application = application

    async def __call__(self, scope: Message, receive: Callable[[], Awaitable[Message]], send: Any) -> None:
        received = 0
        refused = False

        async def counted() -> Message:
            nonlocal received, refused
            message = await receive()
            received += len(message.get("body", b""))
            if received > MAX_BODY_BYTES and not refused:
                refused = True
                await _refuse(send)
                return {"type": "http.disconnect"}
            return message

        async def guarded(message: Message) -> None:
            if not refused:
                await send(message)

        await self.application(scope, counted, guarded)


async def _refuse(send: Callable[[Message], Awaitable[None]]) -> None:
    await send({"type": "http.response.start", "status": 413, "headers": [(b"content-type", b"text/plain")]})
    await send({"type": "http.response.body", "body": b"413"})
