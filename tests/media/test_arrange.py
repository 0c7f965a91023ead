"""The rule who hears and sees whom, over all scenes."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from verification.media.arrange import DESK_WINDOW, Flow, Scene, Seat, Supervisor, allowed, heard, hears
from verification.media.lines import Role, lines_of

places = st.integers(1, 6)
supervisors = st.builds(
    Supervisor, peer=st.just("supervisor"), place=places, mode=st.sampled_from(["listen", "whisper", "join"])
)
scenes = st.builds(
    Scene,
    places=st.dictionaries(places, st.booleans()).map(
        lambda held: {place: Seat(f"booth-{place}", is_held) for place, is_held in held.items()}
    ),
    desk=st.sampled_from(["desk", "desk", None]),
    focus=st.none() | places,
    to_all=st.booleans(),
    subset=st.frozensets(places),
    supervisor=st.none() | supervisors,
)


def voices(scene: Scene) -> set[tuple[str, str]]:
    return {(flow.source, flow.target) for flow in allowed(scene) if flow.kind == "audio"}


def role_of(peer: str) -> Role:
    return "booth" if peer.startswith("booth") else peer


@given(scenes)
def test_no_booth_ever_gets_a_packet_of_another_booth(scene):
    assert all(role_of(flow.source) != role_of(flow.target) for flow in allowed(scene))


@given(scenes)
def test_the_desk_and_every_seated_booth_see_each_other_always(scene):
    pictures = {flow for flow in allowed(scene) if flow.kind == "video" and flow.target != "supervisor"}

    seats = scene.places.items() if scene.desk else ()
    assert pictures == {
        flow
        for place, seat in seats
        for flow in (Flow(seat.peer, "desk", "video", place), Flow("desk", seat.peer, "video", DESK_WINDOW))
    }


@given(scenes)
def test_the_desk_hears_at_most_those_it_talks_with_and_never_a_held_one(scene):
    to_desk = {source for source, target in voices(scene) if target == "desk"} - {"supervisor"}

    chosen = {scene.focus, *scene.subset} if scene.desk else set()
    assert to_desk == {seat.peer for place, seat in scene.places.items() if place in chosen and not seat.held}


@given(scenes)
def test_a_private_talk_and_one_with_several_are_both_ways(scene):
    scene = replace(scene, to_all=False)

    pairs = {pair for pair in voices(scene) if "supervisor" not in pair}
    assert pairs == {(target, source) for source, target in pairs}


@given(scenes)
def test_everybody_of_a_room_can_talk_with_the_officer_at_once(scene):
    scene = replace(scene, desk="desk", subset=frozenset(range(1, 7)))

    free = {seat.peer for seat in scene.places.values() if not seat.held}
    assert {*((one, "desk") for one in free), *(("desk", one) for one in free)} <= voices(scene)


@given(scenes)
def test_with_nobody_talked_with_there_is_silence(scene):
    listener = scene.supervisor and replace(scene.supervisor, mode="listen")

    assert voices(replace(scene, focus=None, to_all=False, subset=frozenset(), supervisor=listener)) == set()


@given(scenes)
def test_a_held_booth_hears_nothing_and_is_not_heard(scene):
    held = {seat.peer for seat in scene.places.values() if seat.held}

    assert not any(held & set(pair) for pair in voices(scene))


@given(scenes)
def test_talking_to_all_reaches_every_booth_that_is_not_held(scene):
    if scene.to_all and scene.desk:
        listeners = {target for source, target in voices(scene) if source == "desk"} - {"supervisor"}
        assert listeners == {seat.peer for seat in scene.places.values() if not seat.held}


@given(scenes, supervisors)
def test_who_listens_is_heard_by_nobody_and_who_whispers_by_the_officer_alone(scene, guest):
    for mode, most in (("listen", set()), ("whisper", {"desk"}), ("join", {"desk", f"booth-{guest.place}"})):
        scene = replace(scene, supervisor=replace(guest, mode=mode))
        assert {flow.target for flow in allowed(scene) if flow.source == "supervisor"} <= most


@given(scenes, supervisors)
def test_a_supervisor_gets_of_all_booths_only_the_chosen_one(scene, guest):
    scene = replace(scene, supervisor=guest)

    sources = {flow.source for flow in allowed(scene) if flow.target == guest.peer}
    assert sources <= {"desk", f"booth-{guest.place}"}
    assert bool(sources) == (scene.desk is not None and guest.place in scene.places)


@given(scenes, supervisors)
def test_who_listens_or_whispers_hears_no_more_than_the_two_hear_of_each_other(scene, guest):
    scene = replace(scene, supervisor=replace(guest, mode="whisper"))

    booth = f"booth-{guest.place}"
    assert ((booth, guest.peer) in voices(scene)) == ((booth, "desk") in voices(scene))
    assert (("desk", guest.peer) in voices(scene)) == (("desk", booth) in voices(scene))


@given(scenes, supervisors)
def test_who_has_joined_talks_with_both(scene, guest):
    seat = Seat(f"booth-{guest.place}")
    scene = replace(
        scene,
        desk="desk",
        places={**scene.places, guest.place: seat},
        supervisor=replace(guest, mode="join"),
    )

    both = {(guest.peer, "desk"), ("desk", guest.peer), (guest.peer, seat.peer), (seat.peer, guest.peer)}
    assert both == {pair for pair in voices(scene) if guest.peer in pair}


@given(scenes)
def test_nobody_else_notices_a_supervisor_who_only_listens(scene):
    with_guest = replace(scene, supervisor=Supervisor("supervisor", 1))

    others = {flow for flow in allowed(with_guest) if flow.target != "supervisor"}
    assert others == allowed(replace(scene, supervisor=None))


@given(scenes)
def test_what_is_acknowledged_is_what_flows(scene):
    pairs = {pair for pair in voices(scene) if "supervisor" not in pair}

    assert {scene.places[place].peer for place in hears(scene)} == {t for s, t in pairs if s == "desk"}
    assert {scene.places[place].peer for place in heard(scene)} == {s for s, t in pairs if t == "desk"}


@given(scenes)
def test_no_window_ever_has_two_sources_and_each_is_a_line_of_its_page(scene):
    flows = allowed(scene)

    windows = {(flow.target, flow.window, flow.kind) for flow in flows}
    assert len(windows) == len(flows)
    assert all((window, kind) in offered(role_of(target)) for target, window, kind in windows)


def offered(role: Role) -> set[tuple[int, str]]:
    return {(line.window, line.kind) for line in lines_of(role)}


def test_before_anything_is_arranged_nothing_flows():
    assert allowed(Scene()) == frozenset()
