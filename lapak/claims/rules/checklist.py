"""What the officer must look at before deciding, by claim reason. Pure. Source: docs/decisions.md and rulesets."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lapak.claims.rules.rulesets import Rule

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


def _document(code: str, label: str | Promise, hint: str | Promise = "") -> Item:
    return Item(code, "DOCUMENTS", label, hint, document=True)


FACE = Item("FACE_MATCHES_ID", "IDENTITY", _("Wajah sama dengan KTP"))
IDENTITY_CARD = Item("KTP_ORIGINAL", "IDENTITY", _("KTP asli, dimiringkan"), _("hologram terlihat?"), document=True)
MOVEMENT = Item("LIVENESS_MOVE", "LIVENESS", _("Gerak acak diikuti"))
MEMBER_CARD = _document("KPJ_CARD", _("Kartu peserta (KPJ)"))
TAX_NUMBER = _document("NPWP", _("NPWP"), _("wajib di atas Rp 50 juta"))
PARTIAL_TAX_NUMBER = _document("NPWP", _("NPWP"), _("wajib pada klaim sebagian"))
MOTHER = Item("MOTHER_NAME", "QUESTIONS", _("Nama ibu kandung dijawab benar"))
HEIR_MOTHER = Item("MOTHER_NAME", "QUESTIONS", _("Nama ibu kandung almarhum dijawab benar"))
ACCOUNT = Item("ACCOUNT_READ_BACK", "BANK_CONFIRM", _("Nomor rekening dibacakan ulang"))
AMOUNT = Item("AMOUNT_CONFIRMED", "SUMMARY", _("Jumlah, pajak dan sebab klaim dibenarkan peserta"))

# One of the five proofs of a lay-off is enough (Permenaker 4/2022 Art. 11): the officer ticks that one was seen.
LAYOFF_PROOF = _document(
    "LAYOFF_PROOF",
    _("Bukti PHK"),
    _("satu dari: tanda terima lapor PHK, surat lapor, surat PHK dan tidak menolak, perjanjian bersama, putusan PHI"),
)
LAYOFF_PROOF_2015 = _document("LAYOFF_PROOF", _("Bukti PHK"), _("perjanjian bersama terdaftar atau putusan PHI"))
PROOFS = {
    "CONTRACT_END_PROOF": _document("CONTRACT_END_PROOF", _("Bukti kontrak berakhir")),
    "RESIGNATION_LETTER": _document("RESIGNATION_LETTER", _("Surat pengunduran diri")),
    "LEAVING_STATEMENT": _document("LEAVING_STATEMENT", _("Pernyataan tidak bekerja lagi di Indonesia")),
    "PASSPORT": _document("PASSPORT", _("Paspor")),
    "DOCTOR_STATEMENT": _document("DOCTOR_STATEMENT", _("Surat dokter: cacat total tetap")),
    "DEATH_CERTIFICATE": _document("DEATH_CERTIFICATE", _("Surat kematian")),
    "HEIR_CERTIFICATE": _document("HEIR_CERTIFICATE", _("Surat keterangan ahli waris"), _("atau penetapan pengadilan")),
    "EMPLOYMENT_LETTER": _document(
        "EMPLOYMENT_LETTER", _("Surat keterangan bekerja"), _("atau surat berhenti bekerja")
    ),
    "HOUSING_DOCUMENTS": _document("HOUSING_DOCUMENTS", _("Dokumen bank untuk perumahan")),
    "FAMILY_CARD": _document("FAMILY_CARD", _("Kartu keluarga (KK)")),
}


def items_for(rule: Rule, *, gross_rupiah: int) -> tuple[Item, ...]:
    """Return the items in the order in which they are worked through."""
    middle = [MEMBER_CARD, *_proofs(rule.proofs), *(PROOFS[code] for code in rule.further)]
    if rule.is_partial:
        middle.append(PARTIAL_TAX_NUMBER)
    elif gross_rupiah > NPWP_ABOVE_RUPIAH:
        middle.append(TAX_NUMBER)
    mother = HEIR_MOTHER if rule.for_heir else MOTHER
    return (FACE, IDENTITY_CARD, MOVEMENT, *middle, mother, ACCOUNT, AMOUNT)


def _proofs(codes: tuple[str, ...]) -> list[Item]:
    if len(codes) > 1:
        return [LAYOFF_PROOF if "LAYOFF_RECEIPT" in codes else LAYOFF_PROOF_2015]
    return [PROOFS[code] for code in codes]


def open_items(items: Iterable[Item], answered: Iterable[str]) -> list[Item]:
    done = set(answered)
    return [item for item in items if item.code not in done]
