"""Claims: filed, taken into a session, verified, refused, paid. Only the verbs here move a claim."""

import secrets
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction

from booths.branches import local_day
from booths.models import Branch, Officer
from lapak.claims.errors import AlreadyPaid, ClaimOpen, HeirNeeded
from lapak.claims.models import Claim
from lapak.claims.rules import checklist, eligibility, rulesets
from lapak.claims.states import ClaimReason, ClaimStatus
from lapak.people.models import BankAccount, Membership
from lapak.transitions import begin, move

RECEIPT_DIGITS = 8
PARTIAL_REASONS = (ClaimReason.PARTIAL_10, ClaimReason.PARTIAL_30_HOUSING)


@dataclass(frozen=True)
class Heir:
    """Who claims after a participant has died. The name stays out of `repr`, so out of logs."""

    name: str = field(repr=False)
    relation: str


def file(
    membership: Membership,
    *,
    branch: Branch,
    bank_account: BankAccount,
    reason: str,
    channel: str,
    heir: Heir | None = None,
    by: Officer | None,
    at: datetime,
) -> Claim:
    """File a claim that the rules of today allow; one that waits for a follow-up is taken up again.

    Raises the errors of eligibility, ClaimOpen, AlreadyPaid, HeirNeeded.
    """
    day = local_day(branch, at=at)
    _check(membership, reason, heir, on=day)
    of_heir = heir if heir and reason == ClaimReason.DEATH else Heir("", "")
    stated = {
        "branch": branch,
        "bank_account": bank_account,
        "reason": reason,
        "channel": channel,
        "rule_version": rulesets.in_force(day).version,
        "heir_name": of_heir.name,
        "heir_relation": of_heir.relation,
    }
    waiting = membership.claims.filter(status=ClaimStatus.FOLLOW_UP).first()
    if waiting is not None:
        move(waiting, ClaimStatus.SUBMITTED, by=by, at=at, note="filed-again", **stated)
        return waiting
    return _create(membership, stated, by=by, at=at)


def _check(membership: Membership, reason: str, heir: Heir | None, *, on: date) -> None:
    rule = rulesets.in_force(on).rules[ClaimReason(reason)]
    eligibility.check(reason, facts_of(membership), on=on)
    if rule.for_heir and not (heir and heir.name and heir.relation):
        raise HeirNeeded
    if membership.claims.filter(status=ClaimStatus.PAID).exclude(reason__in=PARTIAL_REASONS).exists():
        raise AlreadyPaid


def _create(membership: Membership, stated: dict[str, Any], *, by: Officer | None, at: datetime) -> Claim:
    day = local_day(stated["branch"], at=at).strftime("%y%m%d")
    row = Claim(participant=membership.participant, membership=membership, filed_at=at, **stated)
    while True:
        row.receipt_number = _receipt_number(day)
        try:
            with transaction.atomic():
                row.save(force_insert=True)
        except IntegrityError as taken:
            if "membership_has_one_open_claim" in str(taken):
                raise ClaimOpen from taken
            if "receipt_number" not in str(taken):
                raise
        else:
            begin(row, by=by, at=at)
            return row


def _receipt_number(day: str) -> str:
    """Return a number that nobody can guess; among thousands of a day two are the same once in some days."""
    return f"JHT-{day}-{secrets.randbelow(10**RECEIPT_DIGITS):0{RECEIPT_DIGITS}d}"


def rule_of(claim: Claim) -> rulesets.Rule:
    """Return the rule of the day on which the claim was filed."""
    return rulesets.of_version(claim.rule_version).rules[ClaimReason(claim.reason)]


def facts_of(membership: Membership) -> eligibility.Facts:
    """Return what the rules ask about a membership, as the register said it when it was last read."""
    parts = membership.claims.filter(reason__in=PARTIAL_REASONS, status=ClaimStatus.PAID)
    return eligibility.Facts(
        birth_date=membership.participant.birth_date,
        started_on=membership.started_on,
        ended_on=membership.ended_on,
        took_part=bool(membership.paid_before) or parts.exists(),
    )


def check_again(claim: Claim, *, at: datetime) -> None:
    """Raise what eligibility refuses now: somebody who works again since the claim was filed gets no money."""
    eligibility.check(claim.reason, facts_of(claim.membership), on=local_day(claim.branch, at=at))


def amounts_of(claim: Claim) -> tuple[int, int]:
    """Return contributions and return in rupiah that the claim asks for: all, or the share of a partial claim."""
    membership, percent = claim.membership, rule_of(claim).share_percent
    gross = membership.gross_rupiah * percent // 100
    contributions = membership.contributions_rupiah * percent // 100
    return contributions, gross - contributions


def checklist_of(claim: Claim) -> tuple[checklist.Item, ...]:
    return checklist.items_for(rule_of(claim), gross_rupiah=claim.membership.gross_rupiah)


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


def take_back_payment(claim: Claim, *, by: Officer | None, at: datetime) -> None:
    """The bank sent the money back."""
    move(claim, ClaimStatus.VERIFIED, by=by, at=at, note="returned-by-bank")


def pay_into(claim: Claim, account: BankAccount) -> None:
    """Let the money of a claim go to another account of the same claimant."""
    Claim.objects.filter(pk=claim.pk).update(bank_account=account)
    claim.bank_account = account


def withdraw(claim: Claim, *, by: Officer | None, at: datetime) -> None:
    move(claim, ClaimStatus.WITHDRAWN, by=by, at=at)


def move_to(claim: Claim, branch: Branch) -> None:
    """Let another branch verify the claim."""
    Claim.objects.filter(pk=claim.pk).update(branch=branch)
    claim.branch = branch


def restore(claim: Claim, *, by: Officer | None, at: datetime) -> None:
    """Undo a withdrawal while it may still be undone. Raises ClaimOpen when the person has filed anew meanwhile."""
    try:
        with transaction.atomic():
            move(claim, ClaimStatus.SUBMITTED, by=by, at=at, note="undo")
    except IntegrityError as taken:
        raise ClaimOpen from taken
