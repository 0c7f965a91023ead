"""Header extensions: the short way through a stream's packets does what the long way does, for every packet."""

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as some

from verification.media.extensions import AUDIO_LEVEL, MID, SEND_TIME, TRANSPORT_SEQUENCE, Scrubber, learn, scrub

USUAL_BYTES = {MID: 1, AUDIO_LEVEL: 1, SEND_TIME: 3, TRANSPORT_SEQUENCE: 2, 7: 4}

ids = some.sampled_from([*USUAL_BYTES, 0, 15])
elements = some.tuples(ids, some.one_of(some.none(), some.integers(1, 16)), some.integers(0, 3))
layouts = some.lists(elements, max_size=5)
times = some.floats(0, 1e6)


def packet_of(layout, values: bytes, *, first: int = 0x90, profile: int = 0xBEDE, cut: int = 0) -> bytearray:
    """Write elements of (id, bytes or None for the usual, padding behind) with these values in them, then a payload."""
    block = bytearray()
    for identity, size, padding in layout:
        size = size or USUAL_BYTES.get(identity, 1)
        block += bytes([identity << 4 | size - 1])
        block += (values * 16)[:size] + bytes(padding)
    block += bytes(-len(block) % 4)
    head = struct.pack("!BBHLLHH", first, 96, 1, 2, 3, profile, len(block) // 4)
    packet = bytearray(head) + block + b"payload"
    return packet[: len(packet) - cut] if cut else packet


def both(scrubber: Scrubber, packet: bytearray, at_s: float) -> None:
    long, short = bytearray(packet), bytearray(packet)
    assert scrubber.scrub(short, at_s) == scrub(long, at_s)
    assert short == long


@given(layouts, some.lists(some.tuples(some.binary(min_size=1, max_size=8), times), min_size=3, max_size=12))
def test_packets_of_one_layout_are_scrubbed_as_one_by_one(layout, packets):
    scrubber = Scrubber()
    for values, at_s in packets:
        both(scrubber, packet_of(layout, values), at_s)


@given(some.lists(some.tuples(layouts, some.binary(min_size=1, max_size=8), times), min_size=2, max_size=30))
def test_packets_of_changing_layouts_are_scrubbed_as_one_by_one(packets):
    scrubber = Scrubber()
    for layout, values, at_s in packets:
        both(scrubber, packet_of(layout, values), at_s)


@given(layouts, some.lists(some.binary(min_size=17, max_size=60), min_size=1, max_size=12))
def test_after_any_layout_any_bytes_are_scrubbed_as_one_by_one(layout, packets):
    scrubber = Scrubber()
    both(scrubber, packet_of(layout, b"x"), 1.0)
    for tail in packets:
        both(scrubber, bytearray([0x90]) + tail, 2.0)


@given(layouts, some.integers(1, 40), some.sampled_from([0x90, 0xB0, 0x91]), some.sampled_from([0xBEDE, 0x1000]))
def test_a_cut_or_foreign_packet_is_scrubbed_as_one_by_one(layout, cut, first, profile):
    scrubber = Scrubber()
    both(scrubber, packet_of(layout, b"abc"), 1.0)
    packet = packet_of(layout, b"abc", first=first, profile=profile, cut=cut)
    if len(packet) >= 12:
        both(scrubber, packet, 2.0)


@pytest.mark.parametrize("layout", [[(SEND_TIME, None, 0), (TRANSPORT_SEQUENCE, None, 0)], [(AUDIO_LEVEL, None, 0)]])
def test_what_browsers_send_takes_the_short_way(layout):
    scrubber = Scrubber()
    for values in (b"\x81", b"\x7f", b"\x00"):
        both(scrubber, packet_of(layout, values), 1.0)
    assert learn(packet_of(layout, b"\x81")) is not None
    assert scrubber._strangers == 0, "the later ones were recognised"
