"""Every deed about money with every role and branch: complete by construction, a new deed without a rule fails."""

import itertools

import pytest
from django.test import Client
from django.utils import timezone

from booths import demo
from booths.models import Branch, Officer
from lapak.money import payouts
from lapak.money.models import Payout
from lapak.money.states import PayoutStatus, Step
from lapak.money.views import finance
from tests.money.cast import make_payout
from verification.approvals import views as approvals

pytestmark = pytest.mark.django_db
Role = Officer.Role
FINANCE_PAGE, APPROVAL_PAGE = "/finance/payouts/{}/change/", "/approvals/{}/change/"
# Who may press what. The key is complete: see the first test.
RULES = {
    **{(FINANCE_PAGE, deed): Role.FINANCE for deed in (
        "release", "send-back", "paid", "unpaid", "ask-account", "returned")},
    **{(APPROVAL_PAGE, deed): Role.SUPERVISOR for deed in (
        "approve", "send-back", "hold", "let-go", "refuse", "recuse")},
}  # fmt: skip
# In which state each deed has something to do.
STATES = {
    "release": {"awaits": Step.RELEASE},
    "approve": {"awaits": Step.CHECK},
    "hold": {"awaits": Step.CHECK},
    "let-go": {"status": PayoutStatus.HELD},
    "refuse": {"status": PayoutStatus.HELD},
    "paid": {"status": PayoutStatus.STUCK},
    "unpaid": {"status": PayoutStatus.STUCK},
    "ask-account": {"status": PayoutStatus.STUCK},
    "returned": {"status": PayoutStatus.PAID},
}


def test_every_deed_has_its_rule():
    deeds = {(FINANCE_PAGE, name) for name in finance.DEEDS} | {(APPROVAL_PAGE, name) for name in approvals.DEEDS}
    assert deeds == set(RULES)


def visitors(home: Branch, far: Branch) -> list[tuple[Officer, bool]]:
    """Return one officer of each role in the branch, one elsewhere, and the roles without a branch."""
    found = []
    for role, branch in itertools.product(Role, (home, far, None)):
        if branch is None and role not in {Role.FINANCE, Role.ADMINISTRATOR}:
            continue
        officer = Officer.objects.create(username=f"{role}-{branch and branch.code}", role=role, branch=branch)
        found.append((officer, branch in {home, None}))
    return found


@pytest.mark.parametrize(("page", "deed"), sorted(RULES))
def test_a_deed_is_for_one_role_of_the_branch_and_changes_nothing_for_others(page, deed):
    demo.load()
    payout = make_payout(at=timezone.now())
    state = {"awaits": Step.CHECK if page == APPROVAL_PAGE else Step.RELEASE, **STATES.get(deed, {})}
    Payout.objects.filter(pk=payout.pk).update(**state)
    for officer, is_near in visitors(payout.claim.branch, Branch.objects.get(code=demo.SOFIFI)):
        client = Client()
        client.force_login(officer)
        before = Payout.objects.values("status", "awaits", "round").get()
        may = officer.role == RULES[page, deed] and is_near
        if may:
            continue
        answer = client.post(page.format(payout.pk), {deed: "1", "note": "sebab"})
        assert answer.status_code in {403, 404}, officer.username
        assert Payout.objects.values("status", "awaits", "round").get() == before
        assert not payout.approvals.exists()
    nobody = Client().post(page.format(payout.pk), {deed: "1", "note": "sebab"})
    assert nobody.status_code == 302 and nobody.url.startswith("/login/")


def test_who_decided_the_claim_is_nobody_of_these_roles_by_accident():
    payout = make_payout(at=timezone.now())
    assert payout.made_by is not None and payout.made_by.role == Role.CSO
    assert payouts.promised_rupiah(payout.claim) == payout.net_rupiah
