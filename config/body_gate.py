"""Refuses a too large body while it arrives: daphne alone writes all of it to disk before it is looked at."""

import io
from typing import Any

import daphne.http_protocol
from daphne.http_protocol import WebRequest

from booths.gates import MAX_BODY_BYTES

REFUSAL = b"HTTP/1.1 413 Content Too Large\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"


class BoundedRequest(WebRequest):
    """The announced length is believed when it is too large, and the bytes are counted all the same."""

    received_bytes = 0
    is_refused = False

    def gotLength(self, length: int | None) -> None:
        if length is not None and length > MAX_BODY_BYTES:
            self._refuse()
        else:
            super().gotLength(length)

    def handleContentChunk(self, data: bytes) -> None:
        self.received_bytes += len(data)
        if self.received_bytes > MAX_BODY_BYTES:
            self._refuse()
        if not self.is_refused:
            super().handleContentChunk(data)

    def process(self) -> None:
        if not self.is_refused:
            super().process()

    def _refuse(self) -> None:
        if not self.is_refused:
            self.is_refused, self.content = True, io.BytesIO()
            self.channel.transport.write(REFUSAL)
            self.channel.loseConnection()


def install() -> None:
    """Let daphne make our requests from now on. Under another server it changes nothing."""
    module: Any = daphne.http_protocol
    module.WebRequest = BoundedRequest
