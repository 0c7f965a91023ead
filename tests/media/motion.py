"""A room in which everything happens: pages come, go and come back, web wishes and is late, the process dies."""

import asyncio
from collections import Counter
from dataclasses import replace
from itertools import count

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from tests.media.near import NearPeer
from tests.media.wishes import Wish, line_of
from verification.media.forward import Forwarder
from verification.media.messages import read_command
from verification.media.room import Room

# Sequences in which people meet: few booths, few misfortunes.
places = st.sampled_from([1, 1, 2, 2, 3, 6])
modes = st.sampled_from(["listen", "whisper", "join"])
boards = st.sampled_from("aab")
late = st.sampled_from([False, False, False, True])


class RoomInMotion(RuleBasedStateMachine):
    """One room, its pages and web. `told` is the newest wish that the living process knows of, None before any."""

    room_of: type[Room] = Room
    forwarder_of: type[Forwarder] = Forwarder

    def __init__(self) -> None:
        super().__init__()
        self.loop = asyncio.new_event_loop()
        self.names, self.version = count(1), 0
        self.wish, self.told = Wish(), None
        self.arranged: list[dict[str, object]] = []
        self.desk: NearPeer | None = None
        self.guests: dict[str, NearPeer] = {}
        self.booths: dict[int, NearPeer] = {}
        self._begin_anew()

    def teardown(self) -> None:
        self.loop.run_until_complete(self.room.close("shutdown"))
        self.loop.close()

    # what may happen

    @initialize(place=places, mode=modes)
    def somebody_is_there(self, place: int, mode: str) -> None:
        self.desk_joins(late=False)
        for booth in (1, 2, 3):
            self.booth_joins(booth, late=False)
        self.supervisor_joins_the_room("a", late=False)
        self.supervisor_listens_whispers_or_joins("a", place, mode, late=False)

    @rule(late=late)
    def desk_joins(self, late: bool) -> None:
        self.desk = self._join("desk", None, "desk-page")
        self._wish(late, desk=self.desk.name)

    @rule(forgotten=st.booleans())
    def desk_leaves(self, forgotten: bool) -> None:
        self._leave(self.desk)
        self.desk = None
        if forgotten:
            self._wish(desk=None)

    @rule(place=places, late=late)
    def booth_joins(self, place: int, late: bool) -> None:
        page = self.booths[place] = self._join("booth", place, f"booth-page-{place}")
        self._wish(late, seats={**self.wish.seats, place: page.name})

    @rule(place=places, forgotten=st.booleans())
    def booth_leaves(self, place: int, forgotten: bool) -> None:
        self._leave(self.booths.pop(place, None))
        if forgotten:
            self._wish(seats={n: name for n, name in self.wish.seats.items() if n != place})

    @rule(place=st.none() | places, late=late)
    def officer_talks_with_one(self, place: int | None, late: bool) -> None:
        self._wish(late, focus=place)

    @rule(chosen=st.frozensets(places), late=late)
    def officer_talks_with_several(self, chosen: frozenset[int], late: bool) -> None:
        self._wish(late, subset=chosen)

    @rule(on=st.booleans(), late=late)
    def officer_talks_to_all(self, on: bool, late: bool) -> None:
        self._wish(late, to_all=on)

    @rule(place=places, late=late)
    def officer_holds_or_resumes(self, place: int, late: bool) -> None:
        self._wish(late, held=self.wish.held ^ {place})

    @rule(page=boards, late=late)
    def supervisor_joins_the_room(self, page: str, late: bool) -> None:
        self.guests[page] = self._join("supervisor", None, f"board-page-{page}")
        if self.wish.guest is None or self.wish.guest_page == page:
            self._wish(late, guest=self.guests[page].name, guest_page=page)

    @rule(page=boards, place=places, mode=modes, late=late)
    def supervisor_listens_whispers_or_joins(self, page: str, place: int, mode: str, late: bool) -> None:
        name = self.guests[page].name if page in self.guests else "board-that-never-came"
        self._wish(late, guest=name, guest_page=page, guest_at=place, guest_mode=mode)

    @rule(page=boards, forgotten=st.booleans())
    def supervisor_leaves(self, page: str, forgotten: bool) -> None:
        self._leave(self.guests.pop(page, None))
        if forgotten:
            self._wish(guest=None)

    @rule()
    def web_tells_what_it_wants(self) -> None:
        self._wish()

    @rule(data=st.data())
    def an_old_scene_arrives_again(self, data: st.DataObject) -> None:
        if self.told is not None:
            self._send(data.draw(st.sampled_from(self.arranged)))

    @rule(data=st.data())
    def web_mixes_up_who_is_where(self, data: st.DataObject) -> None:
        before = self.wish
        names = [*before.seats.values(), before.desk, before.guest]
        mixed = data.draw(st.permutations(names))
        seats = {n: name for n, name in zip(before.seats, mixed, strict=False) if name}
        self._wish(seats=seats, desk=mixed[-2], guest=mixed[-1])
        self.wish = before

    @rule(late=late)
    def the_media_process_dies_and_pages_come_back(self, late: bool) -> None:
        booths, guests = list(self.booths), list(self.guests)
        self.desk, self.booths, self.guests = None, {}, {}
        self._begin_anew()
        self.exactly_the_allowed_streams_flow()
        self.desk_joins(late)
        for place in booths:
            self.booth_joins(place, late)
        for page in guests:
            self.supervisor_joins_the_room(page, late)

    @rule(back=st.integers(0, 3))
    def pages_ask_for_what_they_lost(self, back: int) -> None:
        for page in self.everybody:
            for window in page.transport.windows.values():
                had = [one for one in page.transport.deliveries if one.window == window.window]
                if window.route and had:
                    window.route.repeat((had[-1].sequence - back) & 0xFFFF)

    # what must hold

    @invariant()
    def exactly_the_allowed_streams_flow(self) -> None:
        before = {page.name: len(page.transport.deliveries) for page in self.everybody}
        for page in self.everybody:
            for kind in page.sources:
                page.speak(kind)

        arrived = [one for page in self.everybody for one in page.transport.deliveries[before[page.name] :]]
        found = Counter((one.source, one.kind, one.target, one.window) for one in arrived)
        assert found == Counter(self._allowed())

    @invariant()
    def everything_is_counted(self) -> None:
        everything = [one for page in self.everybody for one in page.transport.deliveries]
        counts = self.room.counts()
        assert {row[:3]: row[3] for row in counts.rows} == Counter((o.source, o.target, o.kind) for o in everything)
        assert counts.total == len(everything)

    @invariant()
    def nothing_comes_again_but_what_was_there_before(self) -> None:
        for page in self.everybody:
            used: dict[tuple[int, str, int], bytes] = {}
            for one in page.transport.deliveries:
                key = (one.window, one.kind, one.sequence)
                assert used.setdefault(key, one.body) == one.body, "one number for two packets"

    # the rules once more

    def _allowed(self) -> list[tuple[str, str, str, int]]:
        return [
            (one.name, kind, other.name, line_of(one, other))
            for one in self.everybody
            for other in self.everybody
            for kind in ("audio", "video")
            if one is not other and self._is_here(one) and self._is_here(other) and self.told.allows(one, kind, other)
        ]

    def _is_here(self, page: NearPeer) -> bool:
        """Whether the page is in the room and is what web takes it for."""
        if self.told is None:
            return False
        if page.role == "desk":
            return page is self.desk and page.name == self.told.desk
        if page.role == "booth":
            return page is self.booths.get(page.place) and page.name == self.told.seats.get(page.place)
        return page in self.guests.values() and page.name == self.told.guest

    # how it is done

    def _begin_anew(self) -> None:
        self.told = None
        self.everybody: list[NearPeer] = []
        self.loop.run_until_complete(self._open_room())

    async def _open_room(self) -> None:
        forwarder = self.forwarder_of(self.loop.time)
        boot = f"boot{next(self.names)}"
        self.room = self.room_of("s12", boot, lambda *_: None, lambda _: None, forwarder, None, NearPeer)

    def _join(self, role: str, place: int | None, channel: str) -> NearPeer:
        name = f"{role}-{next(self.names)}"
        self._say(type="join", room="s12", peer=name, role=role, place=place, reply_to=channel)
        page = self.room.peers[name]
        assert isinstance(page, NearPeer)
        self._say(type="answer", room="s12", peer=name, sdp="", reply_to=channel)
        self.everybody.append(page)
        return page

    def _leave(self, page: NearPeer | None) -> None:
        if page:
            self._say(type="leave", room="s12", peer=page.name)

    def _wish(self, late: bool = False, **changes: object) -> None:
        """Change what is wanted, and tell it unless web is late."""
        self.wish = replace(self.wish, **changes)
        self.version += 1
        if not late:
            self.arranged.append({"version": self.version, "scene": self.wish.scene()})
            self._send(self.arranged[-1])
            self.told = self.wish

    def _send(self, arranged: dict[str, object]) -> None:
        self._say(type="arrange", room="s12", **arranged)

    def _say(self, **message: object) -> None:
        """Hand a message to the room as the process does, and let the room finish what it began."""
        self.loop.run_until_complete(self._obey(read_command(message)))

    async def _obey(self, command) -> None:
        verb = {"join": self.room.join, "answer": self.room.answer, "arrange": self.room.arrange}.get(command.type)
        if verb:
            verb(command)
        else:
            self.room.leave(command.peer)
        while len(self.room._tasks):
            await asyncio.sleep(0)
