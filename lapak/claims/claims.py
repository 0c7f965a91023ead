"""Claims: filed, taken into a session, verified, refused, paid. Only the verbs here move a claim."""

import secrets
from datetime import datetime

from django.db import IntegrityError, transaction

from booths.branches import local_day
from booths.models import Branch, Officer
from lapak.claims.errors import AlreadyPaid, ClaimOpen
from lapak.claims.models import Claim
from lapak.claims.rules import checklist, eligibility
from lapak.claims.states import ClaimStatus
from lapak.people.models import BankAccount, Membership
from lapak.transitions import begin, move

RECEIPT_DIGITS = 8


def file(
    membership: Membership,
    *,
    branch: Branch,
    bank_account: BankAccount,
    reason: str,
    channel: str,
    by: Officer | None,
    at: datetime,
) -> Claim:
    """File a claim that the rules of today allow. Raises the errors of eligibility, ClaimOpen or AlreadyPaid."""
    day = local_day(branch, at=at)
    participant = membership.participant
    eligibility.check(reason, birth_date=participant.birth_date, ended_on=membership.ended_on, on=day)
    if membership.claims.filter(status=ClaimStatus.PAID).exists():
        raise AlreadyPaid
    try:
        with transaction.atomic():
            claim = Claim.objects.create(
                receipt_number=_receipt_number(day.strftime("%y%m%d")),
                branch=branch,
                participant=participant,
                membership=membership,
                bank_account=bank_account,
                reason=reason,
                channel=channel,
                filed_at=at,
            )
    except IntegrityError as taken:
        raise ClaimOpen from taken
    begin(claim, by=by, at=at)
    return claim


def _receipt_number(day: str) -> str:
    return f"JHT-{day}-{secrets.randbelow(10**RECEIPT_DIGITS):0{RECEIPT_DIGITS}d}"


def checklist_of(claim: Claim) -> tuple[checklist.Item, ...]:
    return checklist.items_for(claim.reason, gross_rupiah=claim.membership.gross_rupiah)


def take(claim: Claim, *, by: Officer | None, at: datetime) -> None:
    move(claim, ClaimStatus.IN_SESSION, by=by, at=at)


def put_back(claim: Claim, *, by: Officer | None, at: datetime, note: str) -> None:
    """The session ended without a decision: the claim waits again."""
    move(claim, ClaimStatus.SUBMITTED, by=by, at=at, note=note)


def verify(claim: Claim, *, by: Officer, at: datetime) -> None:
    move(claim, ClaimStatus.VERIFIED, by=by, at=at)


def reject(claim: Claim, *, reason: str, by: Officer, at: datetime) -> None:
    move(claim, ClaimStatus.REJECTED, by=by, at=at, note=reason)


def follow_up(claim: Claim, *, reason: str, by: Officer, at: datetime) -> None:
    move(claim, ClaimStatus.FOLLOW_UP, by=by, at=at, note=reason)


def reopen(claim: Claim, *, by: Officer, at: datetime) -> None:
    """Undo a decision while it may still be undone."""
    move(claim, ClaimStatus.IN_SESSION, by=by, at=at, note="undo")


def pay(claim: Claim, *, at: datetime) -> None:
    """The money has arrived at the participant's bank."""
    move(claim, ClaimStatus.PAID, by=None, at=at)


def withdraw(claim: Claim, *, by: Officer | None, at: datetime) -> None:
    move(claim, ClaimStatus.WITHDRAWN, by=by, at=at)


def restore(claim: Claim, *, by: Officer | None, at: datetime) -> None:
    """Undo a withdrawal while it may still be undone. Raises ClaimOpen when the person has filed anew meanwhile."""
    try:
        with transaction.atomic():
            move(claim, ClaimStatus.SUBMITTED, by=by, at=at, note="undo")
    except IntegrityError as taken:
        raise ClaimOpen from taken
