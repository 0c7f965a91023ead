"""Asks the bank whose account it is while the person is in the booth, and stops a decision for somebody else's."""

from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import takewhile

from django.db.models import Q, QuerySet

from booths.one_by_one import one_by_one
from lapak.claims.models import Claim
from lapak.claims.states import ClaimStatus
from lapak.money.bank.protocol import Account, Answer, Bank, Outcome
from lapak.money.errors import AccountOfAnother, AccountUnknown
from lapak.money.models import AccountInquiry
from lapak.money.states import Rail
from lapak.money.terms import Terms
from lapak.people.models import BankAccount
from lapak.people.names import Comparison, compare
from lapak.people.states import NameMatch

ASKED_AT_ONCE = 20
# An answer holds for a day; where there was none the bank is asked again after a minute.
HOLDS_FOR, AGAIN_AFTER = timedelta(days=1), timedelta(minutes=1)


def ask_due(bank: Bank, *, terms: Terms, clock: Callable[[], datetime], until: datetime) -> int:
    """Ask about the accounts of everybody who is in a session and not asked about yet. Returns how many."""
    due = _due(at=clock()).values_list("pk", flat=True)[:ASKED_AT_ONCE]
    in_time = takewhile(lambda _: clock() < until, due)
    return one_by_one(lambda pk: _ask_of(pk, bank, terms=terms, clock=clock), in_time, what="account of claim")


def _ask_of(claim_id: int, bank: Bank, *, terms: Terms, clock: Callable[[], datetime]) -> bool:
    ask(Claim.objects.select_related("bank_account", "participant").get(pk=claim_id), bank, terms=terms, clock=clock)
    return True


def _due(*, at: datetime) -> QuerySet[Claim]:
    old = Q(bank_account__inquiry__at__lte=at - HOLDS_FOR)
    unknown = Q(bank_account__inquiry__match=NameMatch.UNKNOWN, bank_account__inquiry__at__lte=at - AGAIN_AFTER)
    fresh = Q(bank_account__inquiry=None)
    return Claim.objects.filter(fresh | old | unknown, status=ClaimStatus.IN_SESSION).order_by("pk")


def ask(claim: Claim, bank: Bank, *, terms: Terms, clock: Callable[[], datetime]) -> AccountInquiry:
    """Ask the bank about the claim's account and keep what it says."""
    account: BankAccount = claim.bank_account
    rail = Rail.INTRABANK if account.bank_code == terms.own_bank_code else Rail.INTERBANK
    asked = Account(account.bank_code, account.number, account.holder_name)
    answer = bank.inquire_account(asked, rail=rail)
    found = judge(claim.claimant_name, answer)
    inquiry, _ = AccountInquiry.objects.update_or_create(
        bank_account=account,
        defaults={
            "at": clock(),
            "match": found.match,
            "score": found.score,
            "holder_name": answer.holder_name,
            "code": answer.code[:20],
        },
    )
    return inquiry


def judge(claimant_name: str, answer: Answer) -> Comparison:
    """Return what the answer says about whose account it is."""
    if answer.outcome is Outcome.REFUSED_ACCOUNT:
        return Comparison(NameMatch.NO_ACCOUNT, 0)
    if answer.outcome is not Outcome.SUCCESS:
        return Comparison(NameMatch.UNKNOWN, 0)
    return compare(claimant_name, answer.holder_name)


def of_account(account: BankAccount) -> AccountInquiry | None:
    return AccountInquiry.objects.filter(bank_account=account).first()


def check(claim: Claim) -> None:
    """Pass what is equal, close (the officer decides) or not known yet. Raises AccountOfAnother, AccountUnknown."""
    inquiry = of_account(claim.bank_account)
    if inquiry is not None and inquiry.match == NameMatch.DIFFERENT:
        raise AccountOfAnother
    if inquiry is not None and inquiry.match == NameMatch.NO_ACCOUNT:
        raise AccountUnknown
