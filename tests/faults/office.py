"""A branch at work on the real stack: Dewi's desk, the screens of six booths, the display; people who come; money
owed.
"""

import re
import time
from typing import Any

import httpx

from lapak.people.register import Entry, demo_people
from tests.faults.live_page import LivePage
from tests.homeward import OF_BRANCH, send_everybody_home
from tests.live import LiveStack
from tests.pace import time_until, wait_until
from tests.visitors import Person, Screen, Staff

CODE = "bekasi-cikarang"
CALLED = """SELECT s.booth_id, t.code FROM verification_seat s JOIN queue_ticket t ON t.id = s.ticket_id
            WHERE s.status = 'CALLED'"""
OWE = """
import itertools; from datetime import timedelta; from django.utils.timezone import now; from tests.money import cast
cast.NUMBERS = itertools.count({first})
print("owed:", *[cast.make_payout(at=now() - timedelta(minutes=1)).claim_id for _ in range({count})])
"""


class Office:
    def __init__(self, stack: LiveStack) -> None:
        self.stack = stack
        send_everybody_home(stack, CODE)
        self.dewi = Staff(stack, "dewi")
        if not self.dewi.is_on_duty():
            self.dewi.begin_shift()
        rows = stack.query(f"SELECT id FROM booths_booth WHERE branch_id = {OF_BRANCH} ORDER BY number", [CODE])
        self.screens = [Screen(stack, int(row[0])) for row in rows]
        self.desk = LivePage(self.dewi, socket="/ws/desk/", snapshot="/api/desk/state")
        self.booths = [
            LivePage(screen, socket=f"/booth/{screen.booth_id}/ws/", snapshot=f"/booth/{screen.booth_id}/api/state")
            for screen in self.screens
        ]
        self.display = LivePage(Person(stack), socket=f"/ws/display/{CODE}/", snapshot=f"/api/display/{CODE}/state")
        time_until(lambda: all(page.is_connected for page in self.pages), patience_seconds=20)

    @property
    def pages(self) -> list[LivePage]:
        return [self.desk, *self.booths, self.display]

    def is_settled(self) -> bool:
        """Every page is connected and shows what the server reads from the database now."""
        return not self.unsettled()

    def unsettled(self) -> list[str]:
        """Return what is still wrong: the page, and the fields in which it is behind."""
        wrong = [f"{page.socket_path} is away" for page in self.pages if not page.is_connected]
        if wrong:
            return wrong
        try:
            return [text for page in self.pages for text in self._compare(page, self.shown_now(page))]
        except httpx.HTTPError as failure:
            return [type(failure).__name__]

    @staticmethod
    def _compare(page: LivePage, now: dict[str, Any]) -> list[str]:
        behind = {name: (page.state.get(name), value) for name, value in now.items() if page.state.get(name) != value}
        return [f"{page.socket_path} shows {behind}"] if behind else []

    def settle(self, *, patience_seconds: float) -> float:
        """Return the seconds until all pages are settled. AssertionError says what is not in time."""
        start = time.monotonic()
        while wrong := self.unsettled():
            elapsed = time.monotonic() - start
            assert elapsed < patience_seconds, f"not within {patience_seconds} s: {wrong}"
            time.sleep(0.05)
        return time.monotonic() - start

    def shown_now(self, page: LivePage) -> Any:
        return page.person.http.get(page.snapshot_path).raise_for_status().json()["state"]

    def waiting(self) -> int:
        """How many wait, as the database has it."""
        sql = f"SELECT count(*) FROM queue_ticket WHERE status = 'WAITING' AND branch_id = {OF_BRANCH}"
        return int(self.stack.query(sql, [CODE])[0][0])

    def announced(self) -> int:
        """How many numbers the display knows of: called and waiting ones."""
        return len(self.display.state["calls"]) + self.display.state["waiting"]

    def close(self) -> None:
        for page in self.pages:
            page.ended.set()
        for page in self.pages:
            page.close()
        send_everybody_home(self.stack, CODE)
        if self.dewi.is_on_duty():
            self.dewi.end_shift()


def file_someone(stack: LiveStack, *, patience_seconds: float = 10) -> int:
    """Take a ticket at the self-service page for somebody of the register who has none; return its id."""
    entry = _find_somebody(stack)
    with httpx.Client(base_url=stack.base_url, timeout=patience_seconds, headers={"Origin": stack.base_url}) as http:
        path = f"/ticket/{CODE}/"
        http.get(path)
        choice = {"reason": "RESIGNATION", "csrfmiddlewaretoken": http.cookies["csrftoken"]}
        page = http.post(path, data=choice)
        key = re.search(r'name="request_key" value="([^"]+)"', page.text)
        assert key, page.text[:2000]
        typed = {
            "request_key": key.group(1),
            "nik": entry.nik,
            "kpj_number": entry.kpj_number,
            "phone": entry.demo_phone,
            "bank_code": entry.demo_bank_code,
            "account_number": entry.demo_account_number,
        }
        answer = http.post(path, data=choice | typed)
        assert answer.status_code == 302, answer.text[:2000]
    return int(stack.query("SELECT max(id) FROM queue_ticket")[0][0])


def bring_in(stack: LiveStack, office: Office) -> LivePage:
    """Let somebody take a ticket, go to the booth, consent and join the room; return the booth's page."""
    if not stack.query(CALLED):
        file_someone(stack)
    booth_id, code = wait_until(lambda: stack.query(CALLED))[0]
    index = next(index for index, screen in enumerate(office.screens) if screen.booth_id == booth_id)
    screen = office.screens[index]
    assert screen.say("confirm", {"code": code}).status_code == 200
    consent = screen.state()["consent"]
    assert screen.say("consent", {"version": consent["version"], "agree": True}).status_code == 200
    return office.booths[index]


def _find_somebody(stack: LiveStack) -> Entry:
    """Return somebody who may claim and does not yet."""
    sql = """SELECT m.kpj_number FROM people_membership m JOIN claims_claim c ON c.membership_id = m.id
             WHERE c.status <> 'WITHDRAWN'"""
    busy = {kpj_number for (kpj_number,) in stack.query(sql)}
    return next(entry for entry in demo_people()[:22][::-1] if entry.kpj_number not in busy)


def owe(stack: LiveStack, count: int) -> list[int]:
    """Write verified claims whose ten seconds of undo are over; return their ids."""
    ((claims,),) = stack.query("SELECT coalesce(max(id), 0) FROM claims_claim")
    printed = stack.run(OWE.format(first=1_000 + 2 * int(claims), count=count))  # an officer and a person each
    return [int(word) for word in printed.partition("owed:")[2].split()]


def break_bank(stack: LiveStack, behaviour: str, **wish: Any) -> None:
    httpx.post(f"{stack.bank_url}/control/script", json={"behaviour": behaviour, **wish}).raise_for_status()


def ask_bank_to_pay_twice_if_asked_twice(stack: LiveStack) -> None:
    """A bank that de-duplicates would hide a mistake of ours."""
    httpx.post(f"{stack.bank_url}/control/mode", json={"deduplicates": False}).raise_for_status()


def read_book(stack: LiveStack) -> dict[str, dict[str, int]]:
    """Return reference -> {reference, amount, count} of what the bank accepted."""
    return {row["reference"]: row for row in httpx.get(f"{stack.bank_url}/control/ledger").json()}


def transfers_of(stack: LiveStack, claims: list[int]) -> list[tuple[Any, ...]]:
    """Return (claim, claim's status, reference, transfer's status, rupiah) of every attempt, claims without one too."""
    sql = """SELECT c.id, c.status, t.reference, t.status, p.net_rupiah FROM claims_claim c
             JOIN money_payout p ON p.claim_id = c.id LEFT JOIN money_transfer t ON t.payout_id = p.id
             WHERE c.id = ANY(%s) ORDER BY c.id"""
    return stack.query(sql, [claims])


def check_each_is_paid_once(stack: LiveStack, claims: list[int]) -> None:
    rows, book = transfers_of(stack, claims), read_book(stack)
    assert [row[0] for row in rows] == sorted(claims), "a claim is lost or has two transfers"
    for claim, status, reference, transfer, rupiah in rows:
        assert (status, transfer) == ("PAID", "PAID"), f"claim {claim}"
        assert book[reference] == {"reference": reference, "amount": rupiah, "count": 1}
