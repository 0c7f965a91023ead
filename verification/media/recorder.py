"""What of a room is kept: taps the sources of what may be recorded and hands their packets over as they came. Nothing
is decoded or written here, and what is kept when is `arrange.recorded`.
"""

import struct
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import partial
from typing import Protocol

from .arrange import Track
from .sources import Source

LANES = {("booth", "video"): 0, ("booth", "audio"): 1, ("desk", "audio"): 2, ("supervisor", "audio"): 3}
HEAD = struct.Struct("!BIH")
"""Before each packet of a part: lane, milliseconds since the part began, bytes."""


class Part(Protocol):
    """One unbroken stretch of a recording. Writing and closing return at once and raise nothing: disks may stall,
    packets may not wait.
    """

    has_failed: bool

    def write(self, records: bytes) -> None: ...
    def close(self) -> None: ...


OpenPart = Callable[[str], Part]


@dataclass
class _Tape:
    """A part that grows, and the streams that it keeps."""

    part: Part
    began_s: float
    waiting: bytearray = field(default_factory=bytearray)
    tracks: dict[Track, Source] = field(default_factory=dict)

    def write(self) -> None:
        if self.waiting:
            self.part.write(bytes(self.waiting))
            self.waiting.clear()


class Recorder:
    """The recordings of one room. `on_failure` hears once of each that can no longer be kept."""

    def __init__(self, open_part: OpenPart, clock: Callable[[], float], on_failure: Callable[[str], None]) -> None:
        self._open, self._clock, self._on_failure = open_part, clock, on_failure
        self._tapes: dict[str, _Tape] = {}
        self._tapped: set[Source] = set()
        self._failed: set[str] = set()

    def converge(self, wanted: Iterable[tuple[Track, Source]]) -> None:
        """Keep exactly these streams. A recording without any ends its part; later it begins another one."""
        tracks: dict[str, dict[Track, Source]] = {}
        for track, source in wanted:
            if track.recording not in self._failed:
                tracks.setdefault(track.recording, {})[track] = source
        for recording in self._tapes.keys() - tracks.keys():
            self._end(recording)
        for recording, kept in tracks.items():
            if recording not in self._tapes:
                self._tapes[recording] = _Tape(self._open(recording), self._clock())
            _ask_for_pictures(kept, but=self._tapes[recording].tracks)
            self._tapes[recording].tracks = kept
        self._tap()

    def look(self) -> None:
        """Hand over what has come; called twice a second. A recording with a hole nobody knows of would be worse than
        none: where writing fails, it ends and it is said.
        """
        for recording, tape in list(self._tapes.items()):
            tape.write()
            if tape.part.has_failed:
                self._failed.add(recording)
                self._end(recording)
                self._tap()
                self._on_failure(recording)

    def close(self) -> None:
        self.converge(())

    def _end(self, recording: str) -> None:
        tape = self._tapes.pop(recording)
        tape.write()
        tape.part.close()

    def _tap(self) -> None:
        taps: dict[Source, list[tuple[_Tape, int]]] = {}
        for tape in self._tapes.values():
            for track, source in tape.tracks.items():
                taps.setdefault(source, []).append((tape, LANES[track.sender, track.kind]))
        for source in self._tapped - taps.keys():
            source.on_packet = None
        for source, tapes in taps.items():
            source.on_packet = partial(self._keep, tapes)
        self._tapped = set(taps)

    def _keep(self, tapes: list[tuple[_Tape, int]], packet: bytes) -> None:
        for tape, lane in tapes:
            since_ms = int((self._clock() - tape.began_s) * 1000)
            tape.waiting += HEAD.pack(lane, since_ms, len(packet))
            tape.waiting += packet


def _ask_for_pictures(tracks: dict[Track, Source], *, but: dict[Track, Source]) -> None:
    """A stretch can be shown from its first whole picture on."""
    for track, source in tracks.items():
        if track.kind == "video" and but.get(track) is not source:
            source.ask_for_picture()
