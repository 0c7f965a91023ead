"""The supervisor's plan of a branch: roster and quotas, closed days, and what would be if."""

from datetime import timedelta

from django.utils import timezone

from bin.support.screenshots.branch import CODE
from bin.support.screenshots.studio import LYING, STAFF, Studio


def plan(studio: Studio) -> None:
    """A day with a roster, one without; the closed days; a question about a crowded day, and one without an answer."""
    day = _workday()
    page = studio.open(f"/plan/{CODE}/roster/?day={day}", person=studio.branch.log_in("hadi"), context="hadi")
    studio.shoot("plan-roster", page, sizes=STAFF)
    page.goto(f"{studio.branch.stack.base_url}/plan/{CODE}/roster/?day=2027-06-01")
    studio.shoot("plan-roster-empty", page, sizes=(LYING,))
    page.goto(f"{studio.branch.stack.base_url}/plan/{CODE}/closed/")
    studio.shoot("plan-closed", page, sizes=(LYING,))
    page.goto(f"{studio.branch.stack.base_url}/plan/{CODE}/what-if/")
    studio.shoot("plan-what-if-none", page, sizes=(LYING,))
    page.goto(f"{studio.branch.stack.base_url}/plan/{CODE}/what-if/?day={day}&walk_ins=150&since=10:00&places=4")
    studio.shoot("plan-what-if", page, sizes=STAFF)
    studio.set_cookie(page, "shade", "light")
    studio.shoot("plan-what-if-light", page, sizes=(LYING,))
    studio.set_cookie(page, "shade", "dark")
    page.close()


def _workday() -> str:
    """Return the next working day: the demonstration has a roster for it."""
    day = timezone.localdate() + timedelta(days=1)
    while day.weekday() >= 5:
        day += timedelta(days=1)
    return day.isoformat()
