"""The bank simulator in a thread of the test, reached as Lapak reaches it: over HTTP."""

from datetime import timedelta
from pathlib import Path
from threading import Thread
from typing import Any

import httpx

from bin.support.bank import Bank
from bin.support.bank_ledger import EVERY_REFERENCE, Fault
from lapak.money.bank.snap import SnapBank, open_bank


class Simulator:
    def __init__(self, folder: Path) -> None:
        self.server = Bank(folder, port=0)
        self.url, self.credentials = self.server.url, self.server.credentials
        self.thread = Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        self.thread.start()
        self.http = httpx.Client(base_url=self.url, trust_env=False)

    def close(self) -> None:
        self.http.close()
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()

    @property
    def settings(self) -> dict[str, Any]:
        """What settings.BANK says when this simulator is the bank."""
        return {
            "url": self.url,
            "client_id": self.credentials["LAPAK_BANK_CLIENT_ID"],
            "client_secret": self.credentials["LAPAK_BANK_CLIENT_SECRET"],
            "private_key": Path(self.credentials["LAPAK_BANK_PRIVATE_KEY"]),
            "source_account": "0000000001",
            "deduplicates": True,
        }

    def connect(self, clock: Any, *, timeout: timedelta = timedelta(seconds=5), **other: Any) -> SnapBank:
        return open_bank(self.settings | other, timeout=timeout, clock=clock)

    def fail(self, behaviour: str, **wish: Any) -> None:
        self.http.post("/control/script", json={"behaviour": behaviour, **wish}).raise_for_status()

    # The rest goes to the book itself: three hundred sequences would spend half of their time on asking for faults.

    def plan(self, place: str, fault: Fault) -> None:
        """Let the next request at `place` go wrong."""
        self.server.book.add_fault(EVERY_REFERENCE, place, fault, times=1)

    def set_mode(self, *, deduplicates: bool) -> None:
        self.server.book.set_mode(deduplicates=deduplicates)

    def forgive(self) -> None:
        self.server.book.forgive()

    def reset(self) -> None:
        self.server.book.reset()

    def read_book(self) -> dict[str, int]:
        """Return how often each reference was paid."""
        return {str(row["reference"]): int(str(row["count"])) for row in self.server.book.list_accepted()}


def check_paid_once(book: dict[str, int], references: list[str]) -> None:
    """The promise of the money path: all attempts of one payout together were paid at most once."""
    paid = sum(book.get(reference, 0) for reference in references)
    assert paid <= 1, f"one payout was paid {paid} times"
