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


class Contingent(TextChoices):
    """For whom a place of a slot is kept."""

    PUBLIC = "PUBLIC", _("Umum")
    INTERNAL = "INTERNAL", _("Cabang")
    COLLECTIVE = "COLLECTIVE", _("Perusahaan")


class BookingStatus(TextChoices):
    HELD = "HELD", _("Ditahan")
    CONFIRMED = "CONFIRMED", _("Terkonfirmasi")
    CHECKED_IN = "CHECKED_IN", _("Sudah hadir")
    CANCELLED = "CANCELLED", _("Dibatalkan")
    EXPIRED = "EXPIRED", _("Kedaluwarsa")
    MISSED = "MISSED", _("Tidak hadir")


B = BookingStatus
BOOKING_MOVES: dict[str, frozenset[str]] = {
    B.HELD: frozenset({B.CONFIRMED, B.EXPIRED}),
    B.CONFIRMED: frozenset({B.CHECKED_IN, B.CANCELLED, B.MISSED}),
    B.CHECKED_IN: frozenset(),
    B.CANCELLED: frozenset(),
    B.EXPIRED: frozenset(),
    B.MISSED: frozenset(),
}
LIVE_BOOKING = (B.HELD, B.CONFIRMED, B.CHECKED_IN, B.MISSED)
"""The bookings that keep their place; a missed one keeps it too, since the slot is over."""


class EntryStatus(TextChoices):
    WAITING = "WAITING", _("Menunggu")
    OFFERED = "OFFERED", _("Ditawari")
    TAKEN = "TAKEN", _("Diterima")
    LAPSED = "LAPSED", _("Tawaran lewat")
    LEFT = "LEFT", _("Keluar")


E = EntryStatus
ENTRY_MOVES: dict[str, frozenset[str]] = {
    E.WAITING: frozenset({E.OFFERED, E.TAKEN, E.LEFT}),
    E.OFFERED: frozenset({E.TAKEN, E.LAPSED, E.LEFT}),
    E.TAKEN: frozenset(),
    E.LAPSED: frozenset(),
    E.LEFT: frozenset(),
}
OPEN_ENTRY = (E.WAITING, E.OFFERED)


class ReminderKind(TextChoices):
    TWO_DAYS = "TWO_DAYS", _("Dua hari sebelumnya")
    AN_HOUR = "AN_HOUR", _("Satu jam sebelumnya")
    OFFER = "OFFER", _("Tawaran tempat")
    DRAWN = "DRAWN", _("Hasil undian")
