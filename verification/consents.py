"""What a participant agrees to before any picture or sound leaves the booth; new wording, new version."""

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

CONSENT_VERSION = "2026-11-b"
# UU 27/2022 articles 20 to 24 (domain.md 6): purpose, data, keeping time, rights, in plain words.
TITLE = _("Izin gambar dan suara")
PARAGRAPHS: tuple[str | Promise, ...] = (
    _("Petugas akan melihat gambar dan mendengar suara Anda untuk memeriksa klaim JHT Anda."),
    _("Penyelia cabang dapat ikut melihat dan mendengar percakapan. Setiap kali dicatat, dan petugas diberi tahu."),
    _("Peserta di bilik lain tidak dapat melihat atau mendengar Anda."),
    _("Gambar dan suara tidak direkam. Hasil pemeriksaan disimpan 10 tahun bersama berkas klaim."),
    _("Anda boleh menolak. Klaim tetap dapat diperiksa di loket kantor cabang."),
)
AGREE = _("Saya setuju")
REFUSE = _("Saya tidak setuju")


def consent_text(language: str) -> str:
    """Return the whole text in one language, as it is hashed."""
    with translation.override(language):
        return "\n".join([CONSENT_VERSION, str(TITLE), *(str(paragraph) for paragraph in PARAGRAPHS)])
