"""Officers, screens and sweeps that fill places at the same moment: every person is called once, to one booth."""

from collections import Counter
from datetime import timedelta
from functools import partial

import pytest

from booths import roster
from booths.errors import AlreadyOnDuty
from booths.models import Booth, Branch, Occupancy, Officer, Place, Shift
from lapak.queue.states import TicketStatus
from tests.cast import NOON, cikarang, present_booths, queue
from tests.invented import write_register
from tests.races.crowd import all_at_once, refusals, successes
from verification import seating, seats, sessions
from verification.access import whole_seats
from verification.models import Seat, VerificationSession
from verification.states import OPEN_SEAT, AbortReason

pytestmark = pytest.mark.django_db(transaction=True)
OFFICERS, PLACES, PEOPLE = 3, 6, 22


def make_branch(*, booths: int = OFFICERS * PLACES) -> Branch:
    branch = cikarang()
    Booth.objects.bulk_create(Booth(branch=branch, number=number) for number in range(7, booths + 1))
    present_booths(branch)
    return branch


def make_officers(branch: Branch, count: int = OFFICERS) -> list[Officer]:
    return [
        Officer.objects.create(username=f"petugas{number}", role=Officer.Role.CSO, branch=branch)
        for number in range(1, count + 1)
    ]


def check_nobody_is_seated_twice() -> None:
    open_seats = list(Seat.objects.filter(status__in=OPEN_SEAT).values_list("ticket", "occupancy__booth", "session"))
    tickets, booths, officers = (Counter(column) for column in zip(*open_seats, strict=True))
    assert max(tickets.values()) == 1, "a person has two seats"
    assert max(booths.values()) == 1, "a booth has two guests"
    assert max(officers.values()) <= PLACES, "an officer has a seventh place"
    guests = Counter(Occupancy.objects.filter(ended_at=None).values_list("booth", flat=True))
    assert guests == booths


def test_forty_threads_fill_the_places_of_eight_officers_in_the_order_of_the_line(settings, tmp_path):
    settings.DEMO_REGISTER = write_register(tmp_path, 60)
    branch = make_branch(booths=8 * PLACES)
    for officer in make_officers(branch, 8):
        sessions.begin_shift(officer, places=PLACES, at=NOON)
    queue(branch, 60)

    called = successes(all_at_once([partial(seating.fill, branch.pk, at=NOON)] * 40))

    assert sum(called) == 8 * PLACES
    check_nobody_is_seated_twice()
    first_in_line = list(branch.tickets.order_by("issued_at").values_list("status", flat=True))
    assert first_in_line == [TicketStatus.CALLED] * 48 + [TicketStatus.WAITING] * 12


def test_places_that_empty_while_others_pull_are_filled_again_and_nobody_is_lost():
    branch = make_branch()
    for officer in make_officers(branch):
        sessions.begin_shift(officer, places=PLACES, at=NOON)
    queue(branch, PEOPLE)
    seating.fill(branch.pk, at=NOON)
    leaving = list(whole_seats().filter(status__in=OPEN_SEAT))[:12]
    works = [partial(seats.abort, seat, AbortReason.TECH_FAILURE, by=None, at=NOON) for seat in leaving]

    all_at_once([*works, *[partial(seating.fill, branch.pk, at=NOON)] * 20])
    seating.fill(branch.pk, at=NOON)

    check_nobody_is_seated_twice()
    tally = Counter(branch.tickets.values_list("status", flat=True))
    assert tally == {TicketStatus.CALLED: 18, TicketStatus.WAITING: 4}


def test_people_who_arrive_while_desks_pull_are_all_called_or_waiting():
    branch = make_branch()
    for officer in make_officers(branch):
        sessions.begin_shift(officer, places=PLACES, at=NOON)
    arrivals = [partial(queue, branch, 1, skip=index) for index in range(16)]

    results = all_at_once([*arrivals, *[partial(seating.fill, branch.pk, at=NOON + timedelta(seconds=1))] * 16])
    seating.fill(branch.pk, at=NOON + timedelta(seconds=1))

    assert refusals(results) == []
    assert sorted(branch.tickets.values_list("serial", flat=True)) == list(range(1, 17))
    assert Seat.objects.filter(status__in=OPEN_SEAT).count() == 16
    check_nobody_is_seated_twice()


def test_a_shift_begun_in_ten_tabs_is_one_shift_and_nine_friendly_words():
    branch = make_branch()
    (officer,) = make_officers(branch, 1)

    results = all_at_once([partial(sessions.begin_shift, officer, places=PLACES, at=NOON)] * 10)

    assert len(successes(results)) == 1
    assert {type(refusal) for refusal in refusals(results)} == {AlreadyOnDuty}
    assert all(refusal.sentence.startswith("Anda sudah bertugas") for refusal in refusals(results))
    assert (Shift.objects.count(), VerificationSession.objects.count(), Place.objects.count()) == (1, 1, PLACES)


def test_officers_who_begin_together_share_the_booths_and_none_is_turned_away():
    branch = make_branch(booths=12)
    officers = make_officers(branch, 4)

    results = all_at_once([partial(sessions.begin_shift, officer, places=PLACES, at=NOON) for officer in officers])

    assert refusals(results) == []
    places = list(Place.objects.filter(released_at=None).values_list("booth", flat=True))
    assert len(places) == len(set(places)) == 12


def test_a_shift_does_not_end_under_a_person_who_is_being_called():
    branch = make_branch(booths=6)
    (officer,) = make_officers(branch, 1)
    session = sessions.begin_shift(officer, places=PLACES, at=NOON)
    queue(branch, 3)

    all_at_once([partial(seating.fill, branch.pk, at=NOON), partial(sessions.end_shift, session, at=NOON)])

    is_open = Shift.objects.filter(ended_at=None).exists()
    called = Seat.objects.filter(status__in=OPEN_SEAT).count()
    assert (is_open, called) in {(True, 3), (False, 0)}
    assert roster.open_places(session.shift).count() == (PLACES if is_open else 0)
