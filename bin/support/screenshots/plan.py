"""The supervisor's plan of a branch: roster and quotas, closed days, and what would be if."""

from datetime import timedelta

from django.utils import timezone

from bin.support.screenshots.branch import CODE
from bin.support.screenshots.studio import LYING, PHONE, STAFF, Studio


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
    _cancelled_by_closing(studio, day)


def _cancelled_by_closing(studio: Studio, day: str) -> None:
    """A booked day is closed by the supervisor: what the person's page says."""
    base = studio.branch.stack.base_url
    phone = studio.open(f"/janji/{CODE}/?day={day}", context="visitor")
    phone.locator(".slot:enabled").first.click()
    phone.click("[name=sample]")
    phone.wait_for_load_state()
    phone.click("#stated .btn--primary")
    phone.wait_for_selector(".appointment")
    page = studio.open(f"/plan/{CODE}/closed/", person=studio.branch.log_in("hadi"), context="hadi")
    page.fill("[name=day]", day)
    page.fill("[name=name]", "Pemadaman listrik")
    page.click("form:has([name=name]) .btn--primary")
    page.wait_for_selector(".notice[data-state=done]")
    phone.reload()
    studio.shoot("book-closed", phone, sizes=(PHONE,))
    phone.close()
    page.goto(f"{base}/plan/{CODE}/closed/")
    page.locator("button[name=reopen]").first.click()
    page.close()


def _workday() -> str:
    """Return the next working day: the demonstration has a roster for it."""
    day = timezone.localdate() + timedelta(days=1)
    while day.weekday() >= 5:
        day += timedelta(days=1)
    return day.isoformat()
