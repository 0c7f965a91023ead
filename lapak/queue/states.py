"""The statuses of a ticket and the table of its moves (domain.md section 8)."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class TicketStatus(TextChoices):
    WAITING = "WAITING", _("Menunggu")
    CALLED = "CALLED", _("Dipanggil")
    SERVING = "SERVING", _("Dilayani")
    DONE = "DONE", _("Selesai")
    NO_SHOW = "NO_SHOW", _("Tidak hadir")
    CANCELLED = "CANCELLED", _("Dibatalkan")


S = TicketStatus
TICKET_MOVES: dict[str, frozenset[str]] = {
    S.WAITING: frozenset({S.CALLED, S.CANCELLED}),
    S.CALLED: frozenset({S.SERVING, S.NO_SHOW, S.WAITING, S.CANCELLED}),
    # back to WAITING: technical failure, the person keeps the place in line
    S.SERVING: frozenset({S.DONE, S.WAITING}),
    S.NO_SHOW: frozenset({S.WAITING}),
    S.DONE: frozenset(),
    S.CANCELLED: frozenset(),
}
ACTIVE_TICKET = (S.WAITING, S.CALLED, S.SERVING)
