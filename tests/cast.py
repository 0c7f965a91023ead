"""The cast of all tests: the demonstration's branch, its staff and the invented people of the demo register."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db import connection
from django.db.models import Model

from booths import demo, devices
from booths.models import Booth, Branch, Device, Officer
from lapak.claims.states import Channel, ClaimReason
from lapak.people.register import Entry, demo_people
from lapak.queue.filing import Application, file_and_queue
from lapak.queue.models import Ticket
from verification import decisions, seating, seats, sessions
from verification.access import whole_seats
from verification.consents import CONSENT_VERSION
from verification.models import Seat, VerificationSession
from verification.states import OPEN_SEAT, MarkResult

NOON = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)  # 12:00 WIB, a Monday


@dataclass
class Stage:
    """A branch with six present booths and one officer, Dewi, at work."""

    branch: Branch
    dewi: Officer
    session: VerificationSession

    def seat(self, place: int) -> Seat:
        return whole_seats().get(session=self.session, place=place, status__in=OPEN_SEAT)


def application_of(entry: Entry, *, reason: str = ClaimReason.RESIGNATION) -> Application:
    return Application(
        nik=entry.nik,
        kpj_number=entry.kpj_number,
        reason=reason,
        phone=entry.demo_phone,
        bank_code=entry.demo_bank_code,
        account_number=entry.demo_account_number,
    )


def cikarang() -> Branch:
    demo.load()
    return Branch.objects.get(code=demo.CIKARANG)


def queue(branch: Branch, count: int, *, at: datetime = NOON, skip: int = 0) -> list[Ticket]:
    """File claims of the first people of the register, one second apart."""
    return [
        file_and_queue(
            application_of(entry),
            branch=branch,
            channel=Channel.ONSITE,
            request_key=f"request-{skip + index}",
            by=None,
            at=at + timedelta(seconds=index),
        )
        for index, entry in enumerate(demo_people()[skip : skip + count])
    ]


def present_booths(branch: Branch, *, at: datetime = NOON) -> list[Booth]:
    """Enrol a screen in every booth and let it be heard of."""
    for booth in branch.booths.all():
        devices.issue(booth, at=at)
    Device.objects.filter(booth__branch=branch, revoked_at=None).update(last_seen_at=at)
    return list(branch.booths.all())


def open_stage(*, places: int = 6, at: datetime = NOON) -> Stage:
    branch = cikarang()
    present_booths(branch, at=at)
    dewi = Officer.objects.get(username="dewi")
    return Stage(branch, dewi, sessions.begin_shift(dewi, places=places, at=at))


def seat_next(stage: Stage, *, at: datetime = NOON) -> Seat:
    """Call the next person and bring the seat to LIVE: code, consent, connected."""
    before = set(Seat.objects.values_list("pk", flat=True))
    seating.fill(stage.branch.pk, at=at)
    seat = whole_seats().exclude(pk__in=before).order_by("place").first()
    assert seat is not None, "nobody was called"
    return bring_in(seat, at=at)


def bring_in(seat: Seat, *, at: datetime = NOON, purposes: tuple[str, ...] = ()) -> Seat:
    seats.confirm(seat.booth, seat.ticket.code, at=at)
    seats.consent(seat.booth, CONSENT_VERSION, True, language="id", at=at, purposes=purposes)
    _, peer = seats.enter(seat.booth_id)
    seats.connect(peer, at=at)
    return whole_seats().get(pk=seat.pk)


def tick_all(seat: Seat, *, by: Officer, at: datetime = NOON, result: str = MarkResult.MATCH) -> None:
    from lapak.claims import claims

    answers = {item.code: result for item in claims.checklist_of(seat.ticket.claim)}
    decisions.mark(seat, answers, by=by, at=at)


def spoil(row: Model, column: str) -> None:
    """Make one sealed field unreadable, as after a restored backup whose key is gone."""
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {row._meta.db_table} SET {column} = '9.AAAA' WHERE id = %s", [row.pk])


def attend(stage: Stage, seat: Seat, *, at: datetime = NOON) -> Seat:
    sessions.focus(stage.session, seat.place, by=stage.dewi, at=at)
    return whole_seats().get(pk=seat.pk)
