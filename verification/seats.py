"""One participant in one booth: seated by code, consenting, connected, recalled, missed, aborted, cleared."""

import hashlib
import secrets
from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import transaction

from booths import occupancy
from booths.branches import local_day
from booths.devices import normalise_code
from booths.models import Booth, Officer
from lapak.claims import claims
from lapak.queue import tickets
from lapak.queue.models import Ticket
from lapak.queue.states import TicketStatus
from lapak.transitions import move
from verification import consents, seat_facts, sessions, supervisions
from verification.access import whole_seats
from verification.errors import (
    ConsentOutdated,
    NoConsent,
    NothingHere,
    NotYetCalled,
    RecallFirst,
    RecallsUsedUp,
    RecallTooSoon,
    TooManyTries,
    WrongBooth,
    WrongCode,
)
from verification.evidence import recordings
from verification.models import CodeAttempt, Consent, Seat
from verification.states import OPEN_SEAT, AbortReason, SeatStatus

# features.md 44 and 9: recalled twice, not sooner than 45 s, then the officer may confirm the no-show.
GOES_BACK = {AbortReason.TECH_FAILURE, AbortReason.HANDED_OVER}
RECALLS_ALLOWED = 2
RECALL_AFTER = timedelta(seconds=45)
# reliability.md P7
TRIES_ALLOWED = 5
TRIES_WINDOW = timedelta(minutes=10)


def open_seat_of(booth_id: int) -> Seat | None:
    return whole_seats().filter(booth_id=booth_id, status__in=OPEN_SEAT).first()


def confirm(booth: Booth, code: str, *, at: datetime) -> None:
    """Seat the person whose ticket carries this code, if it was called to this booth.

    The number alone never seats anybody. Raises TooManyTries, WrongBooth, NotYetCalled, WrongCode.
    """
    if tries_left(booth, at=at) <= 0:
        raise TooManyTries
    seat = open_seat_of(booth.pk)
    if seat is not None and secrets.compare_digest(seat.ticket.code, normalise_code(code)):
        _seat_in(seat, at=at)
        return
    CodeAttempt.objects.create(booth=booth, at=at, matched=False)
    raise _refusal(booth, normalise_code(code), at=at)


def tries_left(booth: Booth, *, at: datetime) -> int:
    recent = CodeAttempt.objects.filter(booth=booth, at__gt=at - TRIES_WINDOW)
    last_match = recent.filter(matched=True).order_by("-at").values_list("at", flat=True).first()
    misses = recent.filter(matched=False, at__gt=last_match) if last_match else recent.filter(matched=False)
    return TRIES_ALLOWED - misses.count()


def _seat_in(seat: Seat, *, at: datetime) -> None:
    with transaction.atomic():
        seat.refresh_from_db(fields=["status"], from_queryset=Seat.objects.select_for_update(no_key=True))
        if seat.status not in OPEN_SEAT:
            raise NothingHere
        if seat.status != SeatStatus.CALLED:
            return  # the second press of the same person, which waited for the first
        CodeAttempt.objects.create(booth=seat.booth, at=at, matched=True)
        move(seat, SeatStatus.CONNECTING, by=None, at=at, changed_at=at)
        occupancy.seat(seat.occupancy, at=at)
        tickets.serve(seat.ticket, at=at)
        sessions.tell(seat)


def _refusal(booth: Booth, code: str, *, at: datetime) -> Exception:
    """Send the person of another ticket kindly to the right place."""
    day = local_day(booth.branch, at=at)
    ticket = Ticket.objects.filter(branch=booth.branch, service_day=day, code=code).first()
    if ticket is None:
        return WrongCode()
    if ticket.status == TicketStatus.WAITING:
        return NotYetCalled(ticket=ticket.number)
    elsewhere = Seat.objects.select_related("booth").filter(ticket=ticket, status__in=OPEN_SEAT).first()
    return WrongBooth(booth=elsewhere.booth.number) if elsewhere else WrongCode()


def consent(
    booth: Booth, version: str, agree: bool, *, language: str, at: datetime, purposes: Collection[str] = ()
) -> None:
    """Store what the person agreed to, or end the seat when refused; of what was not asked for nothing is stored.

    Raises NothingHere, ConsentOutdated.
    """
    seat = _open_seat(booth.pk, SeatStatus.CONNECTING)
    if not agree:
        abort(seat, AbortReason.CONSENT_REFUSED, by=None, at=at)
        return
    if version != consents.CONSENT_VERSION:
        raise ConsentOutdated
    asked = consents.purposes_of(booth.branch)
    text = consents.text(language, asked)
    with transaction.atomic():
        Consent.objects.get_or_create(
            seat=seat,
            defaults={
                "version": version,
                "text_hash": hashlib.sha256(text.encode()).hexdigest(),
                "language": language,
                "given_at": at,
                "purposes": [one for one in asked if one in purposes],
            },
        )
        sessions.tell(seat)


def _open_seat(booth_id: int, *statuses: str) -> Seat:
    seat = open_seat_of(booth_id)
    if seat is None or seat.status not in statuses:
        raise NothingHere
    return seat


def enter(booth_id: int) -> tuple[Seat, str]:
    """Give the booth's page a fresh peer name for the media room. Raises NothingHere, NoConsent."""
    with transaction.atomic():
        seat = _open_seat(
            booth_id,
            SeatStatus.CONNECTING,
            SeatStatus.LIVE,
            SeatStatus.ON_HOLD,
            SeatStatus.INTERRUPTED,
            SeatStatus.DECIDED,
        )
        if not Consent.objects.filter(seat=seat).exists():
            raise NoConsent
        sessions.lock(seat.session_id)
        seat.peer = f"booth-{seat.pk}-{secrets.token_hex(4)}"
        Seat.objects.filter(pk=seat.pk).update(peer=seat.peer)
        sessions.change_scene(seat.session)
        return seat, seat.peer


def connect(peer: str, *, at: datetime) -> None:
    """The booth's picture and sound reach us: the verification is live (again)."""
    with transaction.atomic():
        seat = _seat_of(peer)
        if seat is None or seat.status not in {SeatStatus.CONNECTING, SeatStatus.INTERRUPTED}:
            return
        move(seat, _status_before_loss(seat), by=None, at=at, changed_at=at)
        sessions.change_scene(seat.session, about=seat)


def _seat_of(peer: str) -> Seat | None:
    """Return the open seat of this peer with its room locked, None when there is none (any more)."""
    found = Seat.objects.select_related("session", "booth__branch").filter(peer=peer, status__in=OPEN_SEAT)
    session_id = found.values_list("session_id", flat=True).first()
    if session_id is not None:
        sessions.lock(session_id)
    return found.first()


def _status_before_loss(seat: Seat) -> str:
    if seat.status != SeatStatus.INTERRUPTED:
        return SeatStatus.LIVE
    last = seat.history.filter(to_status=SeatStatus.INTERRUPTED).last()
    return last.from_status if last else SeatStatus.LIVE


def interrupt(seat: Seat, *, at: datetime) -> None:
    """The booth's screen has not been heard of for 15 s."""
    with transaction.atomic():
        sessions.lock(seat.session_id)
        move(seat, SeatStatus.INTERRUPTED, by=None, at=at, changed_at=at)
        sessions.leave_focus(seat.session, seat.place, at=at)
        sessions.change_scene(seat.session, about=seat)


def raise_hand(booth_id: int, on: bool, *, at: datetime) -> None:
    seat = _open_seat(booth_id, SeatStatus.LIVE, SeatStatus.ON_HOLD)
    with transaction.atomic():
        Seat.objects.filter(pk=seat.pk).update(hand_raised_at=at if on else None)
        sessions.tell(seat)


def recall(seat: Seat, *, by: Officer, at: datetime) -> None:
    """Show and speak the number again. Raises NothingHere, RecallsUsedUp, RecallTooSoon."""
    if seat.status != SeatStatus.CALLED:
        raise NothingHere
    with transaction.atomic():
        Seat.objects.select_for_update(no_key=True).get(pk=seat.pk)
        calls = seat_facts.calls_of([seat])[seat.pk]
        if len(calls) > RECALLS_ALLOWED:
            raise RecallsUsedUp
        if at < calls[-1] + RECALL_AFTER:
            raise RecallTooSoon
        tickets.recall(seat.ticket, seat.booth, by=by, at=at)
        sessions.tell(seat)


def may_be_missed(calls: list[datetime], *, at: datetime) -> bool:
    return len(calls) > RECALLS_ALLOWED and at >= calls[-1] + RECALL_AFTER


def miss(seat: Seat, *, by: Officer, at: datetime) -> None:
    """The officer confirms that nobody came. Raises RecallFirst before two recalls and their pause are over."""
    if seat.status not in {SeatStatus.CALLED}:
        raise NothingHere
    if not may_be_missed(seat_facts.calls_of([seat])[seat.pk], at=at):
        raise RecallFirst
    with transaction.atomic():
        move(seat, SeatStatus.NO_SHOW, by=by, at=at, changed_at=at)
        tickets.miss(seat.ticket, by=by, at=at)
        claims.put_back(seat.ticket.claim, by=by, at=at, note="NO_SHOW")
        occupancy.end(seat.occupancy_id, at=at)
        sessions.tell(seat)


def abort(seat: Seat, reason: str, *, by: Officer | None, at: datetime) -> None:
    """End without a decision. Who cannot help it goes back into the line at the old place."""
    reason = AbortReason(reason)
    with transaction.atomic():
        sessions.lock(seat.session_id)
        was_called = seat.status == SeatStatus.CALLED
        move(seat, SeatStatus.ABORTED, by=by, at=at, note=reason, changed_at=at, peer="")
        claims.put_back(seat.ticket.claim, by=by, at=at, note=reason)
        if was_called or reason in GOES_BACK:
            tickets.put_back(seat.ticket, by=by, at=at, note=reason)
        else:
            tickets.finish(seat.ticket, by=by, at=at)
        if was_called:
            occupancy.end(seat.occupancy_id, at=at)
        sessions.leave_focus(seat.session, seat.place, at=at)
        supervisions.end_with(seat, at=at)
        recordings.end_with(seat, by=by, at=at)
        sessions.change_scene(seat.session, about=seat)


def clear(booth: Booth, *, at: datetime) -> None:
    """The person has seen the result and the screen is wiped: the booth is free again."""
    seat = Seat.objects.select_related("session", "booth").filter(booth=booth).order_by("-id").first()
    if seat is None or seat.status in OPEN_SEAT:
        raise NothingHere
    with transaction.atomic():
        if occupancy.end(seat.occupancy_id, at=at):
            sessions.tell(seat)


def write_note(seat: Seat, text: str) -> None:
    Seat.objects.filter(pk=seat.pk).update(note=text)
