"""What finance and checkers type."""

from django import forms
from django.utils.translation import gettext_lazy as _


class EvidenceForm(forms.Form):
    note = forms.CharField(label=_("Catatan atau bukti"), max_length=300, required=False)
