"""Clients that take without giving: readers that stop reading, bodies without end. Nobody else pays for them."""

import base64
import contextlib
import json
import os
import re
import socket
import struct
import time
from pathlib import Path
from threading import Event, Thread
from urllib.parse import urlsplit

import psutil
import pytest

from tests.faults.live_page import LivePage
from tests.faults.office import CODE, Office
from tests.live import LiveStack
from tests.pace import time_until
from tests.visitors import Socket

pytestmark = [pytest.mark.live, pytest.mark.chaos]
READERS, MEBIBYTE = 20, 2**20
BURST = """
import asyncio; from asgiref.sync import async_to_sync; from channels.layers import get_channel_layer
async def burst():
    for _ in range({count}):
        await get_channel_layer().group_send("{topic}", dict(type="topic.hint", topic="x" * {size}, seq=-1))
        await asyncio.sleep({pause})
    await get_channel_layer().group_send("{topic}", dict(type="topic.hint", topic="end", seq=-1))
async_to_sync(burst)()
"""


class StuckReader:
    """A socket with a tiny window that says it is well and reads nothing after the handshake."""

    def __init__(self, stack: LiveStack, path: str) -> None:
        address = urlsplit(stack.base_url)
        self.wire = socket.socket()
        self.wire.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        self.wire.settimeout(10)
        self.wire.connect((address.hostname, address.port))
        key = base64.b64encode(os.urandom(16)).decode()
        self.wire.sendall(
            f"GET {path} HTTP/1.1\r\nHost: {address.netloc}\r\nOrigin: {stack.base_url}\r\nUpgrade: websocket\r\n"
            f"Connection: Upgrade\r\nSec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n\r\n".encode()
        )
        assert b" 101 " in self.wire.recv(20)
        self.port = self.wire.getsockname()[1]

    def beat(self) -> None:
        """Send one masked text frame: a heartbeat that acknowledges nothing."""
        text = json.dumps({"type": "heartbeat", "shown": 0}).encode()
        mask = os.urandom(4)
        masked = bytes(byte ^ mask[index % 4] for index, byte in enumerate(text))
        with contextlib.suppress(OSError):
            self.wire.sendall(struct.pack("!BB", 0x81, 0x80 | len(text)) + mask + masked)

    def close(self) -> None:
        self.wire.close()


def open_ports(web: psutil.Process) -> set[int]:
    """The other ends of the web process's connections that are not over."""
    return {each.raddr.port for each in web.net_connections("tcp") if each.raddr and each.status == "ESTABLISHED"}


class Watch(Thread):
    """Notes the most memory of a process, and how long a polite page waits for an answer of its socket."""

    def __init__(self, web: psutil.Process, stack: LiveStack) -> None:
        super().__init__(daemon=True)
        self.web, self.ended, self.most_bytes = web, Event(), 0
        self.page = Socket(stack, "/ws/display/sofifi/")
        self.page.read_until("welcome")
        self.round_trips_seconds: list[float] = []
        self.start()

    def run(self) -> None:
        next_question = 0.0
        while not self.ended.wait(0.05):
            self.most_bytes = max(self.most_bytes, self.web.memory_info().rss)
            if time.monotonic() > next_question:
                next_question = time.monotonic() + 0.4
                self.ask()

    def ask(self) -> None:
        """A display may not focus: the error frame has gone the way of every message."""
        asked_at = time.monotonic()
        self.page.send(type="focus", place=1)
        self.page.read_until("error", patience_seconds=10)
        self.round_trips_seconds.append(time.monotonic() - asked_at)
        self.page.send(type="heartbeat", shown=self.page.shown)

    def stop(self) -> None:
        self.ended.set()
        self.join(timeout=15)
        self.page.close()


def test_twenty_readers_that_stop_reading_are_closed_and_cost_nobody_else_anything(
    live_stack: LiveStack,
):
    web = psutil.Process(live_stack.pid("web"))
    branch = live_stack.query("SELECT id FROM booths_branch WHERE code = %s", [CODE])[0][0]
    readers = [StuckReader(live_stack, f"/ws/display/{CODE}/") for _ in range(READERS)]
    ports = {reader.port for reader in readers}
    assert ports <= open_ports(web)
    before, watch = web.memory_info().rss, Watch(web, live_stack)
    for reader in readers:
        reader.beat()

    live_stack.manage("shell", "-v", "0", "-c", BURST.format(topic=f"branch-{branch}", count=4000, size=3500, pause=0))
    burst_ended_at = time.monotonic()
    while (ports & open_ports(web) or len(watch.round_trips_seconds) < 8) and time.monotonic() < burst_ended_at + 15:
        for reader in readers:
            reader.beat()
        time.sleep(0.5)
    watch.stop()
    still_open, cost = ports & open_ports(web), watch.most_bytes - before
    for reader in readers:
        reader.close()

    trips = sorted(watch.round_trips_seconds)
    print(f"{cost / MEBIBYTE:.0f} MiB, {len(trips)} round trips, slowest {trips[-1]:.2f} s")
    assert still_open == set()
    assert cost <= 64 * MEBIBYTE
    assert len(trips) >= 5
    assert trips[int(len(trips) * 0.9)] < 0.6, trips


def has_read_all(page: LivePage, since: float) -> bool:
    """The page came to the burst's last hint, or was sent away and came back."""
    last = [message for message in page.heard_since(since, "hint") if message["topic"] == "end"]
    return bool(last or page.heard_since(since, "welcome"))


@pytest.mark.parametrize(("hints", "pause"), [(400, 0), (200, 0.005)])
def test_a_polite_page_survives_more_hints_than_it_may_send_messages(
    live_stack: LiveStack, office: Office, hints: int, pause: float
):
    """It acknowledges each of them. Too slow it may be (and comes back), but never a flood."""
    branch = live_stack.query("SELECT id FROM booths_branch WHERE code = %s", [CODE])[0][0]
    burst = BURST.format(topic=f"branch-{branch}", count=hints, size=20, pause=pause)
    started_at = time.monotonic()

    live_stack.manage("shell", "-v", "0", "-c", burst)

    time_until(
        lambda: all(has_read_all(page, started_at) for page in (office.desk, office.display)), patience_seconds=30
    )
    office.settle(patience_seconds=10)
    assert [page.last_code for page in office.pages if page.ended.is_set()] == []


@pytest.mark.parametrize("chunked", [False, True])
@pytest.mark.parametrize("path", ["/login/", "/nowhere/"])
def test_a_body_of_twenty_megabytes_is_refused_and_never_stored(live_stack: LiveStack, path: str, chunked: bool):
    web = live_stack.pid("web")
    address = urlsplit(live_stack.base_url)
    length = "Transfer-Encoding: chunked" if chunked else f"Content-Length: {20 * MEBIBYTE}"
    stored, answer = 0, b""
    with socket.create_connection((address.hostname, address.port), timeout=5) as wire, contextlib.suppress(OSError):
        wire.sendall(f"POST {path} HTTP/1.1\r\nHost: {address.netloc}\r\n{length}\r\n\r\n".encode())
        piece = b"x" * 65536
        for _ in range(20 * MEBIBYTE // len(piece)):
            wire.sendall(b"%x\r\n%b\r\n" % (len(piece), piece) if chunked else piece)
            stored = max(stored, unlinked_bytes(web))
        time.sleep(0.2)
        stored = max(stored, unlinked_bytes(web))
        answer = wire.recv(100)

    assert answer == b"" or re.match(rb"HTTP/1.1 413 ", answer), answer
    assert stored <= 9 * MEBIBYTE, f"{stored / MEBIBYTE:.0f} MiB in temporary files"


def unlinked_bytes(pid: int) -> int:
    """Bytes in files that the process holds open though they have no name."""
    total = 0
    for link in Path(f"/proc/{pid}/fd").iterdir():
        with contextlib.suppress(OSError):
            if str(link.readlink()).endswith("(deleted)"):
                total += link.stat().st_size
    return total
