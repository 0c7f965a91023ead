"""Processes that are killed in the middle of the work: pages come back by themselves and show what is true."""

import signal
import time

import httpx
import pytest

from tests.faults.office import CODE, Office, file_someone
from tests.live import LiveStack
from tests.pace import time_until

pytestmark = [pytest.mark.live, pytest.mark.chaos]


def answers(stack: LiveStack) -> bool:
    try:
        return httpx.get(f"{stack.base_url}/api/display/{CODE}/state", timeout=2).status_code == 200
    except httpx.HTTPError:
        return False


def test_pages_of_a_killed_web_process_come_back_and_show_what_changed_meanwhile(live_stack: LiveStack, office: Office):
    ticket = file_someone(live_stack)
    killed = live_stack.kill("web")
    live_stack.query("UPDATE booths_topic SET sequence = sequence + 1")
    live_stack.query("UPDATE queue_ticket SET status = 'CANCELLED' WHERE id = %s AND status = 'WAITING'", [ticket])
    live_stack.wait_for_restart("web", other_than=killed)
    time_until(lambda: answers(live_stack), patience_seconds=30)

    took = office.settle(patience_seconds=3)

    assert all(page.losses for page in office.pages)
    print(f"pages came back after {took:.1f} s")


@pytest.mark.chaos
def test_hints_work_again_after_valkey_was_restarted(live_stack: LiveStack, office: Office):
    losses = [page.losses for page in office.pages]
    live_stack.restart_valkey()
    started_at = time.monotonic()
    before = office.announced()
    file_someone(live_stack)

    took = time_until(lambda: office.announced() == before + 1, patience_seconds=6)
    office.settle(patience_seconds=6)
    before = office.announced()
    file_someone(live_stack)
    second = time_until(lambda: office.announced() == before + 1, patience_seconds=2)

    assert [page.losses for page in office.pages] == losses, "the sockets stay"
    assert office.display.heard_since(started_at, "hint"), "only the heartbeat told of the change"
    print(f"first change shown after {took:.1f} s, the next after {second:.1f} s")


@pytest.mark.chaos
def test_a_frozen_valkey_does_not_keep_a_ticket_from_being_issued(live_stack: LiveStack, office: Office):
    before = office.announced()
    live_stack.kill("valkey", signal.SIGSTOP)
    try:
        started_at = time.monotonic()
        file_someone(live_stack, patience_seconds=3)
        took = time.monotonic() - started_at
    finally:
        time.sleep(max(0.0, 6 - (time.monotonic() - started_at)))
        live_stack.kill("valkey", signal.SIGCONT)
    time_until(lambda: office.announced() == before + 1, patience_seconds=6)
    before = office.announced()
    file_someone(live_stack)

    time_until(lambda: office.announced() == before + 1, patience_seconds=3)
    office.settle(patience_seconds=6)
    print(f"the ticket took {took:.1f} s")


@pytest.mark.chaos
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGQUIT])
def test_pages_go_on_after_postgresql_was_restarted(live_stack: LiveStack, office: Office, number: signal.Signals):
    stopped = live_stack.kill("postgres", number)
    live_stack.wait_for_restart("postgres", other_than=stopped, patience_seconds=30)
    healed = time_until(lambda: answers(live_stack), patience_seconds=15)
    file_someone(live_stack)

    office.settle(patience_seconds=10)

    assert office.display.state["waiting"] == office.waiting()
    print(f"answered {healed:.1f} s after the restart")
