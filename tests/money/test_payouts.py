"""What is owed: promised with the decision, withdrawn in time or not at all, authorised once."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from lapak.claims import claims
from lapak.claims.models import Claim
from lapak.claims.states import ClaimStatus
from lapak.money import determinations, payouts
from lapak.money.errors import AlreadyPromised, ClaimNotVerified, NothingToPay, UndoTooLate
from lapak.money.models import BenefitDetermination, Payout, Transfer
from lapak.money.states import PayoutStatus, Rail, TransferStatus
from lapak.money.terms import Terms
from tests.money.cast import MORNING, OWN_BANK, make_officer, make_payout, make_transfer, make_verified_claim

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)
UNDO_OVER = MORNING + payouts.UNDO_FOR


def test_a_promise_freezes_the_computation_and_waits_for_the_undo() -> None:
    officer = make_officer()
    claim = make_verified_claim(officer, gross_rupiah=60_000_000)

    payout = payouts.promise(claim, by=officer, at=MORNING)

    determination = payout.determination
    assert (determination.gross_rupiah, determination.tax_rupiah, determination.net_rupiah) == (
        60_000_000,
        500_000,
        59_500_000,
    )
    assert (payout.net_rupiah, payout.status, payout.authorise_at) == (59_500_000, "AWAITING_AUTHORISATION", UNDO_OVER)
    assert [change.to_status for change in payout.history.all()] == ["AWAITING_AUTHORISATION"]


def test_a_preview_writes_nothing_and_equals_the_promise() -> None:
    officer = make_officer()
    claim = make_verified_claim(officer)

    lines = determinations.preview(claim, at=MORNING)

    assert not BenefitDetermination.objects.exists()
    assert lines.net_rupiah == payouts.promise(claim, by=officer, at=MORNING).net_rupiah


def test_only_a_verified_claim_is_promised() -> None:
    officer = make_officer()
    claim = make_verified_claim(officer)
    claim.status = ClaimStatus.IN_SESSION

    with pytest.raises(ClaimNotVerified):
        payouts.promise(claim, by=officer, at=MORNING)


def test_nothing_is_owed_for_an_empty_balance() -> None:
    officer = make_officer()

    with pytest.raises(NothingToPay):
        payouts.promise(make_verified_claim(officer, gross_rupiah=0), by=officer, at=MORNING)


def test_a_claim_is_promised_once() -> None:
    payout = make_payout()

    with pytest.raises(AlreadyPromised):
        payouts.promise(payout.claim, by=None, at=MORNING + SECOND)

    assert BenefitDetermination.objects.count() == 1


def test_a_promise_is_withdrawn_within_the_undo_and_nothing_is_ever_sent(terms: Terms) -> None:
    payout = make_payout()

    payouts.withdraw(payout.claim, by=None, at=UNDO_OVER - SECOND)

    assert payouts.authorise_due(terms=terms, at=UNDO_OVER + SECOND) == 0
    payout.refresh_from_db()
    assert payout.status == PayoutStatus.WITHDRAWN
    assert not Transfer.objects.exists()


def test_an_undo_comes_too_late_when_its_time_is_over_even_before_a_worker_came() -> None:
    payout = make_payout()

    with pytest.raises(UndoTooLate):
        payouts.withdraw(payout.claim, by=None, at=UNDO_OVER)


def test_an_undo_comes_too_late_when_a_worker_was_faster(terms: Terms) -> None:
    payout = make_payout()
    payouts.authorise_due(terms=terms, at=UNDO_OVER)

    with pytest.raises(UndoTooLate):
        payouts.withdraw(payout.claim, by=None, at=MORNING + SECOND)


def test_a_new_decision_after_an_undo_promises_again_with_a_new_determination() -> None:
    payout = make_payout()
    payouts.withdraw(payout.claim, by=None, at=MORNING + SECOND)
    payout.claim.membership.return_rupiah += 1_000_000
    later = MORNING + timedelta(minutes=1)

    again = payouts.promise(payout.claim, by=None, at=later)

    assert (again.pk, again.status, again.authorise_at) == (
        payout.pk,
        "AWAITING_AUTHORISATION",
        later + payouts.UNDO_FOR,
    )
    assert again.net_rupiah == 60_450_000
    assert again.determination_id != payout.determination_id
    assert BenefitDetermination.objects.get(superseded_at=None).pk == again.determination_id


def test_no_worker_authorises_before_the_undo_is_over(terms: Terms) -> None:
    payout = make_payout()

    early = payouts.authorise_due(terms=terms, at=UNDO_OVER - SECOND)
    in_time = payouts.authorise_due(terms=terms, at=UNDO_OVER)

    assert (early, in_time) == (0, 1)
    payout.refresh_from_db()
    assert payout.status == PayoutStatus.AUTHORISED


def test_the_transfer_carries_a_snapshot_that_later_changes_do_not_touch(terms: Terms) -> None:
    transfer = make_transfer(terms)
    account = transfer.payout.claim.bank_account
    number, account.number = account.number, "1234567890"
    account.save(update_fields=["number"])

    transfer.refresh_from_db()

    assert (transfer.account_number, transfer.amount_rupiah) == (number, transfer.payout.net_rupiah)
    assert (transfer.status, transfer.rail) == (TransferStatus.READY, Rail.INTERBANK)


def test_an_account_that_was_swapped_after_the_decision_stops_the_payout(terms: Terms) -> None:
    payout = make_payout()
    account = payout.claim.bank_account
    account.number = "1234567890"
    account.save(update_fields=["number"])

    payouts.authorise_due(terms=terms, at=UNDO_OVER)

    payout.refresh_from_db()
    assert payout.status == PayoutStatus.ACCOUNT_CORRECTION
    assert not Transfer.objects.exists()


def test_money_to_our_own_bank_takes_the_rail_inside_it(terms: Terms) -> None:
    assert make_transfer(terms, bank_code=OWN_BANK).rail == Rail.INTRABANK


def test_a_second_transfer_of_a_payout_is_refused_while_the_first_may_pay(terms: Terms) -> None:
    transfer = make_transfer(terms)

    with pytest.raises(AlreadyPromised):
        payouts.create_transfer(transfer.payout, terms=terms, at=UNDO_OVER)

    Transfer.objects.filter(pk=transfer.pk).update(status=TransferStatus.FAILED)
    second = payouts.create_transfer(transfer.payout, terms=terms, at=UNDO_OVER)
    assert second.reference != transfer.reference


def test_a_reference_names_the_day_in_jakarta_and_nothing_of_the_person(terms: Terms) -> None:
    transfer = make_transfer(terms, at=MORNING.replace(hour=18))

    assert transfer.reference.startswith("LPK20261124")
    assert len(transfer.reference) <= 64
    assert transfer.account_number not in transfer.reference


@pytest.mark.parametrize("change", [{"net_rupiah": 1}, {"tax_rupiah": -1}, {"contributions_rupiah": 5}])
def test_the_database_refuses_a_determination_that_does_not_add_up(change: dict[str, int]) -> None:
    make_payout()

    with pytest.raises(IntegrityError), transaction.atomic():
        BenefitDetermination.objects.update(**change)


def test_the_database_refuses_a_status_that_nobody_knows() -> None:
    make_payout()

    with pytest.raises(IntegrityError), transaction.atomic():
        Payout.objects.update(status="LOST")


def test_undo_and_reopen_leave_the_claim_as_it_was(terms: Terms) -> None:
    payout = make_payout()
    payouts.withdraw(payout.claim, by=None, at=MORNING + SECOND)
    claims.reopen(payout.claim, by=None, at=MORNING + SECOND)  # type: ignore[arg-type]

    assert Claim.objects.get().status == ClaimStatus.IN_SESSION
