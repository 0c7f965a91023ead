"""What all tests share: the live stack, and the order in which tests run (quick ones first)."""

from collections.abc import Iterator

import pytest

from tests.live import LiveStack, start_stack


@pytest.fixture(scope="session")
def live_stack() -> Iterator[LiveStack]:
    """One stack of real processes with demo data for the whole run; what kills a process leaves it restarted."""
    with start_stack() as stack:
        yield stack


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        fixtures = getattr(item, "fixturenames", ())
        if "live_stack" in fixtures:
            item.add_marker(pytest.mark.live)
        if "browser" in fixtures:
            item.add_marker(pytest.mark.browser)
    items.sort(key=_rank)


def _rank(item: pytest.Item) -> int:
    return 2 * bool(item.get_closest_marker("live")) + bool(item.get_closest_marker("browser"))
