"""One officer hands a person to another: the place in line stays, only the other one calls, and the word goes along."""

from datetime import timedelta

import pytest

from booths.errors import NotFound
from booths.models import Officer
from lapak.queue import tickets
from lapak.queue.models import Ticket
from tests.cast import NOON, Stage, attend, open_stage, queue, seat_next
from verification import case_panel, handovers, reasons, scheduler, seating, seats, sessions
from verification.access import whole_seats
from verification.scheduler import Because
from verification.states import SeatStatus

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(seconds=5)


@pytest.fixture
def stage() -> Stage:
    """Dewi with three booths, Rangga with the others, and one person in the line."""
    stage = open_stage(places=3)
    sessions.begin_shift(Officer.objects.get(username="rangga"), places=3, at=NOON)
    queue(stage.branch, 1)
    return stage


def rangga() -> Officer:
    return Officer.objects.get(username="rangga")


def test_who_is_handed_over_is_called_by_the_colleague_alone(stage):
    seat = attend(stage, seat_next(stage))
    by = seat.session.shift.officer
    to = next(iter(handovers.colleagues_of(seat.session, at=LATER)))
    assert to != by
    handovers.hand_over(seat, to.pk, by=by, at=LATER)
    seat.refresh_from_db()
    assert seat.status == SeatStatus.ABORTED
    assert Ticket.objects.get().wanted_officer == to

    seating.fill(stage.branch.pk, at=LATER)
    again = whole_seats().exclude(pk=seat.pk).get()
    assert again.session.shift.officer == to and again.ticket_id == seat.ticket_id


def test_the_word_of_the_officer_before_goes_along(stage):
    seat = attend(stage, seat_next(stage))
    seats.write_note(seat, "Perlu bahasa isyarat")
    to = handovers.colleagues_of(seat.session, at=LATER)[0]
    assert case_panel.panel(seat, at=LATER)["handed_over"] == ""
    handovers.hand_over(seat, to.pk, by=seat.session.shift.officer, at=LATER)
    seating.fill(stage.branch.pk, at=LATER)
    again = whole_seats().exclude(pk=seat.pk).get()
    name = seat.session.shift.officer.display_name
    assert case_panel.panel(again, at=LATER)["handed_over"] == f"{name}: Perlu bahasa isyarat"


def test_nobody_is_handed_to_who_is_not_at_work_here(stage):
    seat = attend(stage, seat_next(stage))
    for to in (Officer.objects.get(username="yosef"), seat.session.shift.officer):
        with pytest.raises(NotFound):
            handovers.hand_over(seat, to.pk, by=seat.session.shift.officer, at=LATER)
    seat.refresh_from_db()
    assert seat.status == SeatStatus.LIVE


def test_when_the_colleague_goes_home_anybody_calls(stage):
    ticket = Ticket.objects.get()
    tickets.direct(ticket, rangga(), by=stage.dewi, at=NOON)
    sessions.end_shift(sessions_of(rangga()), at=LATER)
    seating.fill(stage.branch.pk, at=LATER)
    assert whole_seats().get().session.shift.officer == stage.dewi


def sessions_of(officer: Officer):
    from verification.models import VerificationSession

    return VerificationSession.objects.get(shift__officer=officer, ended_at=None)


def test_an_officer_is_told_why_nobody_comes(stage):
    state = scheduler.State(
        now=0,
        line=[scheduler.Waiting(1, 1, 0, 60, 300, session=2)],
        desks=[scheduler.Desk(1, 3, free=(scheduler.FreePlace(1, 1, 1),), insists=True)],
    )
    decided = scheduler.admit(state)
    assert not decided.calls and decided.held_back[1].because == Because.FOR_ANOTHER
    assert "petugas lain" in str(reasons.SENTENCES[Because.FOR_ANOTHER])
