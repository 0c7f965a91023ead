"""The forwarder on windows in memory: numbering, roll-overs, repeats, header extensions, the table."""

import struct
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verification.media.arrange import Flow
from verification.media.extensions import NOT_THERE, scrub
from verification.media.forward import Forwarder
from verification.media.sources import Source
from verification.media.windows import Window

header = struct.Struct("!BBHLL")


class Wire:
    """Keeps what left for a page."""

    def __init__(self) -> None:
        self.packets: list[bytes] = []
        self.reports: list[bytes] = []

    def send(self, packet: bytearray) -> None:
        self.packets.append(bytes(packet))

    def send_report(self, report: bytes) -> None:
        self.reports.append(report)

    @property
    def numbers(self) -> list[int]:
        return [header.unpack_from(packet)[2] for packet in self.packets]

    @property
    def timestamps(self) -> list[int]:
        return [header.unpack_from(packet)[3] for packet in self.packets]

    @property
    def bodies(self) -> list[bytes]:
        return [packet[12:] for packet in self.packets]


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


def rtp(sequence: int, timestamp: int = 0, body: bytes = b"x", ssrc: int = 7) -> bytearray:
    return bytearray(header.pack(0x80, 97, sequence & 0xFFFF, timestamp & 0xFFFFFFFF, ssrc) + body)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def wire() -> Wire:
    return Wire()


@pytest.fixture
def forwarder(clock, wire) -> Forwarder:
    """A desk whose window 3 is open, and the cameras of two booths."""
    made = Forwarder(clock)
    made.add_window(Window("desk", 3, "video", 99, wire))
    for name in ("booth-a", "booth-b"):
        made.add_source(source := Source(name, "video", 7))
        setattr(made, name.replace("-", "_"), source)
    return made


def show(forwarder: Any, name: str | None) -> None:
    forwarder.converge([Flow(name, "desk", "video", 3)] if name else [])


def test_nothing_leaves_before_the_table_says_so(forwarder, wire):
    forwarder.booth_a.take(rtp(1), 100.0)

    assert wire.packets == []


def test_a_window_keeps_its_ssrc_and_counts_on_when_another_source_stands_behind_it(forwarder, wire, clock):
    show(forwarder, "booth-a")
    for number in (65534, 65535, 0, 1):
        forwarder.booth_a.take(rtp(number, 3000 * number), 100.0)
    show(forwarder, "booth-b")
    for number in (400, 401):
        forwarder.booth_b.take(rtp(number, 5), 100.0)

    first = wire.numbers[0]
    assert wire.numbers == [(first + step) & 0xFFFF for step in range(6)]
    assert {header.unpack_from(packet)[4] for packet in wire.packets} == {99}


def test_time_goes_on_while_nobody_stands_behind_a_window(forwarder, wire, clock):
    show(forwarder, "booth-a")
    forwarder.booth_a.take(rtp(1, 1000), 100.0)
    show(forwarder, None)
    clock.now += 10
    show(forwarder, "booth-b")
    forwarder.booth_b.take(rtp(9, 77), 100.0)

    assert (wire.timestamps[1] - wire.timestamps[0]) & 0xFFFFFFFF == 10 * 90_000


def test_a_source_that_is_taken_away_stops_with_the_very_next_packet(forwarder, wire):
    show(forwarder, "booth-a")
    forwarder.booth_a.take(rtp(1), 100.0)
    show(forwarder, None)
    forwarder.booth_a.take(rtp(2), 100.0)

    assert len(wire.packets) == 1


def test_a_peer_that_left_and_one_that_came_again_share_nothing(forwarder, wire):
    show(forwarder, "booth-a")
    forwarder.booth_a.take(rtp(1), 100.0)
    forwarder.remove_peer("booth-a")
    forwarder.booth_a.take(rtp(2), 100.0)

    assert len(wire.packets) == 1
    assert forwarder.counts() == {("booth-a", "desk", "video"): 1}


def test_a_gap_and_a_late_packet_keep_their_places(forwarder, wire):
    show(forwarder, "booth-a")
    for number in (10, 11, 14, 12, 15):
        forwarder.booth_a.take(rtp(number), 100.0)

    assert [number - wire.numbers[0] for number in wire.numbers] == [0, 1, 4, 2, 5]


def test_a_packet_from_before_the_source_stood_here_is_never_passed_on(forwarder, wire):
    forwarder.booth_a.take(rtp(10), 100.0)
    show(forwarder, "booth-a")
    forwarder.booth_a.take(rtp(12), 100.0)
    forwarder.booth_a.take(rtp(11), 100.0)

    assert len(wire.packets) == 1


def test_lost_packets_are_repeated_bit_for_bit(forwarder, wire):
    show(forwarder, "booth-a")
    for number in range(5):
        forwarder.booth_a.take(rtp(number, 3000 * number, bytes([number])), 100.0)
    route = forwarder.booth_a.routes[0]

    assert route.repeat(wire.numbers[2])
    assert wire.packets[-1] == wire.packets[2]
    assert not route.repeat((wire.numbers[0] - 1) & 0xFFFF)


def test_what_is_older_than_the_ring_is_not_repeated(forwarder, wire):
    show(forwarder, "booth-a")
    for number in range(600):
        forwarder.booth_a.take(rtp(number), 100.0)

    assert not forwarder.booth_a.routes[0].repeat(wire.numbers[0])
    assert forwarder.booth_a.routes[0].repeat(wire.numbers[-512])


def test_a_new_viewer_asks_the_source_for_a_picture(forwarder):
    asked = []
    forwarder.booth_a.on_picture_wanted = lambda: asked.append(1)

    show(forwarder, "booth-a")
    show(forwarder, "booth-a")

    assert asked == [1]


steps = st.lists(
    st.tuples(
        st.sampled_from(["a", "a", "b", "b", "show a", "show b", "show nobody", "repeat"]),
        st.just(1) | st.integers(-6, 6) | st.integers(-40, 700),
    ),
    min_size=40,
    max_size=150,
)


@given(steps)
def test_no_number_of_a_window_is_ever_used_for_two_different_packets(steps):
    """With AES-GCM two texts under one number would give both away."""
    wire, clock = Wire(), Clock()
    forwarder = Forwarder(clock)
    forwarder.add_window(Window("desk", 3, "video", 99, wire))
    sources = {name: Source(name, "video", 7) for name in "ab"}
    for source in sources.values():
        forwarder.add_source(source)
    at = {"a": 65_500, "b": 30}
    taken: set[tuple[str, int]] = set()
    for step, number in steps:
        if step in sources:
            position = at[step] + number
            if (step, position & 0xFFFF) not in taken:  # SRTP lets each number in once
                taken.add((step, position & 0xFFFF))
                at[step] = max(at[step], position)
                sources[step].take(rtp(position, body=f"{step}{position & 0xFFFF}".encode()), 100.0)
        elif step == "repeat" and wire.packets:
            window_route = next((route for s in sources.values() for route in s.routes), None)
            if window_route:
                window_route.repeat(wire.numbers[number % len(wire.numbers)])
        elif step.startswith("show"):
            show(forwarder, step.removeprefix("show ") if step != "show nobody" else None)

    used: dict[int, bytes] = {}
    for number, body in zip(wire.numbers, wire.bodies, strict=True):
        assert used.setdefault(number, body) == body


def extended(*elements: bytes, profile: bytes = b"\xbe\xde") -> bytearray:
    data = b"".join(elements)
    data += bytes(-len(data) % 4)
    return bytearray(header.pack(0x90, 97, 1, 2, 3) + profile + struct.pack("!H", len(data) // 4) + data + b"payload")


def test_the_senders_mid_is_zeroed_and_other_extensions_stay():
    packet = extended(b"\x12abc", b"\x20\x8a")

    assert scrub(packet, 1.0) == (NOT_THERE, 0x8A)
    assert packet == extended(bytes(4), b"\x20\x8a")


def test_the_number_of_the_senders_own_path_is_read_and_taken_out():
    packet = extended(b"\x41\x12\x34", b"\x20\x05")

    assert scrub(packet, 1.0) == (0x1234, 5)
    assert packet == extended(bytes(3), b"\x20\x05")


def test_the_time_of_sending_becomes_ours():
    packet = extended(b"\x32abc")

    scrub(packet, 64.0 + 1.5)

    assert packet == extended(b"\x32" + int(1.5 * (1 << 18)).to_bytes(3, "big"))


def test_extensions_of_another_form_are_zeroed_whole():
    packet = extended(b"\x01\x03abc", profile=b"\x10\x00")
    scrub(packet, 1.0)

    assert b"abc" not in packet
    assert packet.endswith(b"payload")


@given(st.binary(min_size=12, max_size=80))
def test_no_header_however_broken_changes_the_length_or_raises(junk):
    packet = bytearray(junk)
    scrub(packet, 1.0)

    assert len(packet) == len(junk)
    Source("booth", "video", 7).take(bytearray(junk), 1.0)
