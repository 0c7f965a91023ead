"""The second look: a supervisor checks, finance releases, and neither is who decided the claim nor related to it.

Locks the claim and then the payout, as everybody does.
"""

from datetime import datetime

from django.db import IntegrityError, transaction

from booths.models import Officer
from lapak.claims import claims
from lapak.claims.models import Claim
from lapak.money import payouts, second_looks
from lapak.money.errors import NotAwaited, NoteNeeded, OwnCase, RelatedCase, SamePerson
from lapak.money.models import Approval, Payout, Recusal
from lapak.money.states import ApprovalOutcome, PayoutStatus, ReviewReason, Step
from lapak.people import participants
from lapak.transitions import move

STEP_OF_ROLE = {Officer.Role.SUPERVISOR: Step.CHECK, Officer.Role.FINANCE: Step.RELEASE}


def reasons_in_words(payout: Payout) -> list[str]:
    return [str(ReviewReason(code).label) for code in payout.review_reasons]


@transaction.atomic
def approve(payout: Payout, *, by: Officer, at: datetime, note: str = "") -> None:
    """Take the step that is awaited. Raises NotAwaited, OwnCase, RelatedCase, SamePerson, and what eligibility refuses.

    The check reads the register again: who works again since filing gets no money.
    """
    payouts.lock(payout)
    step = _step_of(payout, by)
    if step == Step.CHECK:
        participants.refresh_employment(payout.claim.membership, at=at)
        claims.check_again(payout.claim, at=at)
    _note(payout, step, ApprovalOutcome.APPROVED, by=by, at=at, note=note)
    following = second_looks.step_after_check(payout.net_rupiah, payouts.policy()) if step == Step.CHECK else Step.NONE
    _say(payout, f"approved-{step}", by=by, at=at)
    payouts.await_look(payout, following)


@transaction.atomic
def send_back(payout: Payout, *, by: Officer, at: datetime, note: str) -> None:
    """Back to the officer: nothing is owed until the claim is verified anew. Raises as approve, and NoteNeeded."""
    payouts.lock(payout)
    _note(payout, _step_of(payout, by), ApprovalOutcome.RETURNED, by=by, at=at, note=note)
    payouts.take_back(payout, by=by, at=at, note="returned")
    claims.follow_up(payout.claim, reason="returned-by-checker", by=by, at=at)


@transaction.atomic
def hold(payout: Payout, *, by: Officer, at: datetime, note: str) -> None:
    """Stop the money because of suspected fraud. Raises as approve."""
    payouts.lock(payout)
    _note(payout, _step_of(payout, by), ApprovalOutcome.HELD, by=by, at=at, note=note)
    move(payout, PayoutStatus.HELD, by=by, at=at, note="fraud-hold")


@transaction.atomic
def let_go(payout: Payout, *, by: Officer, at: datetime) -> None:
    """End the hold: the round begins anew with its check. Raises NotAwaited, OwnCase, RelatedCase."""
    payouts.lock(payout)
    _refuse_partial(payout, by)
    if payout.status != PayoutStatus.HELD:
        raise NotAwaited
    move(payout, PayoutStatus.AWAITING_AUTHORISATION, by=by, at=at, round=payout.round + 1, awaits=Step.CHECK)


@transaction.atomic
def refuse(payout: Payout, *, by: Officer, at: datetime, note: str) -> None:
    """The suspicion was right: the claim is rejected. Raises NotAwaited, NoteNeeded, OwnCase, RelatedCase."""
    payouts.lock(payout)
    _refuse_partial(payout, by)
    if payout.status != PayoutStatus.HELD:
        raise NotAwaited
    _note(payout, Step.CHECK, ApprovalOutcome.RETURNED, by=by, at=at, note=note)
    payouts.take_back(payout, by=by, at=at, note="fraud")
    claims.reject(payout.claim, reason="fraud", by=by, at=at)


def recuse(claim: Claim, *, officer: Officer, at: datetime) -> None:
    """The officer is related to who claims and keeps out of the case from now on."""
    Recusal.objects.get_or_create(claim=claim, officer=officer, defaults={"at": at})


def _step_of(payout: Payout, by: Officer) -> Step:
    """Return the step this person may take now."""
    _refuse_partial(payout, by)
    step = STEP_OF_ROLE.get(Officer.Role(by.role))
    if step is None or payout.status != PayoutStatus.AWAITING_AUTHORISATION or payout.awaits != step:
        raise NotAwaited
    return step


def _refuse_partial(payout: Payout, by: Officer) -> None:
    if payout.made_by_id == by.pk:
        raise OwnCase
    if Recusal.objects.filter(claim=payout.claim_id, officer=by).exists():
        raise RelatedCase


def _note(payout: Payout, step: Step, outcome: ApprovalOutcome, *, by: Officer, at: datetime, note: str) -> None:
    if outcome != ApprovalOutcome.APPROVED and not note.strip():
        raise NoteNeeded
    try:
        with transaction.atomic():
            Approval.objects.create(
                payout=payout,
                round=payout.round,
                step=step,
                outcome=outcome,
                by=by,
                maker=payout.made_by,
                at=at,
                note=note.strip()[:300],
            )
    except IntegrityError as twice:
        raise SamePerson from twice


def _say(payout: Payout, what: str, *, by: Officer, at: datetime) -> None:
    payout.history.create(from_status=payout.status, to_status=payout.status, by=by, at=at, note=what)
