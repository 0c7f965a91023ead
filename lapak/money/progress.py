"""How far a claim is, as its owner is told: steps with their moments, what is due next, what the owner must do."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lapak.claims.models import Claim
from lapak.claims.states import ClaimStatus
from lapak.money.models import Payout
from lapak.money.states import PayoutStatus

# Permenaker 4/2022 and PP 46/2015 Art. 31: five working days from a complete and correct application.
PAID_WITHIN_DAYS = 5

SENTENCES: dict[str, str | Promise] = {
    ClaimStatus.SUBMITTED: _("Klaim Anda menunggu verifikasi. Datang pada waktunya dengan dokumen asli."),
    ClaimStatus.IN_SESSION: _("Klaim Anda sedang diverifikasi."),
    ClaimStatus.FOLLOW_UP: _("Ada yang perlu dilengkapi. Datang lagi dengan dokumennya dan ambil nomor baru."),
    ClaimStatus.REJECTED: _("Klaim ini ditolak. Petugas di cabang dapat menjelaskan sebabnya."),
    ClaimStatus.WITHDRAWN: _("Klaim ini dibatalkan. Anda dapat mengajukan klaim lagi."),
    ClaimStatus.PAID: _("Uang sudah dikirim ke rekening Anda."),
}
OF_PAYOUT: dict[str, str | Promise] = {
    PayoutStatus.AWAITING_AUTHORISATION: _("Klaim Anda terverifikasi dan sedang disetujui."),
    PayoutStatus.AUTHORISED: _("Pembayaran sedang diproses bank."),
    PayoutStatus.HELD: _("Pembayaran masih diperiksa. Kami menghubungi Anda bila ada yang perlu dijelaskan."),
    PayoutStatus.STUCK: _("Bank belum memastikan pembayaran ini dan kami menanyakannya. Anda tinggal menunggu."),
    PayoutStatus.ACCOUNT_CORRECTION: _("Bank tidak dapat mengirim ke rekening Anda. Tuliskan rekening lain di sini."),
}


@dataclass(frozen=True)
class Step:
    label: str | Promise
    at: datetime | None
    """None for a step that is still to come."""


@dataclass(frozen=True)
class Progress:
    steps: tuple[Step, ...]
    sentence: str | Promise
    state: str
    """wait, done, late or off: the data-state words of all pages."""
    needs_account: bool


def of_claim(claim: Claim, payout: Payout | None) -> Progress:
    status = ClaimStatus(claim.status)
    owed = payout if payout and payout.status != PayoutStatus.WITHDRAWN else None
    sentence = OF_PAYOUT.get(owed.status) if owed and status == ClaimStatus.VERIFIED else None
    needs_account = owed is not None and owed.status == PayoutStatus.ACCOUNT_CORRECTION
    return Progress(
        steps=_steps(claim, owed),
        sentence=sentence or SENTENCES.get(status, ""),
        state=_state(status, needs_account=needs_account),
        needs_account=needs_account,
    )


def _steps(claim: Claim, owed: Payout | None) -> tuple[Step, ...]:
    verified = claim.history.filter(to_status=ClaimStatus.VERIFIED).order_by("-pk").values_list("at", flat=True)
    return (
        Step(_("Diajukan"), claim.filed_at),
        Step(_("Terverifikasi"), verified.first() if owed else None),
        Step(_("Disetujui"), owed.authorised_at if owed else None),
        Step(_("Dibayar"), owed.paid_at if owed else None),
    )


def _state(status: ClaimStatus, *, needs_account: bool) -> str:
    if needs_account or status == ClaimStatus.FOLLOW_UP:
        return "late"
    if status == ClaimStatus.PAID:
        return "done"
    return "off" if status in {ClaimStatus.REJECTED, ClaimStatus.WITHDRAWN} else "wait"
