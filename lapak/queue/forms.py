"""What a person states to file a claim; read with the rules of lapak.people.identity, and nothing typed is lost."""

import re
import uuid
from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from lapak.claims.states import ClaimReason, HeirRelation
from lapak.people import identity
from lapak.people.errors import InvalidField
from lapak.queue.filing import Application
from lapak.queue.states import Priority

# What a choice says to a participant: the word of the rule, then the same in everyday words.
REASONS = {
    ClaimReason.RESIGNATION: (_("Mengundurkan diri"), _("Saya berhenti bekerja atas kemauan sendiri"), "door-open"),
    ClaimReason.LAYOFF: (_("PHK"), _("Perusahaan memutuskan hubungan kerja"), "file-text"),
    ClaimReason.FIXED_TERM_END: (
        _("Kontrak selesai"),
        _("Perjanjian kerja waktu tertentu (PKWT) berakhir"),
        "calendar-check",
    ),
    ClaimReason.RETIREMENT_AGE: (_("Usia pensiun"), _("Saya sudah mencapai usia pensiun"), "armchair"),
    ClaimReason.PARTIAL_10: (_("Sebagian 10 %"), _("Persiapan pensiun, peserta sepuluh tahun atau lebih"), "wallet"),
    ClaimReason.PARTIAL_30_HOUSING: (_("Sebagian 30 %"), _("Untuk rumah, peserta sepuluh tahun atau lebih"), "house"),
    ClaimReason.TOTAL_DISABILITY: (
        _("Cacat total tetap"),
        _("Dokter menyatakan tidak mampu bekerja"),
        "accessibility",
    ),
    ClaimReason.LEAVING_INDONESIA: (_("Meninggalkan Indonesia"), _("Untuk selamanya"), "map-pin"),
    ClaimReason.DEATH: (_("Meninggal dunia"), _("Saya ahli waris peserta"), "heart-handshake"),
}
USUAL = 4
"""So many of them are asked large; the others are rare."""
BLANK = ("", _("Pilih"))
LONGEST_TYPED = 40


class ParsedField(forms.CharField):
    """Text read by a rule of identity; its refusal becomes the field's error."""

    def __init__(self, parse: Callable[[str], str], **options: Any) -> None:
        super().__init__(max_length=LONGEST_TYPED, **options)
        self.parse = parse

    def clean(self, value: Any) -> str:
        typed = super().clean(value)
        try:
            return self.parse(typed)
        except InvalidField as wrong:
            raise ValidationError(wrong.sentence, code=wrong.code) from wrong


def _digits(placeholder: str) -> forms.TextInput:
    return forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "placeholder": placeholder})


class StatedForm(forms.Form):
    """What a person states to file a claim or to book for it."""

    reason = forms.ChoiceField(
        label=_("Sebab klaim"), choices=[BLANK, *((code, words[0]) for code, words in REASONS.items())]
    )
    nik = ParsedField(identity.parse_nik, label=_("NIK"), widget=_digits("3275 0112 0390 0001"))
    kpj_number = ParsedField(identity.parse_kpj, label=_("Nomor KPJ"), widget=_digits("1501 2345 678"))
    phone = ParsedField(identity.parse_phone, label=_("Nomor ponsel"), widget=_digits("0812 3456 7890"))
    bank_code = forms.ChoiceField(label=_("Bank"), choices=[BLANK, *identity.BANKS.items()])
    account_number = ParsedField(identity.parse_account, label=_("Nomor rekening"), widget=_digits("1234567890"))

    heir_name = forms.CharField(
        label=_("Nama ahli waris, seperti pada KTP"), max_length=100, required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    heir_relation = forms.ChoiceField(label=_("Hubungan dengan peserta"), choices=HeirRelation.choices, required=False)

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["reason"].error_messages["required"] = _("Pilih sebab klaim.")
        self.fields["bank_code"].error_messages["required"] = _("Pilih bank dari daftar.")
        for name in ("nik", "kpj_number", "phone", "account_number"):
            self.fields[name].error_messages["required"] = _("Isian ini belum diisi.")

    def clean(self) -> dict[str, Any]:
        """An heir is asked for where a participant has died, and forgotten where not."""
        stated = super().clean() or self.cleaned_data
        for name in ("heir_name", "heir_relation"):
            if stated.get("reason") != ClaimReason.DEATH:
                stated[name] = ""
            elif not stated.get(name) and name not in self.errors:
                self.add_error(name, _("Isian ini belum diisi."))
        return stated

    def application(self) -> Application:
        """Return what the valid form states."""
        stated = {name: value for name, value in self.cleaned_data.items() if name not in {"request_key", "priority"}}
        return Application(**stated)


class FileClaimForm(StatedForm):
    request_key = forms.CharField(widget=forms.HiddenInput, max_length=64)
    priority = forms.ChoiceField(label=_("Layanan prioritas"), choices=Priority.choices, required=False)

    def clean_request_key(self) -> str:
        key = self.cleaned_data["request_key"]
        if not re.fullmatch(r"[0-9a-f]{32}", key):
            raise ValidationError(_("Formulir ini tidak utuh. Muat ulang halaman."), code="malformed")
        return key


def new_request_key() -> str:
    """Return a key that makes one ticket, however often the form is sent."""
    return uuid.uuid4().hex


def kept(typed: Any) -> FileClaimForm:
    """Return the form with everything typed so far and no errors: the reader only changed the language."""
    return FileClaimForm(initial={name: typed.get(name, "") for name in FileClaimForm.base_fields})
