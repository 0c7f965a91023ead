"""A page as lapak/live.js makes it, without a browser: it acknowledges, beats, fetches, comes back by itself."""

import json
import random
import time
from contextlib import suppress
from threading import Event, Thread
from typing import Any

import httpx
from websockets.exceptions import ConnectionClosed, WebSocketException

from tests.visitors import Person, Socket

HEARTBEAT_SECONDS = 5.0
# The first 15 s after a loss, as in live.js.
COMES_BACK_AFTER_SECONDS = 0.5
COMES_BACK_FROM = {1006, 1009, 1011, 1012, 4000, 4408}


class LivePage(Thread):
    """Runs until `close()`. What it shows is `state`; `heard` keeps every message with the moment it came."""

    def __init__(self, person: Person, *, socket: str, snapshot: str) -> None:
        super().__init__(daemon=True)
        self.person, self.socket_path, self.snapshot_path = person, socket, snapshot
        self.joins = False
        self.state: dict[str, Any] = {}
        self.known: dict[str, int] = {}
        self.heard: list[tuple[float, dict[str, Any]]] = []
        self.losses, self.last_code, self.last_failure = 0, 0, ""
        self.is_connected = False
        self.wire: Socket | None = None
        self.parts: dict[int, str] = {}
        self.ended = Event()
        self.start()

    def run(self) -> None:
        while not self.ended.is_set():
            try:
                self._speak(self.person.socket(self.socket_path, open_timeout=5))
            except ConnectionClosed as closed:
                self.last_code = closed.rcvd.code if closed.rcvd else 1006
                if self.last_code not in COMES_BACK_FROM:
                    self.ended.set()
            except (OSError, WebSocketException, EOFError) as failure:
                self.last_failure = type(failure).__name__  # nobody is there yet
            self.losses += self.is_connected
            self.is_connected = False
            self.ended.wait(COMES_BACK_AFTER_SECONDS * random.uniform(0.6, 1.4))

    def _speak(self, socket: Socket) -> None:
        self.wire = socket
        try:
            next_beat = time.monotonic()
            while not self.ended.is_set():
                if time.monotonic() >= next_beat:
                    socket.send(type="heartbeat", shown=socket.shown)
                    next_beat = time.monotonic() + HEARTBEAT_SECONDS
                with suppress(TimeoutError):
                    self._take(socket, socket.read(patience_seconds=0.2))
        finally:
            socket.close()

    def _take(self, socket: Socket, message: dict[str, Any]) -> None:
        if message["type"] == "part":
            self.parts[message["id"]] = self.parts.get(message["id"], "") + message["text"]
            if message["index"] + 1 == message["count"]:
                self._take(socket, json.loads(self.parts.pop(message["id"])))
            return
        self.heard.append((time.monotonic(), message))
        kind = message["type"]
        if kind == "welcome":
            self.refresh()
            self.is_connected = True
        if self.joins and kind in {"welcome", "rejoin"}:
            socket.send(type="join")
        if kind == "hint" and message["seq"] > self.known.get(message["topic"], -1):
            self.refresh()
        if kind == "heartbeat" and any(seq > self.known.get(topic, -1) for topic, seq in message["topics"].items()):
            self.refresh()

    def refresh(self) -> None:
        """A snapshot that fails is fetched again with the next heartbeat; the socket stays, as in live.js."""
        with suppress(httpx.HTTPError):
            body = self.person.http.get(self.snapshot_path).raise_for_status().json()
            self.known, self.state = self.known | body["seq"], body["state"]

    def join_room(self) -> None:
        """Ask for the media room, now and whenever it was lost."""
        assert self.wire
        self.joins = True
        self.wire.send(type="join")

    def heard_since(self, moment: float, kind: str) -> list[dict[str, Any]]:
        return [message for at, message in list(self.heard) if at >= moment and message["type"] == kind]

    def close(self) -> None:
        self.ended.set()
        self.join(timeout=5)
