"""Reception books the places kept for the branch and for companies, through its pages."""

from dataclasses import asdict
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from booths.models import Branch, Officer
from lapak.queue.models import Booking, Refused, Slot, SlotPlace
from lapak.queue.states import BookingStatus, Contingent
from tests.appointments.scene import application
from tests.cast import cikarang

pytestmark = pytest.mark.django_db

PAGE = "/reception/appointments/"


@pytest.fixture
def branch() -> Branch:
    return cikarang()


@pytest.fixture
def sari(branch) -> Client:
    client = Client()
    client.force_login(Officer.objects.get(username="sari"))
    return client


@pytest.fixture
def slot(branch) -> Slot:
    """Tomorrow's slot with one place for the branch and one for everybody."""
    starts_at = (timezone.now() + timedelta(days=1)).replace(minute=0, second=0, microsecond=0)
    slot = Slot.objects.create(
        branch=branch, starts_at=starts_at, ends_at=starts_at + timedelta(minutes=30), officers=1
    )
    for number, kind in enumerate((Contingent.INTERNAL, Contingent.PUBLIC), 1):
        SlotPlace.objects.create(slot=slot, number=number, contingent=kind)
    return slot


def stated(slot: Slot, number: int = 0) -> dict[str, str]:
    return {**asdict(application(number)), "slot": str(slot.pk)}


def test_reception_takes_a_kept_place_and_leaves_the_public_one(sari, slot):
    answer = sari.post(f"{PAGE}?kind=INTERNAL", stated(slot))
    booking = Booking.objects.get()
    assert answer.status_code == 302 and answer.url == f"{PAGE}{booking.pk}/"
    assert (booking.status, booking.place.contingent) == (BookingStatus.CONFIRMED, Contingent.INTERNAL)
    assert booking.history.last().by.username == "sari"
    assert sari.get(answer.url).status_code == 200
    assert SlotPlace.objects.get(is_free=True).contingent == Contingent.PUBLIC


def test_a_full_kind_is_refused_counted_and_keeps_what_was_typed(sari, slot):
    sari.post(f"{PAGE}?kind=INTERNAL", stated(slot))
    answer = sari.post(f"{PAGE}?kind=INTERNAL", stated(slot, 1))
    assert answer.status_code == 422 and application(1).account_number in answer.content.decode()
    assert (Booking.objects.count(), Refused.objects.count()) == (1, 1)


def test_a_wrong_field_takes_no_place(sari, slot):
    answer = sari.post(f"{PAGE}?kind=INTERNAL", {**stated(slot), "nik": "12"})
    assert answer.status_code == 422
    assert not Booking.objects.exists() and SlotPlace.objects.filter(is_free=True).count() == 2


def test_a_person_with_an_appointment_does_not_take_a_second_place(sari, slot):
    sari.post(f"{PAGE}?kind=INTERNAL", stated(slot))
    answer = sari.post(f"{PAGE}?kind=PUBLIC", stated(slot))
    assert answer.status_code == 422
    assert SlotPlace.objects.filter(is_free=True).count() == 1, "the place it had taken is given back"


def test_without_a_time_the_page_asks_for_one(sari, slot):
    answer = sari.post(f"{PAGE}?kind=INTERNAL", {**stated(slot), "slot": ""})
    assert answer.status_code == 422 and "Pilih waktu." in answer.content.decode()


def test_a_person_who_calls_gets_the_appointment_cancelled(sari, slot):
    sari.post(f"{PAGE}?kind=INTERNAL", stated(slot))
    booking = Booking.objects.get()
    assert sari.post(f"{PAGE}{booking.pk}/cancel/").status_code == 302
    booking.refresh_from_db()
    assert booking.status == BookingStatus.CANCELLED
