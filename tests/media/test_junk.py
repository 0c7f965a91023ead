"""Junk from a page that holds valid keys, and from strangers: the good booths go on, and nobody's session ends."""

import asyncio
import os
import random
import struct

import pylibsrtp
import pytest

from tests.media.pages import House, Page
from tests.media.test_guard import JUNK, server_addresses, shoot
from tests.media.test_room import fill

pytestmark = pytest.mark.timed

GOOD = (1, 2, 3, 4)
WATCHED_S = 1.0
LEAST_SHARE = 0.95


@pytest.fixture(params=["port", "socket"])
async def house(request):
    made = House(transport=request.param)
    yield made
    await made.close()


async def test_four_good_booths_keep_their_rate_while_one_page_and_strangers_send_junk(house):
    await fill(house, booths=5)
    house.arrange(subset=GOOD)
    await asyncio.sleep(0.3)

    annoying = asyncio.ensure_future(annoy(house, house.pages["booth-5-1"]))
    try:
        arrived, sent = await pictures_of_the_good(house)
    finally:
        annoying.cancel()

    assert sent > 60
    assert arrived >= LEAST_SHARE * sent
    assert len(house.room.peers) == 6, "no session has ended"
    assert all(page.gone is None for page in house.pages.values())


async def pictures_of_the_good(house: House) -> tuple[int, int]:
    """Return how many packets of booths 1 to 4 reach the desk in a second, of how many; all share one machine."""
    good = {f"booth-{place}-1" for place in GOOD}
    desk = house.pages["desk-1"]
    desk.received.clear()
    before = sum(house.pages[name].sent["video"] for name in good)
    await asyncio.sleep(WATCHED_S)
    sent = sum(house.pages[name].sent["video"] for name in good) - before
    await asyncio.sleep(0.1)
    return sum(count for (name, kind, _), count in desk.received.items() if name in good and kind == "video"), sent


async def annoy(house: House, page: Page) -> None:
    """Every 10 ms: strangers at everybody's address, and from the page RTP and reports that decrypt to nonsense."""
    chance = random.Random(5)
    places = sorted({address for one in house.pages.values() for address in server_addresses(one)})
    while True:
        shoot(places, list(JUNK.values()))
        for _ in range(5):
            page.send_raw(protect_anything(page._tap.protect, broken_rtp(page, chance)))
            page.send_raw(protect_anything(page._tap.protect_report, broken_report(chance)))
        await asyncio.sleep(0.01)


def broken_rtp(page: Page, chance: random.Random) -> bytes:
    """Of its own streams, so that it is decrypted: lies about extensions and padding, numbers at random."""
    ssrc = chance.choice([line.sender.ssrc for line in page.connection.getTransceivers()[:2]])
    first = 0x80 | chance.choice((0x10, 0x20, 0x0F, 0x3F, 0))
    header = struct.pack("!BBHLL", first, chance.choice((96, 97, 98, 127)), chance.randrange(1 << 16), 1, ssrc)
    return header + b"\xbe\xde" + os.urandom(chance.randrange(2, 60))


def broken_report(chance: random.Random) -> bytes:
    """A compound that begins well and goes on with lies about counts and lengths."""
    kind = chance.choice((200, 201, 202, 203, 205, 206, 207))
    count, body = chance.randrange(32), os.urandom(4 * chance.randrange(1, 12))
    remb = b"REMB" + bytes([chance.randrange(256)]) + os.urandom(3)
    body = chance.choice((body, bytes(8) + remb))
    return struct.pack("!BBH", 0x80 | count, kind, len(body) // 4) + body


def protect_anything(protect, packet: bytes) -> bytes:
    """libsrtp itself refuses to encrypt some lies; then the plain text goes."""
    try:
        return bytes(protect(packet))
    except (pylibsrtp.Error, ValueError):
        return packet
