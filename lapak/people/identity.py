"""Reads what people type as NIK, KPJ, phone and account numbers into one form, or says what is wrong. Pure."""

import re
from datetime import date

import phonenumbers
from stdnum.exceptions import ValidationError
from stdnum.id import npwp as tax_number

from lapak.people.errors import InvalidAccount, InvalidBank, InvalidKpj, InvalidNik, InvalidNpwp, InvalidPhone

# domain.md section 3: the 3 digits of Bank Indonesia.
BANKS = {
    "002": "BRI",
    "008": "Mandiri",
    "009": "BNI",
    "011": "Danamon",
    "013": "Permata",
    "014": "BCA",
    "016": "Maybank",
    "022": "CIMB Niaga",
    "028": "OCBC",
    "200": "BTN",
    "451": "BSI",
}
FEMALE_DAY_OFFSET = 40
LEAP_YEAR = 2000  # a NIK carries two digits of the year: 29 February is accepted, the KTP decides


def digits_of(typed: str) -> str:
    """Drop the spaces, dots and dashes that people type between groups of digits."""
    return re.sub(r"[\s.\-]", "", typed)


def parse_nik(typed: str) -> str:
    """Return 16 digits PPKKCCDDMMYYSSSS. There is no check digit. Raises InvalidNik."""
    nik = digits_of(typed)
    if not re.fullmatch(r"\d{16}", nik, re.ASCII) or nik[12:] == "0000" or not "11" <= nik[:2] <= "96":
        raise InvalidNik
    day, month = int(nik[6:8]), int(nik[8:10])
    try:
        date(LEAP_YEAR, month, day - FEMALE_DAY_OFFSET if day > FEMALE_DAY_OFFSET else day)
    except ValueError as wrong:
        raise InvalidNik from wrong
    return nik


def parse_kpj(typed: str) -> str:
    """Return 11 digits; no public check-digit rule is known. Raises InvalidKpj."""
    kpj = digits_of(typed)
    if not re.fullmatch(r"\d{11}", kpj, re.ASCII):
        raise InvalidKpj
    return kpj


def parse_npwp(typed: str, *, nik: str) -> str:
    """Return the 15 digits of a card (with their check digit), or 16: the NIK itself, or 0 before the 15.

    Since July 2022 a resident's NPWP is the NIK, so that another person's is a mistake. Raises InvalidNpwp.
    """
    number = digits_of(typed)
    if number == nik:
        return number
    if len(number) == 16 and number[0] != "0":
        raise InvalidNpwp
    try:
        return tax_number.validate(number)
    except ValidationError as wrong:
        raise InvalidNpwp from wrong


def parse_phone(typed: str) -> str:
    """Return an Indonesian mobile number as E.164 (+628...). Raises InvalidPhone."""
    number = re.sub(r"[^\d+]", "", typed)
    # Without this phonenumbers reads 62811... as a national number and calls +6262811... valid.
    number = f"+{number}" if number.startswith("62") else number
    try:
        parsed = phonenumbers.parse(number, "ID")
    except phonenumbers.NumberParseException as wrong:
        raise InvalidPhone from wrong
    if parsed.country_code != 62 or not phonenumbers.is_valid_number(parsed):
        raise InvalidPhone
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)


def parse_account(typed: str) -> str:
    """Return the digits of an account number, 6 to 34 (SNAP's maximum). Raises InvalidAccount."""
    number = digits_of(typed)
    if not re.fullmatch(r"\d{6,34}", number, re.ASCII):
        raise InvalidAccount
    return number


def parse_bank(code: str) -> str:
    """Return the bank's code. Raises InvalidBank."""
    if code not in BANKS:
        raise InvalidBank
    return code


def masked_phone(phone: str) -> str:
    return f"{phone[:6]}{'•' * 4}{phone[-3:]}"
