"""The officer decides while Valkey stands still: the answer comes nearly as soon as ever."""

import signal
import time

import pytest

from tests.faults.office import Office, bring_in
from tests.live import LiveStack
from tests.pace import allowed

pytestmark = [pytest.mark.live, pytest.mark.chaos]
MORE_SECONDS = 0.6


def seat_ready_to_decide(stack: LiveStack, office: Office) -> int:
    """Bring somebody in, talk with them, and answer the checklist; return the seat."""
    booth = bring_in(stack, office)
    sql = "SELECT id, place FROM verification_seat WHERE booth_id = %s ORDER BY id DESC LIMIT 1"
    seat, place = stack.query(sql, [booth.person.booth_id])[0]
    stack.query("UPDATE verification_seat SET status = 'LIVE' WHERE id = %s", [seat])  # this page carries no video
    assert office.desk.wire
    office.desk.wire.send(type="focus", place=place)
    case = office.dewi.http.get(f"/api/desk/seats/{seat}/case").json()
    answers = {row["item"]: "MATCH" for row in case["checklist"]}
    assert office.dewi.post(f"/api/desk/seats/{seat}/mark", {"answers": answers}).status_code == 200
    return int(seat)


def seconds_to_decide(office: Office, seat: int) -> float:
    began = time.monotonic()
    answer = office.dewi.post(f"/api/desk/seats/{seat}/decide", {"outcome": "VERIFIED", "reason": ""})
    took = time.monotonic() - began
    assert answer.status_code == 200, answer.text
    return took


def test_a_frozen_valkey_delays_a_decision_by_little(live_stack: LiveStack, office: Office):
    limit = allowed(MORE_SECONDS)
    usual = seconds_to_decide(office, seat_ready_to_decide(live_stack, office))
    seat = seat_ready_to_decide(live_stack, office)
    live_stack.kill("valkey", signal.SIGSTOP)
    try:
        frozen = seconds_to_decide(office, seat)
    finally:
        live_stack.kill("valkey", signal.SIGCONT)

    print(f"decided in {usual:.2f} s, with a frozen Valkey in {frozen:.2f} s")
    assert frozen - usual < limit
    office.settle(patience_seconds=10)
