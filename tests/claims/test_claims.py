"""Filing for the rarer reasons: a part of the balance, and an heir in the place of the participant."""

from dataclasses import replace
from datetime import date

import pytest

from lapak.claims import claims
from lapak.claims.errors import AlreadyPaid, HeirNeeded, PartialTaken
from lapak.claims.models import Claim
from lapak.claims.states import ClaimReason, ClaimStatus
from lapak.money import determinations, payouts
from lapak.people.models import Membership
from lapak.people.register import demo_people
from lapak.queue.filing import Application, file_and_queue
from tests.cast import NOON, application_of, cikarang

pytestmark = pytest.mark.django_db


def file(application: Application, key: str = "a") -> Claim:
    return file_and_queue(application, branch=cikarang(), channel="ONSITE", request_key=key, by=None, at=NOON).claim


def pay(claim: Claim) -> None:
    Claim.objects.filter(pk=claim.pk).update(status=ClaimStatus.PAID)


def test_a_tenth_is_a_tenth_of_the_balance_to_the_rupiah():
    claim = file(application_of(demo_people()[7], reason=ClaimReason.PARTIAL_10))
    assert sum(claims.amounts_of(claim)) == claim.membership.gross_rupiah // 10 == 5_000_000
    assert determinations.preview(claim, at=NOON).gross_rupiah == 5_000_000


def test_after_a_part_the_rest_may_be_claimed_but_no_second_part():
    stated = application_of(demo_people()[7], reason=ClaimReason.PARTIAL_10)
    pay(file(stated))
    with pytest.raises(PartialTaken):
        file(replace(stated, reason=ClaimReason.PARTIAL_30_HOUSING), "b")
    rest = file(replace(stated, reason=ClaimReason.RESIGNATION), "c")
    pay(rest)
    with pytest.raises(AlreadyPaid):
        file(replace(stated, reason=ClaimReason.RESIGNATION), "d")


def test_an_heir_states_name_and_relation_and_is_paid_to_the_own_account():
    stated = application_of(demo_people()[7], reason=ClaimReason.DEATH)
    with pytest.raises(HeirNeeded):
        file(stated)
    claim = file(replace(stated, heir_name="Ani Dewi", heir_relation="CHILD"), "b")
    assert (claim.claimant_name, claim.bank_account.holder_name) == ("Ani Dewi", "Ani Dewi")
    assert "DEATH_CERTIFICATE" in {item.code for item in claims.checklist_of(claim)}


def test_who_is_no_heir_leaves_no_heirs_name():
    stated = replace(application_of(demo_people()[7]), heir_name="", heir_relation="CHILD")
    assert file(stated).heir_relation == ""


def test_parts_paid_in_the_past_decide_the_tax():
    claim = file(application_of(demo_people()[0]))
    assert determinations.preview(claim, at=NOON).tax_rupiah == (63_240_000 - 50_000_000) // 20
    Membership.objects.filter(pk=claim.membership.pk).update(paid_before=[["2025-02-01", 20_000_000]])
    assert determinations.preview(claim, at=NOON).tax_rupiah == (83_240_000 - 50_000_000) // 20
    Membership.objects.filter(pk=claim.membership.pk).update(paid_before=[["2024-02-01", 20_000_000]])
    lines = determinations.preview(claim, at=NOON)
    assert (lines.rule, lines.tax_rupiah) == ("progressive-art-17", 3_000_000 + 486_000)


def test_two_cards_of_one_person_share_the_free_amount():
    first = file(application_of(demo_people()[7]))
    second = Membership.objects.get(pk=first.membership.pk)
    second.pk, second.kpj_number = None, "99999999999"
    second.ended_on = date(2026, 8, 1)
    second.save()
    Claim.objects.filter(pk=first.pk).update(status=ClaimStatus.VERIFIED)
    first.refresh_from_db()
    payouts.promise(first, by=None, at=NOON)
    other = claims.file(
        second, branch=first.branch, bank_account=first.bank_account, reason=first.reason, channel="ONSITE",
        by=None, at=NOON,
    )  # fmt: skip
    assert determinations.preview(other, at=NOON).tax_rupiah == 50_000_001 * 5 // 100


def test_a_receipt_number_that_is_taken_is_drawn_again_and_nobody_is_told_of_an_open_claim(monkeypatch):
    drawn = iter([7, 7, 8])
    monkeypatch.setattr(claims.secrets, "randbelow", lambda _: next(drawn))
    first, second = (file(application_of(entry), entry.kpj_number) for entry in demo_people()[:2])
    assert (first.receipt_number[-8:], second.receipt_number[-8:]) == ("00000007", "00000008")
