"""The named refusals of the money path: the docstring is the sentence for people, `code` the word for programs."""

from booths.errors import Refusal


class UndoTooLate(Refusal):
    """Keputusan ini tidak dapat dibatalkan lagi: pembayarannya sudah diotorisasi."""

    code = "undo_too_late"


class ClaimNotVerified(Refusal):
    """Klaim ini belum terverifikasi, jadi belum ada yang dapat dibayarkan."""

    code = "claim_not_verified"


class AlreadyPromised(Refusal):
    """Pembayaran untuk klaim ini sudah ada."""

    code = "already_promised"


class NothingToPay(Refusal):
    """Saldo peserta nol, jadi tidak ada yang dapat dibayarkan."""

    code = "nothing_to_pay"


class LeaseLost(Exception):
    """Another worker holds this transfer now: what the late one wants to write is refused."""


class NotAwaited(Refusal):
    """Pembayaran ini tidak menunggu langkah Anda."""

    code = "not_awaited"


class OwnCase(Refusal):
    """Anda sendiri yang memutuskan klaim ini, jadi orang lain yang memeriksanya."""

    code = "own_case"
    status = 403


class RelatedCase(Refusal):
    """Anda berkerabat dengan yang mengajukan klaim ini, jadi orang lain yang memeriksanya."""

    code = "related_case"
    status = 403


class SamePerson(Refusal):
    """Yang memeriksa dan yang melepas pembayaran harus dua orang."""

    code = "same_person"
    status = 403


class NoteNeeded(Refusal):
    """Tuliskan alasannya."""

    code = "note_needed"
    status = 422


class NotCorrectable(Refusal):
    """Rekening klaim ini tidak perlu diperbaiki."""

    code = "not_correctable"


class SameAccount(Refusal):
    """Rekening ini sudah ditolak bank. Tuliskan rekening lain."""

    code = "same_account"
    status = 422


class NotStuck(Refusal):
    """Pembayaran ini tidak menunggu keputusan Anda."""

    code = "not_stuck"


class AccountOfAnother(Refusal):
    """Menurut bank, rekening ini milik orang lain. Minta peserta menyebut rekening sendiri."""

    code = "account_of_another"
    status = 422


class AccountUnknown(Refusal):
    """Menurut bank, rekening ini tidak ada atau tidak aktif. Minta peserta menyebut rekening lain."""

    code = "account_unknown"
    status = 422


class NotOwner(Refusal):
    """NIK atau nomor KPJ ini bukan milik klaim ini."""

    code = "not_owner"
    status = 422


class NotAuthentic(Exception):
    """A notice that the bank did not sign, or not now."""


class NoticeUnreadable(Exception):
    """The bank signed something that is no notice."""


class NoticeSeen(Exception):
    """This notice was taken before."""


class FileUnreadable(Refusal):
    """Berkas ini bukan %(message)s yang dapat dibaca. Tidak ada yang diubah."""

    code = "file_unreadable"
    status = 422


class NothingToGather(Refusal):
    """Tidak ada pembayaran yang siap dikirim dengan berkas."""

    code = "nothing_to_gather"


class BatchOver(Refusal):
    """Berkas ini sudah diotorisasi atau dibatalkan, atau belum diotorisasi."""

    code = "batch_over"


class OwnBatch(Refusal):
    """Anda sendiri yang mengumpulkan berkas ini, jadi petugas keuangan lain mengotorisasinya."""

    code = "own_batch"
    status = 403


class ReportElsewhere(Refusal):
    """Laporan ini tentang berkas lain. Tidak ada yang diubah."""

    code = "report_elsewhere"
    status = 422


class NoSuchClaim(Refusal):
    """Nomor klaim dan tanggal lahir ini tidak ditemukan bersama."""

    code = "no_such_claim"
    status = 422
