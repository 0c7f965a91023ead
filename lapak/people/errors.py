"""Refusals about who a person is: each a field error in the reader's language."""

from booths.errors import NotFound, Refusal


class InvalidField(Refusal):
    """Isian ini tidak benar."""

    code = "invalid_field"
    status = 422
    field = ""


class InvalidNik(InvalidField):
    """NIK terdiri dari 16 angka dengan tanggal lahir yang benar, seperti pada KTP."""

    code = "invalid_nik"
    field = "nik"


class InvalidKpj(InvalidField):
    """Nomor KPJ terdiri dari 11 angka, seperti pada kartu peserta."""

    code = "invalid_kpj"
    field = "kpj_number"


class InvalidNpwp(InvalidField):
    """NPWP terdiri dari 15 angka seperti pada kartu, atau 16 angka yang sama dengan NIK."""

    code = "invalid_npwp"
    field = "npwp"


class InvalidPhone(InvalidField):
    """Nomor ponsel tidak benar. Contoh: 0812 3456 7890."""

    code = "invalid_phone"
    field = "phone"


class InvalidAccount(InvalidField):
    """Nomor rekening hanya berisi angka, 6 sampai 34 angka."""

    code = "invalid_account"
    field = "account_number"


class InvalidBank(InvalidField):
    """Pilih bank dari daftar."""

    code = "invalid_bank"
    field = "bank_code"


class NotRegistered(NotFound):
    """NIK dan nomor KPJ ini tidak ditemukan bersama di data kepesertaan. Periksa kembali atau tanyakan kepada
    petugas.
    """

    code = "not_registered"
    status = 422


class TooManyGuesses(Refusal):
    """Terlalu banyak percobaan dengan data yang salah. Coba lagi besok, atau datang ke kantor cabang dengan kartu
    Anda.
    """

    code = "too_many_guesses"
    status = 429
