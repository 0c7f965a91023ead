"""A page of a branch where nothing happens: it only says that it is there."""

import time
from threading import Thread

from tests.live import LiveStack
from tests.visitors import Socket


class QuietPage(Thread):
    """A page of a branch where nothing happens: it only beats."""

    def __init__(self, stack: LiveStack, seconds: float) -> None:
        super().__init__(daemon=True)
        self.socket, self.seconds, self.is_open = Socket(stack, "/ws/display/sofifi/"), seconds, False

    def run(self) -> None:
        deadline = time.monotonic() + self.seconds
        next_beat = 0.0
        while time.monotonic() < deadline:
            if time.monotonic() > next_beat:
                self.socket.send(type="heartbeat", shown=self.socket.shown)
                next_beat = time.monotonic() + 5
            try:
                self.socket.read(patience_seconds=0.5)
            except TimeoutError:
                continue
        self.is_open = True
