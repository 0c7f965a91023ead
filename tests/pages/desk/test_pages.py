"""Desk and board against the real server in a real browser: shift, keys, accessibility."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.homeward import send_everybody_home
from tests.live import LiveStack

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

PASSWORD = "lapak-demo-2026"
SERIOUS = {"serious", "critical"}


def log_in(browser: "Browser", stack: LiveStack, username: str) -> "BrowserContext":
    context = browser.new_context(base_url=stack.base_url, locale="id-ID", viewport={"width": 1366, "height": 768})
    page = context.new_page()
    page.goto("/login/")
    page.fill("[name=username]", username)
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_url(lambda url: "/login/" not in url)
    page.close()
    return context


@pytest.fixture(scope="module")
def officer(browser: "Browser", live_stack: LiveStack) -> Iterator["BrowserContext"]:
    """The second officer of the demonstration, whose shift is over afterwards."""
    send_everybody_home(live_stack, "bekasi-cikarang")
    context = log_in(browser, live_stack, "rangga")
    yield context
    send_everybody_home(live_stack, "bekasi-cikarang")
    page = open_desk(context)
    _end_shift(page)
    context.close()


@pytest.fixture
def desk(officer: "BrowserContext") -> Iterator["Page"]:
    page = open_desk(officer)
    yield page
    page.close()


def open_desk(officer: "BrowserContext") -> "Page":
    page = officer.new_page()
    page.goto("/desk/")
    if page.locator(".begin__go").count():
        page.click(".begin__go")
    page.wait_for_selector(".tile")
    return page


def _end_shift(page: "Page") -> None:
    page.click(".state-btn")
    page.locator(".popup__choice").last.click()
    page.wait_for_selector(".begin__go")


def serious_violations(page: "Page") -> list[str]:
    found = Axe().run(page).response["violations"]
    return [f"{one['id']}: {one['nodes'][0]['target']}" for one in found if one["impact"] in SERIOUS]


def test_a_desk_without_sound_says_that_nobody_hears_the_officer_and_passes_axe(desk: "Page") -> None:
    assert "Tidak ada yang mendengar Anda" in desk.inner_text(".hears")
    assert serious_violations(desk) == []


def test_the_question_mark_shows_the_catalogue_of_keys_and_escape_closes_it(desk: "Page") -> None:
    desk.keyboard.press("?")
    desk.wait_for_selector("#shortcuts[open]")
    keys = desk.locator("#shortcuts .key").all_inner_texts()

    desk.keyboard.press("Escape")
    desk.wait_for_selector("#shortcuts", state="hidden")

    shown = {"1 – 6", "⇧ 1 – 6", "0", "V", "M", "H", "N", "R", "E", "A", "K", "B", "Ctrl ↵", "Z", "F2", "Esc", "?"}
    assert shown == set(keys)


def test_f2_leads_to_the_talk_bar_and_m_switches_the_own_microphone(desk: "Page") -> None:
    desk.keyboard.press("F2")
    assert desk.evaluate("document.activeElement.closest('.talkbar') !== null")

    was_on = desk.get_attribute(".btn--mic", "aria-pressed")
    desk.keyboard.press("m")

    desk.wait_for_selector(f".btn--mic:not([aria-pressed={was_on}])")


def test_a_break_is_shown_with_its_reason_and_ends_again(desk: "Page") -> None:
    desk.click(".state-btn")
    desk.locator(".popup__choice", has_text="Ibadah").click()
    desk.wait_for_selector(".state-btn.is-break")
    assert "Ibadah" in desk.inner_text(".state-btn")

    desk.click(".state-btn")
    desk.keyboard.press("Enter")

    desk.wait_for_selector(".state-btn:not(.is-break)")


def test_a_second_window_takes_over_and_the_first_can_take_back(desk: "Page") -> None:
    other = desk.context.new_page()
    other.goto("/desk/")
    other.wait_for_selector(".tile")

    desk.wait_for_selector(".cover")
    desk.click(".cover button")

    desk.wait_for_selector(".tile")
    other.wait_for_selector(".cover")
    other.close()


def test_a_shift_ends_on_the_page_that_begins_the_next_one(desk: "Page") -> None:
    _end_shift(desk)

    assert desk.is_visible("select[name=places]")
    assert serious_violations(desk) == []


@pytest.mark.parametrize("shade", ["dark", "light"])
def test_the_board_shows_every_booth_in_both_shades_and_passes_axe(
    browser: "Browser", live_stack: LiveStack, shade: str
) -> None:
    context = log_in(browser, live_stack, "hadi")
    context.add_cookies([{"name": "shade", "value": shade, "url": live_stack.base_url}])
    page = context.new_page()
    page.goto("/board/")
    page.wait_for_selector(".bx")

    numbers = [int(text) for text in page.locator(".bx > b").all_inner_texts()]
    of_the_branch = "branch_id = (select branch_id from booths_officer where username = 'hadi')"
    [(booths,)] = live_stack.query(f"select count(*) from booths_booth where {of_the_branch}")

    assert numbers == sorted(numbers)
    assert len(numbers) == booths
    assert page.locator(".stat").count() == 6
    assert serious_violations(page) == []
    context.close()
