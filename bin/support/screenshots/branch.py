"""The branch in front of the camera: everything that happens in it is asked of the product, as its pages would."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict

from lapak.people.register import demo_people
from tests.cast import application_of
from tests.live import LiveStack
from tests.pace import wait_until
from tests.visitors import Person, Screen, Staff

CODE = "bekasi-cikarang"
OPEN_SEAT = "('CALLED', 'CONNECTING', 'LIVE', 'ON_HOLD', 'INTERRUPTED', 'DECIDED')"


class Branch:
    """Dewi, Sari, Hadi and six booths."""

    def __init__(self, stack: LiveStack) -> None:
        self.stack = stack
        self.staff: dict[str, Staff] = {}
        self.screens: dict[int, Screen] = {}

    def log_in(self, username: str) -> Staff:
        if username not in self.staff:
            self.staff[username] = Staff(self.stack, username)
        return self.staff[username]

    @property
    def dewi(self) -> Staff:
        return self.log_in("dewi")

    def id_of(self, number: int) -> int:
        sql = """SELECT b.id FROM booths_booth b JOIN booths_branch r ON r.id = b.branch_id
                 WHERE r.code = %s AND b.number = %s"""
        return int(self.stack.query(sql, [CODE, number])[0][0])

    def enrol(self, number: int) -> Screen:
        """Give the booth a screen; the one before is turned away."""
        screen = Screen(self.stack, self.id_of(number))
        self.screens[number] = screen
        return screen

    def enrol_through_demo(self, number: int) -> None:
        """Enrol another screen as the demonstration does: the open page is told at once."""
        assert _form(self.dewi, "/demo/booths/", number=str(number)) == 200

    @contextmanager
    def broken(self, number: int) -> Iterator[None]:
        """The booth is out of order for a while."""
        sql = "INSERT INTO booths_outage (booth_id, reason, started_at) VALUES (%s, 'Layar retak', now())"
        self.stack.query(sql, [self.id_of(number)])
        try:
            yield
        finally:
            sql = "UPDATE booths_outage SET ended_at = now() WHERE booth_id = %s AND ended_at IS NULL"
            self.stack.query(sql, [self.id_of(number)])

    def close_today(self, code: str) -> None:
        """Give a branch office hours, and none on this day of the week."""
        sql = """UPDATE booths_openinghours SET opens_at = '08:00', closes_at = '15:30' WHERE branch_id =
                 (SELECT id FROM booths_branch WHERE code = %s)"""
        self.stack.query(sql, [code])
        sql = """DELETE FROM booths_openinghours WHERE branch_id = (SELECT id FROM booths_branch WHERE code = %s)
                 AND weekday IN (5, 6, extract(isodow FROM now() AT TIME ZONE 'Asia/Jayapura')::int - 1)"""
        self.stack.query(sql, [code])

    # ---- people

    def issue_tickets(self) -> None:
        """Six invented people file their claims."""
        answer = _form(self.dewi, "/demo/tickets/")
        assert answer == 200, answer

    def expect_today(self, people: int) -> None:
        """Reception books the next slot for so many people, and then the slot is this hour's."""
        sari = self.log_in("sari")
        sql = """SELECT s.id FROM queue_slot s JOIN booths_branch r ON r.id = s.branch_id
                 WHERE r.code = %s AND s.starts_at > now() ORDER BY
                 (SELECT count(*) FROM queue_slotplace p WHERE p.slot_id = s.id AND p.is_free) DESC LIMIT 1"""
        slot = self.stack.query(sql, [CODE])[0][0]
        for entry in demo_people()[20 : 20 + people]:
            stated = asdict(application_of(entry))
            form = {"csrfmiddlewaretoken": sari.http.cookies["csrftoken"], "slot": str(slot), **stated}
            answer = sari.http.post("/reception/appointments/?kind=PUBLIC", data=form)
            assert answer.status_code == 200, answer.status_code
        sql = """UPDATE queue_slot SET starts_at = date_trunc('hour', now()),
                 ends_at = date_trunc('hour', now()) + interval '30 minutes' WHERE id = %s"""
        self.stack.query(sql, [slot])

    def cancel_tickets(self) -> None:
        """Sari takes everybody out of the line who waits."""
        sari = self.log_in("sari")
        for (ticket,) in self.stack.query("SELECT id FROM queue_ticket WHERE status = 'WAITING'"):
            assert _form(sari, f"/reception/tickets/{ticket}/cancel/") == 200

    def codes(self) -> dict[int, str]:
        """Return booth number -> code of the ticket called there."""
        codes = self.dewi.http.get("/demo/codes/").json()["codes"]
        return {number: codes[str(self.id_of(number))] for number in range(1, 7) if str(self.id_of(number)) in codes}

    def sit_down(self, number: int) -> None:
        """The person called to this booth types the code and agrees."""
        screen = self.screens[number]
        code = wait_until(lambda: self.codes().get(number), patience_seconds=20)
        _expect(screen, "confirm", {"code": code})
        version = screen.state()["consent"]["version"]
        _expect(screen, "consent", {"version": version, "agree": True, "purposes": ["RECORDING", "STILLS"]})

    def leave(self, number: int) -> None:
        """The person at this booth has read the result."""
        _expect(self.screens[number], "clear", {})

    def seat_of(self, number: int) -> int:
        sql = f"SELECT id FROM verification_seat WHERE booth_id = %s AND status IN {OPEN_SEAT}"
        return int(wait_until(lambda: self.stack.query(sql, [self.id_of(number)]))[0][0])

    def status_of(self, number: int) -> str:
        sql = "SELECT status FROM verification_seat WHERE booth_id = %s ORDER BY id DESC LIMIT 1"
        return str(self.stack.query(sql, [self.id_of(number)])[0][0])

    def place_of(self, number: int) -> int:
        places = self.dewi.desk()["places"]
        return next(one["place"] for one in places if one["booth"] and one["booth"]["number"] == number)

    # ---- Dewi's desk

    def ask(self, number: int, verb: str, body: dict[str, object] | None = None) -> None:
        """Send one of Dewi's commands about the person at this booth."""
        answer = self.dewi.post(f"/api/desk/seats/{self.seat_of(number)}/{verb}", body)
        assert answer.status_code == 200, answer.text

    def tick(self, number: int, *, leave_open: int = 0) -> None:
        """Answer the checklist with "sesuai" and leave the last few open, also where they were answered."""
        case = self.dewi.http.get(f"/api/desk/seats/{self.seat_of(number)}/case").json()
        items = [row["item"] for row in case["checklist"]]
        answered = len(items) - leave_open
        answers = dict.fromkeys(items[:answered], "MATCH") | dict.fromkeys(items[answered:])
        self.ask(number, "mark", {"answers": answers})

    def decide(self, number: int, outcome: str, reason: str = "") -> None:
        self.ask(number, "decide", {"outcome": outcome, "reason": reason})


def _form(person: Person, path: str, **fields: str) -> int:
    form = {"csrfmiddlewaretoken": person.http.cookies["csrftoken"], **fields}
    return person.http.post(path, data=form).status_code


def _expect(screen: Screen, verb: str, body: dict[str, object]) -> None:
    answer = screen.say(verb, body)
    assert answer.status_code == 200, answer.text
