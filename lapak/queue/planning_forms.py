"""What a supervisor types to plan: who works when, percentages, places of a slot, closed days."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from booths.models import Branch, Officer
from lapak.queue.models import BookingPolicy
from lapak.queue.planning import MOST_PLACES

LOADS = [(percent, f"{percent} %") for percent in (80, 90, 95, 100, 105)]
KEPT = [(percent, f"{percent} %") for percent in (0, 5, 10, 20, 30)]


def _clock() -> forms.TimeInput:
    return forms.TimeInput(attrs={"type": "time", "step": 900}, format="%H:%M")


class OfficerChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return str(obj.display_name)


class ShiftForm(forms.Form):
    officer = OfficerChoice(label=_("Petugas"), queryset=Officer.objects.none(), empty_label=None)
    begins = forms.TimeField(label=_("Mulai"), widget=_clock(), initial="08:00")
    ends = forms.TimeField(label=_("Sampai"), widget=_clock(), initial="12:00")

    def __init__(self, *arguments: Any, branch: Branch, **options: Any) -> None:
        super().__init__(*arguments, **options)
        staff = Officer.objects.filter(branch=branch, role=Officer.Role.CSO, is_active=True)
        self.fields["officer"].queryset = staff.order_by("first_name", "last_name")  # type: ignore[attr-defined]


class PolicyForm(forms.Form):
    load = forms.TypedChoiceField(label=_("Beban"), coerce=int, choices=LOADS)
    internal = forms.TypedChoiceField(label=_("Untuk cabang sendiri"), coerce=int, choices=KEPT)
    collective = forms.TypedChoiceField(label=_("Untuk perusahaan"), coerce=int, choices=KEPT)

    @classmethod
    def of(cls, branch: Branch) -> "PolicyForm":
        chosen = BookingPolicy.objects.filter(branch=branch).first() or BookingPolicy(branch=branch)
        return cls(
            initial={
                "load": chosen.load_percent,
                "internal": chosen.internal_percent,
                "collective": chosen.collective_percent,
            }
        )


class ResizeForm(forms.Form):
    slot = forms.IntegerField()
    places = forms.IntegerField(min_value=0, max_value=MOST_PLACES)


class ClosedDayForm(forms.Form):
    day = forms.DateField(label=_("Hari"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    name = forms.CharField(label=_("Sebab yang dibaca pengunjung"), max_length=100)


def _moment() -> forms.DateTimeInput:
    return forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")


class DrawForm(forms.Form):
    """Times are the branch's own; the view runs in its zone."""

    opens = forms.DateTimeField(label=_("Dibuka"), widget=_moment(), input_formats=["%Y-%m-%dT%H:%M"])
    closes = forms.DateTimeField(label=_("Ditutup"), widget=_moment(), input_formats=["%Y-%m-%dT%H:%M"])
