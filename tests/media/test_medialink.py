"""Messages at both ends, and what web makes of the beats."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verification.media.messages import BadMessage, read_command, read_notice
from verification.medialink import Beats

JOIN = {"type": "join", "room": "s12", "peer": "booth-3-9c2e", "role": "booth", "place": 3, "reply_to": "asgi.x!1"}
SCENE = {"places": {"3": {"peer": "booth-3-9c2e", "held": True}}, "desk": "desk-4f3a", "focus": None, "to_all": False}


def test_a_message_comes_back_as_it_went():
    for raw in (JOIN, {"type": "arrange", "room": "s12", "version": 4, "scene": SCENE}):
        command = read_command(raw)
        assert read_command(command.to_dict()) == command


@pytest.mark.parametrize(
    "change",
    [
        {"type": "jion"},
        {"room": "a/b"},
        {"room": "x" * 61},
        {"role": "guest"},
        {"place": 7},
        {"place": None},
        {"role": "desk"},
        {"reply_to": "no spaces"},
        {"more": 1},
    ],
)
def test_a_wrong_join_is_refused(change):
    with pytest.raises(BadMessage):
        read_command({**JOIN, **change})


@pytest.mark.parametrize(
    "scene",
    [
        {**SCENE, "places": {"7": {"peer": "a"}}},
        {**SCENE, "places": {"1": {"peer": "a"}, "2": {"peer": "a"}}},
        {**SCENE, "places": {"1": {"peer": "desk-4f3a"}}},
        {**SCENE, "to_all": None},
        {"places": []},
    ],
)
def test_a_scene_that_cannot_be_is_refused(scene):
    with pytest.raises(BadMessage):
        read_command({"type": "arrange", "room": "s12", "version": 1, "scene": scene})


def test_the_error_names_fields_and_never_repeats_what_was_sent():
    with pytest.raises(BadMessage) as failure:
        read_command({**JOIN, "room": "secret/3171234567890001"})

    assert "room" in str(failure.value) and "317123" not in str(failure.value)


@given(st.dictionaries(st.text(max_size=8), st.none() | st.integers() | st.text(max_size=8), max_size=6))
def test_any_dictionary_is_read_or_refused_by_the_one_error(raw):
    for read in (read_command, read_notice):
        with pytest.raises(BadMessage):
            read(raw)


def test_a_node_that_beats_is_neither_lost_nor_reborn():
    beats = Beats(at=0.0)

    assert not any(beats.hear("boot1", at=float(second)) for second in range(1, 20))
    assert not beats.becomes_lost(at=21.9)


def test_a_silence_of_3_seconds_is_told_once_and_again_after_a_recovery():
    beats = Beats(at=0.0, boot="boot1")

    assert beats.becomes_lost(at=3.1) and not beats.becomes_lost(at=4.0)
    assert not beats.hear("boot1", at=5.0)
    assert beats.becomes_lost(at=8.1)


def test_another_boot_means_join_again():
    beats = Beats(at=0.0, boot="boot1")

    assert beats.hear("boot2", at=1.0)
    assert not beats.hear("boot2", at=2.0)
