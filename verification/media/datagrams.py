"""Many datagrams with one call of the system (recvmmsg, sendmmsg), through cffi; knows nothing of what is in them."""

import socket
import struct
from typing import Any

from cffi import FFI

SLOT_BYTES = 2048
"""More than any path carries, and room for what encryption adds."""
RECEIVED_AT_ONCE = 64
SENT_AT_ONCE = 256
BUFFER_BYTES = 4 << 20
"""All rooms of a process wait in one buffer while it is busy; a second of twenty rooms is about 15,000 packets."""
SMALL_BUFFER_BYTES = 1 << 20

_MSG_DONTWAIT = 0x40
_SO_SNDBUFFORCE, _SO_RCVBUFFORCE = 32, 33  # asm-generic/socket.h; Python has no names for them
NAME_BYTES = 28
"""The larger of sockaddr_in and sockaddr_in6."""

memory = FFI()
memory.cdef("""
typedef unsigned int socklen_t;
struct iovec { void *iov_base; size_t iov_len; };
struct msghdr { void *msg_name; socklen_t msg_namelen; struct iovec *msg_iov; size_t msg_iovlen;
                void *msg_control; size_t msg_controllen; int msg_flags; };
struct mmsghdr { struct msghdr msg_hdr; unsigned int msg_len; };
int recvmmsg(int, struct mmsghdr *, unsigned int, int, void *);
int sendmmsg(int, struct mmsghdr *, unsigned int, int);
""")
system: Any = memory.dlopen(None)
"""AttributeError on use where the system has no such call."""


class Batch:
    """Fixed slots with one message header each, for receiving or for sending; `data` is the memory of all slots."""

    def __init__(self, slots: int) -> None:
        self.slots = slots
        self._memory = memory.new("unsigned char[]", slots * SLOT_BYTES)
        self._names = memory.new("unsigned char[]", slots * NAME_BYTES)
        self._parts = memory.new("struct iovec[]", slots)
        self.headers = memory.new("struct mmsghdr[]", slots)
        self.data = memoryview(memory.buffer(self._memory))
        self.names = memory.buffer(self._names)
        """Of all slots, NAME_BYTES each; a slice of it is bytes at once, which a slice of `data` is not."""
        for slot in range(slots):
            self._lay_out(slot)
        # Looking an element up costs as much as a small system call, so each is looked up once.
        self.messages = [self.headers[slot] for slot in range(slots)]
        self.heads = [message.msg_hdr for message in self.messages]
        self.parts = [self._parts[slot] for slot in range(slots)]

    @property
    def address(self) -> int:
        """Where `data` begins, for another library."""
        return int(memory.cast("uintptr_t", self._memory))

    def _lay_out(self, slot: int) -> None:
        part, head = self._parts[slot], self.headers[slot].msg_hdr
        part.iov_base, part.iov_len = self._memory + slot * SLOT_BYTES, SLOT_BYTES
        head.msg_name, head.msg_namelen = self._names + slot * NAME_BYTES, NAME_BYTES
        head.msg_iov, head.msg_iovlen = self._parts + slot, 1


def open_socket(address: str, port: int) -> socket.socket:
    """Return a bound UDP socket that never blocks; port 0 takes a free one. Raises OSError."""
    made = socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET, socket.SOCK_DGRAM)
    try:
        if made.family == socket.AF_INET6:
            made.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        _enlarge(made, socket.SO_RCVBUF, _SO_RCVBUFFORCE)
        _enlarge(made, socket.SO_SNDBUF, _SO_SNDBUFFORCE)
        made.setblocking(False)
        made.bind((address, port))
    except OSError:
        made.close()
        raise
    return made


def is_small(made: socket.socket) -> bool:
    """Whether the system gave this socket a buffer that a short pause of the process overflows."""
    return made.getsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF) < SMALL_BUFFER_BYTES


def _enlarge(made: socket.socket, option: int, forced: int) -> None:
    """Beyond net.core.rmem_max only an administrator's process may go."""
    try:
        made.setsockopt(socket.SOL_SOCKET, forced, BUFFER_BYTES)
    except OSError:
        made.setsockopt(socket.SOL_SOCKET, option, BUFFER_BYTES)


def receive(descriptor: int, batch: Batch) -> int:
    """Return how many datagrams are now in the first slots of the batch; 0 when none is waiting."""
    return max(0, system.recvmmsg(descriptor, batch.headers, batch.slots, _MSG_DONTWAIT, memory.NULL))


def send(descriptor: int, batch: Batch, count: int) -> int:
    """Send the first `count` slots; return how many the system did not take, which are lost as on any network."""
    done = lost = 0
    while done < count:
        sent = system.sendmmsg(descriptor, batch.headers + done, count - done, _MSG_DONTWAIT)
        lost += sent <= 0
        done += max(1, sent)
    return lost


def pack_name(host: str, port: int) -> bytes:
    """Return the address as the system writes it. Raises OSError for a host that is no address."""
    if ":" in host:
        return struct.pack("=H", socket.AF_INET6) + struct.pack(
            "!HL16sL", port, 0, socket.inet_pton(socket.AF_INET6, host), 0
        )
    return struct.pack("=H", socket.AF_INET) + struct.pack("!H4s8x", port, socket.inet_aton(host))


def unpack_name(name: bytes) -> tuple[str, int]:
    """Return (host, port) of an address as the system writes it."""
    (port,) = struct.unpack_from("!H", name, 2)
    if len(name) >= NAME_BYTES:
        return socket.inet_ntop(socket.AF_INET6, name[8:24]), port
    return socket.inet_ntoa(name[4:8]), port
