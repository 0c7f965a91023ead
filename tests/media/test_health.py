"""How a page's line is measured and how loud a voice is shown: counters in, figures out."""

import struct

import pytest

from verification.media.health import LineMeter, Voices, bars_of
from verification.media.sources import Source


def packet(sequence: int, *, size: int = 100) -> bytearray:
    head = struct.pack("!BBHLL", 0x80, 97, sequence & 0xFFFF, sequence * 1800 & 0xFFFFFFFF, 7)
    return bytearray(head + bytes(size - len(head)))


def camera(numbers: range, *, without: set[int] = frozenset()) -> Source:  # type: ignore[assignment]
    source = Source("booth-1", "video", 7)
    feed(source, numbers, without=without)
    return source


def feed(source: Source, numbers: range, *, without: set[int] = frozenset()) -> None:  # type: ignore[assignment]
    for number in numbers:
        if number not in without:
            source.take(packet(number), at_s=number / 50)


def test_the_first_look_only_begins():
    assert LineMeter().look([camera(range(100))], 0.0) is None


def test_losses_and_rate_are_those_since_the_last_look():
    meter, source = LineMeter(), camera(range(100), without=set(range(50, 60)))
    meter.look([source], 0.0)

    feed(source, range(100, 300), without=set(range(150, 160)))
    figures = meter.look([source], 5.0)

    assert figures is not None
    assert (figures.lost_permille, figures.rate_bps) == (50, 190 * 100 * 8 // 5)


def test_a_packet_that_was_sent_again_is_not_lost():
    meter, source = LineMeter(), camera(range(100))
    meter.look([source], 0.0)

    feed(source, range(100, 200), without={150})
    source.take_repeated(packet(150), at_s=4.1)

    figures = meter.look([source], 5.0)
    assert figures is not None
    assert figures.lost_permille == 0


def test_a_page_that_sends_nothing_has_no_figures():
    meter = LineMeter()
    meter.look([], 0.0)
    assert meter.look([Source("booth-1", "video", 7)], 5.0) is None


@pytest.mark.parametrize(("level", "bars"), [(127, 0), (51, 0), (50, 1), (40, 2), (30, 3), (0, 3)])
def test_a_louder_voice_has_more_bars(level, bars):
    assert bars_of(level) == bars


def test_voices_are_told_when_they_change_and_not_again():
    class Microphone(Source):
        level = 127

        def take_loudest(self) -> int:
            return self.level

    one, two, voices = Microphone("a", "audio", 1), Microphone("b", "audio", 2), Voices()
    assert voices.look({1: one, 2: two}) is None
    one.level = 20
    assert voices.look({1: one, 2: two}) == {1: 3}
    assert voices.look({1: one, 2: two}) is None
    one.level = 127
    assert voices.look({1: one, 2: two}) == {}
