"""The desk's pure modules in a real browser: what a tile shows and what needs the officer."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Route

SCRIPTS = Path(__file__).parents[3] / "verification" / "static" / "verification" / "desk"
ORIGIN = "http://desk.invalid"
NOW = "2026-11-23T03:00:00Z"
EARLIER = {0: NOW, 30: "2026-11-23T02:59:30Z", 90: "2026-11-23T02:58:30Z", 200: "2026-11-23T02:56:40Z"}


@pytest.fixture
def page(browser: "Browser") -> Iterator["Page"]:
    """An empty page on an origin that serves the desk's modules."""
    page = browser.new_page()
    page.route(f"{ORIGIN}/**", _serve)
    page.goto(f"{ORIGIN}/")
    yield page
    page.close()


def _serve(route: "Route") -> None:
    name = route.request.url.rpartition("/")[2]
    if name:
        route.fulfill(path=SCRIPTS / name, content_type="text/javascript")
    else:
        route.fulfill(body="<!doctype html><title>modules</title>", content_type="text/html")


def ask(page: "Page", module: str, expression: str, given: object = None) -> Any:
    """Return what the expression over the module (`m`), the argument (`given`) and the time (`now`) gives."""
    names = f"const m = await import('/{module}'); const now = Date.parse('{NOW}');"
    return page.evaluate(f"async (given) => {{ {names} return {expression}; }}", given)


def row(place: int = 1, *, waited_seconds: int = 0, booth: str = "seated", **seat: Any) -> dict[str, Any]:
    since = EARLIER[waited_seconds]
    person = {
        "status": "LIVE", "state": "wait", "hand": False, "attended_at": since, "changed_at": since,
        "recalls": 0, "recalls_allowed": 2, "recall_from": NOW, "may_propose_no_show": False, "undo_until": None,
    }  # fmt: skip
    return {"place": place, "booth": {"number": place, "state": booth, "since": since}, "seat": {**person, **seat}}


def shown(page: "Page", given: dict[str, Any], *, hears: list[int]) -> dict[str, str]:
    return ask(page, "needs.js", "m.tileState(given.row, {hears: given.hears, now})", {"row": given, "hears": hears})


def test_a_tile_is_green_only_once_the_forwarder_says_that_it_hears_the_officer(page: "Page") -> None:
    focused = row(3, state="talk")

    assert shown(page, focused, hears=[]) == {"state": "wait", "kind": "opening"}
    assert shown(page, focused, hears=[3])["state"] == "talk"
    assert shown(page, row(2), hears=[3])["state"] == "wait"


def test_a_held_person_is_never_shown_as_hearing_even_when_an_old_acknowledgement_says_so(page: "Page") -> None:
    assert shown(page, row(3, status="ON_HOLD", state="hold"), hears=[3])["state"] == "hold"


def test_a_wait_of_three_minutes_turns_late_without_a_new_snapshot(page: "Page") -> None:
    assert shown(page, row(1, waited_seconds=90), hears=[])["state"] == "wait"
    assert shown(page, row(1, waited_seconds=200), hears=[])["state"] == "late"


def test_the_attention_list_puts_the_hand_first_and_the_longer_wait_before_the_shorter(page: "Page") -> None:
    places = [
        row(1, waited_seconds=90),
        row(2, waited_seconds=200),
        row(3, hand=True, state="hand"),
        row(4, waited_seconds=30),
    ]

    found = ask(
        page, "needs.js", "m.needs(given, {hears: [], silent: [], now}).map((one) => [one.place, one.kind])", places
    )

    assert found == [[3, "hand"], [2, "late"], [1, "wait"]]


def test_a_call_asks_for_a_recall_and_then_for_the_no_show(page: "Page") -> None:
    called = row(1, status="CALLED", state="call")
    gone = row(2, status="CALLED", state="call", recalls=2, may_propose_no_show=True)

    found = ask(page, "needs.js", "m.needs(given, {hears: [], silent: [], now}).map((one) => one.kind)", [called, gone])

    assert found == ["noShow", "recall"]


@pytest.mark.parametrize(
    ("picture", "seat", "kinds"),
    [("black", 7, ["picture"]), ("frozen", 7, ["picture"]), ("moving", 7, []), ("black", 6, [])],
)
def test_a_bad_picture_needs_the_officer_unless_it_was_of_the_person_before(
    page: "Page", picture: str, seat: int, kinds: list[str]
) -> None:
    given = {"places": [row(1, id=7)], "lines": {"1": {"seat": seat, "picture": picture}}}
    expression = "m.needs(given.places, {hears: [], silent: [], lines: given.lines, now}).map((one) => one.kind)"

    assert ask(page, "needs.js", expression, given) == kinds


def test_a_case_can_be_verified_only_when_every_item_matches_and_the_person_is_in_the_room(page: "Page") -> None:
    def hindrance(results: list[str | None], status: str = "LIVE") -> Any:
        checklist = [{"item": str(n), "result": result} for n, result in enumerate(results)]
        panel = {"checklist": checklist, "open_items": results.count(None)}
        return ask(
            page, "needs.js", "m.verifyHindrance(given.row, given.panel)", {"row": row(status=status), "panel": panel}
        )

    assert hindrance(["MATCH", None, None]) == {"kind": "missing", "count": 2}
    assert hindrance(["MATCH", "MISMATCH"]) == {"kind": "notAllMatch"}
    assert hindrance(["MATCH", "MATCH"], "ON_HOLD") == {"kind": "resumeFirst"}
    assert hindrance(["MATCH", "MATCH"]) is None


def test_undo_takes_the_chosen_place_first_and_nothing_whose_ten_seconds_are_over(page: "Page") -> None:
    over = row(1, status="DECIDED", undo_until=EARLIER[30])
    first, second = (row(n, status="DECIDED", undo_until=f"2026-11-23T03:00:0{n}Z") for n in (2, 3))
    expression = "m.undoable(given.places, given.chosen, now)?.place ?? null"

    assert ask(page, "needs.js", expression, {"places": [over], "chosen": 1}) is None
    assert ask(page, "needs.js", expression, {"places": [over, first, second], "chosen": 2}) == 2
    assert ask(page, "needs.js", expression, {"places": [over, first, second], "chosen": 1}) == 3


def test_times_and_rupiah_read_as_in_indonesia(page: "Page") -> None:
    given = {"seconds": [134, 4360], "amount": 62_578_000}

    found = ask(
        page, "clock.js", "[...given.seconds.map(m.duration), m.rupiah(given.amount), m.rupiah(-662000)]", given
    )

    assert found == ["02:14", "1:12:40", "Rp 62.578.000", "−Rp 662.000"]
    assert ask(page, "clock.js", "m.timeOfDay(now, 'WIB')") == "10:00:00"
    assert ask(page, "clock.js", "m.timeOfDay(now, 'WIT', {seconds: false})") == "12:00"
