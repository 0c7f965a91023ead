"""The statuses of a payout (what is owed) and of a transfer (one attempt to send it), and the tables of their moves."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class PayoutStatus(TextChoices):
    AWAITING_AUTHORISATION = "AWAITING_AUTHORISATION", _("Menunggu otorisasi")
    AUTHORISED = "AUTHORISED", _("Diotorisasi")
    PAID = "PAID", _("Dibayar")
    HELD = "HELD", _("Ditahan")
    WITHDRAWN = "WITHDRAWN", _("Ditarik kembali")
    ACCOUNT_CORRECTION = "ACCOUNT_CORRECTION", _("Perbaikan rekening")
    STUCK = "STUCK", _("Perlu diperiksa")


class TransferStatus(TextChoices):
    READY = "READY", _("Siap dikirim")
    SUBMITTED = "SUBMITTED", _("Dikirim")
    UNKNOWN = "UNKNOWN", _("Belum pasti")
    PAID = "PAID", _("Dibayar")
    FAILED = "FAILED", _("Gagal")
    STUCK = "STUCK", _("Perlu diperiksa")
    RETURNED = "RETURNED", _("Dikembalikan")


class Step(TextChoices):
    """A look that another person must take before money goes; empty: none is left."""

    NONE = "", _("Tidak ada")
    CHECK = "CHECK", _("Periksa")
    RELEASE = "RELEASE", _("Lepas")


class ApprovalOutcome(TextChoices):
    APPROVED = "APPROVED", _("Disetujui")
    RETURNED = "RETURNED", _("Dikembalikan kepada petugas")
    HELD = "HELD", _("Ditahan, dugaan penipuan")


class ReviewReason(TextChoices):
    """Why a payout needs a second look."""

    AMOUNT = "AMOUNT", _("Jumlah besar")
    HEIR = "HEIR", _("Klaim ahli waris")
    ACCOUNT_CHANGED = "ACCOUNT_CHANGED", _("Rekening diganti")
    ACCOUNT_SHARED = "ACCOUNT_SHARED", _("Rekening dipakai peserta lain")
    PHONE_SHARED = "PHONE_SHARED", _("Nomor ponsel dipakai banyak peserta")
    OTHER_CLAIM = "OTHER_CLAIM", _("Klaim lain peserta ini masih berjalan")
    NEW_OFFICER = "NEW_OFFICER", _("Minggu pertama petugas")
    SAMPLE = "SAMPLE", _("Pemeriksaan acak")


class PostingKind(TextChoices):
    OWED = "OWED", _("Ditetapkan")
    PAID = "PAID", _("Dibayar")
    RETURNED = "RETURNED", _("Dikembalikan bank")


class LedgerAccount(TextChoices):
    BENEFIT = "BENEFIT", _("Beban manfaat")
    TAX_WITHHELD = "TAX_WITHHELD", _("Utang pajak")
    PARTICIPANTS = "PARTICIPANTS", _("Utang kepada peserta")
    BANK = "BANK", _("Bank")


class DifferenceKind(TextChoices):
    """How our books and the bank's disagree about a reference."""

    NOT_AT_BANK = "NOT_AT_BANK", _("Bank tidak membukukannya")
    NOT_OURS = "NOT_OURS", _("Bukan referensi kami")
    TWICE = "TWICE", _("Dibayar lebih dari sekali")
    AMOUNT = "AMOUNT", _("Jumlah berbeda")
    STILL_OPEN = "STILL_OPEN", _("Dibukukan bank, belum kami")


class StatementSource(TextChoices):
    HISTORY = "HISTORY", _("Riwayat bank")
    FILE = "FILE", _("Berkas camt.054")


class ExchangeKind(TextChoices):
    ACCOUNT = "ACCOUNT", _("Tanya rekening")
    TRANSFER = "TRANSFER", _("Kirim")
    STATUS = "STATUS", _("Tanya status")
    CALLBACK = "CALLBACK", _("Kabar bank")


class Rail(TextChoices):
    INTRABANK = "INTRABANK", _("Sesama bank")
    INTERBANK = "INTERBANK", "BI-FAST"
    SKN = "SKN", "SKN"
    RTGS = "RTGS", "RTGS"


P = PayoutStatus
PAYOUT_MOVES: dict[str, frozenset[str]] = {
    # to ACCOUNT_CORRECTION: the account of the claim is not the one that was verified
    P.AWAITING_AUTHORISATION: frozenset({P.AUTHORISED, P.WITHDRAWN, P.ACCOUNT_CORRECTION, P.HELD}),
    # held for fraud until a person lets it go on or takes it back
    P.HELD: frozenset({P.AWAITING_AUTHORISATION, P.WITHDRAWN}),
    # a new decision on the same claim promises again
    P.WITHDRAWN: frozenset({P.AWAITING_AUTHORISATION}),
    P.AUTHORISED: frozenset({P.PAID, P.ACCOUNT_CORRECTION, P.STUCK}),
    P.ACCOUNT_CORRECTION: frozenset({P.AWAITING_AUTHORISATION}),
    # a person decides, from evidence
    P.STUCK: frozenset({P.PAID, P.ACCOUNT_CORRECTION, P.AWAITING_AUTHORISATION}),
    # the bank sent the money back
    P.PAID: frozenset({P.ACCOUNT_CORRECTION}),
}

T = TransferStatus
TRANSFER_MOVES: dict[str, frozenset[str]] = {
    # to FAILED: the account inquiry refused it before anything was sent
    T.READY: frozenset({T.SUBMITTED, T.FAILED, T.STUCK}),
    # back to READY: the bank said that it did not take the order
    T.SUBMITTED: frozenset({T.PAID, T.UNKNOWN, T.FAILED, T.READY, T.STUCK}),
    # to SUBMITTED: the same reference once more, after the grace period only; never back to READY
    T.UNKNOWN: frozenset({T.PAID, T.FAILED, T.STUCK, T.SUBMITTED}),
    T.STUCK: frozenset({T.PAID, T.FAILED, T.UNKNOWN}),
    T.PAID: frozenset({T.RETURNED}),
    T.FAILED: frozenset(),
    T.RETURNED: frozenset(),
}
MOVING_TRANSFER = (T.READY, T.SUBMITTED, T.UNKNOWN)
# The money of such a transfer did not arrive or came back, and that is certain: another attempt may follow.
CLOSED_UNPAID_TRANSFER = (T.FAILED, T.RETURNED)
