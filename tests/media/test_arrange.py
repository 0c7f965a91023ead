"""The rule who hears and sees whom, over all scenes."""

from hypothesis import given
from hypothesis import strategies as st

from verification.media.arrange import DESK_WINDOW, Flow, Scene, Seat, allowed, heard, hears

places = st.integers(1, 6)
scenes = st.builds(
    Scene,
    places=st.dictionaries(places, st.booleans()).map(
        lambda held: {place: Seat(f"booth-{place}", is_held) for place, is_held in held.items()}
    ),
    desk=st.sampled_from(["desk", None]),
    focus=st.none() | places,
    to_all=st.booleans(),
)


def voices(scene: Scene) -> set[tuple[str, str]]:
    return {(flow.source, flow.target) for flow in allowed(scene) if flow.kind == "audio"}


@given(scenes)
def test_no_booth_ever_gets_a_packet_of_another_booth(scene):
    assert all("desk" in (flow.source, flow.target) and flow.source != flow.target for flow in allowed(scene))


@given(scenes)
def test_the_desk_and_every_seated_booth_see_each_other_always(scene):
    pictures = {flow for flow in allowed(scene) if flow.kind == "video"}

    seats = scene.places.items() if scene.desk else ()
    assert pictures == {
        flow
        for place, seat in seats
        for flow in (Flow(seat.peer, "desk", "video", place), Flow("desk", seat.peer, "video", DESK_WINDOW))
    }


@given(scenes)
def test_the_desk_hears_at_most_the_focused_booth_and_never_a_held_one(scene):
    to_desk = {source for source, target in voices(scene) if target == "desk"}

    seat = scene.places.get(scene.focus) if scene.desk else None
    assert to_desk == ({seat.peer} if seat and not seat.held else set())


@given(scenes)
def test_with_nobody_focused_and_not_talking_to_all_there_is_silence(scene):
    if scene.focus is None and not scene.to_all:
        assert voices(scene) == set()


@given(scenes)
def test_a_held_booth_hears_nothing_and_is_not_heard(scene):
    held = {seat.peer for seat in scene.places.values() if seat.held}

    assert not any(held & set(pair) for pair in voices(scene))


@given(scenes)
def test_talking_to_all_reaches_every_booth_that_is_not_held(scene):
    if scene.to_all and scene.desk:
        listeners = {target for source, target in voices(scene) if source == "desk"}
        assert listeners == {seat.peer for seat in scene.places.values() if not seat.held}


@given(scenes)
def test_what_is_acknowledged_is_what_flows(scene):
    assert {scene.places[place].peer for place in hears(scene)} == {t for s, t in voices(scene) if s == "desk"}
    assert {scene.places[place].peer for place in heard(scene)} == {s for s, t in voices(scene) if t == "desk"}


@given(scenes)
def test_no_window_ever_has_two_sources(scene):
    flows = allowed(scene)

    assert len({(flow.target, flow.window, flow.kind) for flow in flows}) == len(flows)


def test_before_anything_is_arranged_nothing_flows():
    assert allowed(Scene()) == frozenset()
