"""The counter or the ticket screen: claim filed and ticket issued in one step, once per request."""

from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from booths.branches import is_open, local_day
from booths.models import Branch, Officer
from lapak.claims import claims
from lapak.claims.errors import ClaimOpen
from lapak.claims.models import Claim
from lapak.claims.rules import eligibility
from lapak.people import participants
from lapak.people.register import Entry, look_up
from lapak.queue import tickets
from lapak.queue.errors import BranchClosed
from lapak.queue.models import Ticket
from lapak.queue.states import Priority

# Undang-Undang 13/1998 on the welfare of the elderly, article 1: sixty years.
ELDERLY_FROM = 60


@dataclass(frozen=True)
class Application:
    """What the form asked, already parsed by lapak.people.identity."""

    nik: str
    kpj_number: str
    reason: str
    phone: str
    bank_code: str
    account_number: str
    heir_name: str = ""
    heir_relation: str = ""


def facts_of(entry: Entry) -> eligibility.Facts:
    """Return what the rules ask, of somebody who has filed nothing yet."""
    return eligibility.Facts(entry.birth_date, entry.started_on, entry.ended_on, took_part=bool(entry.paid_before))


def file_and_queue(
    application: Application,
    *,
    branch: Branch,
    channel: str,
    request_key: str,
    priority: str = Priority.NONE,
    by: Officer | None,
    at: datetime,
) -> Ticket:
    """Return the ticket; the same request_key returns the same ticket however often it comes.

    Raises BranchClosed, NotRegistered and the refusals of lapak.claims.
    """
    before = Ticket.objects.filter(request_key=request_key, branch=branch).first()
    if before is not None:
        return before
    if not is_open(branch, at=at):
        raise BranchClosed
    try:
        return _file(application, branch, channel, request_key, priority, by=by, at=at)
    except (IntegrityError, ClaimOpen) as taken:
        # The second of two simultaneous presses waited for the first, which has committed by now.
        first = Ticket.objects.filter(request_key=request_key, branch=branch).first()
        if first is None:
            raise ClaimOpen from taken
        return first


@transaction.atomic
def _file(
    application: Application,
    branch: Branch,
    channel: str,
    request_key: str,
    priority: str,
    *,
    by: Officer | None,
    at: datetime,
) -> Ticket:
    entry = look_up(application.nik, application.kpj_number)
    membership = participants.remember(entry, phone=application.phone, at=at)
    account = participants.account_of(
        membership.participant,
        bank_code=application.bank_code,
        number=application.account_number,
        holder_name=application.heir_name,
    )
    claim = claims.file(
        membership,
        branch=branch,
        bank_account=account,
        reason=application.reason,
        channel=channel,
        heir=claims.Heir(application.heir_name, application.heir_relation),
        by=by,
        at=at,
    )
    kind = priority or _by_age(claim, at=at)
    return tickets.issue(claim, request_key=request_key, priority=kind, by=by, at=at)


def _by_age(claim: Claim, *, at: datetime) -> str:
    """Nobody has to ask for what the register knows already."""
    today, birth = local_day(claim.branch, at=at), claim.participant.birth_date
    age = today.year - birth.year - ((today.month, today.day) < (birth.month, birth.day))
    return Priority.ELDERLY if age >= ELDERLY_FROM else Priority.NONE
