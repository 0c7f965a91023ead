"""How long recordings and stills are kept, and their end: the key goes with the file, so copies are unreadable too."""

from datetime import date, datetime, timedelta

from django.db import transaction

from booths.branches import local_day
from booths.errors import StaleState
from booths.models import Branch, Officer
from booths.one_by_one import one_by_one
from lapak.transitions import move
from verification.evidence import vault
from verification.models import Recording, Still
from verification.states import RecordingStatus

KEPT_FOR = timedelta(days=5 * 365 + 1)
"""Five years, as BaFin 3/2017 and the Bundesnetzagentur have it for identification by video (domain.md 6)."""


def until(branch: Branch, *, at: datetime) -> date:
    return local_day(branch, at=at) + KEPT_FOR


def forget_old(*, at: datetime) -> int:
    """Delete what is over its date and not on hold; return how many. What it was and who looked at it stays."""
    over = {"keep_until__lt": at.date(), "is_on_hold": False}
    recordings = Recording.objects.filter(status=RecordingStatus.KEPT, **over).values_list("pk", flat=True)
    stills = Still.objects.filter(deleted_at=None, taken_at__isnull=False, **over).values_list("pk", flat=True)
    forgotten = one_by_one(lambda pk: _forget_recording(pk, at=at), recordings, what="recording")
    return forgotten + one_by_one(lambda pk: _forget_still(pk, at=at), stills, what="still")


def _forget_recording(pk: int, *, at: datetime) -> bool:
    recording = Recording.objects.get(pk=pk)
    try:
        with transaction.atomic():
            move(recording, RecordingStatus.DELETED, by=None, at=at, changed_at=at, key="")
            transaction.on_commit(lambda: vault.forget(recording.file))
    except StaleState:
        return False
    return True


def _forget_still(pk: int, *, at: datetime) -> bool:
    still = Still.objects.get(pk=pk)
    with transaction.atomic():
        forgotten = Still.objects.filter(pk=pk, deleted_at=None).update(deleted_at=at, key="")
        transaction.on_commit(lambda: vault.forget(still.file))
    return bool(forgotten)


@transaction.atomic
def hold(recording: Recording, on: bool, *, by: Officer, at: datetime) -> None:
    """Keep it and the stills of its seat whatever the date says, or no longer: a dispute or an inquiry needs them.

    Who did so is remembered.
    """
    if Recording.objects.filter(pk=recording.pk).exclude(is_on_hold=on).update(is_on_hold=on):
        Still.objects.filter(seat=recording.seat_id).update(is_on_hold=on)
        note, status = "HELD" if on else "LET_GO", recording.status
        recording.history.create(from_status=status, to_status=status, by=by, at=at, note=note)
