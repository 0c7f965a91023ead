"""Who may open a socket, and what happens to frames that are no messages: the socket lives, only abuse ends it."""

import contextlib
from collections.abc import Iterator

import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus

from tests.homeward import send_everybody_home
from tests.live import LiveStack
from tests.pace import PATIENCE_SECONDS, allowed, wait_until
from tests.visitors import Person, Screen, Socket, Staff
from verification import signalling

DISPLAY = "/ws/display/bekasi-cikarang/"
STOPPED_WITHIN_S = 5


@pytest.fixture
def display(live_stack: LiveStack) -> Iterator[Socket]:
    socket = Socket(live_stack, DISPLAY)
    assert socket.read()["type"] == "welcome"
    yield socket
    socket.close()


@pytest.mark.parametrize("origin", [None, "null", "http://evil.example", "http://127.0.0.1", "https://127.0.0.1:1"])
def test_only_the_exact_origin_may_open_a_socket(live_stack: LiveStack, origin: str | None):
    try:
        socket = Socket(live_stack, DISPLAY, origin=origin)
    except InvalidStatus:
        return  # daphne refused before us
    assert socket.closed_with() == signalling.CLOSE_FORBIDDEN


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("/ws/desk/", signalling.CLOSE_LOGIN),
        ("/ws/board/bekasi-cikarang/", signalling.CLOSE_LOGIN),
        ("/booth/1/ws/", signalling.CLOSE_DEVICE),
        ("/ws/display/nowhere/", signalling.CLOSE_FORBIDDEN),
    ],
)
def test_a_stranger_is_told_with_a_code_why_the_socket_closes(live_stack: LiveStack, path: str, code: int):
    assert Socket(live_stack, path).closed_with() == code


@pytest.mark.parametrize(
    ("username", "path"),
    [
        ("hadi", "/ws/desk/"),
        ("dewi", "/ws/board/bekasi-cikarang/"),
        ("hadi", "/ws/board/sofifi/"),
        ("fitri", "/ws/desk/"),
    ],
)
def test_a_role_or_a_branch_that_does_not_fit_is_turned_away(live_stack: LiveStack, username: str, path: str):
    assert Staff(live_stack, username).socket(path).closed_with() == signalling.CLOSE_FORBIDDEN


@pytest.mark.parametrize(
    ("frame", "code"),
    [
        ("no json", "not_json"),
        ("[]", "bad_message"),
        ('{"type": "dance"}', "unknown_type"),
        ('{"no": "type"}', "unknown_type"),
        ('{"type": "heartbeat", "shown": "many"}', "bad_message"),
        ('{"type": "focus", "place": 7}', "bad_message"),
        ('{"type": "focus", "place": 1}', "not_for_this_page"),
        ('{"type": "heartbeat", "shown": 0, "extra": 1}', "bad_message"),
        ('"' + "x" * 40_000 + '"', "too_large"),
    ],
)
def test_a_frame_that_is_no_message_gets_an_error_and_the_socket_lives(display: Socket, frame: str, code: str):
    display.wire.send(frame)
    error = display.read_until("error")
    display.send(type="dance")

    assert error["code"] == code
    assert error["sentence"]
    assert display.read_until("error")["code"] == "unknown_type", "it goes on listening"


def test_a_frame_over_64_kib_closes_with_1009(display: Socket):
    with pytest.raises(ConnectionClosed):
        display.wire.send("x" * 70_000)
        display.wire.recv(timeout=PATIENCE_SECONDS)
        display.wire.recv(timeout=PATIENCE_SECONDS)
    assert display.closed_with() in {1009, 1006}


def test_twenty_malformed_frames_in_a_row_close_with_4400(display: Socket):
    with contextlib.suppress(ConnectionClosed):  # perhaps before the last of them
        for _ in range(24):
            display.wire.send("no json")
    assert display.closed_with() == signalling.CLOSE_MALFORMED


def test_a_flood_closes_with_4429(display: Socket):
    with pytest.raises(ConnectionClosed):
        for _ in range(200):
            display.send(type="shown", n=1)
        display.wire.recv(timeout=PATIENCE_SECONDS)
        while True:
            display.wire.recv(timeout=PATIENCE_SECONDS)
    assert display.closed_with() == signalling.CLOSE_RATE


def test_a_revoked_screen_is_told_at_once(live_stack: LiveStack):
    screen = Screen(live_stack, _booth(live_stack, 5))
    socket = screen.live()
    assert socket.read()["type"] == "welcome"

    code = (
        "from booths.models import Booth; from booths import devices; from django.utils import timezone;"
        f"devices.revoke(Booth.objects.get(pk={screen.booth_id}), at=timezone.now())"
    )
    live_stack.run(code)

    assert socket.closed_with(patience_seconds=allowed(STOPPED_WITHIN_S)) == signalling.CLOSE_DEVICE
    assert screen.say("hand", {"on": True}).status_code == 401


def test_a_newer_page_of_the_same_screen_turns_the_older_one_away(live_stack: LiveStack):
    screen = Screen(live_stack, _booth(live_stack, 6))
    older = screen.live()
    assert older.read()["type"] == "welcome"

    newer = screen.live()

    assert newer.read()["type"] == "welcome"
    assert older.closed_with() == signalling.CLOSE_SUPERSEDED
    newer.close()


def test_the_late_word_of_an_older_page_turns_no_newer_one_away(live_stack: LiveStack):
    screen = Screen(live_stack, _booth(live_stack, 6))
    newer = screen.live()
    assert newer.read()["type"] == "welcome"

    code = (
        "from asgiref.sync import async_to_sync; from channels.layers import get_channel_layer;"
        "from booths.presence import shared_clock;"
        "late = {'type': 'page.superseded', 'opened_at': shared_clock() - 60};"
        f"async_to_sync(get_channel_layer().group_send)('screen-{screen.booth_id}', late)"
    )
    live_stack.run(code)

    newer.send(type="heartbeat", shown=newer.shown)
    assert newer.read_until("heartbeat")
    newer.close()


def test_logging_out_closes_the_board_within_five_seconds(live_stack: LiveStack):
    hadi = Staff(live_stack, "hadi")
    board = hadi.socket("/ws/board/bekasi-cikarang/")
    assert board.read()["type"] == "welcome"

    hadi.http.post("/logout/", data={"csrfmiddlewaretoken": hadi.http.cookies["csrftoken"]})

    assert board.closed_with(patience_seconds=allowed(STOPPED_WITHIN_S)) == signalling.CLOSE_LOGIN


def test_a_page_told_of_a_change_finds_it_in_the_snapshot(live_stack: LiveStack, display: Socket):
    before = Person(live_stack).http.get("/api/display/bekasi-cikarang/state").json()
    _file_someone(live_stack)

    hint = display.read_until("hint")
    after = wait_until(
        lambda: (
            (found := Person(live_stack).http.get("/api/display/bekasi-cikarang/state").json())["state"]["waiting"]
            > before["state"]["waiting"]
            and found
        )
    )
    assert hint["topic"].startswith("branch-")
    assert after["state"]["waiting"] == before["state"]["waiting"] + 1
    send_everybody_home(live_stack, "bekasi-cikarang")


def _booth(stack: LiveStack, number: int) -> int:
    sql = (
        "SELECT b.id FROM booths_booth b JOIN booths_branch r ON r.id = b.branch_id WHERE r.code = %s AND b.number = %s"
    )
    return int(stack.query(sql, ["bekasi-cikarang", number])[0][0])


def _file_someone(stack: LiveStack) -> None:
    code = (
        "from tests.cast import queue; from booths.models import Branch; from django.utils import timezone;"
        "queue(Branch.objects.get(code='bekasi-cikarang'), 1, at=timezone.now(), skip=22)"
    )
    stack.run(code)
