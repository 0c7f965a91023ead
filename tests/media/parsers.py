"""Everything of the media plane that reads what others send: given any bytes it answers or refuses by its own error."""

import contextlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from aiortc.rtp import RtcpPacket

from verification import signalling
from verification.media.arrange import Flow
from verification.media.arrivals import Arrivals
from verification.media.feedback import hear_page
from verification.media.forward import Forwarder
from verification.media.lines import lines_of
from verification.media.messages import BadMessage, read_command, read_notice
from verification.media.retransmission import unwrap
from verification.media.sdp import BadAnswer, clean_answer
from verification.media.sources import Source
from verification.media.stun import parse_stun
from verification.media.windows import Window

CORPUS = Path(__file__).with_name("corpus")
SHORTEST_RTP = 13
"""Transports drop shorter ones before anybody reads them."""


class Drain:
    """A page that swallows all it is sent; the numbers of packets keep their meaning."""

    def send(self, packet: bytearray) -> None:
        assert len(packet) >= SHORTEST_RTP - 1

    def send_report(self, report: bytes) -> None: ...


def shown_source() -> tuple[Source, Window]:
    forwarder, source = Forwarder(lambda: 1.0), Source("booth", "video", 7)
    window = Window("desk", 1, "video", 9, Drain())
    forwarder.add_source(source)
    forwarder.add_window(window)
    forwarder.converge([Flow("booth", "desk", "video", 1)])
    source.on_arrival = Arrivals().note
    return source, window


SOURCE, WINDOW = shown_source()


def read_rtp(data: bytes) -> None:
    if len(data) >= SHORTEST_RTP:
        SOURCE.take(bytearray(data), 1.0)
        SOURCE.take_repeated(bytearray(data), 1.0)


def read_repeat(data: bytes) -> None:
    if len(data) >= SHORTEST_RTP and (original := unwrap(data, 7)) is not None:
        read_rtp(bytes(original))


def read_report(data: bytes) -> None:
    """What aiortc's parser refuses never reaches us (aiortc_seams forgives it)."""
    try:
        packets: list[Any] = RtcpPacket.parse(data)
    except Exception:  # noqa: BLE001 - struct.error and others
        return
    for packet in packets:
        hear_page(WINDOW, lambda rate_bps: None, packet)


def read_answer(data: bytes) -> None:
    with contextlib.suppress(BadAnswer):
        clean_answer(data.decode("utf-8", "replace"), lines_of("booth"))


def read_message(data: bytes) -> None:
    with contextlib.suppress(signalling.Malformed):
        signalling.read(data.decode("utf-8", "replace"))
    with contextlib.suppress(ValueError, RecursionError):
        raw = json.loads(data)
        for read in (read_command, read_notice):
            with contextlib.suppress(BadMessage):
                read(raw)


PARSERS: dict[str, Callable[[bytes], Any]] = {
    "rtp": read_rtp,
    "repeat": read_repeat,
    "report": read_report,
    "stun": parse_stun,
    "answer": read_answer,
    "message": read_message,
}


def corpus() -> dict[str, list[bytes]]:
    """Return parser -> inputs. A file is named after its parser: rtp-video.bin."""
    return {name: [path.read_bytes() for path in sorted(CORPUS.glob(f"{name}-*.bin"))] for name in PARSERS}
