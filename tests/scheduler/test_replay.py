"""A simulated day done for real: rows, rules and sweep decide the same as the pure module, step by step."""

import random
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest

from booths.models import Booth, Branch, Break, Device, Officer, OpeningHours, Shift
from lapak.claims import claims
from lapak.claims.states import Channel, ClaimReason
from lapak.people.register import demo_people
from lapak.queue import appointments
from lapak.queue.filing import file_and_queue
from lapak.queue.models import PlannedShift, Ticket
from tests.appointments.scene import make_slot
from tests.cast import application_of, bring_in, cikarang, present_booths
from tests.invented import write_register
from verification import advice, decisions, expected_times, seat_facts, seats, sessions, upkeep
from verification.access import whole_seats
from verification.models import Seat, SeatEvent, VerificationSession
from verification.states import OPEN_SEAT, MarkResult, Outcome, SeatStatus
from verification.what_if.branch_day import script_of
from verification.what_if.day import Course, Day, DayPlan, OfficerPlan, OnDuty, Step, TakenPlace, Visitor, play
from verification.what_if.people import Arrival, visitor

pytestmark = pytest.mark.django_db
OPENS = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)  # 08:00 WIB, a Monday
HOURS = 3600.0
PEOPLE, PLACES = 12, 3
# number of the visitor -> seconds after opening
APPOINTMENTS = {9: 2700.0, 11: 4500.0}


def moment(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


class ReplayedDay(Day):
    """Every event is carried out on the rows, and who is called and attended is what the product says."""

    def __init__(self, plan: DayPlan, visitors: list[Visitor], branch: Branch, staff: list[Officer]) -> None:
        super().__init__(plan, visitors)
        self.branch, self.staff = branch, staff
        self.sessions: dict[int, VerificationSession] = {}
        self.tickets: dict[int, int] = {}
        self.seen: set[int] = set()

    @property
    def at(self) -> datetime:
        return moment(self.now)

    def keep_present(self) -> None:
        Device.objects.update(last_seen_at=self.at)
        Shift.objects.update(last_seen_at=self.at)

    def seat_at(self, place: TakenPlace) -> Seat:
        return whole_seats().get(booth__number=place.booth, booth__branch=self.branch, status__in=OPEN_SEAT)

    # ---- what happens

    def begin(self, officer: OnDuty, until: float) -> None:
        super().begin(officer, until)
        if officer.number in self.sessions:
            sessions.take_break(self.sessions[officer.number], None, at=self.at)
        else:
            begun = sessions.begin_shift(self.staff[officer.number], places=PLACES, at=self.at)
            self.sessions[officer.number] = begun

    def leave(self, officer: OnDuty) -> None:
        super().leave(officer)
        sessions.take_break(self.sessions[officer.number], Break.Reason.values[0], at=self.at)

    def arrive(self, visitor: Visitor) -> None:
        super().arrive(visitor)
        entry = demo_people()[visitor.number]
        if visitor.has_appointment:
            slot = make_slot(self.branch, 1, starts_at=moment(visitor.due or 0))
            booking = appointments.hold(slot, at=OPENS - timedelta(days=1))
            appointments.confirm(booking, application_of(entry), at=OPENS - timedelta(days=1))
            ticket = appointments.check_in(booking, by=None, at=self.at)
        else:
            ticket = file_and_queue(
                application_of(entry), branch=self.branch, channel=Channel.ONSITE, by=None, at=self.at,
                request_key=f"visitor-{visitor.number}", priority="DISABLED" if visitor.is_priority else "",
            )  # fmt: skip
        self.tickets[ticket.pk] = visitor.number

    def wait(self, place: TakenPlace) -> None:
        super().wait(place)
        if place.talk == 0:
            bring_in(self.seat_at(place), at=self.at)
        else:
            seats.raise_hand(self.seat_at(place).booth_id, True, at=self.at)

    def end_talk(self, officer: OnDuty, place: TakenPlace) -> None:
        assert place.visitor is not None
        phase, is_last = place.visitor.talks[place.talk].phase, place.talk + 1 == len(place.visitor.talks)
        super().end_talk(officer, place)
        seat, by = self.seat_at(place), self.staff[officer.number]
        items = [item.code for item in claims.checklist_of(seat.ticket.claim) if item.phase == phase]
        decisions.mark(seat, dict.fromkeys(items, MarkResult.MATCH), by=by, at=self.at)
        if is_last:
            decisions.decide(seat, Outcome.VERIFIED, "", by=by, at=self.at)
        else:
            sessions.hold(self.sessions[officer.number], place.number, True, by=by, at=self.at)

    def settle(self, place: TakenPlace) -> None:
        super().settle(place)
        decisions.settle_due(at=self.at)

    def free(self, place: TakenPlace) -> None:
        super().free(place)
        seats.clear(Booth.objects.get(branch=self.branch, number=place.booth), at=self.at)

    # ---- what the product decides

    def call(self) -> None:
        self.keep_present()
        upkeep.keep_all(at=self.at)
        called = whole_seats().filter(status=SeatStatus.CALLED).exclude(pk__in=self.seen).order_by("pk")
        for seat in called:
            self.seen.add(seat.pk)
            number = next(one for one, session in self.sessions.items() if session.pk == seat.session_id)
            why = SeatEvent.objects.get(row=seat, from_status="").note
            self.seat(self.officers[number], seat.place, self.tickets[seat.ticket_id], why)

    def attend(self, officer: OnDuty) -> None:
        if officer.talks_at is not None or officer.number not in self.sessions:
            return
        session = VerificationSession.objects.select_related("shift").get(pk=self.sessions[officer.number].pk)
        advised = advice.whom_to_attend(session, seat_facts.of_session(session.pk), at=self.at)
        if advised is not None:
            sessions.focus(session, advised.place, by=self.staff[officer.number], at=self.at)
            self.talk(officer, officer.places[advised.place - 1], advised.reason.because)


@pytest.fixture
def branch(settings, tmp_path) -> Branch:
    """Eight to twelve, six booths; enough people in the register, none of whom is old."""
    settings.DEMO_REGISTER = write_register(tmp_path, PEOPLE + 1)
    branch = cikarang()
    OpeningHours.objects.filter(branch=branch).update(opens_at=time(8), closes_at=time(12))
    present_booths(branch, at=OPENS)
    return branch


def plan_of(branch: Branch, staff: list[Officer]) -> DayPlan:
    """Two officers with three booths each; the second has a break of half an hour in the middle."""
    start = OPENS.timestamp()
    officers = (
        OfficerPlan(((start, start + 4 * HOURS),), PLACES),
        OfficerPlan(((start + 600, start + 1.5 * HOURS), (start + 2 * HOURS, start + 4 * HOURS)), PLACES),
    )
    for officer, planned in zip(staff, officers, strict=True):
        for begins, ends in planned.spans:
            PlannedShift.objects.create(officer=officer, branch=branch, starts_at=moment(begins), ends_at=moment(ends))
    return DayPlan(officers, booths=6, closes_at=start + 4 * HOURS)


def crowd(branch: Branch) -> list[Visitor]:
    """A queue at opening, then one every three minutes; every fifth has priority, two have an appointment."""
    dice, times, start = random.Random(3), expected_times.of_branch(branch.pk), OPENS.timestamp()
    arrivals = [
        Arrival(
            at=start + 700 + max(0, number - 7) * 200 + number,
            reason=ClaimReason.RESIGNATION,
            due=start + APPOINTMENTS[number] if number in APPOINTMENTS else None,
            is_priority=number % 5 == 0,
        )
        for number in range(1, PEOPLE + 1)
    ]
    script = {kind: script_of(times, ClaimReason.RESIGNATION, is_priority=kind) for kind in (False, True)}
    people = [visitor(number, one, script[one.is_priority], dice) for number, one in enumerate(arrivals, 1)]
    return [_slow(one) for one in people]


def _slow(one: Visitor) -> Visitor:
    """Talks take twice as long as expected, so that people wait too long; a booth is given back after a minute."""
    talks = tuple(replace(talk, seconds=2 * talk.seconds) for talk in one.talks)
    return replace(one, talks=talks, turnover=min(one.turnover, 60.0))


def told(steps: list[Step]) -> list[tuple[object, ...]]:
    return [(round(s.at, 3), s.what, s.visitor, s.officer, s.place, s.because, round(s.waited, 2)) for s in steps]


def test_the_product_decides_a_whole_day_like_the_pure_scheduler(branch: Branch):
    staff = list(Officer.objects.filter(username__in=["dewi", "rangga"]).order_by("username"))
    plan, people = plan_of(branch, staff), crowd(branch)
    pure: Course = play(plan, people)

    replayed = ReplayedDay(plan, people, branch, staff).run()

    assert told(replayed.steps) == told(pure.steps)
    assert len(pure.decided) == PEOPLE == Ticket.objects.filter(status="DONE").count()
    assert {step.because for step in pure.steps} >= {"overdue", "priority", "quick", "only_one", "longest_wait"}
