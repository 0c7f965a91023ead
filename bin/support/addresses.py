"""The addresses of this machine, and what they mean for video. Opens nothing but a probing socket."""

import ipaddress
import socket
from collections.abc import Iterator

import ifaddr

LOOPBACK_ONLY = (
    "This machine has no address but loopback, and browsers and the media process never use loopback for video: "
    "everything works but the pictures. Connect it to any network (even one without Internet) and start again."
)


def find_addresses() -> list[str]:
    """Return the machine's addresses without loopback and link-local ones, IPv4 first."""
    found = {address for address in _list_all() if not (address.is_loopback or address.is_link_local)}
    return [str(address) for address in sorted(found, key=lambda address: (address.version, int(address)))]


def choose_port(wanted: int) -> int:
    """Return the wanted port, or a free one when it is 0. Raises OSError when it is taken."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind(("127.0.0.1", wanted))
        return int(probe.getsockname()[1])


def _list_all() -> Iterator[ipaddress.IPv4Address | ipaddress.IPv6Address]:
    for adapter in ifaddr.get_adapters():
        for entry in adapter.ips:
            yield ipaddress.ip_address(entry.ip if isinstance(entry.ip, str) else entry.ip[0])
