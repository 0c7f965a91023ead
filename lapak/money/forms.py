"""What finance, checkers and participants type about money."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from lapak.people import identity
from lapak.people.errors import InvalidField

MISSING = _("Isian ini belum diisi.")


class EvidenceForm(forms.Form):
    note = forms.CharField(label=_("Catatan atau bukti"), max_length=300, required=False)


class StatementForm(forms.Form):
    statement = forms.FileField(
        label=_("Berkas camt.054 dari bank"), error_messages={"required": MISSING, "empty": MISSING},
        widget=forms.FileInput(attrs={"accept": ".xml,application/xml,text/xml"}),
    )  # fmt: skip


class ReportForm(forms.Form):
    report = forms.FileField(
        label=_("Laporan pain.002 dari bank"), error_messages={"required": MISSING, "empty": MISSING},
        widget=forms.FileInput(attrs={"accept": ".xml,application/xml,text/xml"}),
    )  # fmt: skip


class FindClaimForm(forms.Form):
    receipt_number = forms.CharField(
        label=_("Nomor klaim"), max_length=20, error_messages={"required": MISSING},
        widget=forms.TextInput(attrs={"autocomplete": "off", "placeholder": "JHT-261127-12345678"}),
    )  # fmt: skip
    birth_date = forms.DateField(
        label=_("Tanggal lahir peserta"), error_messages={"required": MISSING},
        widget=forms.DateInput(attrs={"type": "date", "autocomplete": "off"}),
    )  # fmt: skip

    def clean_receipt_number(self) -> str:
        return str(self.cleaned_data["receipt_number"]).strip().upper()


class AccountForm(forms.Form):
    nik = forms.CharField(label=_("NIK peserta"), max_length=40, error_messages={"required": MISSING})
    kpj_number = forms.CharField(label=_("Nomor KPJ"), max_length=40, error_messages={"required": MISSING})
    bank_code = forms.ChoiceField(
        label=_("Bank"), choices=[("", _("Pilih")), *identity.BANKS.items()], error_messages={"required": MISSING}
    )
    account_number = forms.CharField(label=_("Nomor rekening"), max_length=40, error_messages={"required": MISSING})

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        for name in ("nik", "kpj_number", "account_number"):
            self.fields[name].widget.attrs |= {"inputmode": "numeric", "autocomplete": "off"}

    def clean(self) -> dict[str, Any]:
        stated = super().clean() or self.cleaned_data
        parsers = {
            "nik": identity.parse_nik, "kpj_number": identity.parse_kpj, "account_number": identity.parse_account,
        }  # fmt: skip
        for name, parse in parsers.items():
            try:
                stated[name] = parse(stated[name]) if name in stated else ""
            except InvalidField as wrong:
                self.add_error(name, ValidationError(wrong.sentence, code=wrong.code))
        return stated
