"""How many payouts a second leave one worker for a bank that answers at once, and how long ten thousand would take."""

import argparse
import sys
import time
from typing import Any

from bin.support.bench.booking import open_django
from tests.live import LiveStack, start_stack

AT_ONCE = 500
LOOK_SECONDS = 0.5
MANY = 10_000
OPEN = "SELECT count(*) FROM money_payout WHERE claim_id = ANY(%s) AND status <> 'PAID'"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--payouts", type=int, default=1000, help="how many are owed when the clock starts")


def run(wishes: argparse.Namespace) -> dict[str, Any]:
    """Owe them all while the worker is away, let it come, and wait until the last one is PAID."""
    with start_stack() as stack:
        open_django(stack)
        from tests.faults.office import owe, read_book  # their models want settings

        stack.query("INSERT INTO money_fundsshortage (started_at, next_try_at, tries) VALUES (now(), '2100-01-01', 0)")
        claims: list[int] = []
        while len(claims) < wishes.payouts:
            claims += owe(stack, min(AT_ONCE, wishes.payouts - len(claims)))
        stack.query("DELETE FROM money_fundsshortage")
        seconds = _wait(stack, claims)
        counts = {row["count"] for row in read_book(stack).values()}
    rate = len(claims) / seconds
    return {
        "payouts": len(claims), "seconds": round(seconds, 1), "payouts_per_second": round(rate, 1),
        "seconds_of_10000": round(MANY / rate), "paid_twice": int(counts != {1}),
    }  # fmt: skip


def _wait(stack: LiveStack, claims: list[int]) -> float:
    """Return the seconds until none is open; a worker that stopped paying ends the wait."""
    began = last_change = time.monotonic()
    left = len(claims)
    while left:
        time.sleep(LOOK_SECONDS)
        now_left = int(stack.query(OPEN, [claims])[0][0])
        if now_left != left:
            last_change, left = time.monotonic(), now_left
            print(f"{left} left", file=sys.stderr)
        assert time.monotonic() < last_change + 60, f"{left} payouts do not move"
    return time.monotonic() - began
