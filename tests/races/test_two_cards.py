"""One person, two cards, two officers: whatever the moment, the free amount is given once."""

from functools import partial

import pytest

from lapak.money import payouts
from lapak.money.models import BenefitDetermination
from tests.money.cast import MORNING, make_officer, make_verified_claim, with_another_card
from tests.races.crowd import all_at_once, successes

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = 8


def test_claims_of_two_cards_that_are_verified_at_once_are_taxed_as_one_benefit():
    officer = make_officer()
    for _ in range(ROUNDS):
        claim = make_verified_claim(officer, gross_rupiah=40_000_000)
        other = with_another_card(claim, status="VERIFIED")
        results = all_at_once([partial(payouts.promise, one, by=None, at=MORNING) for one in (claim, other)])
        assert len(successes(results)) == 2
        taxes = BenefitDetermination.objects.filter(claim__in=(claim, other)).values_list("tax_rupiah", flat=True)
        assert sorted(taxes) == [0, 1_500_000], "5 % of 80 million less the free 50 million"
