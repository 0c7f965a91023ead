"""Which addresses the machine has, and which port is free."""

import ipaddress
import socket

import pytest

from bin.support import addresses


def test_loopback_and_link_local_addresses_are_left_out() -> None:
    for text in addresses.find_addresses():
        address = ipaddress.ip_address(text)
        assert not address.is_loopback
        assert not address.is_link_local


def test_a_port_that_is_taken_is_an_error_and_zero_finds_a_free_one() -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        taken = listener.getsockname()[1]

        with pytest.raises(OSError, match="in use"):
            addresses.choose_port(taken)
        assert addresses.choose_port(0) not in {0, taken}
