"""The root of every named refusal: the docstring is the sentence for people, `code` the word for programs."""

from django.utils.translation import gettext


class Refusal(Exception):
    """Permintaan ini tidak dapat dilakukan."""

    code = "refused"
    status = 409

    def __init__(self, **facts: object) -> None:
        """`facts` fill the sentence's placeholders; they are shown to people, so nothing secret goes in."""
        super().__init__(self.code)
        self.facts = facts

    @property
    def sentence(self) -> str:
        in_one_line = " ".join((type(self).__doc__ or "").split())
        text = gettext(in_one_line)
        return text % self.facts if self.facts else text


class InvalidRequest(Refusal):
    """Isian ini tidak lengkap atau tidak benar."""

    code = "invalid"
    status = 422


class NotFound(Refusal):
    """Tidak ditemukan."""

    code = "not_found"
    status = 404


class NotAllowed(Refusal):
    """Peran Anda tidak mengizinkan ini."""

    code = "not_allowed"
    status = 403


class StaleState(Refusal):
    """Sudah diubah oleh orang lain. Halaman ini menampilkan keadaan terbaru."""

    code = "stale_state"


class AlreadyOnDuty(Refusal):
    """Anda sudah bertugas. Akhiri giliran yang terbuka dahulu."""

    code = "already_on_duty"


class NotOnDuty(Refusal):
    """Anda belum membuka giliran tugas."""

    code = "not_on_duty"


class BoothTaken(Refusal):
    """Bilik ini sudah dipakai."""

    code = "booth_taken"


class DeviceRevoked(Refusal):
    """Layar bilik ini tidak terdaftar lagi. Mohon panggil petugas."""

    code = "device_revoked"
    status = 401


class EnrolmentRefused(Refusal):
    """Kode pendaftaran salah atau sudah kedaluwarsa."""

    code = "enrolment_refused"
    status = 403
