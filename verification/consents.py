"""What a participant agrees to before any picture or sound leaves the booth; new wording, new version."""

from collections.abc import Sequence

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from booths.models import Branch
from verification.states import ConsentPurpose

CONSENT_VERSION = "2026-11-c"
# UU 27/2022 articles 20 to 24 (domain.md 6): purpose, data, keeping time, rights, in plain words.
TITLE = _("Izin gambar dan suara")
_PARAGRAPHS: tuple[str | Promise, ...] = (
    _("Petugas akan melihat gambar dan mendengar suara Anda untuk memeriksa klaim JHT Anda."),
    _("Penyelia cabang dapat ikut melihat dan mendengar percakapan. Setiap kali dicatat, dan petugas diberi tahu."),
    _("Peserta di bilik lain tidak dapat melihat atau mendengar Anda."),
)
_NOT_KEPT = _("Gambar dan suara tidak direkam. Hasil pemeriksaan disimpan 10 tahun bersama berkas klaim.")
_KEPT = _(
    "Rekaman dan foto hanya dibuat bila Anda mencentangnya, disimpan tersandi 5 tahun, lalu dihapus. "
    "Hasil pemeriksaan disimpan 10 tahun."
)
_MAY_REFUSE = _("Anda boleh menolak. Klaim tetap dapat diperiksa di loket kantor cabang.")
OPTIONAL = _("Tidak wajib untuk klaim Anda:")
AGREE = _("Saya setuju")
REFUSE = _("Saya tidak setuju")


def purposes_of(branch: Branch) -> list[str]:
    """Return what this branch asks for beside the talk, each to be agreed to by itself (article 22)."""
    asks = {ConsentPurpose.RECORDING: branch.records, ConsentPurpose.STILLS: branch.takes_stills}
    return [str(purpose) for purpose, is_asked in asks.items() if is_asked]


def paragraphs(purposes: Sequence[str]) -> tuple[str | Promise, ...]:
    return (*_PARAGRAPHS, _KEPT if purposes else _NOT_KEPT, _MAY_REFUSE)


def text(language: str, purposes: Sequence[str]) -> str:
    """Return the whole text in one language, as it is hashed."""
    with translation.override(language):
        choices = [str(ConsentPurpose(purpose).label) for purpose in purposes]
        return "\n".join([CONSENT_VERSION, str(TITLE), *(str(one) for one in paragraphs(purposes)), *choices])
