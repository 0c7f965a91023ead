"""From the parts that media wrote to one sealed file for each ended recording. Work of the worker: it loads FFmpeg."""

import logging
import secrets
from datetime import datetime, timedelta
from typing import Any, BinaryIO

from django.db.models import Q

from booths.errors import StaleState
from booths.one_by_one import one_by_one
from lapak.transitions import move
from verification.evidence import matroska, retention, vault
from verification.evidence.spool import Spool
from verification.models import Recording
from verification.states import RecordingStatus

QUIET_FOR = timedelta(seconds=10)
"""After the end media may still be writing; parts are read once nothing was added for so long."""
LEASE = timedelta(minutes=10)
"""Another worker takes up what was not finished in this time."""

logger = logging.getLogger(__name__)


def finish_due(spool: Spool, *, at: datetime) -> int:
    """Put together every ended recording that media has stopped writing; return how many.

    May run twice at once, or die in between: a file has a name of its own, is stored before the row says so, and the
    parts go last.
    """
    quiet_before = at - QUIET_FOR
    untouched = Q(taken_up_at=None) | Q(taken_up_at__lt=at - LEASE)
    ended = Recording.objects.filter(untouched, status=RecordingStatus.STOPPED, changed_at__lt=quiet_before)

    def finish(pk: int) -> bool:
        recording = Recording.objects.select_related("seat__booth__branch").get(pk=pk)
        is_quiet = spool.last_written_at(recording.name) < quiet_before.timestamp()
        is_ours = is_quiet and ended.filter(pk=pk).update(taken_up_at=at)
        return bool(is_ours) and _finish(recording, spool, at=at)

    return one_by_one(finish, ended.values_list("pk", flat=True), what="recording")


def _finish(recording: Recording, spool: Spool, *, at: datetime) -> bool:
    found = _put_together(recording, spool)
    try:
        if found is None:
            move(recording, RecordingStatus.EMPTY, by=None, at=at, changed_at=at)
        else:
            _keep(recording, *found, at=at)
    except StaleState:  # a worker that came later was faster
        return False
    spool.forget(recording.name)
    return True


def _put_together(recording: Recording, spool: Spool) -> tuple[BinaryIO, int] | None:
    try:
        return matroska.put_together(spool.read_parts(recording.name))
    except ValueError as wrong:
        logger.error("recording %s cannot be read (%s)", recording.pk, type(wrong).__name__)
        return None


def _keep(recording: Recording, file: BinaryIO, milliseconds: int, *, at: datetime) -> None:
    sealed = vault.keep(file, secrets.token_hex(16))
    also: dict[str, Any] = {
        "file": sealed.name,
        "key": sealed.key,
        "size": sealed.size,
        "milliseconds": milliseconds,
        "keep_until": retention.until(recording.seat.booth.branch, at=at),
    }
    try:
        move(recording, RecordingStatus.KEPT, by=None, at=at, changed_at=at, **also)
    except StaleState:
        vault.forget(sealed.name)
        raise
