"""What a booth's page says of its own camera and microphone: the module itself, in a real browser."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

MODULE = Path(__file__).parents[3] / "verification" / "static" / "verification" / "booth" / "condition.js"
ADDRESS = "http://booth.invalid/"
BRIGHT = {"mean": 120, "spread": 90}
DARK = {"mean": 5, "spread": 3}


@pytest.fixture
def page(browser: "Browser") -> Iterator["Page"]:
    """An empty page on an origin that serves the module."""
    page = browser.new_page()
    page.route(f"{ADDRESS}condition.js", lambda route: route.fulfill(path=MODULE, content_type="text/javascript"))
    page.route(ADDRESS, lambda route: route.fulfill(body="<!doctype html>", content_type="text/html"))
    page.goto(ADDRESS)
    yield page
    page.close()


def look(frames: int, seconds: float, *, energy: float = 0, brightness: Any = BRIGHT, missing: Any = ()) -> Any:
    counts = {"frames": frames, "seconds": seconds, "energy": energy}
    return {"missing": list(missing), "counts": counts, "brightness": brightness}


def seen(page: "Page", *looks: Any) -> list[dict[str, str]]:
    script = """async (looks) => {
      const { Condition } = await import("/condition.js");
      const condition = new Condition();
      return looks.map((look) => condition.look(look));
    }"""
    return page.evaluate(script, list(looks))


def test_a_camera_without_a_new_frame_is_frozen_and_the_next_frame_mends_it(page: "Page") -> None:
    pictures = [one["picture"] for one in seen(page, look(100, 5), look(200, 10), look(200, 15), look(201, 20))]

    assert pictures == ["moving", "moving", "frozen", "moving"]


def test_a_covered_camera_is_black_and_a_dark_room_is_not(page: "Page") -> None:
    dark_room = {"mean": 5, "spread": 60}

    assert seen(page, look(100, 5, brightness=DARK))[0]["picture"] == "black"
    assert seen(page, look(100, 5, brightness=dark_room))[0]["picture"] == "moving"
    assert seen(page, look(100, 5, brightness=None))[0]["picture"] == "moving"


def test_a_microphone_without_any_noise_is_silent_after_twenty_seconds(page: "Page") -> None:
    looks = [look(100 * n, 5 * n) for n in range(1, 7)]
    sounds = [one["sound"] for one in seen(page, *looks, look(700, 35, energy=0.001))]

    assert sounds == ["heard"] * 4 + ["silent"] * 2 + ["heard"]


def test_what_is_missing_is_off(page: "Page") -> None:
    assert seen(page, look(0, 0, missing=["camera", "microphone"])) == [{"picture": "off", "sound": "off"}]


@pytest.mark.parametrize(("colour", "is_dark"), [("#000", True), ("#3a6", False)])
def test_a_glimpse_of_a_picture_tells_its_brightness(page: "Page", colour: str, is_dark: bool) -> None:
    script = """async (colour) => {
      const { glimpse } = await import("/condition.js");
      const canvas = document.createElement("canvas");
      const context = canvas.getContext("2d");
      const paint = () => { context.fillStyle = colour; context.fillRect(0, 0, canvas.width, canvas.height); };
      paint();
      const painting = setInterval(paint, 50);
      const found = await glimpse(canvas.captureStream(20));
      clearInterval(painting);
      return found;
    }"""
    found = page.evaluate(script, colour)

    assert found is not None
    assert (found["mean"] < 16) == is_dark


def test_no_picture_gives_no_glimpse(page: "Page") -> None:
    assert page.evaluate("import('/condition.js').then(({ glimpse }) => glimpse(null))") is None
