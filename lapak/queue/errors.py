"""Refusals about the queue."""

from booths.errors import Refusal


class BranchClosed(Refusal):
    """Kantor cabang sedang tutup."""

    code = "branch_closed"


class NotWaiting(Refusal):
    """Nomor ini tidak sedang menunggu."""

    code = "not_waiting"


class UndoOver(Refusal):
    """Waktu untuk mengembalikan nomor ini sudah lewat."""

    code = "undo_over"


class SlotFull(Refusal):
    """Waktu ini sudah penuh."""

    code = "slot_full"


class HoldOver(Refusal):
    """Waktu untuk mengisi data sudah habis. Pilih waktu lagi."""

    code = "hold_over"


class AlreadyBooked(Refusal):
    """NIK ini sudah mempunyai janji. Ubah atau batalkan janji itu lebih dahulu."""

    code = "already_booked"


class AlreadyWaiting(Refusal):
    """NIK ini sudah ada di daftar tunggu hari itu."""

    code = "already_waiting"


class BookingOver(Refusal):
    """Janji ini tidak dapat diubah lagi."""

    code = "booking_over"


class OfferOver(Refusal):
    """Tawaran ini sudah lewat."""

    code = "offer_over"


class PlaceGone(Refusal):
    """Janji ini tidak ditemukan."""

    code = "place_gone"
    status = 404


class NotToday(Refusal):
    """Janji ini bukan untuk hari ini."""

    code = "not_today"


class TooEarly(Refusal):
    """Anda datang terlalu awal. Janji Anda pukul %(time)s."""

    code = "too_early"


class TooManyHolds(Refusal):
    """Dari jaringan ini sudah terlalu banyak waktu yang ditahan. Coba lagi dalam sepuluh menit."""

    code = "too_many_holds"
    status = 429


class PlanOverlaps(Refusal):
    """Petugas ini sudah dijadwalkan pada waktu itu."""

    code = "plan_overlaps"


class PlanTurned(Refusal):
    """Jam selesai harus sesudah jam mulai."""

    code = "plan_turned"


class PlacesBooked(Refusal):
    """Sudah %(booked)d tempat dipesan; kuota tidak dapat lebih kecil."""

    code = "places_booked"


class DayClosedAlready(Refusal):
    """Hari itu sudah ditutup."""

    code = "day_closed_already"


class SlotElsewhere(Refusal):
    """Janji ini di %(branch)s, bukan di sini."""

    code = "slot_elsewhere"


class DrawNotOpen(Refusal):
    """Undian untuk hari ini dibuka pada %(day)s pukul %(time)s."""

    code = "draw_not_open"


class DrawIsOver(Refusal):
    """Undian untuk hari ini sudah ditutup."""

    code = "draw_is_over"


class DrawKnown(Refusal):
    """Hari ini sudah diundi atau akan diundi."""

    code = "draw_known"


class DrawTurned(Refusal):
    """Undian harus dibuka mulai sekarang atau nanti, dan ditutup sesudahnya."""

    code = "draw_turned"


class DrawTooLate(Refusal):
    """Undian harus ditutup paling lambat dua jam sebelum waktu pertama, agar orang masih dapat datang."""

    code = "draw_too_late"


class NothingToDraw(Refusal):
    """Belum ada tempat kosong pada hari ini yang dapat diundi."""

    code = "nothing_to_draw"
