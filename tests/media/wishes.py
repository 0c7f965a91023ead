"""What web wants of a room, and what may flow then: the rules once more, in plain words of their own."""

from dataclasses import dataclass, field

from tests.media.near import NearPeer

SPARE_LINE, MAIN_WINDOW = -1, 0


@dataclass(frozen=True)
class Wish:
    """What web wants of the room: page names by place, who is held, with whom the officer talks, who supervises."""

    seats: dict[int, str] = field(default_factory=dict)
    held: frozenset[int] = frozenset()
    desk: str | None = None
    focus: int | None = None
    subset: frozenset[int] = frozenset()
    to_all: bool = False
    guest: str | None = None
    guest_page: str = ""
    guest_at: int = 1
    guest_mode: str = "listen"

    def scene(self) -> dict[str, object]:
        guest = {"peer": self.guest, "place": self.guest_at, "mode": self.guest_mode} if self.guest else None
        return {
            "places": {str(n): {"peer": name, "held": n in self.held} for n, name in self.seats.items()},
            "desk": self.desk,
            "focus": self.focus,
            "subset": sorted(self.subset),
            "to_all": self.to_all,
            "supervisor": guest,
        }

    def allows(self, one: NearPeer, kind: str, other: NearPeer) -> bool:
        """Whether `other` is to get the sound or the picture of `one`, both being who they are taken for."""
        if self.desk is None:
            return False
        roles = (one.role, other.role)
        if roles == ("desk", "booth"):
            return kind == "video" or self._hears_officer(other.place)
        if roles == ("booth", "desk"):
            return kind == "video" or self._is_in_talk(one.place)
        guest_at, mode = self.guest_at, self.guest_mode
        if guest_at not in self.seats:
            return False
        if roles == ("booth", "supervisor"):
            talks = self._is_in_talk(guest_at) or (mode == "join" and guest_at not in self.held)
            return one.place == guest_at and (kind == "video" or talks)
        if kind == "video":
            return False  # the officer's picture is for booths, and a supervisor has none
        if roles == ("desk", "supervisor"):
            return mode == "join" or self._hears_officer(guest_at)
        if roles == ("supervisor", "desk"):
            return mode in ("whisper", "join")
        if roles == ("supervisor", "booth"):
            return mode == "join" and other.place == guest_at and guest_at not in self.held
        return False

    def _is_in_talk(self, place: int) -> bool:
        return place not in self.held and (place == self.focus or place in self.subset)

    def _hears_officer(self, place: int) -> bool:
        return self._is_in_talk(place) or (self.to_all and place not in self.held)


def line_of(one: NearPeer, other: NearPeer) -> int:
    """Return the line of `other` in which `one` has to arrive."""
    if other.role == "desk":
        return one.place if one.role == "booth" else SPARE_LINE
    if other.role == "booth":
        return MAIN_WINDOW if one.role == "desk" else SPARE_LINE
    return MAIN_WINDOW if one.role == "booth" else SPARE_LINE
