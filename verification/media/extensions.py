"""Header extensions of RTP packets: what a sender's page wrote for us alone is taken out, the rest stays. Pure."""

import struct
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


class Layout(NamedTuple):
    """Where the extensions of a packet are. All of them are one number, in which each is found by shift and mask.

    An extension that is not there has the mask 0, and what stands for its absence is or-ed to what was read.
    """

    end: int
    """Where the extensions end in the packet."""
    size: int
    fixed: int
    """The bits that must be as in the `pattern`: heads, ids, lengths and padding."""
    pattern: int
    kept: int
    """The bits that stay as they are; the others become 0."""
    time: int
    time_at: int
    number: int
    number_at: int
    no_number: int
    level: int
    level_at: int
    no_level: int


class Scrubber:
    """`scrub` for the packets of one stream, nearly all of which have the same extensions in the same places.

    The places are learnt from a packet; where the next ones have them too, all is read and changed as one number, in
    less than half the time. Every other packet goes the long way.
    """

    def __init__(self) -> None:
        self._layout: Layout | None = None
        self._strangers = RELEARNT_AFTER

    def scrub(self, packet: bytearray, at_s: float) -> tuple[int, int]:
        """Return and do what the function of this name does."""
        layout = self._layout
        if layout is not None and packet[0] == _PLAIN:
            (
                end, size, fixed, pattern, kept, time, time_at,
                number, number_at, no_number, level, level_at, no_level,
            ) = layout  # fmt: skip
            block = int.from_bytes(packet[_FIXED_BYTES:end])
            if block & fixed == pattern:
                scrubbed = block & kept | (int(at_s * SEND_TIME_HZ) & time) << time_at
                packet[_FIXED_BYTES:end] = scrubbed.to_bytes(size)
                self._strangers = 0
                return block >> number_at & number | no_number, block >> level_at & level | no_level
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
    fixed, kept = _masks(elements, end)
    time, number, level = (elements.get(one) for one in (SEND_TIME, TRANSPORT_SEQUENCE, AUDIO_LEVEL))
    return Layout(
        end=end,
        size=end - _FIXED_BYTES,
        fixed=fixed,
        pattern=int.from_bytes(packet[_FIXED_BYTES:end]) & fixed,
        kept=kept,
        time=0xFFFFFF if time else 0,
        time_at=8 * (end - time[1]) if time else 0,
        number=0xFFFF if number else 0,
        number_at=8 * (end - number[1]) if number else 0,
        no_number=0 if number else NOT_THERE,
        level=0xFF if level else 0,
        level_at=8 * (end - level[0] - 2) if level else 0,
        no_level=0 if level else NOT_THERE,
    )


def _masks(elements: dict[int, tuple[int, int]], end: int) -> tuple[int, int]:
    """Return (the bits that a packet of this layout must share, the bits that stay)."""
    fixed, kept = bytearray(b"\xff" * end), bytearray(end)
    kept[_FIXED_BYTES : _FIXED_BYTES + 4] = b"\xff" * 4
    for identity, (position, after) in elements.items():
        fixed[position + 1 : after] = bytes(after - position - 1)
        if identity == AUDIO_LEVEL:
            kept[position:after] = b"\xff" * (after - position)
        elif identity == SEND_TIME:
            kept[position] = 0xFF
    return int.from_bytes(fixed[_FIXED_BYTES:]), int.from_bytes(kept[_FIXED_BYTES:])


def _elements(packet: bytearray, end: int) -> dict[int, tuple[int, int]] | None:
    """Return id -> (first byte, byte after the last); None where one comes twice, is cut or has an unusual length."""
    usual = {SEND_TIME: 4, TRANSPORT_SEQUENCE: 3}
    found: dict[int, tuple[int, int]] = {}
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
