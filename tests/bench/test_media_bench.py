"""bin/bench: the media benchmark measures a real process, refuses to measure nonsense, and says what is missing."""

import json
import os
import subprocess
import sys

import pytest

from bin.support.bench.clip import Clip
from bin.support.bench.page import EXTENDED, STAMP, Page, Received
from bin.support.data import ROOT
from tests.pace import PATIENCE_SECONDS
from verification.media.extensions import scrub

PROMISED = {"rooms", "ms_room_second", "us_packet", "rooms_per_core", "p50_ms", "p99_ms", "lost", "join_ms"}
COUNTED = "a=extmap:4 http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01\r\n"


def bench(*words: str, **variables: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "bin.support.bench", *words]
    environment = {**os.environ, **variables}
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=PATIENCE_SECONDS)


@pytest.mark.live
def test_one_room_is_measured_and_nothing_of_it_is_lost():
    done = bench("media", "--rooms", "1", "--seconds", "1")

    result = json.loads(done.stdout.splitlines()[-1])
    assert set(result) >= PROMISED, done.stderr
    assert result["lost"] == 0
    assert result["packets_per_room_second"] == pytest.approx(1356, rel=0.1)
    assert result["us_packet"] > 0
    assert result["delivered"] == pytest.approx(1, abs=0.1)


def test_a_wrong_name_is_answered_with_what_there_is():
    done = bench("midea")

    assert done.returncode == 2
    assert "media" in done.stderr


def test_a_comparison_without_janus_ends_at_once_and_says_where_it_is_to_be_had():
    done = bench("media", "--against", "janus", PATH="")

    assert done.returncode == 2
    assert "apt install janus" in done.stderr


@pytest.fixture
async def page() -> Page:
    made = Page(Clip(video=[[bytes(100)]], audio=[bytes(100)]))
    made.expected = {1, 2}
    return made


def receive(page: Page, *streams: set[int]) -> None:
    for number, sources in enumerate(streams):
        page.received[bytes([number])] = Received(1)
        page.received[bytes([number])].sources = sources


@pytest.mark.parametrize(
    ("streams", "strays"),
    [([{1}, {2}], 0), ([{1}], 1), ([{1}, {2}, {3}], 1), ([{1, 2}], 1), ([{1}, set()], 1), ([], 2)],
)
async def test_a_stream_that_is_missing_or_somebody_elses_is_noticed(page, streams, strays):
    receive(page, *streams)

    assert page.strays() == strays


class Line:
    """What a page needs to know of an m-line."""

    def __init__(self, kind: str) -> None:
        self.kind, self.sender = kind, self
        self.ssrc = 7


@pytest.mark.parametrize("kind", ["audio", "video"])
@pytest.mark.parametrize("answer", [COUNTED, ""])
async def test_packets_carry_what_browsers_write_and_are_numbered_where_that_was_agreed(page, kind, answer):
    page.protect = bytes
    page.add_sender(Line(kind), 1, answer)

    packets = page.senders[0].next_frame() + page.senders[0].next_frame()

    read = [scrub(bytearray(packet), 0.0) for packet in packets]
    numbers = [number for number, _ in read]
    assert (numbers[1] == (numbers[0] + 1) & 0xFFFF) if answer else numbers == [-1, -1]
    assert [level for _, level in read] == ([0x12, 0x12] if kind == "audio" else [-1, -1])
    assert all(packet[0] == EXTENDED and STAMP.unpack(packet[-STAMP.size :])[0] == 7 for packet in packets)
