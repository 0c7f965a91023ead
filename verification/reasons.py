"""The scheduler's reasons as sentences for people."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from verification.scheduler import Because, Reason

SENTENCES: dict[Because, str | Promise] = {
    Because.OVERDUE: _("terlalu lama menunggu: %(minutes)d menit"),
    Because.PRIORITY: _("prioritas, menunggu %(minutes)d menit"),
    Because.QUICK: _("cepat selesai, lalu dapat lanjut sendiri"),
    Because.ONLY_ONE: _("hanya bilik ini yang menunggu"),
    Because.LONGEST_WAIT: _("paling lama menunggu: %(minutes)d menit"),
    Because.APPOINTMENT: _("sudah berjanji, menunggu %(minutes)d menit"),
    Because.NOBODY_WAITS: _("tidak ada yang menunggu"),
    Because.AWAY: _("Anda sedang istirahat atau tidak di meja"),
    Because.MANY_WAIT_INSIDE: _("setengah bilik Anda masih menunggu Anda"),
    Because.CALM: _("mode tenang: tempat lain dibiarkan kosong"),
    Because.FOR_ANOTHER: _("yang menunggu diserahkan kepada petugas lain"),
    Because.BREAK_SOON: _("tidak akan selesai sebelum istirahat Anda"),
    Because.CLOSING_SOON: _("tidak akan selesai sebelum kantor tutup"),
}


def sentence(reason: Reason) -> str:
    text = str(SENTENCES[reason.because])
    return text % {"minutes": round(reason.seconds / 60)} if "%(" in text else text
