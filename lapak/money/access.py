"""The one way to get a payout for a person: supervisors see those of their branch, finance too, or all without one."""

import hmac
from datetime import date, datetime

from django.db.models import QuerySet

from booths.access import Role, require_role
from booths.errors import NotFound
from booths.models import Officer
from lapak.claims.models import Claim
from lapak.money.errors import NoSuchClaim, NotOwner
from lapak.money.models import PaymentBatch, Payout, Transfer
from lapak.people import guesses
from lapak.people.states import GuessKind


def payouts_for(officer: Officer) -> QuerySet[Payout]:
    """Return the payouts this person may see. Raises NotAllowed for a role without business here."""
    require_role(officer, Role.FINANCE, Role.SUPERVISOR)
    if officer.role == Role.FINANCE and officer.branch_id is None:
        return Payout.objects.all()
    return Payout.objects.filter(claim__branch=officer.branch_id)


def payout_for(officer: Officer, pk: int) -> Payout:
    """Return one payout with its claim. Raises NotAllowed, NotFound."""
    related = ("claim__branch", "claim__participant", "claim__membership", "claim__bank_account", "determination")
    found = payouts_for(officer).select_related(*related, "made_by").filter(pk=pk).first()
    if found is None:
        raise NotFound
    return found


def last_transfer_for(officer: Officer, pk: int) -> Transfer:
    """Return the newest transfer of a payout; only finance decides about one. Raises NotAllowed, NotFound."""
    require_role(officer, Role.FINANCE)
    transfer = payout_for(officer, pk).transfers.order_by("-pk").first()
    if transfer is None:
        raise NotFound
    return transfer


# ---- the owner of a claim


def claim_of_owner(*, receipt_number: str, birth_date: date, address: str, at: datetime) -> Claim:
    """Return the claim whose number and birth date somebody knows. Raises NoSuchClaim, TooManyGuesses."""
    with guesses.counted(GuessKind.CLAIM, receipt_number, address, wrong=NoSuchClaim, at=at):
        found = Claim.objects.filter(receipt_number=receipt_number, participant__birth_date=birth_date).first()
        if found is None:
            raise NoSuchClaim
        return found


def followed_claim(key: str) -> Claim:
    """Return the claim with this key: having it is the right to see how far it is. Raises NotFound."""
    related = Claim.objects.select_related("branch", "participant", "membership", "bank_account")
    claim = related.filter(follow_key=key).first()
    if claim is None:
        raise NotFound
    return claim


def check_owner(claim: Claim, *, nik: str, kpj_number: str, address: str, at: datetime) -> None:
    """Raise NotOwner unless both numbers are the claim's, TooManyGuesses for who tried too often."""
    with guesses.counted(GuessKind.OWNER, f"claim {claim.pk}", address, wrong=NotOwner, at=at):
        same_nik = hmac.compare_digest(claim.participant.nik, nik)
        if not (same_nik and hmac.compare_digest(claim.membership.kpj_number, kpj_number)):
            raise NotOwner


def batch_for(officer: Officer, pk: int) -> PaymentBatch:
    """Return a batch; only finance of all branches has to do with them. Raises NotAllowed, NotFound."""
    require_role(officer, Role.FINANCE)
    related = PaymentBatch.objects.select_related("created_by", "authorised_by")
    batch = related.filter(pk=pk).first() if officer.branch_id is None else None
    if batch is None:
        raise NotFound
    return batch
