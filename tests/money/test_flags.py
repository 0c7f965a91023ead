"""What a claim shares with others is said to the officer in the booth's case, and to whoever looks a second time."""

import pytest

from lapak.claims.models import Claim
from lapak.money import flags, payouts
from lapak.money.states import ReviewReason
from lapak.people.models import Participant
from tests.cast import NOON, attend, open_stage, queue, seat_next
from tests.money.cast import MORNING, make_officer, make_verified_claim, with_another_card
from verification import case_panel

pytestmark = pytest.mark.django_db


def words(*reasons: ReviewReason) -> list[str]:
    return [str(reason.label) for reason in reasons]


def test_a_claim_that_shares_nothing_has_no_flag():
    assert flags.of_claim(make_verified_claim(make_officer())) == []


def test_an_account_that_another_participant_named_too_is_flagged_and_another_bank_s_is_not():
    officer = make_officer()
    first, second = make_verified_claim(officer), make_verified_claim(officer)
    account, same = first.bank_account, second.bank_account
    same.number_index, same.bank_code = account.number_index, "008"
    same.save()
    assert flags.of_claim(first) == []
    same.bank_code = account.bank_code
    same.save()
    assert flags.of_claim(first) == flags.of_claim(second) == words(ReviewReason.ACCOUNT_SHARED)


def test_a_phone_of_three_people_is_flagged_and_one_of_two_is_not():
    officer = make_officer()
    claims = [make_verified_claim(officer) for _ in range(3)]
    phone = claims[0].participant.phone
    Participant.objects.filter(pk=claims[1].participant_id).update(phone=phone)
    assert flags.of_claim(claims[0]) == []
    Participant.objects.filter(pk=claims[2].participant_id).update(phone=phone)
    assert flags.of_claim(claims[0]) == words(ReviewReason.PHONE_SHARED)


def test_another_open_claim_under_the_same_nik_is_flagged_and_holds_the_payout_for_a_second_look():
    officer = make_officer()
    claim = make_verified_claim(officer)
    other = with_another_card(claim, status="PAID")
    assert flags.of_claim(claim) == []
    Claim.objects.filter(pk=other.pk).update(status="SUBMITTED")
    assert flags.of_claim(claim) == words(ReviewReason.OTHER_CLAIM)
    assert payouts.promise(claim, by=officer, at=MORNING).review_reasons == [ReviewReason.OTHER_CLAIM]


def test_the_officer_reads_the_flags_in_the_case():
    stage = open_stage()
    queue(stage.branch, 1)
    seat = attend(stage, seat_next(stage))
    with_another_card(seat.ticket.claim, status="SUBMITTED")
    assert case_panel.panel(seat, at=NOON)["flags"] == words(ReviewReason.OTHER_CLAIM)
