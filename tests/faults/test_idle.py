"""Sockets to which the channel layer delivers nothing: they stay open, whatever the Redis client thinks of quiet
lines.
"""

from collections.abc import Iterator

import pytest

from tests.faults.office import Office
from tests.faults.quiet_page import QuietPage
from tests.live import LiveStack

pytestmark = [pytest.mark.live, pytest.mark.chaos]
PAGES, SECONDS = 10, 8  # bin/chaos idle: 65 s


@pytest.fixture
def quiet_pages(live_stack: LiveStack) -> Iterator[list[QuietPage]]:
    pages = [QuietPage(live_stack, SECONDS) for _ in range(PAGES)]
    yield pages
    for page in pages:
        page.socket.close()


def test_sockets_to_which_nothing_is_delivered_stay_open(office: Office, quiet_pages: list[QuietPage]):
    """The client gives up a quiet line after 5 s unless told otherwise, and any socket of the process may die of it."""
    losses = [page.losses for page in office.pages]
    for page in quiet_pages:
        page.start()
    for page in quiet_pages:
        page.join()

    assert [page.is_open for page in quiet_pages] == [True] * PAGES
    lost = [(page.last_code, page.last_failure) for page in office.pages]
    assert [page.losses for page in office.pages] == losses, lost
