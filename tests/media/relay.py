"""A UDP relay between a page and the server: loses a share both ways, and carries so much to the page and no more."""

import asyncio
import random
import re
from typing import Any

LONGEST_QUEUE_S = 0.4
CANDIDATE = re.compile(r"(a=candidate:\S+ 1 udp \d+) (\d+\.\d+\.\d+\.\d+) (\d+) typ host")


class Relay:
    """Stands where the page believes the server to be; each address of a page gets a socket of its own."""

    def __init__(self, loss: float = 0.0, seed: int = 1) -> None:
        self.loss = loss
        self.rate_bps: int | None = None
        """What the line to the page carries; more waits in a queue, and is dropped where that is full."""
        self._free_at_s = 0.0
        self.passed = self.dropped = 0
        self._chance = random.Random(seed)
        self._server: tuple[str, int] = ("", 0)
        self._inner: Any = None
        self._outer: dict[tuple[str, int], Any] = {}
        self._opening: set[asyncio.Task[None]] = set()

    async def stand_before(self, offer: str) -> str:
        """Return the offer with the relay's address in place of the server's."""
        found = CANDIDATE.search(offer)
        assert found, "the server offers no IPv4 address"
        self._server = (found[2], int(found[3]))
        loop = asyncio.get_running_loop()
        self._inner, _ = await loop.create_datagram_endpoint(
            lambda: _Ear(self._from_page), local_addr=(self._server[0], 0)
        )
        port = self._inner.get_extra_info("sockname")[1]
        kept = [line for line in offer.splitlines() if not line.startswith("a=candidate:")]
        at = next(index for index, line in enumerate(kept) if line.startswith("a=mid:"))
        kept.insert(at, f"{found[1]} {found[2]} {port} typ host")
        return "\r\n".join(kept) + "\r\n"

    def hide(self, answer: str) -> str:
        """Return the page's answer without its own addresses: the server is to find it behind the relay."""
        return "\r\n".join(line for line in answer.splitlines() if not line.startswith("a=candidate:")) + "\r\n"

    def close(self) -> None:
        for transport in (self._inner, *self._outer.values()):
            if transport is not None:
                transport.close()

    def _from_page(self, datagram: bytes, page: tuple[str, int]) -> None:
        if page in self._outer:
            self._pass_on(self._outer[page], datagram, self._server)
            return
        self._outer[page] = None
        task = asyncio.ensure_future(self._open(page))
        self._opening.add(task)
        task.add_done_callback(self._opening.discard)

    async def _open(self, page: tuple[str, int]) -> None:
        def to_page(datagram: bytes, _: tuple[str, int]) -> None:
            self._pass_on(self._inner, datagram, page)

        loop = asyncio.get_running_loop()
        self._outer[page], _ = await loop.create_datagram_endpoint(
            lambda: _Ear(to_page), local_addr=(self._server[0], 0)
        )

    def _pass_on(self, way: Any, datagram: bytes, address: tuple[str, int]) -> None:
        if way is None or self._chance.random() < self.loss:
            self.dropped += 1
        elif self.rate_bps and way is self._inner:
            self._queue(self.rate_bps, datagram, address)
        else:
            self._send(way, datagram, address)

    def _queue(self, rate_bps: int, datagram: bytes, address: tuple[str, int]) -> None:
        loop = asyncio.get_running_loop()
        begins_at_s = max(loop.time(), self._free_at_s)
        if begins_at_s - loop.time() > LONGEST_QUEUE_S:
            self.dropped += 1
            return
        self._free_at_s = begins_at_s + 8 * len(datagram) / rate_bps
        loop.call_at(self._free_at_s, self._send, self._inner, datagram, address)

    def _send(self, way: Any, datagram: bytes, address: tuple[str, int]) -> None:
        self.passed += 1
        way.sendto(datagram, address)


class _Ear(asyncio.DatagramProtocol):
    def __init__(self, hear: Any) -> None:
        self._hear = hear

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        self._hear(data, addr)
