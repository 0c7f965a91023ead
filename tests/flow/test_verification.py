"""The whole job through the rules, from ticket to payout, and each refusal on the way."""

from datetime import timedelta

import pytest

from booths import occupancy, presence
from booths.errors import AlreadyOnDuty
from lapak.claims.states import ClaimStatus
from lapak.money import determinations
from lapak.money.models import Payout
from lapak.people.models import Membership
from lapak.queue.states import TicketStatus
from tests.cast import NOON, attend, bring_in, open_stage, queue, seat_next, tick_all
from verification import board, booth_screen, decisions, desk, seating, seats, sessions
from verification.access import whole_seats
from verification.consents import CONSENT_VERSION
from verification.errors import (
    AlreadyDecided,
    ChecklistOpen,
    ItemDisagrees,
    NotAttended,
    NothingHere,
    NotYetCalled,
    ReasonNeeded,
    RecallFirst,
    RecallTooSoon,
    SeatsOpen,
    TooManyTries,
    UndoOver,
    WrongBooth,
    WrongCode,
)
from verification.models import Consent, Seat, VerificationSession
from verification.states import MarkResult, Outcome, SeatStatus

pytestmark = pytest.mark.django_db

SECOND = timedelta(seconds=1)


def test_a_free_place_with_a_free_booth_gets_the_longest_waiting_person_at_once():
    stage = open_stage()
    first, second, *_ = queue(stage.branch, 3)

    assert seating.fill(stage.branch.pk, at=NOON) == 3

    assert stage.seat(1).ticket == first
    assert stage.seat(2).ticket == second
    first.refresh_from_db()
    assert first.status == TicketStatus.CALLED


def test_a_seventh_person_waits_and_is_called_when_a_booth_is_cleared():
    stage = open_stage()
    *_, seventh = queue(stage.branch, 7)
    assert seating.fill(stage.branch.pk, at=NOON) == 6
    seat = attend(stage, bring_in(stage.seat(3)))
    tick_all(seat, by=stage.dewi)
    decisions.decide(seat, Outcome.VERIFIED, "", by=stage.dewi, at=NOON)

    assert decisions.settle_due(at=NOON + 10 * SECOND) == {stage.branch.pk}
    assert seating.fill(stage.branch.pk, at=NOON + 10 * SECOND) == 0
    seats.clear(seat.booth, at=NOON + 12 * SECOND)
    assert seating.fill(stage.branch.pk, at=NOON + 12 * SECOND) == 1

    assert stage.seat(3).ticket == seventh


def test_nobody_is_called_while_the_officer_rests_or_the_desk_is_silent():
    stage = open_stage()
    queue(stage.branch, 1)
    sessions.take_break(stage.session, "REST", at=NOON)
    assert seating.fill(stage.branch.pk, at=NOON) == 0
    sessions.take_break(stage.session, None, at=NOON)

    assert seating.fill(stage.branch.pk, at=NOON + 16 * SECOND) == 0
    presence.beat_shift(stage.session.shift_id, at=NOON)
    assert seating.fill(stage.branch.pk, at=NOON) == 1


def test_the_number_alone_never_seats_anybody_and_five_wrong_codes_lock_the_booth():
    stage = open_stage()
    queue(stage.branch, 1)
    seating.fill(stage.branch.pk, at=NOON)
    seat = stage.seat(1)

    for _ in range(5):
        with pytest.raises(WrongCode):
            seats.confirm(seat.booth, seat.ticket.number, at=NOON)
    with pytest.raises(TooManyTries):
        seats.confirm(seat.booth, seat.ticket.code, at=NOON)

    seats.confirm(seat.booth, seat.ticket.code, at=NOON + timedelta(minutes=11))
    assert stage.seat(1).status == SeatStatus.CONNECTING


def test_a_ticket_at_the_wrong_booth_is_sent_kindly_to_the_right_one():
    stage = open_stage()
    *_, waiting = queue(stage.branch, 7)
    seating.fill(stage.branch.pk, at=NOON)

    with pytest.raises(WrongBooth) as refusal:
        seats.confirm(stage.seat(5).booth, stage.seat(3).ticket.code, at=NOON)
    assert "bilik 3" in refusal.value.sentence.lower()
    with pytest.raises(NotYetCalled):
        seats.confirm(stage.seat(5).booth, waiting.code, at=NOON)


def test_consent_is_stored_with_version_and_hash_before_the_booth_may_join():
    stage = open_stage()
    queue(stage.branch, 1)
    seating.fill(stage.branch.pk, at=NOON)
    seat = stage.seat(1)
    seats.confirm(seat.booth, seat.ticket.code.lower(), at=NOON)
    with pytest.raises(Exception, match="no_consent"):
        seats.enter(seat.booth_id)

    seats.consent(seat.booth, CONSENT_VERSION, True, language="id", at=NOON)

    assert len(Consent.objects.get(seat=seat).text_hash) == 64
    assert seats.enter(seat.booth_id)[1].startswith(f"booth-{seat.pk}-")


def test_who_refuses_consent_is_let_go_and_the_claim_stays():
    stage = open_stage()
    (ticket,) = queue(stage.branch, 1)
    seating.fill(stage.branch.pk, at=NOON)
    seat = stage.seat(1)
    seats.confirm(seat.booth, ticket.code, at=NOON)

    seats.consent(seat.booth, CONSENT_VERSION, False, language="id", at=NOON)

    seat.refresh_from_db()
    ticket.refresh_from_db()
    assert (seat.status, ticket.status, ticket.claim.status) == (
        SeatStatus.ABORTED,
        TicketStatus.DONE,
        ClaimStatus.SUBMITTED,
    )


def test_an_unseen_person_is_recalled_twice_before_the_no_show_is_confirmed():
    stage = open_stage(places=1)
    first, second = queue(stage.branch, 2)
    seating.fill(stage.branch.pk, at=NOON)
    seat = stage.seat(1)
    with pytest.raises(RecallTooSoon):
        seats.recall(seat, by=stage.dewi, at=NOON + 44 * SECOND)
    with pytest.raises(RecallFirst):
        seats.miss(seat, by=stage.dewi, at=NOON + 46 * SECOND)

    seats.recall(seat, by=stage.dewi, at=NOON + 45 * SECOND)
    seats.recall(seat, by=stage.dewi, at=NOON + 90 * SECOND)
    with pytest.raises(RecallFirst):
        seats.miss(seat, by=stage.dewi, at=NOON + 100 * SECOND)
    seats.miss(seat, by=stage.dewi, at=NOON + 135 * SECOND)
    presence.beat_shift(stage.session.shift_id, at=NOON + 135 * SECOND)
    seat.booth.devices.update(last_seen_at=NOON + 135 * SECOND)
    seating.fill(stage.branch.pk, at=NOON + 136 * SECOND)

    first.refresh_from_db()
    assert first.status == TicketStatus.NO_SHOW
    assert stage.seat(1).ticket == second


def test_a_decision_needs_attention_a_complete_checklist_and_agreement():
    stage = open_stage()
    queue(stage.branch, 1)
    seat = seat_next(stage)
    with pytest.raises(NotAttended):
        decisions.decide(seat, Outcome.VERIFIED, "", by=stage.dewi, at=NOON)
    seat = attend(stage, seat)
    with pytest.raises(ChecklistOpen):
        decisions.decide(seat, Outcome.VERIFIED, "", by=stage.dewi, at=NOON)
    tick_all(seat, by=stage.dewi)
    decisions.mark(seat, {"FACE_MATCHES_ID": MarkResult.MISMATCH}, by=stage.dewi, at=NOON)
    with pytest.raises(ItemDisagrees):
        decisions.decide(seat, Outcome.VERIFIED, "", by=stage.dewi, at=NOON)
    with pytest.raises(ReasonNeeded):
        decisions.decide(seat, Outcome.REJECTED, "", by=stage.dewi, at=NOON)

    decisions.decide(seat, Outcome.REJECTED, "IDENTITY_MISMATCH", by=stage.dewi, at=NOON)

    assert seat.ticket.claim.status == ClaimStatus.REJECTED
    assert not Payout.objects.exists()


def test_a_mark_that_was_taken_back_is_open_again():
    stage = open_stage()
    queue(stage.branch, 1)
    seat = attend(stage, seat_next(stage))
    tick_all(seat, by=stage.dewi)
    decisions.mark(seat, {"NPWP": ""}, by=stage.dewi, at=NOON)

    with pytest.raises(ChecklistOpen):
        decisions.decide(seat, Outcome.VERIFIED, "", by=stage.dewi, at=NOON)


def test_a_tax_number_is_part_of_what_is_decided(settings):
    settings.NIK_COUNTS_AS_NPWP = False
    stage = open_stage()
    queue(stage.branch, 1)
    seat = attend(stage, seat_next(stage))
    Membership.objects.update(paid_before=[["2023-01-01", 20_000_000]])
    dearer = determinations.preview(stage.seat(1).ticket.claim, at=NOON)
    decisions.note_npwp(seat, "01.312.166.0-091.000")
    tick_all(seat, by=stage.dewi)
    decisions.decide(seat, Outcome.VERIFIED, "", by=stage.dewi, at=NOON)

    with pytest.raises(NothingHere):
        decisions.note_npwp(seat, "")
    assert Payout.objects.get().determination.tax_rupiah * 6 == dearer.tax_rupiah * 5


def test_a_decision_can_be_undone_for_ten_seconds_and_its_payout_with_it():
    stage = open_stage()
    queue(stage.branch, 1)
    seat = attend(stage, seat_next(stage))
    tick_all(seat, by=stage.dewi)
    decisions.decide(seat, Outcome.VERIFIED, "", by=stage.dewi, at=NOON)

    decisions.undo(seat, by=stage.dewi, at=NOON + 9 * SECOND)
    assert seat.ticket.claim.status == ClaimStatus.IN_SESSION
    assert Payout.objects.get().status == "WITHDRAWN"

    decisions.decide(seat, Outcome.VERIFIED, "", by=stage.dewi, at=NOON + 20 * SECOND)
    with pytest.raises(UndoOver):
        decisions.undo(seat, by=stage.dewi, at=NOON + 30 * SECOND)
    assert Payout.objects.get().status == "AWAITING_AUTHORISATION"


def test_the_second_decision_on_a_seat_is_refused_with_a_friendly_word():
    stage = open_stage()
    queue(stage.branch, 1)
    seat = attend(stage, seat_next(stage))
    tick_all(seat, by=stage.dewi)
    same_seat_in_another_tab = whole_seats().get(pk=seat.pk)
    decisions.decide(seat, Outcome.VERIFIED, "", by=stage.dewi, at=NOON)

    with pytest.raises(AlreadyDecided):
        decisions.decide(same_seat_in_another_tab, Outcome.REJECTED, "PROMPTED", by=stage.dewi, at=NOON)


def test_a_booth_that_nobody_cleared_is_given_back_after_a_minute():
    stage = open_stage()
    queue(stage.branch, 1)
    seat = attend(stage, seat_next(stage))
    seats.abort(seat, "PARTICIPANT_LEFT", by=stage.dewi, at=NOON)
    assert seat.booth not in occupancy.free_booths(stage.branch.pk, at=NOON)

    decisions.settle_due(at=NOON + 60 * SECOND)

    seat.booth.devices.update(last_seen_at=NOON + 60 * SECOND)
    assert seat.booth in occupancy.free_booths(stage.branch.pk, at=NOON + 60 * SECOND)


def test_a_technical_failure_puts_the_person_back_at_the_old_place_in_line():
    stage = open_stage(places=1)
    first, _ = queue(stage.branch, 2)
    seat = seat_next(stage)
    seats.abort(seat, "TECH_FAILURE", by=stage.dewi, at=NOON)
    seats.clear(seat.booth, at=NOON)

    seating.fill(stage.branch.pk, at=NOON)

    assert stage.seat(1).ticket == first
    assert Seat.objects.filter(ticket=first).count() == 2


def test_a_shift_cannot_end_with_people_in_the_booths_nor_begin_twice():
    stage = open_stage()
    queue(stage.branch, 1)
    seat_next(stage)
    with pytest.raises(SeatsOpen):
        sessions.end_shift(stage.session, at=NOON)
    with pytest.raises(AlreadyOnDuty):
        sessions.begin_shift(stage.dewi, places=6, at=NOON)


@pytest.mark.parametrize("people", [1, 6])
def test_desk_and_board_need_the_same_queries_for_one_person_and_for_six(people, django_assert_max_num_queries):
    stage = open_stage()
    queue(stage.branch, people)
    seating.fill(stage.branch.pk, at=NOON)
    for place in range(1, people + 1):
        attend(stage, bring_in(stage.seat(place)))
    session = VerificationSession.objects.select_related("shift__branch", "shift__officer").get(pk=stage.session.pk)

    with django_assert_max_num_queries(17):
        desk.state(session, at=NOON)
    with django_assert_max_num_queries(25):
        board.state(stage.branch, at=NOON)
    with django_assert_max_num_queries(12):
        booth_screen.state(stage.seat(1).booth, at=NOON)
