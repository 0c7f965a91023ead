"""What a supervisor may change in a day that is played through."""

from datetime import datetime, time
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from booths.models import Branch
from verification.what_if.compare import MOST_EXTRA_OFFICERS, Change
from verification.what_if.figures import MOST_PLACES

MOST_WALK_INS = 500


class ChangeForm(forms.Form):
    day = forms.DateField(label=_("Hari"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    extra = forms.TypedChoiceField(
        label=_("Petugas tambahan"), coerce=int, choices=[(n, str(n)) for n in range(MOST_EXTRA_OFFICERS + 1)]
    )
    since = forms.TimeField(
        label=_("Mulai pukul"), widget=forms.TimeInput(attrs={"type": "time", "step": 900}, format="%H:%M")
    )
    places = forms.TypedChoiceField(
        label=_("Bilik per petugas"), coerce=int, choices=[(n, str(n)) for n in range(1, MOST_PLACES + 1)]
    )
    walk_ins = forms.IntegerField(
        label=_("Pengunjung tanpa janji"), min_value=0, max_value=MOST_WALK_INS, required=False,
        help_text=_("Sisa hari ini. Kosong: sebanyak biasanya."),
    )  # fmt: skip

    def __init__(self, *arguments: Any, branch: Branch, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.branch = branch

    def change(self) -> Change:
        """Return what the valid form asks for."""
        stated = self.cleaned_data
        begins = datetime.combine(stated["day"], stated["since"], self.branch.zone)
        return Change(stated["extra"], begins.timestamp(), stated["places"], stated["walk_ins"])


def usual(branch: Branch, now: datetime) -> dict[str, Any]:
    """Return the first question: one more officer from the next full hour."""
    local = now.astimezone(branch.zone)
    return {
        "day": local.date(),
        "extra": 1,
        "since": time(min(local.hour + 1, 23)),
        "places": branch.places_per_officer,
        "walk_ins": None,
    }
