"""What was kept of talks, for supervisors: by day, one to play, a still. Officers see the stills of their session."""

import re
from io import BytesIO

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from booths.access import Role, officer_of, own_branch, require_role
from booths.branches import day_in, local_day
from booths.errors import NotFound
from verification.evidence import access, retention, stills, vault
from verification.models import Recording, RecordingEvent, Still
from verification.states import RecordingStatus

PIECE_BYTES = 2 * 1024 * 1024
RANGE = re.compile(r"bytes=(\d{1,15})-(\d{0,15})")


@login_required
@require_GET
@never_cache
def show_day(request: HttpRequest) -> HttpResponse:
    officer = officer_of(request)
    require_role(officer, Role.SUPERVISOR)
    branch = own_branch(officer)
    day = day_in(request.GET.get("day")) or local_day(branch, at=timezone.now())
    context = {
        "branch": branch,
        "day": day,
        "recordings": access.recordings_for(officer, day),
        "stills": [(one, stills.label_of(one)) for one in access.stills_for(officer, day)],
    }
    return render(request, "verification/evidence.html", context)


@login_required
@require_GET
@never_cache
def show_recording(request: HttpRequest, pk: int) -> HttpResponse:
    officer = officer_of(request)
    recording = access.recording_for(officer, pk)
    context = {
        "branch": own_branch(officer),
        "recording": recording,
        "is_kept": recording.status == RecordingStatus.KEPT,
        "events": [(one, _word_of(one)) for one in recording.history.select_related("by")],
        "looks": recording.looks.select_related("by").order_by("-at"),
    }
    return render(request, "verification/recording.html", context)


def _word_of(event: RecordingEvent) -> object:
    notes = {"HELD": _("Ditahan dari penghapusan"), "LET_GO": _("Dilepas"), "NOT_WRITTEN": _("Tidak dapat ditulis")}
    return notes.get(event.note) or RecordingStatus(event.to_status).label


@login_required
@require_POST
def hold_recording(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep it beyond its date, or no longer."""
    officer = officer_of(request)
    retention.hold(access.recording_for(officer, pk), "on" in request.POST, by=officer, at=timezone.now())
    return redirect("evidence-recording", pk=pk)


@login_required
@require_GET
@never_cache
def play_recording(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer the piece that the player asks for; never much at once, so that a long talk needs no memory."""
    sealed = _open(request, pk)
    asked = RANGE.fullmatch(request.headers.get("Range", ""))
    if asked is None:
        return HttpResponse(_bytes(sealed), content_type="video/x-matroska", headers={"Accept-Ranges": "bytes"})
    start, last = int(asked[1]), int(asked[2] or sealed.size - 1)
    if start >= sealed.size:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{sealed.size}"})
    end = min(last + 1, start + PIECE_BYTES, sealed.size)
    headers = {"Accept-Ranges": "bytes", "Content-Range": f"bytes {start}-{end - 1}/{sealed.size}"}
    return HttpResponse(_bytes(sealed, start, end), status=206, content_type="video/x-matroska", headers=headers)


@login_required
@require_GET
@never_cache
def play_voice(request: HttpRequest, pk: int, sender: str) -> HttpResponse:
    """What the officer or a supervisor said, alone: browsers play only the first sound of a file."""
    from verification.evidence import matroska  # FFmpeg is loaded for this page alone

    voice = matroska.voice_alone(BytesIO(_bytes(_open(request, pk))), matroska.TITLES[sender])
    return HttpResponse(voice.read() if voice else b"", content_type="audio/x-matroska", status=200 if voice else 204)


@login_required
@require_GET
@never_cache
def show_still(request: HttpRequest, pk: int) -> HttpResponse:
    officer = officer_of(request)
    still = access.still_for(officer, pk)
    access.note_look(still, by=officer, at=timezone.now())
    return HttpResponse(_bytes(_sealed(still)), content_type="image/jpeg")


def _open(request: HttpRequest, pk: int) -> vault.Sealed:
    """Note the look, whichever of its sounds is asked for. Raises NotFound where there is nothing to play."""
    officer = officer_of(request)
    recording = access.recording_for(officer, pk)
    if recording.status != RecordingStatus.KEPT:
        raise NotFound
    access.note_look(recording, by=officer, at=timezone.now())
    return _sealed(recording)


def _sealed(kept: Recording | Still) -> vault.Sealed:
    return vault.Sealed(kept.file, kept.key, kept.size)


def _bytes(sealed: vault.Sealed, start: int = 0, end: int | None = None) -> bytes:
    """Raises NotFound where the file is gone or was changed."""
    try:
        return b"".join(vault.read(sealed, start, end))
    except vault.Unreadable as wrong:
        raise NotFound from wrong
