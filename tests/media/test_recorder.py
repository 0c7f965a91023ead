"""What a room keeps: the talk of who is recorded, with both voices, and nothing else of anybody."""

import asyncio
from collections import Counter
from dataclasses import replace

import pytest

from tests.media.pages import House, Page
from verification.media.arrange import SPARE, Flow, Scene, Seat, Supervisor, Track, allowed, recorded
from verification.media.messages import Arrange, RecordingFailed
from verification.media.recorder import HEAD, LANES
from verification.media.room import Room

pytestmark = pytest.mark.timed

A, B = "a" * 32, "b" * 32
WHO = {lane: who for who, lane in LANES.items()}
OF_TWO = {("booth", "video"), ("booth", "audio"), ("desk", "audio")}


class Drawer:
    """Parts in memory."""

    def __init__(self) -> None:
        self.parts: list[DrawerPart] = []

    def __call__(self, recording: str) -> "DrawerPart":
        self.parts.append(DrawerPart(recording))
        return self.parts[-1]


class DrawerPart:
    def __init__(self, recording: str) -> None:
        self.recording, self.has_failed, self.is_closed, self.records = recording, False, False, b""

    def write(self, records: bytes) -> None:
        self.records += records

    def close(self) -> None:
        self.is_closed = True

    def packets(self) -> list[tuple[int, bytes]]:
        found, at = [], 0
        while at < len(self.records):
            lane, _, length = HEAD.unpack_from(self.records, at)
            at += HEAD.size
            found.append((lane, self.records[at : at + length]))
            at += length
        return found

    def lanes(self) -> Counter[tuple[str, str]]:
        return Counter(WHO[lane] for lane, _ in self.packets())

    def senders(self) -> set[bytes]:
        """Simulated pages write their name into each packet."""
        return {packet[12:].split(b"|")[1] for _, packet in self.packets()}


def scene(focus: int | None = None, held: tuple[int, ...] = (), of: dict[int, str] | None = None) -> Scene:
    of = of if of is not None else {1: A, 2: B}
    places = {place: Seat(f"booth-{place}-1", held=place in held, recording=of.get(place, "")) for place in (1, 2)}
    return Scene(places=places, desk="desk-1", focus=focus)


def test_kept_is_the_talk_alone():
    everything = {
        Track(A, "booth-1-1", "video", "booth"),
        Track(A, "booth-1-1", "audio", "booth"),
        Track(A, "desk-1", "audio", "desk"),
    }

    assert recorded(scene(focus=1)) == everything
    assert recorded(scene(focus=None)) == frozenset()
    assert recorded(scene(focus=1, held=(1,))) == frozenset()
    assert recorded(scene(focus=1, of={2: B})) == frozenset()
    assert recorded(Scene(places=scene().places, focus=1)) == frozenset()
    to_all = Scene(places=scene().places, desk="desk-1", to_all=True)
    assert recorded(to_all) == frozenset()


@pytest.fixture
async def house():
    drawer = Drawer()
    house = House()
    house.room = Room("s12", "boot1", house.tell, house.announced.append, port=house.port, open_part=drawer)
    house.drawer = drawer
    for page in (house.desk(), house.booth(1), house.booth(2)):
        await page
    yield house
    await house.close()


async def for_a_while(house: House, wanted: Scene, seconds: float = 0.6) -> None:
    house.version += 1
    house.room.arrange(Arrange(room="s12", version=house.version, scene=wanted))
    await asyncio.sleep(seconds)
    house.room.watch(asyncio.get_running_loop().time())


async def test_a_part_holds_the_person_and_both_voices_and_another_begins_after_a_wait(house):
    await for_a_while(house, scene(focus=1))
    await for_a_while(house, scene(focus=None))
    await for_a_while(house, scene(focus=1))
    await for_a_while(house, scene(focus=2))

    first, again, other = house.drawer.parts
    assert [part.recording for part in house.drawer.parts] == [A, A, B]
    assert [part.is_closed for part in house.drawer.parts] == [True, True, False]
    for part, name in ((first, b"booth-1-1"), (again, b"booth-1-1"), (other, b"booth-2-1")):
        assert set(part.lanes()) == OF_TWO, "picture and both voices"
        assert part.senders() == {name, b"desk-1"}


@pytest.mark.parametrize("mode", ["listen", "whisper", "join"])
@pytest.mark.parametrize("place", [1, 2])
def test_of_a_supervisor_is_kept_what_the_person_hears(mode, place):
    watched = replace(scene(focus=1), supervisor=Supervisor("supervisor-1", place, mode))
    is_heard = Flow("supervisor-1", "booth-1-1", "audio", SPARE) in allowed(watched)

    assert is_heard == (mode == "join" and place == 1)
    assert (Track(A, "supervisor-1", "audio", "supervisor") in recorded(watched)) == is_heard


async def test_a_supervisor_who_joins_is_kept_from_then_on_in_the_same_part(house):
    await house.enter(Page(house, "supervisor-1", "supervisor", None))
    await for_a_while(house, scene(focus=1))
    before = house.drawer.parts[0].lanes()
    await for_a_while(house, replace(scene(focus=1), supervisor=Supervisor("supervisor-1", 1, "join")))

    (part,) = house.drawer.parts
    assert set(before) == OF_TWO
    assert set(part.lanes()) == set(LANES)
    assert part.senders() == {b"booth-1-1", b"desk-1", b"supervisor-1"}


async def test_nothing_is_kept_once_the_talk_is_over(house):
    await for_a_while(house, scene(focus=1))
    await for_a_while(house, scene(focus=None), seconds=0.1)
    kept = len(house.drawer.parts[0].records)
    await for_a_while(house, scene(focus=None), seconds=0.4)

    assert len(house.drawer.parts[0].records) == kept > 0


async def test_a_disk_that_is_full_ends_the_recording_and_is_said_once(house):
    await for_a_while(house, scene(focus=1))
    house.drawer.parts[0].has_failed = True
    await for_a_while(house, scene(focus=1), seconds=0.1)
    await for_a_while(house, scene(focus=1), seconds=0.1)

    failures = [one for one in house.announced if isinstance(one, RecordingFailed)]
    assert [one.recording for one in failures] == [A]
    assert len(house.drawer.parts) == 1 and house.drawer.parts[0].is_closed


async def test_a_room_that_closes_leaves_no_open_part(house):
    await for_a_while(house, scene(focus=1))
    await house.room.close("shutdown")

    assert all(part.is_closed for part in house.drawer.parts) and house.drawer.parts[0].records
