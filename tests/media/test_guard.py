"""Datagrams of strangers, and junk of peers: the session goes on."""

import asyncio
import os
import socket
import struct
from collections.abc import AsyncIterator
from contextlib import closing

import aioice.ice
import aioice.stun
import pytest
from aiortc import RTCPeerConnection

from tests.media.pages import House, Page, matrix
from tests.pace import PATIENCE_SECONDS, until
from verification.media import aiortc_check, aiortc_seams
from verification.media.aiortc_check import SeamBroken, check_seams
from verification.media.aiortc_seams import host_addresses
from verification.media.datagrams import open_socket
from verification.media.messages import Refused
from verification.media.own_ports import PortRange
from verification.media.shared_port import PortUnusable, open_shared_port

pytestmark = pytest.mark.timed

JUNK = {
    "empty": b"",
    "one byte": b"\x80",
    "DTLS alert": bytes.fromhex("15fefd0000000000000000000202 28".replace(" ", "")),
    "DTLS client hello of zeros": bytes.fromhex("16fefd000000000000000000300100") + bytes(48),
    "broken STUN": struct.pack("!HHL", 1, 8, 0x2112A442) + bytes(12) + b"\x80\x28\x00\x20",
    "STUN with a lie about its length": struct.pack("!HHL", 1, 400, 0x2112A442) + bytes(16),
    "RTP": b"\x80\x60" + bytes(40),
    "RTCP": b"\x81\xc8\x00\x06" + bytes(24),
    "too large": b"\x80" * 1600,
    "noise": bytes(range(256)) * 4,
}
HELLO = b"\x16\xfe\xfd" + bytes(60)


@pytest.fixture(params=["port", "socket"])
async def house(request) -> AsyncIterator[House]:
    made = House(transport=request.param)
    yield made
    await made.close()


def server_addresses(page: Page) -> list[tuple[str, int]]:
    words = [line.split(" ") for line in page.offer.sdp.splitlines() if line.startswith("a=candidate:")]
    return [(w[4], int(w[5])) for w in words]


def shoot(addresses: list[tuple[str, int]], datagrams: list[bytes]) -> None:
    for host, port in addresses:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        with socket.socket(family, socket.SOCK_DGRAM) as stranger:
            for datagram in datagrams:
                stranger.sendto(datagram, (host, port))


@pytest.mark.parametrize("kind", JUNK)
async def test_a_stranger_cannot_end_or_disturb_a_session(house, kind):
    desk, booth = await house.desk(), await house.booth(1)
    scene = house.arrange(focus=1)

    for _ in range(5):
        shoot(server_addresses(desk) + server_addresses(booth), [JUNK[kind]] * 20)
        await asyncio.sleep(0.02)

    assert await house.seen_during(0.3) == matrix(scene)
    assert set(house.room.peers) == {desk.name, booth.name}


async def test_a_stranger_cannot_hinder_a_session_that_is_just_beginning(house):
    page = Page(house, "booth-1-1", "booth", 1)
    house.pages[page.name] = page
    page.ask_to_join()
    await asyncio.wait_for(page._offered.wait(), PATIENCE_SECONDS)

    shoot(server_addresses(page), list(JUNK.values()))
    sdp = await page.make_answer()
    shoot(server_addresses(page), list(JUNK.values()))
    page.answer(sdp)
    for _ in range(20):
        shoot(server_addresses(page), list(JUNK.values()))
        await asyncio.sleep(0.005)

    await asyncio.wait_for(page._connected.wait(), PATIENCE_SECONDS)


async def test_a_page_is_heard_on_every_path_whose_check_we_answered_and_on_no_other():
    """Also where our own check of that path was given up, since another one was nominated meanwhile."""
    ice, heard = aioice.ice.Connection(ice_controlling=True), []
    await ice.gather_candidates()
    ice.data_received = lambda data, component: heard.append(data)
    ours = ice.local_candidates[0]
    loop, family = asyncio.get_running_loop(), socket.AF_INET6 if ":" in ours.host else socket.AF_INET
    try:
        with socket.socket(family, socket.SOCK_DGRAM) as page, socket.socket(family, socket.SOCK_DGRAM) as stranger:
            page.setblocking(False)
            page.connect((ours.host, ours.port))
            stranger.sendto(HELLO, (ours.host, ours.port))
            page.send(HELLO)
            page.send(connectivity_check(ice, password="wrong" * 5))
            assert aioice.stun.parse_message(await loop.sock_recv(page, 1500)).message_class.name == "ERROR"
            page.send(HELLO)
            page.send(connectivity_check(ice, password=ice.local_password))
            assert aioice.stun.parse_message(await loop.sock_recv(page, 1500)).message_class.name == "RESPONSE"
            assert heard == []

            page.send(HELLO)
            stranger.sendto(HELLO, (ours.host, ours.port))
            await asyncio.sleep(0.05)

        assert heard == [HELLO]
    finally:
        await ice.close()


def connectivity_check(ice: aioice.ice.Connection, *, password: str) -> bytes:
    check = aioice.stun.Message(aioice.stun.Method.BINDING, aioice.stun.Class.REQUEST)
    check.attributes["USERNAME"] = f"{ice.local_username}:page"
    check.attributes["PRIORITY"] = 1
    check.attributes["ICE-CONTROLLED"] = 1
    check.add_message_integrity(password.encode())
    return bytes(check)


async def test_a_peer_that_sends_junk_on_its_own_line_does_not_disturb_the_others(house):
    desk, booth, other = await house.desk(), await house.booth(1), await house.booth(2)
    scene = house.arrange(focus=2)

    def send_junk(way, address) -> None:
        for datagram in [*JUNK.values(), *(b"\x80\x61" + os.urandom(100) for _ in range(50))]:
            way.sendto(datagram, address)

    booth._tap.follow_path(send_junk)
    await asyncio.sleep(0.1)

    expected = matrix(scene)
    assert await house.seen_during(0.3) >= {row for row in expected if booth.name not in row}
    assert {desk.name, other.name} <= set(house.room.peers)


async def test_every_private_name_is_where_it_was():
    await check_seams()


async def test_a_changed_library_is_named_at_the_start(monkeypatch):
    monkeypatch.delattr(aioice.ice.Connection, "data_received")

    with pytest.raises(SeamBroken, match=r"aioice 0\.13\.\d+ .* aioice==0\.13\.\*: Connection\.data_received"):
        await check_seams()


async def test_a_changed_inside_of_aiortc_is_named_too(monkeypatch):
    monkeypatch.setattr(aiortc_check.RTCDtlsTransport, "_register_rtp_sender", lambda self, other: None)

    with pytest.raises(SeamBroken, match=r"aiortc==1\.16"):
        await check_seams()


async def test_after_a_second_nomination_packets_take_the_new_path(house):
    await house.booth(1)
    peer = house.room.peers["booth-1-1"]
    ice = peer.transport._tap._ice
    sent: list[tuple[bytes, tuple[str, int]]] = []

    class Elsewhere:
        remote_addr = ("192.0.2.77", 4000)

        class protocol:
            class transport:
                sendto = staticmethod(lambda data, address: sent.append((data, address)))

            local_candidate = ice._nominated[1].local_candidate

            @staticmethod
            async def send_data(data, address):
                sent.append((data, address))

    before = ice._nominated[1]
    ice._nominated[1] = Elsewhere
    peer.transport.send_report(b"\x80\xc9\x00\x01\x00\x00\x00\x07")
    ice._nominated[1] = before

    assert [address for _, address in sent] == [("192.0.2.77", 4000)]


@pytest.mark.parametrize("transport", ["port", "socket"])
async def test_gathering_can_be_restricted_to_one_address(transport):
    address = next(a for a in host_addresses() if ":" not in a)
    aiortc_seams.install(address)
    house = House(transport=transport)
    try:
        page = await house.booth(1)
    finally:
        aiortc_seams.install()
        await house.close()

    assert {host for host, _ in server_addresses(page)} == {address}


@pytest.mark.parametrize("family", ["ipv4", "ipv6"])
async def test_gathering_can_be_restricted_to_one_family(family):
    aiortc_seams.install(family=family)
    try:
        assert all((":" in address) == (family == "ipv6") for address in host_addresses())
    finally:
        aiortc_seams.install()


async def test_without_a_network_address_a_page_is_told_so():
    aiortc_seams.install("203.0.113.250")  # not ours, so that nothing can be bound, as on a machine without network
    house = House(transport="socket")
    page = Page(house, "booth-1-1", "booth", 1)
    house.pages[page.name] = page
    try:
        page.ask_to_join()
        await until(lambda: page.heard(Refused))
    finally:
        aiortc_seams.install()
        await house.close()

    assert [refused.code for refused in page.heard(Refused)] == ["no_address"]
    assert not house.room.peers


async def test_a_port_that_cannot_be_bound_says_so():
    with pytest.raises(PortUnusable):
        open_shared_port(["203.0.113.250"])


async def test_what_is_on_its_way_leaves_before_its_address_is_forgotten():
    house = House(transport="port")
    await house.desk()
    transport = house.room.peers["desk-1"].transport
    lane = transport._lane
    transport.send_report(b"\x80\xc9\x00\x01\x00\x00\x00\x07")
    queued = lane.queued
    transport.close()
    left_behind = lane.queued
    await house.close()

    assert queued > 0
    assert left_behind == 0
    assert lane.lost == 0


async def test_sockets_of_their_own_stay_in_the_range_and_without_a_free_one_a_page_is_told_so():
    address = next(a for a in host_addresses() if ":" not in a)
    aiortc_seams.install(address)
    with closing(open_socket(address, 0)) as taken:
        first = taken.getsockname()[1]
        house = House(port=PortRange(first, first + 2))
        refused = Page(house, "booth-2-1", "booth", 2)
        house.pages[refused.name] = refused
        try:
            pages = [await house.desk(), await house.booth(1)]
            refused.ask_to_join()
            await until(lambda: refused.heard(Refused))
            ports = {port for page in pages for _, port in server_addresses(page)}
        finally:
            aiortc_seams.install()
            await house.close()

    assert ports == {first + 1, first + 2}
    assert [refusal.code for refusal in refused.heard(Refused)] == ["no_address"]


async def test_all_pages_of_a_shared_port_have_one_address():
    house = House(transport="port")
    pages = [await house.desk(), await house.booth(1), await house.booth(2)]

    ports = {port for page in pages for _, port in server_addresses(page)}
    await house.close()

    assert len(ports) == 1


async def test_connections_of_this_process_have_no_decoder_threads():
    connection = RTCPeerConnection()

    assert isinstance(connection.addTransceiver("video").receiver, aiortc_seams.RawReceiver)
    await connection.close()
