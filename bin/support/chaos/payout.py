"""Verified claims are paid while workers die and freeze, Valkey and PostgreSQL restart, and the bank errs.

`--bank accepting` pays every accepted request, so that a second one of ours would show; `--naive` lets a driver without
our care pay the same claims under the same faults of the bank, and must be caught.
"""

import argparse
import random
import signal
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import Any

import httpx
import psutil
import psycopg2
import redis

from bin.support.chaos.hurry import ENVIRONMENT, GRACE_SECONDS, HTTP_SECONDS, LEASE_SECONDS
from bin.support.chaos.sockets import kill
from tests.faults.office import owe, read_book, transfers_of
from tests.live import LiveStack

# How the bank errs, and how often in a hundred.
FAULTS = {
    "drop_before": 10, "accept_then_drop": 10, "appears_late": 5, "slow": 10, "pending": 20, "error_500": 5,
    "accept_then_500": 3,
}  # fmt: skip
DISTURBANCES = {"kill": 35, "freeze": 20, "flush": 15, "valkey": 10, "postgres": 15, "duplicate": 5}
TERMINAL_WITHIN_SECONDS = 90
LATE_PAYOUTS = 40
LEFT_IN_PEACE = 400
"""So many, as in the shorter experiment, are to end within the time after the last fault."""
SLOWEST_ANSWER_SECONDS = 3
RECONCILED_WITHIN_TRIES = 5
IDLE = {"PAID", "STUCK", "ACCOUNT_CORRECTION"}
OF_LEDGER = """SELECT count(*) FROM (SELECT posting_id FROM money_ledgerentry GROUP BY posting_id
               HAVING sum(amount_rupiah) <> 0) AS wrong"""

PAID_DAYS = """SELECT DISTINCT (settled_at AT TIME ZONE 'Asia/Jakarta')::date FROM money_transfer
               WHERE settled_at IS NOT NULL"""


class Disturber:
    """Breaks something at random and says what; after each break it asks whether the books balance."""

    def __init__(self, stack: LiveStack, dice: random.Random, claims: list[int]) -> None:
        self.stack, self.dice, self.claims = stack, dice, claims
        self.done: dict[str, int] = {}
        self.unbalanced = 0

    def disturb(self) -> None:
        name = self.dice.choices([*DISTURBANCES], [*DISTURBANCES.values()])[0]
        try:
            getattr(self, f"_{name}")()
        except (KeyError, psutil.Error, redis.RedisError, OSError) as missed:
            name = f"{name} missed"
            print(f"{name}: {type(missed).__name__}", file=sys.stderr)
        self.done[name] = self.done.get(name, 0) + 1
        self._check_books()

    def _kill(self) -> None:
        kill(self.stack, "worker")

    def _valkey(self) -> None:
        kill(self.stack, "valkey")

    def _postgres(self) -> None:
        kill(self.stack, "postgres")

    def _flush(self) -> None:
        redis.Redis.from_url(self.stack.environment["REDIS_URL"], socket_timeout=2).flushall()

    def _freeze(self) -> None:
        """Stop the worker and its children for at most the grace less a request; one time in three beyond a lease."""
        is_long = self.dice.random() < 1 / 3
        seconds = self.dice.uniform(LEASE_SECONDS, GRACE_SECONDS - HTTP_SECONDS) if is_long else self.dice.uniform(0, 2)
        self.freeze(seconds)

    def freeze(self, seconds: float) -> None:
        main = psutil.Process(self.stack.pid("worker"))
        group = [main, *main.children(recursive=True)]
        for one in group:
            one.send_signal(signal.SIGSTOP)
        time.sleep(seconds)
        for one in group:
            if one.is_running():
                one.send_signal(signal.SIGCONT)

    def _duplicate(self) -> None:
        from django.db import DatabaseError

        try:
            announce(self.claims)
        except DatabaseError as missed:
            raise OSError("the database is away") from missed

    def _check_books(self) -> None:
        try:
            self.unbalanced += int(self.stack.query(OF_LEDGER)[0][0])
        except psycopg2.Error:  # it was just killed
            return


def announce(claims: list[int]) -> None:
    """Tell the workers of every payout twice, as a broker may. A killed server has ended our own connection."""
    from django.db import connection

    from lapak.money import tasks
    from lapak.money.models import Payout

    connection.close()
    for payout_id in Payout.objects.filter(claim__in=claims).values_list("pk", flat=True):
        for _ in range(2):
            tasks.hint(payout_id, countdown=0)


def run(stack: LiveStack, wishes: argparse.Namespace) -> dict[str, Any]:
    dice = random.Random(wishes.seed)
    script_bank(stack, dice, requests=wishes.payouts, deduplicates=wishes.bank == "idempotent")
    if wishes.naive:
        return judge_naive(stack, wishes)
    print(f"terms: {ENVIRONMENT}", file=sys.stderr)
    claims = [claim for _ in range(0, wishes.payouts, 100) for claim in owe(stack, min(100, wishes.payouts))]
    announce(claims)
    disturber = Disturber(stack, dice, claims)
    disturb_most_of_them(disturber, seconds=wishes.seconds)
    calmed = time.monotonic()
    rows = wait_until_idle(stack, claims)
    finished = round(time.monotonic() - calmed, 1)
    book = read_book(stack)
    for sentence in paid_twice(rows, book):
        print(sentence, file=sys.stderr)
    facts = judge(rows, book, claims) | {"stuck": count_silent(stack, claims)}
    facts |= {"ledger_unbalanced": disturber.unbalanced, "finished_s": finished, "faults": disturber.done}
    facts |= freeze_beyond_the_grace(stack, disturber)
    wrong = ("unlisted", "double_paid", "lost", "stuck", "amount_mismatch", "ledger_unbalanced")
    held = not any(facts[name] for name in wrong) and finished <= TERMINAL_WITHIN_SECONDS
    return {"held": held, "payouts": wishes.payouts, "bank": wishes.bank, **facts}


def disturb_most_of_them(disturber: Disturber, *, seconds: float) -> None:
    """Break things for so long, and on until few are left; a second for each is too long."""
    began, claims = time.monotonic(), disturber.claims
    while (lasted := time.monotonic() - began) < seconds or count_left(disturber.stack, claims) > LEFT_IN_PEACE:
        assert lasted < seconds + len(claims), "the payouts come to no end"
        time.sleep(disturber.dice.uniform(0.5, 3))
        disturber.disturb()


def freeze_beyond_the_grace(stack: LiveStack, disturber: Disturber) -> dict[str, int]:
    """Let the workers sleep so long that what they had begun counts as never sent, and wake. That all is paid once then
    nobody promises; that reconciliation lists whatever was not, is promised.
    """
    claims = owe(stack, LATE_PAYOUTS)
    announce(claims)
    time.sleep(1)
    _freeze_once_it_runs(disturber, GRACE_SECONDS + 2 * LEASE_SECONDS)
    rows = {row[2]: row for row in wait_until_idle(stack, claims)}
    time.sleep(HTTP_SECONDS)  # an order for whose answer nobody waits any more may still be booked
    reconcile(stack)
    book = {reference: entry for reference, entry in read_book(stack).items() if reference in rows}
    paid_here = {reference for reference, row in rows.items() if row[3] == "PAID"}
    wrong = {one for one, entry in book.items() if entry["count"] > 1} | (paid_here ^ set(book))
    listed = {one for (one,) in stack.query("SELECT reference FROM money_difference WHERE settled_at IS NULL")}
    for one in wrong - listed:
        print(f"{rows[one]} is not listed; the bank: {book.get(one)}", file=sys.stderr)
    return {"wrong_after_long_freeze": len(wrong), "unlisted": len(wrong - listed)}


def reconcile(stack: LiveStack) -> None:
    """Compare the days of payments; a bank that does not tell of them in time is asked again, as beat does it later."""
    began = datetime.now().astimezone()
    for _ in range(RECONCILED_WITHIN_TRIES):
        stack.manage("shell", "-v", "0", "-c", "from lapak.money import tasks; tasks.reconcile()")
        told = stack.query("SELECT day FROM money_reconciledday WHERE at > %s", [began])
        if set(stack.query(PAID_DAYS)) <= set(told):
            return
    raise AssertionError("the bank tells nothing of its history")


def _freeze_once_it_runs(disturber: Disturber, seconds: float) -> None:
    """A worker that a failpoint has just killed comes back in a moment."""
    deadline = time.monotonic() + TERMINAL_WITHIN_SECONDS
    while True:
        try:
            return disturber.freeze(seconds)
        except (KeyError, psutil.Error):
            assert time.monotonic() < deadline, "no worker came back"
            time.sleep(0.2)


def script_bank(stack: LiveStack, dice: random.Random, *, requests: int, deduplicates: bool) -> None:
    """Lay down how the bank answers each of the coming transfers."""
    with httpx.Client(base_url=stack.bank_url) as bank:
        bank.post("/control/mode", json={"deduplicates": deduplicates}).raise_for_status()
        for _ in range(requests):
            behaviour = dice.choices([*FAULTS, "ok"], [*FAULTS.values(), 100 - sum(FAULTS.values())])[0]
            wish = {"behaviour": behaviour, "seconds": dice.uniform(0.2, SLOWEST_ANSWER_SECONDS)}
            bank.post("/control/script", json=wish).raise_for_status()


def wait_until_idle(stack: LiveStack, claims: list[int]) -> list[tuple[Any, ...]]:
    """Return the transfers once none has a step left, or as they are when time is up."""
    deadline, left = time.monotonic() + 3 * TERMINAL_WITHIN_SECONDS, len(claims)
    while left and time.monotonic() < deadline:
        left = count_left(stack, claims)
        print(f"{left} of {len(claims)} left", file=sys.stderr)
        time.sleep(1 if left else 0)
    return transfers_of(stack, claims)


def count_left(stack: LiveStack, claims: list[int]) -> int:
    """Return how many payouts have a step left; all of them while PostgreSQL, just killed, is still starting."""
    sql = "SELECT count(*) FROM money_payout WHERE claim_id = ANY(%s) AND NOT status = ANY(%s)"
    try:
        return int(stack.query(sql, [claims, list(IDLE)])[0][0])
    except psycopg2.Error:
        return len(claims)


def count_silent(stack: LiveStack, claims: list[int]) -> int:
    """Return how many payouts are stuck without a line in the worker's log that calls for a person."""
    sql = """SELECT t.id FROM money_transfer t JOIN money_payout p ON p.id = t.payout_id
             WHERE p.claim_id = ANY(%s) AND p.status = 'STUCK'"""
    log = stack.log("worker")
    return sum(f"transfer {number} needs a person" not in log for (number,) in stack.query(sql, [claims]))


def judge(rows: list[tuple[Any, ...]], book: dict[str, dict[str, int]], claims: list[int]) -> dict[str, Any]:
    """Compare our rows with the bank's book: what we call paid was paid once with its amount, and nothing else was."""
    ours = {reference: (status, rupiah) for _, _, reference, status, rupiah in rows}
    wrong = [
        reference
        for reference, (status, rupiah) in ours.items()
        if (status == "PAID") != (reference in book) or (reference in book and book[reference]["amount"] != rupiah)
    ]
    return {
        "paid": sum(row[1] == "PAID" and row[3] == "PAID" for row in rows),
        "alarmed": sum(row[3] == "STUCK" for row in rows),
        "double_paid": len(paid_twice(rows, book)),
        "lost": len(set(claims) - {row[0] for row in rows}),
        "amount_mismatch": sum(ours[one][0] != "STUCK" for one in wrong),
    }


def paid_twice(rows: list[tuple[Any, ...]], book: dict[str, dict[str, int]]) -> list[str]:
    """Say each in a sentence: an order that left twice, and one that our tables do not remember."""
    forgotten = sorted(set(book) - {row[2] for row in rows})
    return [f"{one} was paid {entry['count']} times" for one, entry in book.items() if entry["count"] > 1] + [
        f"{one} was paid, and no transfer has this reference" for one in forgotten
    ]


def judge_naive(stack: LiveStack, wishes: argparse.Namespace) -> dict[str, Any]:
    """Let the usual driver pay as many orders of its own; it holds when the harness has caught it."""
    from django.conf import settings
    from django.utils.timezone import now

    from lapak.money.bank.protocol import Account, Order
    from lapak.money.bank.snap import open_bank
    from lapak.money.states import Rail
    from lapak.money.terms import read
    from tests.money import naive

    bank = open_bank(settings.BANK, timeout=read(settings.BANK).http_timeout, clock=now)
    account, at = Account("014", "7712345678", "SITI RAHMAWATI"), datetime.now().astimezone()
    orders = [Order(f"NAIVE{number:08d}", account, 1_000_000, Rail.INTERBANK, at) for number in range(wishes.payouts)]
    with ThreadPoolExecutor(8) as pool:
        attempts = list(pool.map(lambda order: naive.pay(order, bank), orders))
    book = read_book(stack)
    double = sum(sum(reference in book for reference in references) > 1 for references in attempts)
    caught = double >= wishes.payouts * 5 // 100
    return {"held": caught, "naive": True, "payouts": wishes.payouts, "bank": wishes.bank, "double_paid": double}
