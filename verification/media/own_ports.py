"""A range of ports for the transport `socket`: each page has its own of it, and a firewall has one rule."""

import asyncio
import logging
from typing import Any

from .aiortc_seams import GuardedStunProtocol, host_addresses
from .datagrams import open_socket
from .shared_port import SharedPort
from .stun import host_candidate

logger = logging.getLogger(__name__)


class PortRange:
    """The ports from `first` to `last`, both included; one that was just given back is taken again last."""

    def __init__(self, first: int, last: int) -> None:
        self.first, self.last = first, last
        self._next = first

    async def gather(self, ice: Any) -> list[GuardedStunProtocol]:
        """Return what aioice needs to use a socket on each local address; none where no port is free."""
        opened = [await self._open(ice, address) for address in host_addresses()]
        return [protocol for protocol in opened if protocol is not None]

    def close(self) -> None:
        """The sockets belong to their peers."""

    async def _open(self, ice: Any, address: str) -> GuardedStunProtocol | None:
        loop = asyncio.get_running_loop()
        for _ in range(self.first, self.last + 1):
            port = self._take_next()
            try:
                bound = open_socket(address, port)
            except OSError:  # somebody has it
                continue
            _, protocol = await loop.create_datagram_endpoint(lambda: GuardedStunProtocol(ice), sock=bound)
            protocol.local_candidate = host_candidate(address, port)
            return protocol
        logger.warning("no port of %d to %d is free", self.first, self.last)
        return None

    def _take_next(self) -> int:
        taken, self._next = self._next, self._next + 1 if self._next < self.last else self.first
        return taken


Ports = SharedPort | PortRange
"""Whence the sockets of a node's peers come."""
