"""The statuses of a ticket and the table of its moves (domain.md section 8)."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class TicketStatus(TextChoices):
    WAITING = "WAITING", _("Menunggu")
    CALLED = "CALLED", _("Dipanggil")
    SERVING = "SERVING", _("Dilayani")
    PARKED = "PARKED", _("Ditunda")
    DONE = "DONE", _("Selesai")
    NO_SHOW = "NO_SHOW", _("Tidak hadir")
    CANCELLED = "CANCELLED", _("Dibatalkan")


S = TicketStatus
TICKET_MOVES: dict[str, frozenset[str]] = {
    S.WAITING: frozenset({S.CALLED, S.PARKED, S.CANCELLED}),
    # stepped away for a moment, and keeps the place in line
    S.PARKED: frozenset({S.WAITING, S.CANCELLED}),
    S.CALLED: frozenset({S.SERVING, S.NO_SHOW, S.WAITING, S.CANCELLED}),
    # back to WAITING: technical failure, the person keeps the place in line
    S.SERVING: frozenset({S.DONE, S.WAITING}),
    # came back the same day
    S.NO_SHOW: frozenset({S.WAITING}),
    S.DONE: frozenset(),
    # back to WAITING: the reception's ten seconds of undo
    S.CANCELLED: frozenset({S.WAITING}),
}
ACTIVE_TICKET = (S.WAITING, S.CALLED, S.SERVING, S.PARKED)


class Priority(TextChoices):
    """Who is promised a shorter wait (domain.md section 6)."""

    NONE = "", _("Tidak ada")
    ELDERLY = "ELDERLY", _("Lanjut usia")
    PREGNANT = "PREGNANT", _("Ibu hamil")
    DISABLED = "DISABLED", _("Penyandang disabilitas")
