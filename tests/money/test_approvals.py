"""The second look: who must, who may, what it changes; the constraints behind it, and what comes back."""

import itertools
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from booths.models import Branch, Officer
from lapak.claims import claims
from lapak.claims.errors import MembershipActive
from lapak.claims.models import Claim
from lapak.money import approvals, corrections, payouts, second_looks
from lapak.money.errors import (
    NotAwaited,
    NotCorrectable,
    NoteNeeded,
    OwnCase,
    RelatedCase,
    SameAccount,
    SamePerson,
)
from lapak.money.models import Approval, Payout
from lapak.money.second_looks import Case, Policy
from lapak.money.states import PayoutStatus, ReviewReason, Step
from lapak.money.terms import Terms
from lapak.people.register import demo_people
from lapak.queue.filing import file_and_queue
from tests.cast import application_of, cikarang
from tests.money.cast import MORNING

pytestmark = pytest.mark.django_db
LATER = MORNING + timedelta(minutes=1)
Role = Officer.Role


@pytest.fixture(autouse=True)
def strict(settings):
    settings.SECOND_LOOK = {"gross_above": 50_000_000, "release_above": 100_000_000, "percent": 0}


def person(name: str) -> Officer:
    return Officer.objects.get(username=name)


def verified(number: int, *, by: str = "dewi") -> Payout:
    """One of the register's people, just verified: 0 has 63 million, 2 has 27, 4 has 132 at the age of 58."""
    stated = application_of(demo_people()[number])
    claim = file_and_queue(
        stated, branch=cikarang(), channel="ONSITE", request_key=f"a{number}", by=None, at=MORNING
    ).claim
    claims.take(claim, by=None, at=MORNING)
    claims.verify(claim, by=person(by), at=MORNING)
    return payouts.promise(claim, by=person(by), at=MORNING)


def goes(payout: Payout) -> bool:
    return payouts.authorise(payout.pk, terms=Terms(), at=LATER)


# ---- who must


@pytest.mark.parametrize(
    ("case", "found"),
    [
        (Case(50_000_000, 50_000_000), []),
        (Case(50_000_001, 50_000_001), [ReviewReason.AMOUNT]),
        (Case(1, 1, is_heir=True), [ReviewReason.HEIR]),
        (Case(1, 1, account_changed=True), [ReviewReason.ACCOUNT_CHANGED]),
        (Case(1, 1, account_shared=True), [ReviewReason.ACCOUNT_SHARED]),
        (Case(1, 1, people_of_phone=2), []),
        (Case(1, 1, people_of_phone=3), [ReviewReason.PHONE_SHARED]),
        (Case(1, 1, has_other_claim=True), [ReviewReason.OTHER_CLAIM]),
        (Case(1, 1, officer_since=timedelta(days=6)), [ReviewReason.NEW_OFFICER]),
        (Case(1, 1, officer_since=timedelta(days=7)), []),
    ],
)  # fmt: skip
def test_the_rules_say_which_payouts_need_a_second_look(case, found):
    assert second_looks.reasons(case, Policy(50_000_000, 100_000_000, 0), draw=lambda n: 0) == found


def test_of_the_others_a_share_is_drawn():
    policy = Policy(50_000_000, 100_000_000, 5)
    drawn = [second_looks.reasons(Case(1, 1), policy, draw=lambda n, one=one: one) for one in range(100)]
    assert drawn.count([ReviewReason.SAMPLE]) == 5


def test_a_small_payout_goes_and_a_large_one_waits_for_the_supervisor():
    small, large = verified(2), verified(0)
    assert goes(small) and not goes(large)
    approvals.approve(large, by=person("hadi"), at=LATER)
    assert goes(large)
    large.refresh_from_db()
    assert large.status == PayoutStatus.AUTHORISED


def test_a_very_large_one_is_released_by_finance_after_the_check():
    payout = verified(4)
    with pytest.raises(NotAwaited):
        approvals.approve(payout, by=person("fitri"), at=LATER)
    approvals.approve(payout, by=person("hadi"), at=LATER)
    assert payout.awaits == Step.RELEASE and not goes(payout)
    with pytest.raises(NotAwaited):
        approvals.approve(payout, by=person("hadi"), at=LATER)
    approvals.approve(payout, by=person("fitri"), at=LATER)
    assert goes(payout)


# ---- who may


def test_nobody_looks_at_the_own_case_or_at_that_of_a_relative():
    payout = verified(0)
    hadi = person("hadi")
    Payout.objects.filter(pk=payout.pk).update(made_by=hadi)
    with pytest.raises(OwnCase):
        approvals.approve(payout, by=hadi, at=LATER)
    Payout.objects.filter(pk=payout.pk).update(made_by=person("dewi"))
    approvals.recuse(payout.claim, officer=hadi, at=LATER)
    for verb in (approvals.approve, approvals.hold, approvals.send_back):
        with pytest.raises(RelatedCase):
            verb(payout, by=hadi, at=LATER, note="x")


def test_only_supervisor_and_finance_take_steps_and_each_only_the_own():
    may = {(Role.SUPERVISOR, Step.CHECK), (Role.FINANCE, Step.RELEASE)}
    payout = verified(0)
    for role, step in itertools.product(Role, (Step.CHECK, Step.RELEASE)):
        somebody = Officer.objects.create(
            username=f"x{role}{step}", role=role, branch=Branch.objects.get(code="sofifi")
        )
        Payout.objects.filter(pk=payout.pk).update(awaits=step, round=payout.round + 1)
        if (role, step) in may:
            approvals.approve(payout, by=somebody, at=LATER)
        else:
            with pytest.raises(NotAwaited):
                approvals.approve(payout, by=somebody, at=LATER)
        payout.refresh_from_db()


def test_the_database_refuses_the_maker_and_one_person_for_two_steps():
    payout, dewi, hadi = verified(4), person("dewi"), person("hadi")
    given = {"payout": payout, "round": 1, "outcome": "APPROVED", "maker": dewi, "at": LATER}
    with pytest.raises(IntegrityError), transaction.atomic():
        Approval.objects.create(step="CHECK", by=dewi, **given)
    Approval.objects.create(step="CHECK", by=hadi, **given)
    with pytest.raises(IntegrityError), transaction.atomic():
        Approval.objects.create(step="RELEASE", by=hadi, **given)
    with pytest.raises(IntegrityError), transaction.atomic():
        Approval.objects.filter(payout=payout).update(by=dewi)


def test_a_finance_officer_who_was_supervisor_does_not_release_what_she_checked():
    payout, hadi = verified(4), person("hadi")
    approvals.approve(payout, by=hadi, at=LATER)
    hadi.role = Role.FINANCE
    with pytest.raises(SamePerson):
        approvals.approve(payout, by=hadi, at=LATER)


def test_who_works_again_since_filing_is_found_at_the_check(settings, tmp_path):
    payout = verified(0)
    register = tmp_path / "register.json"
    text = (demo_people.__globals__["FILE"]).read_text().replace('"ended_on": "2026-01-15"', '"ended_on": null')
    register.write_text(text)
    settings.DEMO_REGISTER = register
    with pytest.raises(MembershipActive):
        approvals.approve(payout, by=person("hadi"), at=LATER)
    assert not goes(payout)


# ---- what it changes


def test_a_case_sent_back_is_verified_anew_in_a_new_round():
    payout = verified(0)
    with pytest.raises(NoteNeeded):
        approvals.send_back(payout, by=person("hadi"), at=LATER, note=" ")
    approvals.send_back(payout, by=person("hadi"), at=LATER, note="Foto KTP buram")
    claim = Claim.objects.get(pk=payout.claim_id)
    assert (payout.status, claim.status) == (PayoutStatus.WITHDRAWN, "FOLLOW_UP")

    claim.tickets.update(status="DONE")
    again = file_and_queue(
        application_of(demo_people()[0]), branch=cikarang(), channel="ONSITE", request_key="b", by=None, at=LATER
    ).claim
    assert again.pk == claim.pk, "the same claim is taken up again"
    claims.take(again, by=None, at=LATER)
    claims.verify(again, by=person("rangga"), at=LATER)
    promised = payouts.promise(again, by=person("rangga"), at=LATER)
    assert (promised.pk, promised.round, promised.awaits) == (payout.pk, 2, Step.CHECK)


def test_a_held_case_goes_on_from_its_check_or_is_rejected():
    payout, other, hadi = verified(0), verified(9), person("hadi")
    for one in (payout, other):
        approvals.hold(one, by=hadi, at=LATER, note="KTP palsu?")
    assert not goes(payout)
    approvals.let_go(payout, by=hadi, at=LATER)
    payout.refresh_from_db()
    assert (payout.status, payout.awaits, payout.round) == (PayoutStatus.AWAITING_AUTHORISATION, Step.CHECK, 2)
    approvals.refuse(other, by=hadi, at=LATER, note="KTP palsu")
    assert Claim.objects.get(pk=other.claim_id).status == "REJECTED"


def test_another_account_waits_for_a_look_and_the_refused_one_is_not_taken_again():
    payout = verified(2)
    with pytest.raises(NotCorrectable):
        corrections.name_account(payout, bank_code="014", number="555000111", by=None, at=LATER)
    assert goes(payout)
    transfer = payout.transfers.get()
    transfer.history.create(from_status="READY", to_status="FAILED", at=LATER)
    type(transfer).objects.filter(pk=transfer.pk).update(status="FAILED")
    Payout.objects.filter(pk=payout.pk).update(status=PayoutStatus.ACCOUNT_CORRECTION)
    account = payout.claim.bank_account
    with pytest.raises(SameAccount):
        corrections.name_account(payout, bank_code=account.bank_code, number=account.number, by=None, at=LATER)
    corrections.name_account(payout, bank_code="014", number="555000111", by=None, at=LATER)
    assert payout.review_reasons == [ReviewReason.ACCOUNT_CHANGED] and not goes(payout)
    approvals.approve(payout, by=person("hadi"), at=LATER)
    assert goes(payout)
    assert payout.transfers.latest("pk").account_number == "555000111"
    assert date(2026, 11, 23) == payout.transfers.latest("pk").transaction_date.date()
