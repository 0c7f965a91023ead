"""Header extensions of RTP packets: what a sender's page wrote for us alone is taken out, the rest stays. Pure."""

import struct
from collections.abc import Callable
from typing import NamedTuple

MID, AUDIO_LEVEL, SEND_TIME, TRANSPORT_SEQUENCE = 1, 2, 3, 4
"""The ids that our offers give to the extensions; every page answers with the same ones."""

NOT_THERE = -1
SEND_TIME_HZ = 1 << 18
"""Units of abs-send-time: seconds as 6.18 bits of fixed point."""

RELEARNT_AFTER = 8
"""Packets in a row that looked otherwise; a stream whose packets alternate is not learnt again with each of them."""

_FIXED_BYTES = 12
_PLAIN = 0x90
"""First byte of a packet of version 2 with extensions, without padding and contributing sources."""
_read_head = struct.Struct("!HH").unpack_from
_write_word = struct.Struct("!L").pack_into
_ONE_BYTE_ELEMENTS = 0xBEDE  # RFC 8285


def scrub(packet: bytearray, at_s: float) -> tuple[int, int]:
    """Return (transport-wide sequence number, audio level byte), each NOT_THERE if absent; the packet keeps its length.

    The MID of the sender's page would mislead other pages and the transport-wide number counts another path, so both
    are zeroed, which means padding. The time of sending becomes ours, or a page that watches six senders by it would
    measure their six clocks. Extensions of another form than the agreed one are zeroed as a whole.
    """
    position = _FIXED_BYTES + 4 + 4 * (packet[0] & 0x0F)
    if position > len(packet):
        return NOT_THERE, NOT_THERE
    profile, words = _read_head(packet, position - 4)
    end = min(position + 4 * words, len(packet))
    if profile != _ONE_BYTE_ELEMENTS:
        packet[position:end] = bytes(end - position)
        return NOT_THERE, NOT_THERE
    transport_sequence = level = NOT_THERE
    while position < end:
        first = packet[position]
        if not first:
            position += 1
            continue
        identity, after = first >> 4, position + 2 + (first & 0x0F)
        if identity == AUDIO_LEVEL and after <= end:
            level = packet[position + 1]
        elif identity == SEND_TIME and after == position + 4 <= end:
            _write_word(packet, position, first << 24 | int(at_s * SEND_TIME_HZ) & 0xFFFFFF)
        else:
            if identity == TRANSPORT_SEQUENCE and after == position + 3 <= end:
                transport_sequence = packet[position + 1] << 8 | packet[position + 2]
            after = min(after, end)
            packet[position:after] = bytes(after - position)
        position = after
    return transport_sequence, level


Read = Callable[[bytearray, int], tuple[bytes, ...]]
Write = Callable[..., None]
"""Called with a packet, a place in it and what to write."""
Elements = dict[int, tuple[int, int]]
"""Extension -> (first byte, byte after the last), in the order of the packet."""


class Layout(NamedTuple):
    """Where the extensions of a packet are. A place of 0 stands for an extension that is not there."""

    end: int
    read: Read
    """Takes from a packet what must be as in the `pattern`: first byte, heads, ids, lengths and padding."""
    pattern: tuple[bytes, ...]
    zeros: tuple[tuple[Write, int], ...]
    """What writes zeros over the extensions that nobody may see, and the places."""
    write_time: Write
    """Writes the time of sending, and zeros over the extensions beside it."""
    time_at: int
    time_head: int
    """The first of the four bytes with the time, as it was."""
    number_at: int
    level_at: int


class Scrubber:
    """`scrub` for the packets of one stream, nearly all of which have the same extensions in the same places.

    The places are learnt from a packet; where the next ones have them too, each is gone to at once, in less than half
    the time. Every other packet goes the long way.
    """

    def __init__(self) -> None:
        self._layout: Layout | None = None
        self._strangers = RELEARNT_AFTER

    def scrub(self, packet: bytearray, at_s: float) -> tuple[int, int]:
        """Return and do what the function of this name does."""
        layout = self._layout
        if layout is not None:
            end, read, pattern, zeros, write_time, time_at, time_head, number_at, level_at = layout
            if len(packet) >= end and read(packet, 0) == pattern:
                self._strangers = 0
                number = packet[number_at] << 8 | packet[number_at + 1] if number_at else NOT_THERE
                for write_zeros, at in zeros:
                    write_zeros(packet, at)
                if time_at:
                    write_time(packet, time_at, time_head | int(at_s * SEND_TIME_HZ) & 0xFFFFFF)
                return number, packet[level_at] if level_at else NOT_THERE
        self._strangers += 1
        if self._strangers > RELEARNT_AFTER:
            self._layout, self._strangers = learn(packet), 0
        return scrub(packet, at_s)


def learn(packet: bytearray) -> Layout | None:
    """Return the layout of a packet that is not yet scrubbed; None where only the long way does."""
    if len(packet) < _FIXED_BYTES + 4 or packet[0] != _PLAIN:
        return None
    profile, words = _read_head(packet, _FIXED_BYTES)
    end = _FIXED_BYTES + 4 + 4 * words
    elements = _elements(packet, end)
    if profile != _ONE_BYTE_ELEMENTS or end > len(packet) or elements is None:
        return None
    read = _reader(elements, end)
    written = _written(elements)
    time_at, time_form = next((run for run in written if "L" in run[1]), (0, ""))
    number, level = elements.get(TRANSPORT_SEQUENCE), elements.get(AUDIO_LEVEL)
    return Layout(
        end=end,
        read=read,
        pattern=read(packet, 0),
        zeros=tuple((struct.Struct(form).pack_into, at) for at, form in written if at != time_at),
        write_time=struct.Struct(time_form).pack_into,
        time_at=time_at,
        time_head=packet[elements[SEND_TIME][0]] << 24 if time_at else 0,
        number_at=number[0] + 1 if number else 0,
        level_at=level[0] + 1 if level else 0,
    )


def _reader(elements: Elements, end: int) -> Read:
    """Return what reads the first byte, and of the extensions all but the contents of the elements."""
    form, done = f"s{_FIXED_BYTES - 1}x", _FIXED_BYTES
    for first, after in elements.values():
        form += f"{first + 1 - done}s{after - first - 1}x"
        done = after
    return struct.Struct(f"{form}{end - done}s").unpack_from


def _written(elements: Elements) -> list[tuple[int, str]]:
    """Return (first byte, form) of each run of elements that do not stay as they are; the time of sending is an L."""
    runs: list[tuple[int, str]] = []
    end = 0
    for identity, (first, after) in elements.items():
        if identity != AUDIO_LEVEL:
            if first != end:
                runs.append((first, "!"))
            at, form = runs[-1]
            runs[-1] = at, form + ("L" if identity == SEND_TIME else f"{after - first}x")
            end = after
    return runs


def _elements(packet: bytearray, end: int) -> Elements | None:
    """Return where they are; None where one comes twice, is cut or has an unusual length."""
    usual = {SEND_TIME: 4, TRANSPORT_SEQUENCE: 3}
    found: Elements = {}
    position = _FIXED_BYTES + 4
    while position < min(end, len(packet)):
        if not packet[position]:
            position += 1
            continue
        identity, after = packet[position] >> 4, position + 2 + (packet[position] & 0x0F)
        if identity in found or after > end or usual.get(identity, after - position) != after - position:
            return None
        found[identity] = (position, after)
        position = after
    return found
