"""The officer's line becomes narrow and wide again: pictures shrink, none stays away for good."""

import pytest

from tests.media.relay import Relay
from tests.media.tabs import Browser, Stage, Tab

pytestmark = [pytest.mark.video, pytest.mark.chaos, pytest.mark.timeout(180)]

PLACES = (1, 2, 3)
NARROW_BPS, WIDE_BPS = 300_000, 400_000
PATIENCE_S = 45


@pytest.fixture(scope="module")
def stage():
    """One Chromium for this file."""
    with Stage() as running:
        yield running


async def all_play(desk: Tab) -> None:
    """Wait until each picture has gone on by twenty frames."""
    shown = (await desk.stats())["windows"]
    await desk.until(
        lambda s: all(s["windows"][place]["frames"] > shown[place]["frames"] + 20 for place in PLACES), PATIENCE_S
    )


def test_on_a_narrow_line_all_pictures_come_back_smaller_and_on_a_wide_one_larger(stage):
    async def scenario(browser: Browser) -> None:
        line = Relay(seed=1)
        for place in PLACES:
            await browser.booth(place)
        desk = await browser.desk(relay=line)
        browser.house.arrange(focus=1)
        await all_play(desk)
        peer = browser.house.room.peers[desk.name]

        line.rate_bps = NARROW_BPS
        await desk.until(lambda s: line.dropped > 0)
        await all_play(desk)
        assert peer.delivery.sent_bps < NARROW_BPS

        line.rate_bps = None
        await desk.until(lambda s: peer.delivery.sent_bps > WIDE_BPS, PATIENCE_S)
        print(f"{line.dropped} packets dropped while the line was narrow")

    stage.play(scenario)
