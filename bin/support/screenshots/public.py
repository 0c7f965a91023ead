"""Pages before and around the conversation: login, refusals, ticket page, reception, display, demonstration."""

from typing import TYPE_CHECKING

from bin.support.screenshots.branch import CODE
from bin.support.screenshots.studio import LYING, PHONE, SCREEN, STAFF, Act, Studio, wait_for

if TYPE_CHECKING:
    from playwright.sync_api import Page

CLOSED_BRANCH = "sofifi"


def login(studio: Studio) -> None:
    page = studio.open("/login/")
    studio.shoot("login", page, sizes=STAFF)
    studio.shoot("login-error", page, sizes=(LYING,), before=_log_in_wrongly)
    studio.set_cookie(page, "shade", "light")
    studio.shoot("login-light", page, sizes=(LYING,))
    page.close()


def _log_in_wrongly(page: "Page") -> None:
    page.fill("#id_username", "dewi")
    page.fill("#id_password", "wrong")
    page.click("#login .btn--primary")
    page.wait_for_selector("#login .notice")


def refusals(studio: Studio) -> None:
    page = studio.open("/board/nowhere/", person=studio.branch.log_in("hadi"), context="hadi")
    studio.shoot("refusal-404", page, sizes=(LYING,))
    page.close()
    page = studio.open("/reception/", person=studio.branch.dewi, context="dewi")
    studio.shoot("refusal-403", page, sizes=(LYING,))
    page.close()


# ---- ticket page


def ticket(studio: Studio) -> None:
    page = studio.open(f"/ticket/{CODE}/", context="visitor")
    studio.shoot("ticket-choice", page)
    for name, before in (("form", _choose), ("filled", _fill), ("errors", _fill_wrongly), ("issued", _take_number)):
        start = _from_start(studio, before)
        studio.shoot(f"ticket-{name}", page, before=start, reload=False)
    path = page.get_attribute(".paper__follow figure", "data-path")
    page.goto(f"{studio.branch.stack.base_url}{path}")
    studio.shoot("follow", page, sizes=(PHONE,))
    page.close()
    studio.branch.cancel_tickets()


def _from_start(studio: Studio, act: Act) -> Act:
    def start(page: "Page") -> None:
        page.goto(f"{studio.branch.stack.base_url}/ticket/{CODE}/")
        act(page)

    return start


def _choose(page: "Page") -> None:
    page.locator(".choice").first.click()
    page.wait_for_selector(".asked")


def _fill(page: "Page") -> None:
    _choose(page)
    page.click("[name=sample]")
    wait_for(page, "document.querySelector('#id_nik')?.value.length >= 16")


def _fill_wrongly(page: "Page") -> None:
    _choose(page)
    for field, typed in (("nik", "123"), ("kpj_number", "12"), ("phone", "21"), ("account_number", "9")):
        page.fill(f"#id_{field}", typed)
    page.click("[data-send]")
    page.wait_for_selector(".error")


def _take_number(page: "Page") -> None:
    _fill(page)
    page.click("[data-send]")
    page.wait_for_selector(".issued")


def ticket_closed(studio: Studio) -> None:
    studio.branch.close_today(CLOSED_BRANCH)
    page = studio.open(f"/ticket/{CLOSED_BRANCH}/", context="visitor")
    studio.shoot("ticket-closed", page)
    page.close()


# ---- appointments


def book(studio: Studio) -> None:
    """From the branches to a booking and its answer, on a phone; the last picture is a wide screen."""
    page = studio.open("/janji/", context="visitor")
    studio.shoot("book-branches", page, sizes=(PHONE,))
    page.goto(f"{studio.branch.stack.base_url}/janji/{CODE}/")
    studio.shoot("book-slots", page, sizes=(PHONE, LYING))
    page.locator(".slot:enabled").first.click()
    page.wait_for_selector("#stated")
    studio.shoot("book-form", page, sizes=(PHONE,))
    page.click("[name=sample]")
    wait_for(page, "document.querySelector('#id_nik')?.value.length >= 16")
    page.click("#stated .btn--primary")
    page.wait_for_selector(".appointment")
    studio.shoot("book-shown", page, sizes=(PHONE, LYING))
    page.click("[name=comes][value=no]")
    page.wait_for_selector(".appointment[data-state=off]")
    studio.shoot("book-cancelled", page, sizes=(PHONE,))
    page.goto(f"{studio.branch.stack.base_url}/janji/{CODE}/?day=2026-01-01")
    studio.shoot("book-none", page, sizes=(PHONE,))
    day = (page.locator(".days a").first.get_attribute("href") or "").partition("=")[2]
    page.goto(f"{studio.branch.stack.base_url}/janji/{CODE}/tunggu/{day}/")
    page.click("[name=sample]")
    wait_for(page, "document.querySelector('#id_nik')?.value.length >= 16")
    page.click(".stated .btn--primary")
    page.wait_for_selector(".facts")
    studio.shoot("book-waiting", page, sizes=(PHONE,))
    page.close()


# ---- reception and display


def reception(studio: Studio) -> None:
    studio.branch.expect_today(3)
    page = studio.open("/reception/", person=studio.branch.log_in("sari"), context="sari")
    studio.shoot("reception", page, sizes=STAFF)
    studio.shoot("reception-errors", page, sizes=(LYING,), before=_file_wrongly)
    page.goto(f"{studio.branch.stack.base_url}/reception/")
    studio.set_cookie(page, "shade", "light")
    studio.shoot("reception-light", page, sizes=(LYING,))
    page.locator(".row-actions a").first.click()
    page.wait_for_selector(".reprint")
    studio.shoot("reception-ticket", page, sizes=(LYING,))
    page.goto(f"{studio.branch.stack.base_url}/reception/")
    page.locator(".more summary").first.click()
    studio.snap(f"reception-more-{LYING[0]}x{LYING[1]}", page, LYING)
    page.locator("#expected-title").scroll_into_view_if_needed()
    studio.snap(f"reception-expected-{LYING[0]}x{LYING[1]}", page, LYING)
    page.fill("#pause-reason", "Kertas habis, printer sedang diisi")
    page.click(".pause .btn")
    page.wait_for_selector("[name=resume]")
    studio.shoot("reception-paused", page, sizes=(LYING,))
    kiosk = studio.open(f"/ticket/{CODE}/", context="visitor")
    studio.shoot("ticket-paused", kiosk)
    kiosk.close()
    page.click(".pause .btn")
    page.goto(f"{studio.branch.stack.base_url}/reception/appointments/?kind=PUBLIC")
    page.click("[name=sample]")
    page.wait_for_load_state()
    page.locator("[name=slot]:enabled").first.check()
    studio.snap(f"reception-book-{LYING[0]}x{LYING[1]}", page, LYING)
    page.click(".file__foot .btn--primary")
    page.wait_for_selector(".paper")
    studio.shoot("reception-booked", page, sizes=(LYING,))
    page.goto(f"{studio.branch.stack.base_url}/reception/appointments/?kind=INTERNAL")
    studio.shoot("reception-book-none", page, sizes=(LYING,))
    page.close()


def _file_wrongly(page: "Page") -> None:
    page.fill("#id_nik", "123")
    page.fill("#id_account_number", "9")
    page.locator(".file__foot .btn--primary").click()
    page.wait_for_selector(".error")


def display(studio: Studio) -> None:
    page = studio.open(f"/display/{CODE}/")
    studio.shoot("display", page, sizes=SCREEN, before=_wait_for_a_call)
    page.context.set_offline(True)
    page.wait_for_selector(".stale", timeout=40_000)
    studio.snap(f"display-offline-{LYING[0]}x{LYING[1]}", page, LYING)
    page.context.set_offline(False)
    page.close()


# ---- demonstration


def demo_start(studio: Studio) -> None:
    page = studio.open("/demo/", context="newcomer")
    studio.shoot("demo-start", page, sizes=STAFF)
    page.close()


def demo_running(studio: Studio) -> None:
    """Its own booths take the place of those in front of the camera so far, so this is the last scene."""
    for page in studio.booths.values():
        page.close()
    page = studio.open("/demo/", person=studio.branch.dewi, context="dewi")
    studio.shoot("demo-running", page, sizes=STAFF, before=_light_booths)
    page.close()


def _light_booths(page: "Page") -> None:
    page.click("[data-action=booths] button")
    page.wait_for_selector("[data-step=booths][data-done='1']")
    page.click("[data-action=tickets] button")
    for index in range(6):
        page.frame_locator("iframe").nth(index).locator("[data-connection=live]").wait_for()
    page.wait_for_timeout(1500)


def _wait_for_a_call(page: "Page") -> None:
    page.wait_for_selector(".call")
