"""Two tabs, two clocks, one seat: there is one decision, one payout and a friendly word for whoever was later."""

from datetime import timedelta
from functools import partial
from itertools import cycle, islice

import pytest

from lapak.claims.states import ClaimStatus
from lapak.money import payouts
from lapak.money.errors import UndoTooLate
from lapak.money.models import Payout, Transfer
from lapak.money.states import PayoutStatus
from lapak.money.terms import Terms
from tests.cast import NOON, Stage, attend, open_stage, queue, seat_next, tick_all
from tests.races.crowd import all_at_once, refusals, successes
from verification import decisions, seat_facts
from verification.access import whole_seats
from verification.errors import AlreadyDecided, ItemDisagrees, NothingHere, UndoOver
from verification.models import Decision, Seat
from verification.states import MarkResult, Outcome, SeatStatus

pytestmark = pytest.mark.django_db(transaction=True)
SECOND = timedelta(seconds=1)
ROUNDS = 6


def ready_seat(*, result: str = MarkResult.MATCH) -> tuple[Stage, Seat]:
    """One person whose checklist is complete."""
    stage = open_stage()
    queue(stage.branch, 1)
    seat = attend(stage, seat_next(stage))
    tick_all(seat, by=stage.dewi, result=result)
    return stage, seat


def tabs_of(seat: Seat, count: int) -> list[Seat]:
    """The same seat as each of so many tabs has read it."""
    return [whole_seats().get(pk=seat.pk) for _ in range(count)]


def verify(stage: Stage, seat: Seat, *, at=NOON):
    return partial(decisions.decide, seat, Outcome.VERIFIED, "", by=stage.dewi, at=at)


def reject(stage: Stage, seat: Seat, *, at=NOON):
    return partial(decisions.decide, seat, Outcome.REJECTED, "PROMPTED", by=stage.dewi, at=at)


def test_tabs_that_decide_at_once_make_one_decision_and_the_losers_are_told_kindly():
    stage, seat = ready_seat()
    tabs = tabs_of(seat, 12)

    results = all_at_once([choose(stage, tab) for choose, tab in zip(cycle([verify, reject]), tabs, strict=False)])

    assert len(successes(results)) == 1
    assert {type(refusal) for refusal in refusals(results)} == {AlreadyDecided}
    assert refusals(results)[0].sentence == "Klaim ini sudah diputuskan."
    decision = Decision.objects.get()
    claim = tabs_of(seat, 1)[0].ticket.claim
    assert (
        claim.status
        == {Outcome.VERIFIED: ClaimStatus.VERIFIED, Outcome.REJECTED: ClaimStatus.REJECTED}[decision.outcome]
    )
    assert Payout.objects.count() == (decision.outcome == Outcome.VERIFIED)


def test_at_the_tenth_second_undo_and_settlement_have_one_winner():
    stage, seat = ready_seat()
    for number in range(ROUNDS):
        start = NOON + number * timedelta(minutes=1)
        decisions.decide(tabs_of(seat, 1)[0], Outcome.VERIFIED, "", by=stage.dewi, at=start)
        undos = [partial(decisions.undo, tab, by=stage.dewi, at=start + 9.99 * SECOND) for tab in tabs_of(seat, 3)]
        settles = [partial(decisions.settle_due, at=start + 10 * SECOND)] * 2
        pays = [partial(payouts.authorise_due, terms=Terms(), at=start + 10 * SECOND)] * 2

        results = all_at_once([*undos, *settles, *pays])

        assert {type(refusal) for refusal in refusals(results)} <= {UndoOver, UndoTooLate}
        after, payout = tabs_of(seat, 1)[0], Payout.objects.get()
        if len(refusals(results)) == 3:
            assert after.status == SeatStatus.COMPLETED
            assert (after.ticket.status, after.ticket.claim.status) == ("DONE", ClaimStatus.VERIFIED)
            assert payout.status in {PayoutStatus.AWAITING_AUTHORISATION, PayoutStatus.AUTHORISED}
            return
        assert (after.status, payout.status) == (SeatStatus.LIVE, PayoutStatus.WITHDRAWN)
        assert (after.ticket.status, after.ticket.claim.status) == ("SERVING", ClaimStatus.IN_SESSION)
        assert len(refusals(results)) == 2
        assert not Transfer.objects.exists()


def test_an_undo_and_a_second_decision_never_leave_two_standing():
    stage, seat = ready_seat()
    read_before = tabs_of(seat, 4)
    decisions.decide(seat, Outcome.VERIFIED, "", by=stage.dewi, at=NOON)
    undos = [partial(decisions.undo, tab, by=stage.dewi, at=NOON + SECOND) for tab in tabs_of(seat, 4)]
    others = [reject(stage, tab, at=NOON + SECOND) for tab in read_before]

    results = all_at_once([*undos, *others])

    assert {type(refusal) for refusal in refusals(results)} <= {UndoOver, AlreadyDecided}
    assert Decision.objects.filter(undone_at=None).count() <= 1
    outcomes = list(Decision.objects.filter(undone_at=None).values_list("outcome", flat=True))
    claim = tabs_of(seat, 1)[0].ticket.claim
    assert (claim.status, outcomes) in [(ClaimStatus.IN_SESSION, []), (ClaimStatus.REJECTED, [Outcome.REJECTED])]
    assert Payout.objects.get().status == PayoutStatus.WITHDRAWN


def test_a_mark_that_turns_to_mismatch_while_deciding_is_never_passed_over():
    stage, seat = ready_seat()
    for number in range(ROUNDS):
        at = NOON + number * timedelta(minutes=1)
        tabs = tabs_of(seat, 8)
        marks = [
            partial(decisions.mark, tab, {"FACE_MATCHES_ID": MarkResult.MISMATCH}, by=stage.dewi, at=at)
            for tab in tabs[:4]
        ]
        works = [
            work for pair in zip(marks, [verify(stage, tab, at=at) for tab in tabs[4:]], strict=True) for work in pair
        ]

        results = all_at_once(list(islice(works, 8)))

        assert {type(refusal) for refusal in refusals(results)} <= {AlreadyDecided, ItemDisagrees, NothingHere}
        verified = Decision.objects.filter(undone_at=None, outcome=Outcome.VERIFIED).exists()
        disagrees = seat_facts.answers_of([seat])[seat.pk]["FACE_MATCHES_ID"] == MarkResult.MISMATCH
        assert verified != disagrees, "verified with a mismatch, or refused without one"
        if verified:
            decisions.undo(tabs_of(seat, 1)[0], by=stage.dewi, at=at + SECOND)
        decisions.mark(tabs_of(seat, 1)[0], {"FACE_MATCHES_ID": MarkResult.MATCH}, by=stage.dewi, at=at + SECOND)
