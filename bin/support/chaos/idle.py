"""Sockets to which nothing is delivered for longer than any timeout below us: all stay open."""

import argparse
from typing import Any

from tests.faults.quiet_page import QuietPage
from tests.live import LiveStack

PAGES = 10


def run(stack: LiveStack, wishes: argparse.Namespace) -> dict[str, Any]:
    pages = [QuietPage(stack, wishes.seconds) for _ in range(PAGES)]
    for page in pages:
        page.start()
    for page in pages:
        page.join()
        page.socket.close()
    stayed = sum(page.is_open for page in pages)
    return {"held": stayed == PAGES, "pages": PAGES, "stayed_open": stayed, "seconds": wishes.seconds}
