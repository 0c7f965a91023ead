"""Connectivity checks as far as we read them ourselves, and the one kind of address that we offer; no sockets."""

from typing import Any

import aioice.stun
from aioice.candidate import Candidate, candidate_foundation, candidate_priority

COMPONENT = 1
"""RTP and RTCP share it."""


class StunMessage:
    """The little that we read of a connectivity check."""

    def __init__(self, message: Any) -> None:
        self._message = message
        self.transaction: bytes = message.transaction_id
        self.is_request = message.message_class == aioice.stun.Class.REQUEST
        self.username = str(message.attributes.get("USERNAME", "")).partition(":")[0]
        """That of whom it is for."""

    def is_signed_with(self, password: str) -> bool:
        return bool(self._message.check_message_integrity(password.encode()))


def parse_stun(datagram: bytes) -> StunMessage | None:
    """Return None for what is no well-formed STUN message."""
    try:
        return StunMessage(aioice.stun.parse_message(datagram))
    except Exception:  # noqa: BLE001 - its parser lets struct.error and others escape; anyone can send this
        return None


def host_candidate(host: str, port: int) -> Candidate:
    return Candidate(
        foundation=candidate_foundation("host", "udp", host),
        component=COMPONENT,
        transport="udp",
        priority=candidate_priority(COMPONENT, "host"),
        host=host,
        port=port,
        type="host",
    )
