"""How a page sends a lost packet again (RFC 4588): the original is taken out of the packet it travels in. Pure."""

import struct

REPEAT_OF = {98: 97}
"""Payload type of a repeat -> of the original, as our offers number them (sdp.CODECS)."""

_HEADER_BYTES = 12
_PADDED, _EXTENDED = 0x20, 0x10


def unwrap(packet: bytes, ssrc: int) -> bytearray | None:
    """Return the original of the stream `ssrc`; None for a probe, which carries nothing, and for what is no repeat."""
    original_type = REPEAT_OF.get(packet[1] & 0x7F)
    body = _body_start(packet)
    end = len(packet) - (packet[-1] if packet[0] & _PADDED else 0)
    if original_type is None or end < body + 2:
        return None
    original = bytearray(packet[:body]) + packet[body + 2 : end]
    original[0] &= ~_PADDED & 0xFF
    original[1] = packet[1] & 0x80 | original_type
    original[2:4] = packet[body : body + 2]
    struct.pack_into("!L", original, 8, ssrc)
    return original


def _body_start(packet: bytes) -> int:
    start = _HEADER_BYTES + 4 * (packet[0] & 0x0F)
    if packet[0] & _EXTENDED and len(packet) >= start + 4:
        start += 4 + 4 * int.from_bytes(packet[start + 2 : start + 4])
    return start
