"""Check marks and decisions: what must be answered, who may decide, and ten seconds to undo."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from booths import occupancy, topics
from booths.errors import StaleState
from booths.models import Officer
from booths.one_by_one import one_by_one
from lapak.claims import claims
from lapak.claims.models import Claim
from lapak.claims.rules import checklist
from lapak.money import inquiries, payouts
from lapak.people import participants
from lapak.queue import tickets
from lapak.transitions import move
from verification import seat_facts, sessions, supervisions
from verification.access import whole_seats
from verification.errors import (
    AlreadyDecided,
    ChecklistOpen,
    ItemDisagrees,
    NotAttended,
    NothingHere,
    ReasonNeeded,
    UndoOver,
    UnknownItem,
)
from verification.evidence import recordings
from verification.models import CheckMark, Decision, DocumentSighting, Seat
from verification.states import REASONS, MarkResult, Outcome, SeatStatus

UNDO_WINDOW = timedelta(seconds=10)
# A booth whose screen does not report the wipe (it lost power, say) is given back after this.
CLEAR_WITHIN = timedelta(seconds=60)


def mark(seat: Seat, answers: Mapping[str, str], *, by: Officer, at: datetime) -> None:
    """Answer items of the checklist, all or none; "" takes an answer back. Raises NothingHere, UnknownItem."""
    known = {one.code: one for one in claims.checklist_of(seat.ticket.claim)}
    if not all(item in known and (not result or result in MarkResult.values) for item, result in answers.items()):
        raise UnknownItem
    documents = {item: result for item, result in answers.items() if known[item].document and result}
    with transaction.atomic():
        # Orders marks before or after a decision: that they refer to the seat is checked as late as at their commit.
        if lock_status(seat) not in {SeatStatus.LIVE, SeatStatus.ON_HOLD}:
            raise NothingHere
        CheckMark.objects.bulk_create(
            CheckMark(seat=seat, item=item, result=result, by=by, at=at) for item, result in answers.items()
        )
        DocumentSighting.objects.bulk_create(
            DocumentSighting(seat=seat, document=item, result=result, by=by, at=at)
            for item, result in documents.items()
        )
        topics.raise_all([topics.of_session(seat.session_id), topics.of_booth(seat.booth_id)])


def note_npwp(seat: Seat, typed: str) -> None:
    """Keep the number of the person's tax card; it is part of what is decided. Raises NothingHere, InvalidNpwp."""
    with transaction.atomic():
        if lock_status(seat) not in {SeatStatus.LIVE, SeatStatus.ON_HOLD}:
            raise NothingHere
        participants.note_npwp(seat.ticket.claim.participant, typed)


def decide(seat: Seat, outcome: str, reason: str, *, by: Officer, at: datetime) -> None:
    """Decide the claim of this seat. What is verified is owed from this transaction on; what is refused says why.

    Raises AlreadyDecided, NothingHere, NotAttended, ReasonNeeded, ChecklistOpen, ItemDisagrees; for a verified claim
    also what the bank says of the account and the register of the person.
    """
    _check_seat(seat)
    _check_reason(outcome, reason)
    if outcome == Outcome.VERIFIED:
        _check_claim(seat.ticket.claim, at=at)
    try:
        with transaction.atomic():
            sessions.lock(seat.session_id)
            lock_status(seat)
            _check_answers(seat, outcome)
            Decision.objects.create(seat=seat, outcome=outcome, reason=reason, by=by, at=at)
            move(seat, SeatStatus.DECIDED, by=by, at=at, note=outcome, changed_at=at)
            _carry_out(seat, outcome, reason, by=by, at=at)
            recordings.end_with(seat, by=by, at=at)
            sessions.change_scene(seat.session, about=seat)
    except (IntegrityError, StaleState) as taken:
        raise AlreadyDecided from taken


def lock_status(seat: Seat) -> str:
    """Keep the seat as it is until the end of the transaction and return its status; marks and decisions take turns."""
    return Seat.objects.select_for_update(no_key=True).values_list("status", flat=True).get(pk=seat.pk)


def _check_seat(seat: Seat) -> None:
    if seat.status == SeatStatus.DECIDED:
        raise AlreadyDecided
    if seat.status != SeatStatus.LIVE:
        raise NothingHere
    if not seat.attentions.exists():
        raise NotAttended


def _check_reason(outcome: str, reason: str) -> None:
    if outcome not in Outcome.values or (reason or "") not in (REASONS[outcome] or ("",)):
        raise ReasonNeeded


def _check_answers(seat: Seat, outcome: str) -> None:
    """Every outcome needs a complete checklist; a verified claim needs every item to match."""
    items = claims.checklist_of(seat.ticket.claim)
    answers = seat_facts.answers_of([seat])[seat.pk]
    missing = checklist.open_items(items, answers)
    if missing:
        raise ChecklistOpen(count=len(missing))
    if outcome == Outcome.VERIFIED and any(answers[item.code] != MarkResult.MATCH for item in items):
        raise ItemDisagrees


def _check_claim(claim: Claim, *, at: datetime) -> None:
    """Whose account it is, and whether the person works again since filing; the register is asked, so hold no lock."""
    inquiries.check(claim)
    participants.refresh_employment(claim.membership, at=at)
    claims.check_again(claim, at=at)


def _carry_out(seat: Seat, outcome: str, reason: str, *, by: Officer, at: datetime) -> None:
    claim = seat.ticket.claim
    if outcome == Outcome.VERIFIED:
        claims.verify(claim, by=by, at=at)
        payouts.promise(claim, by=by, at=at)
    elif outcome == Outcome.REJECTED:
        claims.reject(claim, reason=reason, by=by, at=at)
    else:
        claims.follow_up(claim, reason=reason, by=by, at=at)


def undo(seat: Seat, *, by: Officer, at: datetime) -> None:
    """Take the decision back within ten seconds: the verification goes on where it was. Raises UndoOver."""
    decision = Decision.objects.filter(seat=seat, undone_at=None).first()
    if seat.status != SeatStatus.DECIDED or decision is None or at >= decision.at + UNDO_WINDOW:
        raise UndoOver
    try:
        with transaction.atomic():
            sessions.lock(seat.session_id)
            move(seat, SeatStatus.LIVE, by=by, at=at, note="undo", changed_at=at)
            if not Decision.objects.filter(pk=decision.pk, undone_at=None).update(undone_at=at):
                raise UndoOver  # another tab undid it, and the seat has been decided anew
            if decision.outcome == Outcome.VERIFIED:
                payouts.withdraw(seat.ticket.claim, by=by, at=at)
            claims.reopen(seat.ticket.claim, by=by, at=at)
            sessions.change_scene(seat.session, about=seat)
    except StaleState as over:
        raise UndoOver from over


def settle_due(*, at: datetime) -> set[int]:
    """Complete seats whose ten seconds are over, and give back booths that nobody cleared; return their branch ids.

    May run in several processes at once and may be late: each step is one conditional move.
    """
    branches: set[int] = set()
    decided = Seat.objects.filter(status=SeatStatus.DECIDED, changed_at__lte=at - UNDO_WINDOW)
    one_by_one(lambda pk: _complete(pk, branches, at=at), decided.values_list("pk", flat=True), what="decided seat")
    ended = (SeatStatus.COMPLETED, SeatStatus.ABORTED)
    late = Seat.objects.filter(status__in=ended, occupancy__ended_at=None, changed_at__lte=at - CLEAR_WITHIN)
    one_by_one(lambda pk: _give_back(pk, branches, at=at), late.values_list("pk", flat=True), what="uncleared seat")
    return branches


def _complete(pk: int, branches: set[int], *, at: datetime) -> bool:
    seat = whole_seats().get(pk=pk)
    try:
        with transaction.atomic():
            sessions.lock(seat.session_id)
            move(seat, SeatStatus.COMPLETED, by=None, at=at, changed_at=at, peer="")
            tickets.finish(seat.ticket, by=None, at=at)
            sessions.leave_focus(seat.session, seat.place, at=at)
            supervisions.end_with(seat, at=at)
            sessions.change_scene(seat.session, about=seat)
    except StaleState:
        return False
    branches.add(seat.booth.branch_id)
    return True


def _give_back(pk: int, branches: set[int], *, at: datetime) -> bool:
    seat = Seat.objects.select_related("session", "booth").get(pk=pk)
    with transaction.atomic():
        if not occupancy.end(seat.occupancy_id, at=at):
            return False
        sessions.tell(seat)
    branches.add(seat.booth.branch_id)
    return True
