"""The booking pages, as a phone meets them."""

import re
from dataclasses import asdict
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from booths import demo as places
from booths.models import Branch, Officer
from lapak.queue import appointments, demo, slots, waiting_list
from lapak.queue.models import Booking, Refused, Slot, SlotPlace, WaitingListEntry
from lapak.queue.states import BookingStatus
from tests.appointments.scene import application, book, invented, make_slot
from tests.cast import cikarang

pytestmark = pytest.mark.django_db


@pytest.fixture
def branch() -> Branch:
    return cikarang()


@pytest.fixture
def phone(client: Client) -> Client:
    client.cookies["django_language"] = "id"
    return client


def in_days(days: int):
    return timezone.now().replace(minute=0, second=0, microsecond=0) + timedelta(days=days)


def hold(phone: Client, slot: Slot, **more: str):
    return phone.post(f"/janji/{slot.branch.code}/hold/", {"slot": slot.pk, **more})


def booked(phone: Client, slot: Slot, number: int = 0) -> str:
    """Book through the pages and return the booking's address."""
    address = hold(phone, slot)["Location"]
    answer = phone.post(address, asdict(application(number)))
    assert answer.status_code == 302, answer.content.decode()
    return address


def page(phone: Client, address: str) -> str:
    return phone.get(address).content.decode()


def test_a_time_is_held_stated_and_booked(phone: Client, branch: Branch):
    slot = make_slot(branch, 1, starts_at=in_days(2))
    address = booked(phone, slot)

    shown = page(phone, address)
    assert "Janji Anda" in shown and "<svg" in shown and "Saya datang" in shown
    for secret in (application(0).nik, application(0).account_number):
        assert secret not in shown and secret not in address


def test_wrong_data_keeps_the_form_and_the_place(phone: Client, branch: Branch):
    address = hold(phone, make_slot(branch, 1, starts_at=in_days(2)))["Location"]
    answer = phone.post(address, asdict(application(0)) | {"nik": "3275", "phone": "0812 3456 7890"})

    shown = answer.content.decode()
    assert answer.status_code == 422 and "NIK terdiri dari 16 angka" in shown
    assert 'value="0812 3456 7890"' in shown and Booking.objects.get().status == BookingStatus.HELD


def test_a_full_day_says_why_counts_and_names_what_else_there_is(phone: Client, branch: Branch):
    slot = make_slot(branch, 1, starts_at=in_days(2))
    make_slot(branch, 3, starts_at=in_days(3))
    booked(phone, slot)

    answer = hold(phone, slot)
    shown = answer.content.decode()
    assert answer.status_code == 409 and "Waktu ini sudah penuh" in shown
    assert "Hari ini sudah penuh" in shown and "Masuk daftar tunggu" in shown and "3 tempat" in shown
    assert Refused.objects.count() == 1


def test_a_booking_is_moved_and_cancelled_from_its_page(phone: Client, branch: Branch):
    first, second = make_slot(branch, 1, starts_at=in_days(2)), make_slot(branch, 1, starts_at=in_days(3))
    address = booked(phone, first)
    key = address.rstrip("/").rpartition("/")[2]

    moved = hold(phone, second, move=key)["Location"]
    assert "Janji dibatalkan" in page(phone, address) and "Janji Anda" in page(phone, moved)
    phone.post(f"{moved}change/", {"comes": "yes"})
    assert "kami menunggu Anda" in page(phone, moved)
    phone.post(f"{moved}change/", {"comes": "no"})
    assert "Janji dibatalkan" in page(phone, moved)
    assert phone.post(f"{moved}change/", {"cancel": "1"}).status_code == 409


def test_a_waiting_person_gets_the_offer_on_the_page_and_takes_it(phone: Client, branch: Branch):
    slot = make_slot(branch, 1, starts_at=in_days(2))
    address = booked(phone, slot)
    day = slots.of_day(branch, slot.starts_at.astimezone(branch.zone).date(), at=timezone.now())[0].starts_at
    wait = f"/janji/{branch.code}/tunggu/{day.astimezone(branch.zone).date()}/"
    entry = phone.post(wait, asdict(application(1)))["Location"]
    assert re.search(r"Urutan Anda</dt><dd>1", page(phone, entry))

    phone.post(f"{address}change/", {"cancel": "1"})
    assert "Ada tempat untuk Anda" in page(phone, entry)
    taken = phone.post(entry, {"accept": "1"})["Location"]
    assert "Janji Anda" in page(phone, taken)
    assert phone.post(entry, {"leave": "1"}).status_code == 409


def test_the_code_of_a_booking_becomes_a_number_at_the_ticket_screen(phone: Client, branch: Branch):
    now = timezone.now()
    slot = Slot.objects.create(
        branch=branch, starts_at=now + timedelta(minutes=5), ends_at=now + timedelta(minutes=35), officers=1
    )
    SlotPlace.objects.create(slot=slot, number=1)
    key = booked(phone, slot).rstrip("/").rpartition("/")[2]
    if slot.starts_at.astimezone(branch.zone).date() != now.astimezone(branch.zone).date():
        pytest.skip("the branch's day ends within five minutes")

    elsewhere = Branch.objects.exclude(pk=branch.pk)[0]
    refused = phone.post(f"/ticket/{elsewhere.code}/check-in/", {"booking": key})
    assert refused.status_code == 409 and branch.name in refused.content.decode()
    assert phone.post(f"/ticket/{branch.code}/check-in/", {"booking": "nonsense"}).status_code == 404

    answer = phone.post(f"/ticket/{branch.code}/check-in/", {"booking": key}, follow=True)
    assert "A-001" in answer.content.decode()
    assert Booking.objects.get(key=key).ticket.has_appointment


def test_one_address_holds_only_so_many_places(phone: Client, branch: Branch, settings):
    settings.HOLDS_PER_ADDRESS = 3
    slot = make_slot(branch, 10, starts_at=in_days(2))
    assert [hold(phone, slot).status_code for _ in range(4)] == [302, 302, 302, 429]


def test_a_strangers_key_a_bad_day_and_another_branchs_slot_are_not_found(phone: Client, branch: Branch):
    slot = make_slot(branch, 1, starts_at=in_days(2))
    other = Branch.objects.exclude(pk=branch.pk)[0]
    assert phone.get("/janji/d/nobody/").status_code == 404
    assert phone.get("/janji/t/nobody/").status_code == 404
    assert phone.get(f"/janji/{branch.code}/?day=31-31-31").status_code == 200
    assert phone.get(f"/janji/{branch.code}/tunggu/2020-01-01/").status_code == 404
    assert phone.post(f"/janji/{other.code}/hold/", {"slot": slot.pk}).status_code == 404
    assert phone.post(f"/janji/{branch.code}/hold/", {"slot": "x"}).status_code == 404


def test_the_demonstration_can_be_booked_in_both_languages(phone: Client, branch: Branch):
    demo.load(at=timezone.now())
    demo.load(at=timezone.now())
    assert places.CIKARANG in page(phone, "/janji/")
    assert "tempat" in page(phone, f"/janji/{branch.code}/")
    phone.cookies["django_language"] = "en"
    assert "Choose a time" in page(phone, f"/janji/{branch.code}/")


def test_an_offer_of_a_person_who_booked_meanwhile_is_not_lost(phone: Client, branch: Branch):
    slot = make_slot(branch, 2, starts_at=in_days(2))
    first = booked(phone, slot, 0)
    booked(phone, slot, 1)
    day = slot.starts_at.astimezone(branch.zone).date()
    entry = waiting_list.join(branch, day, application(2), at=timezone.now())
    phone.post(f"{first}change/", {"cancel": "1"})
    other = make_slot(branch, 1, starts_at=in_days(4))
    appointments.give(appointments.hold(other, at=timezone.now()), entry.identity, invented(1)[1], at=timezone.now())

    answer = phone.post(f"/janji/t/{entry.key}/", {"accept": "1"})
    assert answer.status_code == 409 and "sudah mempunyai janji" in answer.content.decode()
    assert WaitingListEntry.objects.get(pk=entry.pk).status == "OFFERED"


def test_the_reception_sees_todays_appointments_and_checks_in_who_comes_without_the_code():
    now = timezone.now()
    before, slot = now - timedelta(hours=1), make_slot(cikarang(), 3, starts_at=now - timedelta(seconds=1))
    coming, gone = (book(slot, application(number), at=before) for number in (0, 1))
    appointments.answer(coming, True, at=before)
    appointments.cancel(gone, by=None, at=before)
    sari = Client()
    sari.force_login(Officer.objects.get(username="sari"))
    page = sari.get("/reception/").content.decode()

    assert "Janji hari ini" in page and page.count("Hadir, beri nomor") == 1 and "akan datang" in page
    paper = sari.post(f"/reception/appointments/{coming.pk}/check-in/", follow=True)
    assert paper.status_code == 200
    ticket = Booking.objects.get(pk=coming.pk).ticket
    assert ticket.number in paper.content.decode() and ticket.has_appointment
    assert "Hadir, beri nomor" not in sari.get("/reception/line/").content.decode()
    assert sari.post(f"/reception/appointments/{gone.pk}/check-in/", follow=True).status_code == 200
    assert Booking.objects.get(pk=gone.pk).ticket is None
