"""Refusals of sessions, seats and decisions."""

from booths.errors import Refusal


class WrongCode(Refusal):
    """Kode tidak cocok. Periksa kode pada tiket Anda."""

    code = "wrong_code"


class WrongBooth(Refusal):
    """Tiket Anda dipanggil ke bilik %(booth)s. Silakan menuju bilik %(booth)s."""

    code = "wrong_booth"


class NotYetCalled(Refusal):
    """Nomor %(ticket)s belum dipanggil. Silakan tunggu di ruang tunggu."""

    code = "not_yet_called"


class TooManyTries(Refusal):
    """Terlalu banyak percobaan. Tunggu beberapa menit atau panggil petugas."""

    code = "too_many_tries"
    status = 429


class ConsentOutdated(Refusal):
    """Teks persetujuan telah diperbarui. Mohon baca kembali."""

    code = "consent_outdated"


class NoConsent(Refusal):
    """Peserta belum memberi izin gambar dan suara."""

    code = "no_consent"


class RecordingOff(Refusal):
    """Cabang ini tidak merekam percakapan."""

    code = "recording_off"


class RecordingBroken(Refusal):
    """Rekaman berhenti: tempat penyimpanan tidak dapat ditulis. Yang sudah direkam tetap ada."""

    code = "recording_broken"


class StillsOff(Refusal):
    """Cabang ini tidak mengambil foto."""

    code = "stills_off"


class NotAgreed(Refusal):
    """Peserta tidak mengizinkan ini di layar bilik."""

    code = "not_agreed"


class NoPicture(Refusal):
    """Foto dari bilik tidak dapat dibaca. Minta sekali lagi."""

    code = "no_picture"


class NothingHere(Refusal):
    """Tidak ada peserta di tempat ini."""

    code = "nothing_here"


class SupervisorPresent(Refusal):
    """Penyelia lain sedang bersama petugas ini. Coba lagi setelah ia selesai."""

    code = "supervisor_present"


class RecallTooSoon(Refusal):
    """Panggilan ulang baru dapat dilakukan setelah jeda."""

    code = "recall_too_soon"


class RecallsUsedUp(Refusal):
    """Nomor ini sudah dipanggil ulang dua kali. Nyatakan tidak hadir atau tunggu."""

    code = "recalls_used_up"


class RecallFirst(Refusal):
    """Panggil ulang dua kali sebelum menyatakan tidak hadir."""

    code = "recall_first"


class ChecklistOpen(Refusal):
    """Daftar periksa belum lengkap: %(count)s butir belum dijawab."""

    code = "checklist_open"


class ItemDisagrees(Refusal):
    """Ada butir yang tidak sesuai. Klaim ini tidak dapat diverifikasi."""

    code = "item_disagrees"


class UnknownItem(Refusal):
    """Butir ini tidak ada dalam daftar periksa klaim ini."""

    code = "unknown_item"
    status = 422


class ReasonNeeded(Refusal):
    """Pilih alasan dari daftar."""

    code = "reason_needed"
    status = 422


class NotAttended(Refusal):
    """Bicaralah dahulu dengan peserta ini sebelum memutuskan."""

    code = "not_attended"


class AlreadyDecided(Refusal):
    """Klaim ini sudah diputuskan."""

    code = "already_decided"


class UndoOver(Refusal):
    """Waktu pembatalan sudah lewat."""

    code = "undo_over"


class SeatsOpen(Refusal):
    """Masih ada peserta di bilik. Selesaikan dahulu sebelum mengakhiri giliran."""

    code = "seats_open"


class NoFreePlace(Refusal):
    """Tidak ada orang menunggu, atau tidak ada tempat dan bilik yang bebas."""

    code = "no_free_place"


class MediaAway(Refusal):
    """Layanan video sedang tidak tersedia. Halaman ini mencoba lagi dengan sendirinya."""

    code = "media_away"
    status = 503
