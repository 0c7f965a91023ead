"""Stills: the officer asks, the booth's page takes the picture with its own camera and sends it, nothing is cut out of
the stream.
"""

import secrets
from datetime import datetime, timedelta
from io import BytesIO

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from PIL import Image, UnidentifiedImageError

from booths.models import Booth, Officer
from lapak.claims import claims
from verification import sessions
from verification.errors import NoPicture, NotAgreed, NothingHere, StillsOff, UnknownItem
from verification.evidence import retention, vault
from verification.evidence.recordings import agreed
from verification.models import Seat, Still
from verification.states import ConsentPurpose, SeatStatus

FACE = "FACE"
FACE_LABEL = _("Wajah peserta")
ASKED_FOR = timedelta(seconds=15)
"""Longer than that nobody waits for a booth: the officer asks again."""
LARGEST_PIXELS = 4096 * 4096


def subjects_of(seat: Seat) -> dict[str, str]:
    """Return code -> words of all that may be pictured of this seat."""
    items = claims.checklist_of(seat.ticket.claim)
    return {FACE: str(FACE_LABEL), **{item.code: str(item.label) for item in items if item.document}}


def label_of(still: Still) -> str:
    return subjects_of(still.seat).get(still.subject, still.subject)


def ask(seat: Seat, subject: str, *, by: Officer, at: datetime) -> Still:
    """Ask the booth's page for a picture. Raises StillsOff, NotAgreed, NothingHere, UnknownItem."""
    if not seat.booth.branch.takes_stills:
        raise StillsOff
    if not agreed(seat, ConsentPurpose.STILLS):
        raise NotAgreed
    if seat.status != SeatStatus.LIVE or seat.place not in seat.session.talked_with:
        raise NothingHere  # a person is told before, and that takes a talk
    if subject not in subjects_of(seat):
        raise UnknownItem
    with transaction.atomic():
        waiting = asked_of(seat, at=at)
        if waiting is None or waiting.subject != subject:
            waiting = Still.objects.create(seat=seat, subject=subject, by=by, asked_at=at)
        sessions.tell(seat)
    return waiting


def asked_of(seat: Seat, *, at: datetime) -> Still | None:
    """Return what the booth's page is to take now: the newest that was asked for, while somebody waits for it."""
    newest = Still.objects.filter(seat=seat).last()
    is_waited_for = newest is not None and newest.taken_at is None and newest.asked_at > at - ASKED_FOR
    return newest if is_waited_for else None


def take(booth: Booth, pk: int, data: bytes, *, at: datetime) -> None:
    """Keep the picture that was asked for; a second sending of the same one changes nothing.

    Raises NothingHere when nobody waits for it, NoPicture when it is no JPEG.
    """
    asked = Still.objects.select_related("seat__booth__branch", "seat__session")
    still = asked.filter(pk=pk, seat__booth=booth).first()
    if still is None:
        raise NothingHere
    if still.taken_at is not None:
        return
    if still.asked_at <= at - 2 * ASKED_FOR:
        raise NothingHere
    width, height = _size(data)
    sealed = vault.keep(BytesIO(data), secrets.token_hex(16))
    also = {"file": sealed.name, "key": sealed.key, "size": sealed.size, "width": width, "height": height}
    keep_until = retention.until(booth.branch, at=at)
    with transaction.atomic():
        if not Still.objects.filter(pk=pk, taken_at=None).update(taken_at=at, keep_until=keep_until, **also):
            vault.forget(sealed.name)  # the second of two sendings at once
        sessions.tell(still.seat)


def _size(data: bytes) -> tuple[int, int]:
    """Return (width, height) of a whole JPEG picture. Raises NoPicture."""
    try:
        with Image.open(BytesIO(data), formats=["JPEG"]) as picture:
            if picture.width * picture.height > LARGEST_PIXELS:
                raise NoPicture
            picture.load()
            return picture.size
    except (UnidentifiedImageError, OSError, SyntaxError, Image.DecompressionBombError) as wrong:
        raise NoPicture from wrong


def of_seats(seats: list[Seat]) -> dict[int, list[Still]]:
    """Return seat id -> its stills that are still there, in the order they were taken."""
    found: dict[int, list[Still]] = {}
    for still in Still.objects.filter(seat__in=seats, taken_at__isnull=False, deleted_at=None):
        found.setdefault(still.seat_id, []).append(still)
    return found
