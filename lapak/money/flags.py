"""What about a claim is shared with others or has changed: shown to officer and supervisor. Read only, no numbers."""

from lapak.claims.models import Claim
from lapak.claims.states import OPEN_CLAIM
from lapak.money.second_looks import PHONE_SHARED_BY
from lapak.money.states import ReviewReason
from lapak.people.models import BankAccount, Participant


def people_of_phone(claim: Claim) -> int:
    return Participant.objects.filter(phone=claim.participant.phone).count()


def account_is_shared(claim: Claim) -> bool:
    """Whether another participant has named the same account."""
    account = claim.bank_account
    same = BankAccount.objects.filter(bank_code=account.bank_code, number_index=account.number_index)
    return same.exclude(participant=claim.participant).exists()


def has_other_claim(claim: Claim) -> bool:
    """Whether another claim under the same NIK is open: one for each card is allowed, and worth a look."""
    return Claim.objects.filter(participant=claim.participant, status__in=OPEN_CLAIM).exclude(pk=claim.pk).exists()


def of_claim(claim: Claim) -> list[str]:
    """Return the flags in words."""
    found = []
    if account_is_shared(claim):
        found.append(str(ReviewReason.ACCOUNT_SHARED.label))
    if people_of_phone(claim) >= PHONE_SHARED_BY:
        found.append(str(ReviewReason.PHONE_SHARED.label))
    if has_other_claim(claim):
        found.append(str(ReviewReason.OTHER_CLAIM.label))
    return found
