"""The browser of the browser tests: one Chromium for the run; skipped with the reason when there is none."""

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from tests.browser import chromium

if TYPE_CHECKING:
    from playwright.sync_api import Browser


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
