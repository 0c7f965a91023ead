"""The statuses of a seat and their moves, the phases of a verification, and the outcomes and reasons of a decision."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class SeatStatus(TextChoices):
    CALLED = "CALLED", _("Dipanggil")
    CONNECTING = "CONNECTING", _("Menyambung")
    LIVE = "LIVE", _("Berlangsung")
    ON_HOLD = "ON_HOLD", _("Ditahan")
    INTERRUPTED = "INTERRUPTED", _("Terputus")
    DECIDED = "DECIDED", _("Diputuskan")
    COMPLETED = "COMPLETED", _("Selesai")
    ABORTED = "ABORTED", _("Dihentikan")
    NO_SHOW = "NO_SHOW", _("Tidak hadir")


S = SeatStatus
SEAT_MOVES: dict[str, frozenset[str]] = {
    S.CALLED: frozenset({S.CONNECTING, S.NO_SHOW, S.ABORTED}),
    S.CONNECTING: frozenset({S.LIVE, S.ABORTED, S.NO_SHOW}),
    S.LIVE: frozenset({S.ON_HOLD, S.INTERRUPTED, S.DECIDED, S.ABORTED}),
    S.ON_HOLD: frozenset({S.LIVE, S.INTERRUPTED, S.ABORTED}),
    # back to what it was before the connection was lost
    S.INTERRUPTED: frozenset({S.LIVE, S.ON_HOLD, S.ABORTED}),
    # back to LIVE: undone within 10 s
    S.DECIDED: frozenset({S.COMPLETED, S.LIVE}),
    S.COMPLETED: frozenset(),
    S.ABORTED: frozenset(),
    S.NO_SHOW: frozenset(),
}
OPEN_SEAT = (S.CALLED, S.CONNECTING, S.LIVE, S.ON_HOLD, S.INTERRUPTED, S.DECIDED)
IN_ROOM = (S.LIVE, S.ON_HOLD, S.INTERRUPTED, S.DECIDED)


class RecordingStatus(TextChoices):
    RUNNING = "RUNNING", _("Merekam")
    PAUSED = "PAUSED", _("Dijeda")
    STOPPED = "STOPPED", _("Disimpan")
    """Ended, and being put together."""
    KEPT = "KEPT", _("Tersimpan")
    EMPTY = "EMPTY", _("Kosong")
    """Ended before anything was to be seen or heard, or nothing of it could be read."""
    DELETED = "DELETED", _("Dihapus")


RECORDING_MOVES: dict[str, frozenset[str]] = {
    RecordingStatus.RUNNING: frozenset({RecordingStatus.PAUSED, RecordingStatus.STOPPED}),
    RecordingStatus.PAUSED: frozenset({RecordingStatus.RUNNING, RecordingStatus.STOPPED}),
    RecordingStatus.STOPPED: frozenset({RecordingStatus.KEPT, RecordingStatus.EMPTY}),
    RecordingStatus.KEPT: frozenset({RecordingStatus.DELETED}),
    RecordingStatus.EMPTY: frozenset(),
    RecordingStatus.DELETED: frozenset(),
}
OPEN_RECORDING = (RecordingStatus.RUNNING, RecordingStatus.PAUSED)


class ConsentPurpose(TextChoices):
    """What is asked for apart from the talk itself; each may be refused by itself."""

    RECORDING = "RECORDING", _("Saya setuju percakapan saya dengan petugas direkam")
    STILLS = "STILLS", _("Saya setuju petugas mengambil foto wajah dan dokumen saya")


class PictureState(TextChoices):
    """What a booth's page says of its own camera."""

    MOVING = "moving", _("Gambar bergerak")
    FROZEN = "frozen", _("Gambar berhenti")
    BLACK = "black", _("Gambar gelap")
    OFF = "off", _("Tanpa kamera")


class SoundState(TextChoices):
    """What a booth's page says of its own microphone."""

    HEARD = "heard", _("Mikrofon menangkap suara")
    SILENT = "silent", _("Mikrofon diam")
    OFF = "off", _("Tanpa mikrofon")


class Phase(TextChoices):
    """Read from the check marks, never stored: the phase of the first open item."""

    CONSENT = "CONSENT", _("Izin")
    IDENTITY = "IDENTITY", _("Identitas")
    LIVENESS = "LIVENESS", _("Gerak")
    DOCUMENTS = "DOCUMENTS", _("Dokumen")
    QUESTIONS = "QUESTIONS", _("Tanya")
    BANK_CONFIRM = "BANK_CONFIRM", _("Rekening")
    SUMMARY = "SUMMARY", _("Ringkas")


class TimeKind(TextChoices):
    """What of a verification is measured for the scheduler."""

    CONTACT = "CONTACT", _("Satu percakapan")
    REMAINING = "REMAINING", _("Percakapan yang tersisa")
    WHOLE = "WHOLE", _("Dari panggilan sampai keputusan")
    TURNOVER = "TURNOVER", _("Pergantian di bilik")


class MarkResult(TextChoices):
    MATCH = "MATCH", _("Sesuai")
    MISMATCH = "MISMATCH", _("Tidak sesuai")
    UNREADABLE = "UNREADABLE", _("Tidak terbaca")


class Outcome(TextChoices):
    VERIFIED = "VERIFIED", _("Terverifikasi")
    REJECTED = "REJECTED", _("Ditolak")
    FOLLOW_UP = "FOLLOW_UP", _("Tindak lanjut")


class DecisionReason(TextChoices):
    """Coded reasons; the label is what the participant reads and can act on."""

    IDENTITY_MISMATCH = "IDENTITY_MISMATCH", _("Identitas tidak cocok dengan data peserta")
    SUSPECTED_FRAUD = "SUSPECTED_FRAUD", _("Data memerlukan pemeriksaan khusus di kantor cabang")
    PROMPTED = "PROMPTED", _("Jawaban dibantu orang lain")
    NOT_ELIGIBLE = "NOT_ELIGIBLE", _("Belum memenuhi syarat klaim")
    DOCS_REQUIRED = "DOCS_REQUIRED", _("Dokumen belum lengkap")
    ACCOUNT_MISMATCH = "ACCOUNT_MISMATCH", _("Rekening tidak atas nama peserta")
    EMPLOYER_CONFIRMATION = "EMPLOYER_CONFIRMATION", _("Menunggu konfirmasi perusahaan")
    REFER_PHYSICAL = "REFER_PHYSICAL", _("Perlu pemeriksaan tatap muka")


R = DecisionReason
REASONS: dict[str, tuple[str, ...]] = {
    Outcome.VERIFIED: (),
    Outcome.REJECTED: (R.IDENTITY_MISMATCH, R.SUSPECTED_FRAUD, R.PROMPTED, R.NOT_ELIGIBLE),
    Outcome.FOLLOW_UP: (R.DOCS_REQUIRED, R.ACCOUNT_MISMATCH, R.EMPLOYER_CONFIRMATION, R.REFER_PHYSICAL),
}


class SupervisionMode(TextChoices):
    """The words of `media/arrange.py`."""

    LISTEN = "listen", _("Mendengarkan")
    WHISPER = "whisper", _("Berbisik")
    JOIN = "join", _("Bergabung")


class AbortReason(TextChoices):
    TECH_FAILURE = "TECH_FAILURE", _("Gangguan teknis")
    PARTICIPANT_LEFT = "PARTICIPANT_LEFT", _("Peserta pergi")
    HANDED_OVER = "HANDED_OVER", _("Diserahkan kepada petugas lain")
    CONSENT_REFUSED = "CONSENT_REFUSED", _("Izin tidak diberikan")
