"""Impatience of participants and reception: double presses, two counters, the last moment."""

from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest

from booths.errors import StaleState
from lapak.claims.errors import ClaimOpen
from lapak.claims.models import Claim
from lapak.claims.states import Channel
from lapak.people.models import Participant
from lapak.people.register import demo_people
from lapak.queue.filing import Application, file_and_queue
from lapak.queue.models import Ticket, TicketCall
from lapak.queue.states import TicketStatus
from tests.cast import NOON, Stage, application_of, cikarang, open_stage, queue
from tests.races.crowd import all_at_once, refusals, successes
from verification import seating, seats
from verification.access import whole_seats
from verification.errors import NothingHere, RecallsUsedUp, RecallTooSoon
from verification.models import CodeAttempt, Seat
from verification.states import SeatStatus

pytestmark = pytest.mark.django_db(transaction=True)
SECOND = timedelta(seconds=1)


def file(branch, application: Application, key: str) -> Ticket:
    return file_and_queue(application, branch=branch, channel=Channel.ONSITE, request_key=key, by=None, at=NOON)


def called_seat() -> tuple[Stage, Seat]:
    stage = open_stage(places=1)
    queue(stage.branch, 1)
    seating.fill(stage.branch.pk, at=NOON)
    return stage, stage.seat(1)


def copies(seat: Seat, count: int) -> list[Seat]:
    return [whole_seats().get(pk=seat.pk) for _ in range(count)]


def test_a_form_sent_twenty_times_at_once_gives_one_ticket():
    branch, application = cikarang(), application_of(demo_people()[0])

    tickets = all_at_once([partial(file, branch, application, "one-form")] * 20)

    assert refusals(tickets) == []
    assert len({ticket.pk for ticket in tickets}) == 1
    assert (Ticket.objects.count(), Claim.objects.count(), Participant.objects.count()) == (1, 1, 1)


def test_a_person_at_several_counters_at_once_has_one_claim():
    branch, application = cikarang(), application_of(demo_people()[0])

    results = all_at_once([partial(file, branch, application, f"counter-{number}") for number in range(8)])

    assert len(successes(results)) == 1
    assert {type(refusal) for refusal in refusals(results)} == {ClaimOpen}
    assert refusals(results)[0].sentence.startswith("Klaim untuk kartu ini sudah diajukan")
    assert (Ticket.objects.count(), Claim.objects.count()) == (1, 1)


def test_people_at_many_counters_get_consecutive_numbers():
    branch = cikarang()
    works = [partial(file, branch, application_of(entry), f"key-{entry.kpj_number}") for entry in demo_people()[:16]]

    results = all_at_once(works)

    assert refusals(results) == []
    assert sorted(ticket.serial for ticket in results) == list(range(1, 17))
    assert len({ticket.code for ticket in results}) == 16


def test_a_phone_number_that_differs_between_two_presses_still_gives_one_ticket():
    branch, application = cikarang(), application_of(demo_people()[0])
    other = replace(application, phone="+628119999999")

    results = all_at_once([partial(file, branch, each, "one-form") for each in [application, other] * 5])

    assert refusals(results) == []
    assert Ticket.objects.count() == 1


def test_a_code_pressed_ten_times_at_once_seats_the_person_once_and_refuses_nobody():
    _, seat = called_seat()

    results = all_at_once([partial(seats.confirm, seat.booth, seat.ticket.code, at=NOON)] * 10)

    after = copies(seat, 1)[0]
    assert (after.status, after.ticket.status) == (SeatStatus.CONNECTING, TicketStatus.SERVING)
    assert refusals(results) == []
    assert list(after.history.values_list("to_status", flat=True)) == [SeatStatus.CALLED, SeatStatus.CONNECTING]
    assert CodeAttempt.objects.count() == 1


def test_a_number_recalled_in_eight_tabs_at_once_is_recalled_once():
    stage, seat = called_seat()

    results = all_at_once([partial(seats.recall, tab, by=stage.dewi, at=NOON + 45 * SECOND) for tab in copies(seat, 8)])

    assert len(successes(results)) == 1
    assert {type(refusal) for refusal in refusals(results)} <= {RecallTooSoon, RecallsUsedUp}
    assert TicketCall.objects.count() == 2


def test_a_person_who_comes_as_the_no_show_is_confirmed_is_either_seated_or_missed():
    stage, seat = called_seat()
    for delay in (45, 90):
        seats.recall(seat, by=stage.dewi, at=NOON + delay * SECOND)
    late = NOON + 135 * SECOND
    comes = [partial(seats.confirm, seat.booth, seat.ticket.code, at=late)] * 3
    missed = [partial(seats.miss, tab, by=stage.dewi, at=late) for tab in copies(seat, 3)]

    results = all_at_once([*comes, *missed])

    after = copies(seat, 1)[0]
    outcome = (after.status, after.ticket.status, after.occupancy.ended_at is None)
    assert outcome in {("CONNECTING", "SERVING", True), ("NO_SHOW", "NO_SHOW", False)}
    assert after.ticket.claim.status == ("IN_SESSION" if after.status == "CONNECTING" else "SUBMITTED")
    assert all(refusal.sentence for refusal in refusals(results))


def test_a_call_and_a_cancellation_at_reception_have_one_winner():
    from lapak.queue import tickets
    from lapak.queue.errors import NotWaiting

    stage = open_stage(places=1)
    (ticket,) = queue(stage.branch, 1)

    results = all_at_once(
        [
            partial(tickets.cancel, Ticket.objects.select_related("claim").get(), by=stage.dewi, at=NOON),
            partial(seating.fill, stage.branch.pk, at=NOON),
        ]
    )

    ticket.refresh_from_db()
    assert {type(refusal) for refusal in refusals(results)} <= {StaleState, NotWaiting, NothingHere}
    assert (ticket.status, Seat.objects.count()) in {(TicketStatus.CANCELLED, 0), (TicketStatus.CALLED, 1)}
    assert results[1] in (0, 1), "a branch must go on being served though a person left the line"
