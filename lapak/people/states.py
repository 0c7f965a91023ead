"""Words of the people's shelf that are stored."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class NameMatch(TextChoices):
    """What came of comparing an account holder's name with the claimant's."""

    UNKNOWN = "UNKNOWN", _("Belum diketahui")
    EQUAL = "EQUAL", _("Nama sama")
    CLOSE = "CLOSE", _("Nama mirip")
    DIFFERENT = "DIFFERENT", _("Nama berbeda")
    NO_ACCOUNT = "NO_ACCOUNT", _("Rekening tidak ditemukan")


class GuessKind(TextChoices):
    """What is tried with numbers that may be wrong."""

    REGISTER = "REGISTER", _("NIK dan nomor KPJ")
    CLAIM = "CLAIM", _("Nomor klaim dan tanggal lahir")
    OWNER = "OWNER", _("Bukti pemilik klaim")
