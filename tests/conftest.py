"""What all tests share: the live stack, the browser, and the order in which tests run (quick ones first)."""

import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import hypothesis
import pytest

from tests.browser import chromium
from tests.live import LiveStack, start_stack

if TYPE_CHECKING:
    from playwright.sync_api import Browser

MUTANT = Path(__file__).with_name("browser") / "mutant"
BUSY = Path(os.environ.get("LAPAK_VIDEO_WAITS_FOR", ""))
"""A file that bin/test removes when the timed tests are over."""


def pytest_configure() -> None:
    """In this process only: a login costs a third of a second by design, and a test's client lists all static files."""
    from django.conf import settings

    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.WHITENOISE_AUTOREFRESH = True
    # Only promised delays are asserted: a busy machine may take long over one example.
    hypothesis.settings.register_profile(
        "lapak", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
    )
    hypothesis.settings.load_profile("lapak")


@pytest.fixture(scope="session")
def live_stack() -> Iterator[LiveStack]:
    """One stack of real processes with demo data for the whole run; what kills a process leaves it restarted."""
    with start_stack(environment={"PYTHONPATH": str(MUTANT)}) as stack:
        yield stack


@pytest.fixture(scope="session")
def browser() -> Iterator["Browser"]:
    """A running Chromium with fake cameras. Its tests are plain functions: playwright brings its own event loop."""
    try:
        found = chromium.find()
        chromium.repair_playwright()
    except chromium.NoChromium as reason:
        if os.environ.get("LAPAK_REQUIRE_BROWSER") == "1":
            pytest.fail(f"LAPAK_REQUIRE_BROWSER is set: {reason}", pytrace=False)
        pytest.skip(str(reason))
    from playwright.sync_api import sync_playwright  # after the repair, which it reads at import

    with sync_playwright() as playwright:
        running = playwright.chromium.launch(**found.launch_options())
        yield running
        running.close()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        fixtures = getattr(item, "fixturenames", ())
        if "live_stack" in fixtures:
            item.add_marker(pytest.mark.live)
        if "browser" in fixtures:
            item.add_marker(pytest.mark.browser)
    items.sort(key=_rank)


def pytest_runtest_setup(item: pytest.Item) -> None:
    """What carries video and what is timed would disturb each other."""
    while item.get_closest_marker("video") and BUSY.is_file():
        time.sleep(0.5)


def _rank(item: pytest.Item) -> list[bool]:
    return [item.get_closest_marker(name) is not None for name in ("video", "live", "browser")]
