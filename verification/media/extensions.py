"""Header extensions of RTP packets: what a sender's page wrote for us alone is taken out, the rest stays. Pure."""

import struct

MID, AUDIO_LEVEL, SEND_TIME, TRANSPORT_SEQUENCE = 1, 2, 3, 4
"""The ids that our offers give to the extensions; every page answers with the same ones."""

NOT_THERE = -1
SEND_TIME_HZ = 1 << 18
"""Units of abs-send-time: seconds as 6.18 bits of fixed point."""

_FIXED_BYTES = 12
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
