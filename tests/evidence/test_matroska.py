"""From packets to a file that a player plays: what was lost, doubled or late, pauses, both voices."""

import random
from io import BytesIO

import av
import pytest

from tests.evidence.streams import FRAMES_A_SECOND, Record, a_part, pictures, voice, written
from verification.evidence import matroska
from verification.evidence.rtp import frames_of


def decoded(parts: list[bytes]) -> dict[int, list[float]]:
    """Return stream -> times of what a decoder gets out of the file of these parts."""
    found = matroska.put_together(parts)
    assert found is not None
    times: dict[int, list[float]] = {}
    with av.open(found[0]) as container:
        for packet in container.demux():
            for frame in packet.decode():
                times.setdefault(packet.stream.index, []).append(frame.time)
    return times


def test_every_picture_and_both_voices_can_be_played():
    times = decoded([a_part(seconds=2.0)])

    assert len(times[0]) == 2 * FRAMES_A_SECOND
    assert len(times[1]) == len(times[2]) == 100
    assert times[0][-1] == pytest.approx(2.0, abs=0.15) and times[1][-1] == pytest.approx(2.0, abs=0.15)


def test_a_pause_between_two_parts_is_cut_out():
    times = decoded([a_part(seconds=1.0), a_part(seconds=1.0)])

    assert len(times[0]) == 2 * FRAMES_A_SECOND
    assert max(late - early for early, late in zip(times[0], times[0][1:], strict=False)) < 0.3


def test_packets_in_any_near_order_and_twice_give_the_same_frames():
    records = pictures(1.0)
    mixed = records[:1] + [one for one in records[1:] for _ in range(2)]
    random.Random(5).shuffle(mixed[1:])
    for at in range(1, len(mixed) - 3, 3):
        mixed[at], mixed[at + 2] = mixed[at + 2], mixed[at]

    assert frames_of(written(mixed)) == frames_of(written(records))


def test_after_a_lost_packet_nothing_is_shown_until_the_next_whole_picture():
    records = pictures(2.0, whole_every=10)
    numbers = [packet.timestamp for _, _, packet in records]
    lost = next(at for at, (_, at_ms, _) in enumerate(records) if at_ms >= 300)
    del records[lost]

    shown = [frame.at_ms for frame in frames_of(written(records))]

    assert len(set(numbers)) == 30
    assert [one for one in shown if 290 <= one < 660] == []
    assert [one for one in shown if one >= 660]


def test_a_page_that_was_loaded_again_goes_on_in_the_same_file():
    again: list[Record] = [
        (lane, at_ms + 1500, packet) for lane, at_ms, packet in pictures(1.0, first_number=7, ssrc=99)
    ]

    times = decoded([written(pictures(1.0) + again)])

    assert len(times[0]) == 2 * FRAMES_A_SECOND
    assert times[0][FRAMES_A_SECOND] == pytest.approx(1.5, abs=0.05)


def test_junk_between_the_packets_is_left_out():
    from verification.media.recorder import HEAD

    junk = HEAD.pack(0, 10, 5) + b"xxxxx" + HEAD.pack(0, 11, 0)

    good, torn = written(pictures(1.0)), HEAD.pack(0, 12, 900) + b"torn"
    assert frames_of(junk + good + torn) == frames_of(good)


def test_a_voice_without_a_picture_is_a_recording_too():
    assert list(decoded([written(voice(1.0))])) == [0]


def test_nothing_gives_no_file():
    assert matroska.put_together([]) is None
    assert matroska.put_together([b"", written([])]) is None


def test_a_supervisor_who_joined_is_heard_beside_both_and_alone():
    joined = [(lane, at_ms + 500, packet) for lane, at_ms, packet in voice(0.5, sender="supervisor", ssrc=4)]
    found = matroska.put_together([a_part(seconds=1.0), written(sorted(joined, key=lambda one: one[1]))])
    assert found is not None

    alone = matroska.voice_alone(found[0], matroska.SUPERVISOR)

    assert alone is not None
    with av.open(alone) as container:
        assert sum(1 for packet in container.demux() for _ in packet.decode()) == 25
    found[0].seek(0)
    with av.open(found[0]) as container:
        titles = [stream.metadata["title"] for stream in container.streams]
    assert titles == [matroska.PERSON, matroska.PERSON, matroska.OFFICER, matroska.SUPERVISOR]


def test_the_officers_voice_comes_alone_and_where_it_was():
    found = matroska.put_together([a_part(seconds=1.0)])
    assert found is not None
    alone = matroska.voice_alone(found[0], matroska.OFFICER)

    assert alone is not None
    with av.open(alone) as container:
        assert [stream.type for stream in container.streams] == ["audio"]
        assert sum(1 for packet in container.demux() for _ in packet.decode()) == 50
    without = matroska.put_together([written(voice(0.5))])
    assert without is not None and matroska.voice_alone(BytesIO(without[0].read()), matroska.OFFICER) is None
