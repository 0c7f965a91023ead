"""Real pages on bad lines: what is lost comes again and pictures go on."""

import asyncio

import pytest

from tests.media.relay import Relay
from tests.media.tabs import Browser, Stage
from tests.pace import slowness

pytestmark = pytest.mark.video

WATCHED_S = 5
LONGEST_FREEZE_MS = 500
LONGEST_PAUSE = """async ([place, milliseconds]) => {
  const frames = async () => (await call.stats()).windows[place].frames;
  const end = performance.now() + milliseconds;
  let [longest, seen, at] = [0, await frames(), performance.now()];
  while (performance.now() < end) {
    await new Promise((resolve) => setTimeout(resolve, 30));
    const now = await frames();
    if (now !== seen) [seen, at] = [now, performance.now()];
    longest = Math.max(longest, performance.now() - at);
  }
  return longest;
}"""


@pytest.fixture(scope="module")
def stage():
    """One Chromium for this file."""
    with Stage() as running:
        yield running


def test_five_percent_lost_both_ways_freeze_no_picture(stage):
    async def scenario(browser: Browser) -> None:
        booth_line, desk_line = Relay(seed=1), Relay(seed=2)
        booth = await browser.booth(1, relay=booth_line)
        desk = await browser.desk(relay=desk_line)
        browser.house.arrange(focus=1)
        await desk.until(lambda s: s["windows"][1]["frames"] > 20)
        await booth.until(lambda s: s["windows"][0]["frames"] > 20)

        booth_line.loss = desk_line.loss = 0.05
        pauses = await asyncio.gather(
            desk.page.evaluate(LONGEST_PAUSE, [1, WATCHED_S * 1000]),
            booth.page.evaluate(LONGEST_PAUSE, [0, WATCHED_S * 1000]),
        )

        print(f"longest pause {[round(pause) for pause in pauses]} ms, {booth_line.dropped + desk_line.dropped} lost")
        assert booth_line.dropped > 30 and desk_line.dropped > 30
        assert max(pauses) < LONGEST_FREEZE_MS * slowness()

    stage.play(scenario)
