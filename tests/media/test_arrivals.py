"""Transport-wide feedback, read again by a reader written after the draft: what arrived, and when."""

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verification.media.arrivals import DELTA_S, MOST_PACKETS, Arrivals


def read(report: bytes) -> dict[int, float]:
    """Return sequence number -> arrival in seconds, by the reference time of the report."""
    first, kind, length = struct.unpack_from("!BBH", report)
    assert (first, kind, 4 * (length + 1)) == (0x8F, 205, len(report))
    base, count, reference = struct.unpack_from("!HHL", report, 12)
    symbols, at = [], 20
    while len(symbols) < count:
        (chunk,) = struct.unpack_from("!H", report, at)
        at += 2
        if chunk >> 15:
            symbols += [chunk >> shift & 3 for shift in range(12, -1, -2)]
        else:
            symbols += [chunk >> 13 & 3] * (chunk & 0x1FFF)
    arrived, now = {}, (reference >> 8) * 0.064
    for index, symbol in enumerate(symbols[:count]):
        if symbol:
            now += struct.unpack_from("!B" if symbol == 1 else "!h", report, at)[0] * DELTA_S
            at += symbol
            arrived[(base + index) & 0xFFFF] = now
    assert len(report) - at < 4
    return arrived


def test_each_report_tells_what_is_new_since_the_last_one():
    arrivals = Arrivals()
    for number in (65_534, 65_535, 0, 1):
        arrivals.note(number, 12.0 + (number & 7) / 100)
    first = read(arrivals.report(1, 2))
    arrivals.note(2, 12.5)

    assert set(first) == {65_534, 65_535, 0, 1}
    assert read(arrivals.report(1, 2)) == {2: pytest.approx(12.5, abs=DELTA_S)}
    assert arrivals.report(1, 2) == b""


@given(
    st.integers(0, 65_535),
    st.lists(st.tuples(st.integers(1, 5), st.floats(-0.004, 0.3)), min_size=1, max_size=80),
)
def test_losses_and_times_come_through(start, steps):
    arrivals, expected, number, now = Arrivals(), {}, start, 50.0
    for step, pause in steps:
        number, now = (number + step) & 0xFFFF, now + pause
        arrivals.note(number, now)
        expected[number] = now

    found = read(arrivals.report(1, 2))

    assert set(found) == set(expected)
    assert all(abs(found[number] - expected[number]) <= 0.001 for number in expected)


def test_a_report_has_an_end_however_wild_the_numbers_are():
    arrivals = Arrivals()
    for number in (0, 30_000, 60_000, 20_000):
        arrivals.note(number, 1.0)

    assert len(read(arrivals.report(1, 2))) <= MOST_PACKETS
