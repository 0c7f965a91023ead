"""The supervisor's question about a day: with another officer, or another number of booths, who would wait how long?"""

from datetime import datetime
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from booths.access import Role, branch_for, officer_of, require_role
from booths.models import Branch
from verification.what_if import branch_day, compare
from verification.what_if.forms import ChangeForm, usual


@require_GET
@login_required
@never_cache
def what_if(request: HttpRequest, code: str) -> HttpResponse:
    """Without a question it answers the usual one: one more officer from the next full hour."""
    officer = officer_of(request)
    require_role(officer, Role.SUPERVISOR, Role.ADMINISTRATOR)
    branch, now = branch_for(officer, code), timezone.now()
    form = ChangeForm({**usual(branch, now), **request.GET.dict()}, branch=branch)
    context = {"branch": branch, "form": form, "answer": _answer(branch, form, at=now) if form.is_valid() else None}
    return render(request, "verification/what_if.html", context, status=200 if form.is_valid() else 422)


def _answer(branch: Branch, form: ChangeForm, *, at: datetime) -> dict[str, Any]:
    """Return both plans' figures side by side; only the ceiling when the branch is closed or nobody is planned."""
    change, day = form.change(), branch_day.read(branch, form.cleaned_data["day"], at=at)
    times = day.times if day else branch_day.times_of(branch)
    reaches = compare.reaches(times)
    answer = {
        "change": change,
        "reaches": reaches,
        "chosen": reaches[change.places - 1],
        "attention_percent": round(100 * compare.attention_share(times)),
    }
    if day is None:
        return answer
    found = compare.compare(day, change)
    rows = compare.rows(found)
    return answer | {
        "day": day,
        "found": found,
        "rows": rows,
        "officers": len(day.plan.officers),
        "booths": day.plan.booths,
    }
