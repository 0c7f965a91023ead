"""Reminders: what is due, each once, over a gateway on this machine that can fail, and nothing that is not true."""

import json
import threading
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from booths.models import Officer
from lapak.queue import appointments, draws, reminders, waiting_list
from lapak.queue.gateway import HttpGateway
from lapak.queue.models import Reminder
from tests.appointments.scene import DAY, EIGHT, MINUTE, application, book, full_slot, make_slot
from tests.cast import NOON, cikarang, spoil

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
TWO_DAYS_BEFORE = EIGHT - timedelta(days=1, hours=20)  # 12:00 in the branch


class Phone:
    """A gateway that notes what it is asked to send, and refuses as often as it is told."""

    def __init__(self) -> None:
        self.taken: list[dict[str, str]] = []
        self.tokens: set[str] = set()
        self.refusals = 0
        phone = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                phone.tokens.add(self.headers["Authorization"])
                phone.refusals -= 1
                if phone.refusals < 0:
                    phone.taken.append(body)
                self.send_response(202 if phone.refusals < 0 else 503)
                self.end_headers()

            def log_message(self, *words: object) -> None:
                pass

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.thread = threading.Thread(target=self.server.serve_forever, daemon=True)
        self.thread.start()
        self.gateway = HttpGateway(f"http://127.0.0.1:{self.server.server_port}/", "secret")

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()


@pytest.fixture
def phone() -> Iterator[Phone]:
    phone = Phone()
    yield phone
    phone.close()


def tend(phone: Phone, *, at) -> int:
    reminders.write_due(at=at)
    return reminders.send_due(phone.gateway, at=at)


def test_a_booking_is_reminded_two_days_and_an_hour_before_and_each_time_once(phone):
    booking = book(make_slot(cikarang(), 1), application(0), at=EIGHT - timedelta(days=5))
    moments = (EIGHT - timedelta(days=3), TWO_DAYS_BEFORE, TWO_DAYS_BEFORE + HOUR, EIGHT - 2 * HOUR, EIGHT - HOUR)
    sent = [tend(phone, at=moment) for moment in (*moments, EIGHT - 5 * MINUTE)]

    assert sent == [0, 1, 0, 0, 1, 0]
    first = phone.taken[0]
    assert first["to"] == application(0).phone and phone.tokens == {"Bearer secret"}
    assert first["text"] == (
        "Janji Lapak Rabu 25 November 08.00 WIB di KC Bekasi Cikarang. Datang atau batal: "
        f"http://127.0.0.1:8000/janji/d/{booking.key}/"
    )


def test_nothing_about_the_person_stands_in_a_message(phone):
    book(make_slot(cikarang(), 1), application(0), at=EIGHT - timedelta(days=5))
    tend(phone, at=TWO_DAYS_BEFORE)
    stated = application(0)

    for secret in (stated.nik, stated.kpj_number, stated.account_number):
        assert secret not in phone.taken[0]["text"]


def test_who_has_just_booked_is_left_in_peace_and_nobody_is_woken(phone):
    slot = make_slot(cikarang(), 2)
    book(slot, application(0), at=TWO_DAYS_BEFORE - HOUR)
    assert tend(phone, at=TWO_DAYS_BEFORE) == 0

    night = EIGHT - timedelta(days=1, hours=9)  # 23:00 in the branch
    assert tend(phone, at=night) == 0
    assert tend(phone, at=night + 8 * HOUR) == 1


def test_what_the_gateway_refuses_is_tried_again_three_times_under_one_reference(phone):
    book(make_slot(cikarang(), 1), application(0), at=EIGHT - timedelta(days=5))
    phone.refusals = 1
    assert tend(phone, at=TWO_DAYS_BEFORE) == 0
    assert tend(phone, at=TWO_DAYS_BEFORE + 4 * MINUTE) == 0
    assert tend(phone, at=TWO_DAYS_BEFORE + 5 * MINUTE) == 1
    assert phone.taken[0]["reference"] == f"lapak-{Reminder.objects.get().pk}"

    Reminder.objects.update(sent_at=None, tries=0)
    phone.refusals = 99
    for turn in range(6):
        tend(phone, at=TWO_DAYS_BEFORE + (10 + 5 * turn) * MINUTE)
    assert Reminder.objects.get().tries == reminders.MOST_TRIES


def test_a_gateway_that_is_not_there_costs_nothing_but_the_message(phone):
    book(make_slot(cikarang(), 1), application(0), at=EIGHT - timedelta(days=5))
    phone.close()

    assert tend(phone, at=TWO_DAYS_BEFORE) == 0
    assert Reminder.objects.get().sent_at is None


def test_who_has_cancelled_meanwhile_hears_nothing(phone):
    booking = book(make_slot(cikarang(), 1), application(0), at=EIGHT - timedelta(days=5))
    reminders.write_due(at=TWO_DAYS_BEFORE)
    appointments.cancel(booking, by=None, at=TWO_DAYS_BEFORE)

    assert reminders.send_due(phone.gateway, at=TWO_DAYS_BEFORE) == 0
    assert reminders.send_due(phone.gateway, at=TWO_DAYS_BEFORE + HOUR) == 0
    assert phone.taken == []


def test_an_offer_of_the_waiting_list_is_told_at_once(phone):
    slot, bookings = full_slot()
    entry = waiting_list.join(slot.branch, DAY, application(5), at=NOON)
    appointments.cancel(bookings[0], by=None, at=NOON)

    assert tend(phone, at=NOON + MINUTE) == 1
    assert "Jawab sebelum pukul 12.30" in phone.taken[0]["text"] and entry.key in phone.taken[0]["text"]


def test_who_won_the_draw_is_told(phone):
    branch = cikarang()
    make_slot(branch, 1)
    draws.announce(branch, DAY, NOON, NOON + HOUR, by=Officer.objects.get(username="hadi"), at=NOON)
    waiting_list.join(branch, DAY, application(0), at=NOON)
    draws.carry_out_due(at=NOON + HOUR)

    assert tend(phone, at=NOON + HOUR) == 1
    assert phone.taken[0]["text"].startswith("Anda mendapat tempat dalam undian: Rabu 25 November 08.00 WIB")
    assert tend(phone, at=NOON + HOUR + MINUTE) == 0


def test_a_booking_that_cannot_be_read_keeps_no_other_from_being_reminded(phone):
    slot = make_slot(cikarang(), 2)
    spoiled, _ = [book(slot, application(index), at=EIGHT - timedelta(days=5)) for index in range(2)]
    spoil(spoiled, "application")
    assert tend(phone, at=TWO_DAYS_BEFORE) == 1
    assert [one["to"] for one in phone.taken] == [application(1).phone]
