"""Who may ask to be with a booth, at the real sockets: a supervisor of its branch, asked again at each message."""

import pytest
from websockets.exceptions import ConnectionClosedError

from booths.demo import PASSWORD
from tests.live import LiveStack
from tests.visitors import Socket, Staff
from verification import signalling

OWN, FAR = "bekasi-cikarang", "sofifi"


def booth_of(stack: LiveStack, branch: str) -> int:
    sql = "SELECT min(b.id) FROM booths_booth b JOIN booths_branch r ON r.id = b.branch_id WHERE r.code = %s"
    return int(stack.query(sql, [branch])[0][0])


def refusal(socket: Socket, booth: int) -> str:
    """Ask to listen to a booth; return the code of the answer."""
    socket.send(type="supervise", booth=booth, mode="listen")
    error = socket.read_until("error")
    assert error["about"] == "supervise"
    assert error["sentence"]
    return str(error["code"])


@pytest.fixture(scope="module")
def stranger(live_stack: LiveStack) -> Staff:
    """A supervisor of another branch."""
    code = (
        "from booths.models import Branch, Officer;"
        f"Officer.objects.create_user('stranger', password='{PASSWORD}', role='SUPERVISOR',"
        f" branch=Branch.objects.get(code='{FAR}'))"
    )
    live_stack.run(code)
    return Staff(live_stack, "stranger")


def test_a_cso_and_a_supervisor_of_another_branch_do_not_even_get_the_board(live_stack: LiveStack, stranger: Staff):
    for person in (Staff(live_stack, "dewi"), stranger):
        assert person.socket(f"/ws/board/{OWN}/").closed_with() == signalling.CLOSE_FORBIDDEN
        assert person.http.get(f"/board/{OWN}/").status_code in {403, 404}


def test_a_supervisor_reaches_no_booth_of_another_branch_through_the_own_board(live_stack: LiveStack, stranger: Staff):
    board = stranger.socket(f"/ws/board/{FAR}/")

    assert refusal(board, booth_of(live_stack, OWN)) == "not_found"
    assert refusal(board, booth_of(live_stack, FAR)) == "nothing_here"
    board.send(type="join")
    assert board.read_until("refused")["code"] == "nothing_here"
    board.close()


def test_an_administrator_sees_every_board_and_listens_to_nobody(live_stack: LiveStack):
    board = Staff(live_stack, "admin").socket(f"/ws/board/{OWN}/")

    assert refusal(board, booth_of(live_stack, OWN)) == "not_allowed"
    board.close()


def test_who_is_no_supervisor_any_more_is_turned_away_at_the_next_message(live_stack: LiveStack):
    code = "from booths.models import Officer; Officer.objects.filter(username='hadi').update(role='{}')"
    board = Staff(live_stack, "hadi").socket(f"/ws/board/{OWN}/")
    assert board.read()["type"] == "welcome"
    live_stack.run(code.format("CSO"))
    try:
        board.send(type="supervise", booth=booth_of(live_stack, OWN), mode="listen")
        assert board.read_until("error")["code"] == "not_allowed"
    except ConnectionClosedError as closed:  # another message of the page has met the new role before
        assert closed.rcvd is not None and closed.rcvd.code == signalling.CLOSE_FORBIDDEN
    finally:
        live_stack.run(code.format("SUPERVISOR"))
    board.close()


def test_no_other_page_may_supervise(live_stack: LiveStack):
    display = Socket(live_stack, f"/ws/display/{OWN}/")

    assert refusal(display, booth_of(live_stack, OWN)) == "not_for_this_page"
    display.close()
