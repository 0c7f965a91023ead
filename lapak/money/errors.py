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
