"""Outer ASGI gates: a request body over the limit is refused before Django writes it to disk."""

from collections.abc import Awaitable, Callable
from typing import Any

Message = dict[str, Any]
MAX_BODY_BYTES = 8 * 1024 * 1024  # reliability.md 0.9; one 6 MB document and its form


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
