"""A draw: announced, asked for, carried out once, checkable by anybody; and what it keeps from happening meanwhile."""

import hashlib
from datetime import time, timedelta

import pytest
from django.urls import reverse

from booths.models import Branch, Officer
from lapak.queue import appointments, draws, planning, slots, waiting_list
from lapak.queue.errors import (
    DrawIsOver,
    DrawKnown,
    DrawNotOpen,
    DrawTooLate,
    DrawTurned,
    NothingToDraw,
    SlotFull,
)
from lapak.queue.models import Booking, Draw, Refused, SlotPlace, WaitingListEntry
from lapak.queue.quotas import Policy
from lapak.queue.states import BookingStatus, EntryStatus
from tests.appointments.scene import DAY, EIGHT, MINUTE, application, book, invented, make_slot
from tests.cast import NOON, cikarang

pytestmark = pytest.mark.django_db
OPENS, CLOSES = NOON + 10 * MINUTE, NOON + 70 * MINUTE


def hadi() -> Officer:
    return Officer.objects.get(username="hadi")


def announced(places: int = 3) -> tuple[Branch, Draw]:
    branch = cikarang()
    make_slot(branch, places)
    return branch, draws.announce(branch, DAY, OPENS, CLOSES, by=hadi(), at=NOON)


def crowd(branch: Branch, count: int, *, at=OPENS) -> list[WaitingListEntry]:
    """Let invented people ask, as waiting_list.join does with registered ones."""
    asked = {"branch": branch, "day": DAY, "joined_at": at}
    people = (invented(number) for number in range(count))
    return WaitingListEntry.objects.bulk_create(
        WaitingListEntry(identity=identity, application=stated, **asked) for identity, stated in people
    )


def test_until_the_draw_nobody_books_by_click_and_afterwards_what_is_left_is_for_all():
    branch, _ = announced(places=3)
    slot = branch.slots.get()
    with pytest.raises(SlotFull):
        appointments.hold(slot, at=OPENS)
    crowd(branch, 2)
    draws.carry_out_due(at=CLOSES)

    assert appointments.hold(slot, at=CLOSES).status == BookingStatus.HELD


def test_as_many_win_as_there_are_places_and_the_others_wait_in_the_order_of_the_lots():
    branch, draw = announced(places=3)
    entries = crowd(branch, 20)

    assert draws.carry_out_due(at=CLOSES - MINUTE) == 0
    assert draws.carry_out_due(at=CLOSES) == 3
    assert draws.carry_out_due(at=CLOSES) == 0

    order = sorted(entries, key=lambda one: hashlib.sha256(f"{draw.seed}:{one.pk}".encode()).hexdigest())
    taken = WaitingListEntry.objects.filter(status=EntryStatus.TAKEN)
    assert set(taken.values_list("pk", flat=True)) == {one.pk for one in order[:3]}
    waiting = list(WaitingListEntry.objects.filter(status=EntryStatus.WAITING))
    assert [one.pk for one in waiting] == [one.pk for one in order[3:]]
    assert waiting_list.position(waiting[4]) == 5
    assert Booking.objects.filter(status=BookingStatus.CONFIRMED).count() == 3
    assert Refused.objects.count() == 17
    draw.refresh_from_db()
    assert (draw.lots, draw.winners) == (20, 3)


def test_who_asked_in_the_last_minute_has_the_chance_of_who_asked_first():
    seeds = [hashlib.sha256(str(number).encode()).hexdigest()[:32] for number in range(60)]
    orders = [sorted((draws.lot_order(seed, lot), lot) for lot in range(10)) for seed in seeds]
    wins = sum(9 in [lot for _, lot in order[:5]] for order in orders)

    assert 15 < wins < 45  # of 60, half expected


def test_the_hash_that_was_shown_before_is_that_of_the_seed_shown_after():
    _, draw = announced()
    before = draws.commitment(draw)
    draws.carry_out_due(at=CLOSES)

    assert hashlib.sha256(Draw.objects.get().seed.encode()).hexdigest() == before


def test_whoever_has_a_booking_already_wins_no_second_one():
    branch, _ = announced(places=2)
    other = make_slot(branch, 1, starts_at=EIGHT + timedelta(days=1))
    book(other, application(0))
    first, second = crowd(branch, 2)
    WaitingListEntry.objects.filter(pk=first.pk).update(identity=Booking.objects.get().identity)
    draws.carry_out_due(at=CLOSES)

    assert WaitingListEntry.objects.get(pk=first.pk).status == EntryStatus.LEFT
    assert WaitingListEntry.objects.get(pk=second.pk).status == EntryStatus.TAKEN


def test_lots_are_taken_within_the_window_only():
    branch, _ = announced()

    with pytest.raises(DrawNotOpen) as early:
        waiting_list.join(branch, DAY, application(0), at=OPENS - MINUTE)
    assert early.value.sentence == "Undian untuk hari ini dibuka pada 23 November pukul 12.10."
    waiting_list.join(branch, DAY, application(0), at=OPENS)
    with pytest.raises(DrawIsOver):
        waiting_list.join(branch, DAY, application(1), at=CLOSES)


def test_a_place_that_is_given_back_before_the_draw_is_drawn_too():
    branch = cikarang()
    slot = make_slot(branch, 2)
    booking = book(slot, application(0))
    draws.announce(branch, DAY, OPENS, CLOSES, by=hadi(), at=NOON)
    crowd(branch, 5)
    appointments.cancel(booking, by=None, at=OPENS)

    assert WaitingListEntry.objects.filter(status=EntryStatus.OFFERED).count() == 0
    assert draws.carry_out_due(at=CLOSES) == 2


def test_places_that_are_added_meanwhile_are_drawn_too():
    branch = cikarang()
    planning.plan(Officer.objects.get(username="dewi"), branch, DAY, time(8), time(12))
    slots.publish(branch, DAY, policy=Policy())
    draws.announce(branch, DAY, OPENS, CLOSES, by=hadi(), at=NOON)
    before = SlotPlace.objects.count()
    planning.plan(Officer.objects.get(username="rangga"), branch, DAY, time(8), time(12))
    slots.publish(branch, DAY, policy=Policy())

    assert SlotPlace.objects.count() > before > 0
    assert not SlotPlace.objects.filter(is_free=True, public_from=None).exists()


def test_a_draw_that_nobody_carried_out_gives_its_places_back_after_an_hour():
    branch, _ = announced()

    assert slots.free_days(branch, at=CLOSES + 59 * MINUTE) == {}
    assert slots.free_days(branch, at=CLOSES + 60 * MINUTE) == {DAY: 3}


def test_an_announcement_must_make_sense():
    branch = cikarang()
    say = {"by": hadi(), "at": NOON}
    with pytest.raises(NothingToDraw):
        draws.announce(branch, DAY, OPENS, CLOSES, **say)
    make_slot(branch, 1)
    for opens, closes in ((OPENS, OPENS), (NOON - MINUTE, CLOSES), (CLOSES, OPENS)):
        with pytest.raises(DrawTurned):
            draws.announce(branch, DAY, opens, closes, **say)
    with pytest.raises(DrawTooLate):
        draws.announce(branch, DAY, OPENS, EIGHT - 119 * MINUTE, **say)
    draws.announce(branch, DAY, OPENS, EIGHT - 120 * MINUTE, **say)
    with pytest.raises(DrawKnown):
        draws.announce(branch, DAY, OPENS, CLOSES, **say)


def test_a_draw_that_is_taken_back_leaves_the_places_to_all_and_the_people_waiting():
    branch, draw = announced()
    crowd(branch, 2)
    draws.withdraw(draw)

    assert slots.free_days(branch, at=OPENS) == {DAY: 3}
    assert WaitingListEntry.objects.filter(status=EntryStatus.WAITING).count() == 2
    with pytest.raises(DrawIsOver):
        draws.withdraw(draw)


def test_the_pages_announce_the_draw_take_part_and_show_how_it_went(client, monkeypatch):
    branch, draw = announced()
    day = f"{DAY:%Y-%m-%d}"
    monkeypatch.setattr("django.utils.timezone.now", lambda: OPENS)
    page = client.get(reverse("book-slots", args=[branch.code]), {"day": day}).content.decode()
    assert "Tempat hari ini diundi" in page and draws.commitment(draw) in page and draw.seed not in page
    assert day in client.get(reverse("book-slots", args=[branch.code])).content.decode()

    entry = waiting_list.join(branch, DAY, application(0), at=OPENS)
    mine = client.get(reverse("waiting-list-entry", args=[entry.key])).content.decode()
    assert "Anda ikut undian" in mine and str(entry.pk) in mine
    draws.carry_out_due(at=CLOSES)
    monkeypatch.setattr("django.utils.timezone.now", lambda: CLOSES)
    won = client.get(reverse("waiting-list-entry", args=[entry.key])).content.decode()
    after = client.get(reverse("book-slots", args=[branch.code]), {"day": day}).content.decode()
    assert "Lihat janji Anda" in won
    assert draw.seed in after and "1 pendaftar, 1 mendapat tempat" in after


def test_the_supervisor_announces_and_takes_back_on_the_days_page(client, monkeypatch):
    branch = cikarang()
    make_slot(branch, 2)
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOON)
    client.force_login(hadi())
    address = f"{reverse('roster', args=[branch.code])}?day={DAY:%Y-%m-%d}"
    local = {"opens": OPENS.astimezone(branch.zone), "closes": CLOSES.astimezone(branch.zone)}
    typed = {name: f"{moment:%Y-%m-%dT%H:%M}" for name, moment in local.items()}
    said = client.post(address, {"draw": "1", **typed}, follow=True).content.decode()
    draw = Draw.objects.get()

    assert "Undian diumumkan" in said and (draw.opens_at, draw.closes_at) == (OPENS, CLOSES)
    assert draw.seed not in said
    assert "sudah diundi atau akan diundi" in client.post(address, {"draw": "1", **typed}, follow=True).content.decode()
    assert "Undian dibatalkan" in client.post(address, {"undraw": str(draw.pk)}, follow=True).content.decode()
    assert not Draw.objects.exists()
