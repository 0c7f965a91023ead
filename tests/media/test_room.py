"""Rooms with real WebRTC clients: who receives what, how fast it changes, and how pages come and go."""

import asyncio
import time
from collections.abc import AsyncIterator

import pytest

from tests.media.pages import House, Page, matrix
from tests.pace import allowed
from verification.media.arrange import Flow, Scene, Supervisor
from verification.media.forward import Forwarder
from verification.media.messages import Arrange, Arranged, Offer

pytestmark = pytest.mark.timed

SETTLED_S = 0.15
WATCHED_S = 0.4


@pytest.fixture(params=["port", "socket"])
async def house(request) -> AsyncIterator[House]:
    made = House(transport=request.param)
    yield made
    await made.close()


async def flows_exactly(house: House, scene: Scene) -> bool:
    """Whether the pages received, and the forwarder counted, just what the rule allows."""
    await asyncio.sleep(SETTLED_S)
    seen, counted = await asyncio.gather(house.seen_during(WATCHED_S), house.counted_during(WATCHED_S))
    return seen == counted == matrix(scene)


async def fill(house: House, booths: int = 6) -> None:
    await house.desk()
    await asyncio.gather(*(house.booth(place) for place in range(1, booths + 1)))


async def test_exactly_the_allowed_streams_flow_through_focus_hold_and_talk_to_all(house):
    await fill(house)

    assert await house.seen_during(WATCHED_S) == set(), "silence and darkness until something is arranged"
    for how in (
        {},
        {"focus": 3},
        {"focus": 5},
        {"focus": 5, "held": (5,)},
        {"to_all": True, "held": (2, 4)},
        {"focus": 1, "to_all": True},
        {"subset": (2, 3, 6), "held": (3,)},
        {"subset": (1, 2, 3, 4, 5, 6)},
        {"desk": None},
        {},
    ):
        assert await flows_exactly(house, house.arrange(**how)), how
    counts = house.room.counts()
    assert counts.total == sum(row[3] for row in counts.rows)


async def test_each_picture_stays_in_the_window_of_its_place(house):
    await fill(house, booths=3)
    desk = house.pages["desk-1"]

    house.arrange(focus=2)
    await asyncio.sleep(WATCHED_S)

    lines = {window.place: window for window in desk.offer.windows}
    for place in (1, 2, 3):
        shown = {source for source, _, mid in desk.received if mid in (lines[place].audio_mid, lines[place].video_mid)}
        assert shown == {f"booth-{place}-1"}


async def test_what_went_to_a_page_is_measured_each_second(house):
    await fill(house, booths=1)
    desk = house.room.peers["desk-1"]
    house.arrange()
    await asyncio.sleep(2.1)
    quiet_bps = desk.delivery.sent_bps
    house.arrange(focus=1)
    await asyncio.sleep(2.1)

    assert desk.delivery.sent_bps > quiet_bps > 0, "the picture alone, then the voice too"


async def test_private_talk_and_hold_take_effect_within_300_ms_three_times_in_a_row(house):
    await fill(house, booths=2)
    booth, limit_s = house.pages["booth-1-1"], allowed(0.1)

    for _ in range(3):
        booth.received.clear()
        began = time.monotonic()
        house.arrange(focus=1)
        while not booth.received["desk-1", "audio", "2"]:
            assert time.monotonic() - began < limit_s
            await asyncio.sleep(0.005)
        house.arrange(focus=1, held=(1,))
        await asyncio.sleep(0.05)
        booth.received.clear()
        await asyncio.sleep(0.2)
        assert not booth.received["desk-1", "audio", "2"]


class LeakyForwarder(Forwarder):
    """The mutant: one booth's voice also goes to its neighbour."""

    def converge(self, flows) -> None:
        flows = {*flows, Flow("booth-1-1", "booth-2-1", "audio", 0)}
        super().converge(flows)


class CountlessForwarder(LeakyForwarder):
    """The cleverer mutant: it leaks and does not count."""

    def counts(self):
        return +type(super().counts())({k: n for k, n in super().counts().items() if "desk-1" in k})


@pytest.mark.parametrize("mutant", [LeakyForwarder, CountlessForwarder])
async def test_a_forwarder_that_leaks_one_voice_is_caught(mutant):
    house = House(mutant(asyncio.get_running_loop().time))
    try:
        await fill(house, booths=2)
        scene = house.arrange()
        assert not await flows_exactly(house, scene)
        counts = house.room.counts()
        assert (counts.total == sum(row[3] for row in counts.rows)) == (mutant is LeakyForwarder)
    finally:
        await house.close()


async def test_an_older_scene_is_only_acknowledged_again(house):
    await fill(house, booths=1)
    scene = house.arrange(focus=1)

    house.room.arrange(Arrange(room="s12", version=house.version, scene=Scene()))
    house.room.arrange(Arrange(room="s12", version=0, scene=Scene()))

    assert await flows_exactly(house, scene)
    told = [message for message in house.announced if isinstance(message, Arranged)]
    assert [(message.version, message.heard) for message in told] == [(1, (1,))] * 3


async def test_a_page_that_joins_again_supersedes_the_old_one_and_is_seen_once_it_is_arranged(house):
    await fill(house, booths=2)
    house.arrange(focus=1)

    newer = await house.booth(1, "booth-1-2")
    old = house.pages["booth-1-1"]
    before = await house.seen_during(0.3)
    old.is_closed = True
    scene = house.arrange(focus=1)

    assert old.gone == "superseded"
    assert not any(newer.name in row for row in before), "a name that no scene has named gets nothing"
    assert await flows_exactly(house, scene)


async def test_a_window_counts_on_over_a_rejoin_and_a_pause(house):
    await fill(house, booths=1)
    began = time.monotonic()
    desk = house.pages["desk-1"]
    mid = next(window.video_mid for window in desk.offer.windows if window.place == 1)
    house.arrange()
    await asyncio.sleep(0.3)
    house.pages["booth-1-1"].is_closed = True
    await house.booth(1, "booth-1-2")
    house.arrange()
    await asyncio.sleep(0.3)

    numbers = [number for number, _ in desk.numbers[mid]]
    assert [number - numbers[0] for number in numbers] == list(range(len(numbers)))
    steps = [b - a for (_, a), (_, b) in zip(desk.numbers[mid], desk.numbers[mid][1:], strict=False)]
    most = 90_000 * max(1, time.monotonic() - began)
    assert all(0 < step < most for step in steps), "as much as time has passed, no leap"


async def test_a_scene_cannot_give_a_page_what_its_role_or_place_does_not_have(house):
    await fill(house, booths=2)
    swapped = {1: {"peer": "booth-2-1"}, 2: {"peer": "booth-1-1"}}
    for scene in (
        {"places": swapped, "desk": "desk-1", "to_all": True},
        {"places": {1: {"peer": "desk-1"}}, "desk": "booth-1-1", "to_all": True},
        {"places": {2: {"peer": "booth-2-1"}}, "desk": "booth-1-1", "to_all": True},
    ):
        house.version += 1
        house.room.arrange(Arrange(room="s12", version=house.version, scene=scene))
        assert await house.seen_during(0.3) == set()


async def test_a_desk_without_camera_and_microphone_sees_and_hears(house):
    desk = await house.desk(camera=False)
    await house.booth(4)

    scene = house.arrange(focus=4)
    await asyncio.sleep(SETTLED_S)

    assert await house.seen_during(WATCHED_S) == {row for row in matrix(scene) if row[1] == desk.name}


async def test_a_supervisor_gets_nothing_unasked_and_is_heard_only_as_far_as_arranged(house):
    await fill(house, booths=2)
    supervisor = await house.enter(Page(house, "supervisor-1", "supervisor", None))

    assert await flows_exactly(house, house.arrange(to_all=True))
    assert not supervisor.received
    for mode in ("listen", "whisper", "join"):
        guest = Supervisor(supervisor.name, 1, mode)
        assert await flows_exactly(house, house.arrange(focus=1, supervisor=guest)), mode
    assert house.links(supervisor) == []


async def test_offers_have_exactly_the_lines_their_role_needs(house):
    desk, booth = await house.desk(), await house.booth(1)
    supervisor = await house.enter(Page(house, "supervisor-1", "supervisor", None))

    assert [w.place for w in desk.offer.windows] == [1, 2, 3, 4, 5, 6]
    assert [w.place for w in booth.offer.windows] == [0]
    lines = [page.offer.sdp.count("\r\nm=") for page in (desk, booth, supervisor)]
    assert lines == [2 + 6 * 2 + 1, 2 + 2 + 1, 1 + 2 + 2]
    assert all("H264" not in page.heard(Offer)[0].sdp and "G722" not in page.offer.sdp for page in (desk, booth))
