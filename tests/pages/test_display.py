"""The public display speaks: which words, from clips that load, and only where the page may sound."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from tests.live import LiveStack

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

WORDS = "async ([number, booth]) => (await import('/static/queue/words.js')).wordsOfCall(number, booth).join(' ')"
VOICE = "document.querySelector('lapak-display').voice"


@pytest.fixture
def display(live_stack: LiveStack, browser: "Browser") -> Iterator["Page"]:
    context = browser.new_context(base_url=live_stack.base_url, locale="id-ID")
    page = context.new_page()
    page.goto("/display/bekasi-cikarang/")
    page.wait_for_selector(".display")
    yield page
    context.close()


def test_a_call_is_spelled_in_indonesian(display: "Page"):
    spoken = {
        ("A-012", 3): "nomor a nol satu dua silakan tiga",
        ("A-907", 10): "nomor a sembilan nol tujuh silakan sepuluh",
        ("A-111", 11): "nomor a satu satu satu silakan sebelas",
        ("A-1000", 17): "nomor a satu nol nol nol silakan tujuh belas",
        ("A-001", 40): "nomor a nol nol satu silakan empat puluh",
        ("A-001", 25): "nomor a nol nol satu silakan dua puluh lima",
        ("B-001", 1): "",
    }
    assert {call: display.evaluate(WORDS, list(call)) for call in spoken} == spoken


def test_every_word_has_a_clip_and_a_call_takes_its_time_after_the_one_before(display: "Page"):
    display.evaluate(f"{VOICE}.loaded")
    display.evaluate("document.querySelector('lapak-display').chime.wake()")
    assert display.evaluate(f"{VOICE}.clips.size") == 17
    first = display.evaluate(f"{VOICE}.say('A-012', 3, 1)")
    second = display.evaluate(f"{VOICE}.say('A-013', 4, 1)")

    assert first > 2
    assert second > first + 2


def test_without_a_clip_the_voice_is_silent_and_the_chime_remains(display: "Page"):
    display.evaluate(f"{VOICE}.loaded")
    display.evaluate("document.querySelector('lapak-display').chime.wake()")
    display.evaluate(f"{VOICE}.clips.delete('tiga')")

    assert display.evaluate(f"{VOICE}.say('A-012', 3, 1)") == 0
    assert display.evaluate("document.querySelector('lapak-display').chime.audible")
