"""Recordings of a talk: begun, paused, ended with the seat. What is kept when is the media
plane's `arrange.recorded`: only while officer and person talk.
"""

import secrets
from datetime import datetime

from django.db import IntegrityError, transaction

from booths.models import Officer
from lapak.transitions import begin, move
from verification import sessions
from verification.access import whole_seats
from verification.errors import NotAgreed, NothingHere, RecordingOff
from verification.models import Recording, Seat, VerificationSession
from verification.states import IN_ROOM, OPEN_RECORDING, ConsentPurpose, RecordingStatus, SeatStatus

CHANGES = {"pause": RecordingStatus.PAUSED, "resume": RecordingStatus.RUNNING, "stop": RecordingStatus.STOPPED}


def open_recording(seat: Seat) -> Recording | None:
    return Recording.objects.filter(seat=seat, status__in=OPEN_RECORDING).first()


def agreed(seat: Seat, purpose: str) -> bool:
    """Whether the person has agreed to this beside the talk itself."""
    consent = getattr(seat, "consent", None)
    return consent is not None and purpose in consent.purposes


def start(seat: Seat, *, by: Officer, at: datetime) -> Recording:
    """Begin to keep what is said and seen. Raises RecordingOff, NotAgreed, NothingHere."""
    if not seat.booth.branch.records:
        raise RecordingOff
    if not agreed(seat, ConsentPurpose.RECORDING):
        raise NotAgreed
    if seat.status not in {SeatStatus.LIVE, SeatStatus.ON_HOLD}:
        raise NothingHere
    try:
        with transaction.atomic():
            sessions.lock(seat.session_id)
            found = Recording.objects.create(seat=seat, name=secrets.token_hex(16), begun_at=at, changed_at=at)
            begin(found, by=by, at=at)
            sessions.change_scene(seat.session, places={seat.place})
            return found
    except IntegrityError:  # the second of two presses: it runs
        return Recording.objects.get(seat=seat, status__in=OPEN_RECORDING)


def change(seat: Seat, to: str, *, by: Officer | None, at: datetime, note: str = "") -> None:
    """Pause, resume or stop what runs. Raises NothingHere when nothing does; what is already so stays so."""
    with transaction.atomic():
        sessions.lock(seat.session_id)
        found = open_recording(seat)
        if found is None:
            raise NothingHere
        if found.status != to:
            move(found, to, by=by, at=at, note=note, changed_at=at)
            sessions.change_scene(seat.session, places={seat.place})


def at_place(session: VerificationSession, place: int, to: str, *, by: Officer, at: datetime) -> None:
    """Start, pause, resume or stop the recording of who sits at this place. Raises as `start` and `change` do."""
    seat = whole_seats().filter(session=session, place=place, status__in=IN_ROOM).first()
    if seat is None:
        raise NothingHere
    if to == "start":
        start(seat, by=by, at=at)
    else:
        change(seat, CHANGES[to], by=by, at=at)


def end_with(seat: Seat, *, by: Officer | None, at: datetime) -> None:
    """The seat is decided or ends, and so does its recording. A step of a transaction that changes the scene."""
    found = open_recording(seat)
    if found is not None:
        move(found, RecordingStatus.STOPPED, by=by, at=at, note="SEAT_ENDED", changed_at=at)


def fail(name: str, *, at: datetime) -> bool:
    """Media can keep no more of it: end it and keep what there is; False when it had ended already."""
    found = Recording.objects.select_related("seat__session").filter(name=name, status__in=OPEN_RECORDING).first()
    if found is None:
        return False
    change(found.seat, RecordingStatus.STOPPED, by=None, at=at, note="NOT_WRITTEN")
    return True
