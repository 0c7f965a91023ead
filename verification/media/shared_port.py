"""One UDP port for every peer: who a datagram is for, many of them at once; who may hear whom is not known here."""

import asyncio
import struct
from collections.abc import Iterable
from typing import Any, Protocol

from . import datagrams
from .aiortc_seams import GuardedStunProtocol, srtp, srtp_memory
from .datagrams import NAME_BYTES, RECEIVED_AT_ONCE, SENT_AT_ONCE, SLOT_BYTES, Batch, pack_name, unpack_name
from .sources import Source
from .stun import host_candidate, parse_stun

_read_head = struct.Struct("!BB6xL").unpack_from
_unprotect = srtp.srtp_unprotect

BATCHES_AT_ONCE = 4
"""Then others of the event loop have their turn."""


class PortUnusable(RuntimeError):
    """No port can be shared by all peers on this machine."""

    code = "port_unusable"


class Guest(Protocol):
    """What a lane needs of a peer's transport: its announced streams, its keys, its counters."""

    sources: dict[int, Source]
    incoming: Any
    rejected: int

    def receive_other(self, datagram: bytes) -> None: ...


class Lane:
    """One bound socket. Announced streams of a nominated address are decrypted in place; all else goes the slow way."""

    def __init__(self, address: str, port: int) -> None:
        self._socket = datagrams.open_socket(address, port)
        self.address, self.port = self._socket.getsockname()[:2]
        self.is_narrow = datagrams.is_small(self._socket)
        self.queued = self.lost = 0
        self._name_bytes = len(pack_name(self.address, 0))
        self._loop = asyncio.get_running_loop()
        self._descriptor = self._socket.fileno()
        self._in, self._out = Batch(RECEIVED_AT_ONCE), Batch(SENT_AT_ONCE)
        self._in_pointers = _pointers(self._in)
        # What a packet needs of its slot, looked up at once: (start, pointer for libsrtp, length field, address field).
        starts = range(0, SENT_AT_ONCE * SLOT_BYTES, SLOT_BYTES)
        self.slots = list(zip(starts, _pointers(self._out), self._out.parts, self._out.heads, strict=True))
        for head in self._out.heads:
            head.msg_namelen = self._name_bytes
        self.data = self._out.data
        self.length = srtp_memory.new("int *")
        """Where libsrtp reads and writes how long a packet is."""
        self._guests: dict[bytes, Guest] = {}
        self._by_username: dict[str, GuardedStunProtocol] = {}
        self._by_name: dict[bytes, GuardedStunProtocol] = {}
        self._is_reading = False
        self._loop.add_reader(self._descriptor, self._read)

    # for peers

    def open_door(self, ice: Any) -> GuardedStunProtocol:
        """Return what aioice needs to use this socket for one of its connections."""
        protocol = GuardedStunProtocol(ice)
        protocol.local_candidate = host_candidate(self.address, self.port)
        protocol.connection_made(Door(self, protocol))
        self._by_username[ice.local_username] = protocol
        return protocol

    def admit(self, name: bytes, guest: Guest) -> None:
        self._guests[name] = guest

    def dismiss(self, name: bytes, guest: Guest) -> None:
        self.flush()  # what is queued points to the memory of the guest's address
        if self._guests.get(name) is guest:
            del self._guests[name]

    def close_door(self, protocol: GuardedStunProtocol) -> None:
        self._by_username = {key: one for key, one in self._by_username.items() if one is not protocol}
        self._by_name = {key: one for key, one in self._by_name.items() if one is not protocol}

    def begin(self) -> None:
        """The next packet is the first of a batch, which leaves when all that was just read is done."""
        if not self._is_reading:
            self._loop.call_soon(self.flush)

    def send_now(self, datagram: bytes, address: tuple[str, int]) -> None:
        try:
            self._socket.sendto(datagram, address)
        except OSError:  # the buffer is full or the address cannot be reached: lost, as on any network
            self.lost += 1

    def flush(self) -> None:
        count, self.queued = self.queued, 0
        if count and self._descriptor >= 0:
            self.lost += datagrams.send(self._descriptor, self._out, count)

    def close(self) -> None:
        """May be called twice."""
        if self._descriptor >= 0:
            self._loop.remove_reader(self._descriptor)
            self._descriptor = -1
            self._socket.close()

    # from the network

    def _read(self) -> None:
        self._is_reading = True
        try:
            for _ in range(BATCHES_AT_ONCE):
                if self._read_batch(self._loop.time()) < RECEIVED_AT_ONCE:
                    break
        finally:
            self._is_reading = False
        self.flush()

    def _read_batch(self, at_s: float) -> int:
        batch = self._in
        count = datagrams.receive(self._descriptor, batch)
        data, length, pointers, messages = batch.data, self.length, self._in_pointers, batch.messages
        guests, names, name_bytes = self._guests, batch.names, self._name_bytes
        for slot in range(count):
            start, size = slot * SLOT_BYTES, messages[slot].msg_len
            guest = guests.get(names[slot * NAME_BYTES : slot * NAME_BYTES + name_bytes])
            first, second, ssrc = _read_head(data, start)
            # RFC 7983 and 5761: RTP and not RTCP
            if guest is None or size <= 12 or not 127 < first < 192 or 191 < second < 209:
                self._read_other(slot, bytes(data[start : start + size]))
                continue
            source = guest.sources.get(ssrc)
            if source is None:
                guest.receive_other(bytes(data[start : start + size]))
                continue
            length[0] = size
            if _unprotect(guest.incoming, pointers[slot], length):
                guest.rejected += 1
            else:
                source.take(bytearray(data[start : start + length[0]]), at_s)
        return count

    def _read_other(self, slot: int, datagram: bytes) -> None:
        """Connectivity checks, handshakes, reports, and whatever strangers send."""
        name = self._in.names[slot * NAME_BYTES : slot * NAME_BYTES + self._name_bytes]
        self._in.heads[slot].msg_namelen = NAME_BYTES
        protocol = self._addressee(name, datagram)
        if protocol is not None:
            protocol.datagram_received(datagram, unpack_name(name))

    def _addressee(self, name: bytes, datagram: bytes) -> GuardedStunProtocol | None:
        if not datagram or datagram[0] >= 4:
            return self._by_name.get(name)
        message = parse_stun(datagram)
        if message is None:
            return None
        if not message.is_request:
            return next((one for one in self._by_username.values() if message.transaction in one.transactions), None)
        protocol = self._by_username.get(message.username)
        if protocol is not None and message.is_signed_with(protocol.receiver.local_password):
            # The newest who proves to hold a password: a system gives the port of a closed page to the next one, whose
            # handshake would otherwise go to a peer that is still on its way out.
            self._by_name[name] = protocol
        return protocol


class Door(asyncio.DatagramTransport):
    """What aioice needs of an asyncio.DatagramTransport, for one connection on a lane."""

    def __init__(self, lane: Lane, protocol: GuardedStunProtocol) -> None:
        self.lane, self._protocol = lane, protocol
        self._is_closed = False

    def sendto(self, data: Any, addr: Any = None) -> None:
        self.lane.send_now(data, addr)

    def get_extra_info(self, name: str, default: Any = None) -> Any:
        return (self.lane.address, self.lane.port) if name == "sockname" else default

    def close(self) -> None:
        if not self._is_closed:
            self._is_closed = True
            self.lane.close_door(self._protocol)
            self._protocol.connection_lost(None)


class SharedPort:
    """One lane for each local address, all with the same port number."""

    def __init__(self, lanes: list[Lane]) -> None:
        self.lanes = lanes

    async def gather(self, ice: Any) -> list[GuardedStunProtocol]:
        return [lane.open_door(ice) for lane in self.lanes]

    def close(self) -> None:
        for lane in self.lanes:
            lane.close()


def open_shared_port(addresses: Iterable[str], port: int = 0) -> SharedPort:
    """Return the port, bound on each address that can be; port 0 takes a free one. Raises PortUnusable."""
    lanes: list[Lane] = []
    reason = "no local address"
    for address in addresses:
        try:
            lanes.append(Lane(address, port or (lanes[0].port if lanes else 0)))
        except (OSError, AttributeError) as error:  # the latter where the system has no recvmmsg
            reason = str(error)
    if not lanes:
        raise PortUnusable(reason)
    return SharedPort(lanes)


def _pointers(batch: Batch) -> list[Any]:
    """Return libsrtp's pointers to the slots; it has a memory library of its own, so they go by the number."""
    return [srtp_memory.cast("char *", batch.address + slot * SLOT_BYTES) for slot in range(batch.slots)]
