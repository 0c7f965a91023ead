"""The supervisor's plan of a branch: roster and quotas, closed days, and what would be if."""

from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from bin.support.screenshots.branch import CODE
from bin.support.screenshots.studio import LYING, PHONE, STAFF, Studio, wait

if TYPE_CHECKING:
    from playwright.sync_api import Page


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
    _draw(studio)


def _draw(studio: Studio) -> None:
    """A wanted day: announced, taken part in, drawn."""
    day, stack = _workday(after=timezone.localdate() + timedelta(days=6)), studio.branch.stack
    page = studio.open(f"/plan/{CODE}/roster/?day={day}", person=studio.branch.log_in("hadi"), context="hadi")
    _show_draw(page)
    soon = timezone.localtime() + timedelta(minutes=3)
    page.fill("[name=opens]", f"{soon:%Y-%m-%dT%H:%M}")
    page.fill("[name=closes]", f"{soon + timedelta(hours=3):%Y-%m-%dT%H:%M}")
    page.click("[name=draw]")
    page.wait_for_selector("[name=undraw]")
    studio.shoot("plan-draw", page, sizes=(LYING,), before=_show_draw)
    stack.query("UPDATE queue_draw SET opens_at = now() - interval '1 hour'")
    phone = studio.open(f"/janji/{CODE}/?day={day}", context="visitor")
    studio.shoot("book-draw", phone, sizes=(PHONE,))
    phone.click("a.btn--primary")
    phone.click("[name=sample]")
    phone.wait_for_load_state()
    studio.shoot("book-draw-form", phone, sizes=(PHONE,), reload=False)
    phone.click(".stated .btn--primary")
    phone.wait_for_selector(".facts")
    studio.shoot("book-draw-lot", phone, sizes=(PHONE,))
    stack.query("UPDATE queue_draw SET closes_at = now()")
    wait(phone, lambda: stack.query("SELECT 1 FROM queue_draw WHERE drawn_at IS NOT NULL"))
    phone.reload()
    studio.shoot("book-draw-won", phone, sizes=(PHONE,))
    phone.goto(f"{stack.base_url}/janji/{CODE}/?day={day}")
    phone.locator("details.card summary").click()
    studio.shoot("book-drawn", phone, sizes=(PHONE,))
    phone.close()
    page.close()


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


def _show_draw(page: "Page") -> None:
    page.locator("#draw-title").scroll_into_view_if_needed()


def _workday(after: date | None = None) -> str:
    """Return the next working day, for which the demonstration has a roster."""
    day = (after or timezone.localdate()) + timedelta(days=1)
    while day.weekday() >= 5:
        day += timedelta(days=1)
    return day.isoformat()
