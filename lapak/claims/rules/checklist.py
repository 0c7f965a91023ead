"""What the officer must look at before deciding, by claim reason. Pure. Source: domain.md 2.2 and 5.2 (L1 to L7)."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lapak.claims.states import ClaimReason

NPWP_ABOVE_RUPIAH = 50_000_000


@dataclass(frozen=True)
class Item:
    """`phase` is one of verification's phases; `document` means that an original is held up and its sighting
    recorded.
    """

    code: str
    phase: str
    label: str | Promise
    hint: str | Promise = ""
    document: bool = False


FACE = Item("FACE_MATCHES_ID", "IDENTITY", _("Wajah sama dengan KTP"))
IDENTITY_CARD = Item("KTP_ORIGINAL", "IDENTITY", _("KTP asli, dimiringkan"), _("hologram terlihat?"), document=True)
MOVEMENT = Item("LIVENESS_MOVE", "LIVENESS", _("Gerak acak diikuti"))
MEMBER_CARD = Item("KPJ_CARD", "DOCUMENTS", _("Kartu peserta (KPJ)"), document=True)
TAX_NUMBER = Item("NPWP", "DOCUMENTS", _("NPWP"), _("wajib di atas Rp 50 juta"), document=True)
MOTHER = Item("MOTHER_NAME", "QUESTIONS", _("Nama ibu kandung dijawab benar"))
ACCOUNT = Item("ACCOUNT_READ_BACK", "BANK_CONFIRM", _("Nomor rekening dibacakan ulang"))
AMOUNT = Item("AMOUNT_CONFIRMED", "SUMMARY", _("Jumlah, pajak dan sebab klaim dibenarkan peserta"))

PROOFS = {
    ClaimReason.RESIGNATION: Item("RESIGNATION_LETTER", "DOCUMENTS", _("Surat pengunduran diri"), document=True),
    ClaimReason.LAYOFF: Item("LAYOFF_PROOF", "DOCUMENTS", _("Surat PHK dari perusahaan"), document=True),
    ClaimReason.FIXED_TERM_END: Item("CONTRACT_END_PROOF", "DOCUMENTS", _("Bukti kontrak berakhir"), document=True),
}


def items_for(reason: str, *, gross_rupiah: int) -> tuple[Item, ...]:
    """Return the items in the order in which they are worked through."""
    proof = PROOFS.get(ClaimReason(reason))
    middle = [MEMBER_CARD, proof, TAX_NUMBER if gross_rupiah > NPWP_ABOVE_RUPIAH else None]
    return (FACE, IDENTITY_CARD, MOVEMENT, *(item for item in middle if item), MOTHER, ACCOUNT, AMOUNT)


def open_items(items: Iterable[Item], answered: Iterable[str]) -> list[Item]:
    done = set(answered)
    return [item for item in items if item.code not in done]
