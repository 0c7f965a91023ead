"""What a claim is worth beside the person's other cards: one free amount for all, whatever becomes of one of them."""

from datetime import timedelta

import pytest

from lapak.claims.models import Claim
from lapak.money import payouts
from lapak.money.models import BenefitDetermination
from tests.money.cast import MORNING, make_officer, make_verified_claim, with_another_card

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer():
    return make_officer()


@pytest.fixture
def two_claims(officer) -> tuple[Claim, Claim]:
    claim = make_verified_claim(officer, gross_rupiah=40_000_000)
    return claim, with_another_card(claim, status="VERIFIED")


def tax_of(claim: Claim) -> int:
    return BenefitDetermination.objects.get(claim=claim, superseded_at=None).tax_rupiah


def test_the_second_card_pays_for_what_is_above_fifty_million_of_both(two_claims, officer):
    for claim in two_claims:
        payouts.promise(claim, by=officer, at=MORNING)
    assert [tax_of(claim) for claim in two_claims] == [0, 1_500_000]


def test_the_first_card_pays_nothing_again_when_it_comes_back_after_the_second_was_taxed_beside_it(two_claims, officer):
    first, second = two_claims
    withdrawn = payouts.promise(first, by=officer, at=MORNING)
    payouts.promise(second, by=officer, at=MORNING)
    payouts.take_back(withdrawn, by=officer, at=MORNING)
    payouts.promise(first, by=officer, at=MORNING + timedelta(days=3))
    assert (tax_of(first), tax_of(second)) == (0, 1_500_000), "5 % of 80 million less the free 50, once"


def test_cards_that_are_verified_within_the_last_seconds_of_a_day_share_the_free_amount(two_claims, officer):
    nearly_midnight = MORNING.replace(hour=16, minute=59, second=55)  # UTC; in Jakarta 23.59.55
    for claim in two_claims:
        payouts.promise(claim, by=officer, at=nearly_midnight)
    assert tax_of(two_claims[1]) == 1_500_000
