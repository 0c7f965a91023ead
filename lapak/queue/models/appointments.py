"""What we remember of appointments. What must never overlap is forbidden here, whatever the code does."""

import secrets

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q

from lapak.history import StatusChange
from lapak.queue import states
from lapak.secrets import EncryptedTextField


def new_booking_key() -> str:
    """Return what stands in the address of a booking's page: whoever has it may move and cancel the booking."""
    return secrets.token_urlsafe(18)


class _SameRow(Func):
    """A row's id as a range: an exclusion compares it without the extension btree_gist."""

    function = "int8range"
    template = "%(function)s(%(expressions)s, %(expressions)s, '[]')"


class _Period(Func):
    function = "tstzrange"
    output_field = DateTimeRangeField()


def _no_overlap(name: str, of: str) -> ExclusionConstraint:
    return ExclusionConstraint(
        name=name,
        expressions=[
            (_SameRow(F(of)), RangeOperators.EQUAL),
            (_Period(F("starts_at"), F("ends_at")), RangeOperators.OVERLAPS),
        ],
    )


class ClosedDay(models.Model):
    """A day without appointments: everywhere (a holiday or collective leave), or at one branch."""

    day = models.DateField()
    branch = models.ForeignKey(
        "booths.Branch", models.CASCADE, null=True, blank=True, related_name="closed_days", help_text="empty: all"
    )
    name = models.CharField(max_length=100)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["day", "branch"], name="day_is_closed_once", nulls_distinct=False)
        ]


class PlannedShift(models.Model):
    """When an officer will be at the desk: the base of the quotas."""

    officer = models.ForeignKey("booths.Officer", models.CASCADE, related_name="planned_shifts")
    branch = models.ForeignKey("booths.Branch", models.CASCADE, related_name="planned_shifts")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    class Meta:
        constraints = [
            _no_overlap("officer_is_planned_once", "officer_id"),
            models.CheckConstraint(condition=Q(starts_at__lt=F("ends_at")), name="planned_shift_begins_first"),
        ]


class Slot(models.Model):
    """A span of a branch that can be booked; as many people as it has places."""

    branch = models.ForeignKey("booths.Branch", models.PROTECT, related_name="slots")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    officers = models.FloatField(help_text="officers planned when the quota was computed")

    class Meta:
        ordering = ["starts_at"]
        constraints = [
            _no_overlap("slots_of_a_branch_do_not_overlap", "branch_id"),
            models.CheckConstraint(condition=Q(starts_at__lt=F("ends_at")), name="slot_begins_first"),
        ]


class SlotPlace(models.Model):
    """One place of a slot. A row each, so that many people take places at once without waiting for one counter."""

    slot = models.ForeignKey(Slot, models.CASCADE, related_name="places")
    number = models.PositiveSmallIntegerField()
    contingent = models.CharField(max_length=12, choices=states.Contingent, default=states.Contingent.PUBLIC)
    is_free = models.BooleanField(default=True)
    withdrawn = models.BooleanField(default=False, help_text="taken back by the branch; nobody gets it")
    public_from = models.DateTimeField(null=True, blank=True, help_text="a freed place rests until then")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["slot", "number"], name="place_of_a_slot_stands_once"),
            models.CheckConstraint(condition=~Q(is_free=True, withdrawn=True), name="withdrawn_place_is_not_free"),
        ]
        indexes = [models.Index(fields=["slot", "number"], condition=Q(is_free=True), name="free_places_of_a_slot")]


class Booking(models.Model):
    """A place held while the form is filled, confirmed with an identity, used, or given back."""

    place = models.ForeignKey(SlotPlace, models.PROTECT, related_name="bookings")
    key = models.CharField(max_length=24, unique=True, default=new_booking_key)
    status = models.CharField(max_length=12, choices=states.BookingStatus, default=states.BookingStatus.HELD)
    identity = models.CharField(max_length=64, blank=True, help_text="keyed hash of the NIK; empty while held")
    application = EncryptedTextField(blank=True, help_text="what was stated, as JSON")
    created_at = models.DateTimeField()
    held_until = models.DateTimeField()
    held_by = models.CharField(max_length=64, blank=True, help_text="keyed hash of the network address")
    changed_at = models.DateTimeField()
    coming_at = models.DateTimeField(null=True, blank=True, help_text="when the person answered 'I come'")
    ticket = models.OneToOneField("queue.Ticket", models.PROTECT, null=True, blank=True, related_name="booking")

    moves = states.BOOKING_MOVES

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["place"], condition=Q(status__in=states.LIVE_BOOKING), name="place_is_booked_once"
            ),
            models.UniqueConstraint(
                fields=["identity"],
                condition=Q(status=states.BookingStatus.CONFIRMED),
                name="person_has_one_booking",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["HELD", "EXPIRED"]) | ~Q(identity=""), name="confirmed_booking_has_a_person"
            ),
            models.CheckConstraint(condition=Q(status__in=states.BookingStatus.values), name="booking_status_is_known"),
        ]
        indexes = [
            models.Index(fields=["held_until"], condition=Q(status="HELD"), name="holds_that_may_expire"),
            models.Index(fields=["held_by"], condition=Q(status="HELD"), name="holds_of_an_address"),
        ]


class BookingHistory(StatusChange):
    row = models.ForeignKey(Booking, models.CASCADE, related_name="history")


class WaitingListEntry(models.Model):
    """Somebody who wants a place on a day that is full. A freed place is offered in order, for a limited time."""

    branch = models.ForeignKey("booths.Branch", models.PROTECT, related_name="waiting_list")
    day = models.DateField(help_text="branch-local")
    key = models.CharField(max_length=24, unique=True, default=new_booking_key)
    status = models.CharField(max_length=12, choices=states.EntryStatus, default=states.EntryStatus.WAITING)
    identity = models.CharField(max_length=64)
    application = EncryptedTextField()
    joined_at = models.DateTimeField()
    place = models.ForeignKey(SlotPlace, models.PROTECT, null=True, blank=True, related_name="offers")
    offered_until = models.DateTimeField(null=True, blank=True)
    booking = models.OneToOneField(Booking, models.PROTECT, null=True, blank=True, related_name="entry")
    drawn_order = models.PositiveIntegerField(null=True, blank=True, help_text="by lot, before all who came later")

    moves = states.ENTRY_MOVES

    class Meta:
        ordering = [F("drawn_order").asc(nulls_last=True), "joined_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["branch", "day", "identity"],
                condition=Q(status__in=states.OPEN_ENTRY),
                name="person_waits_once_for_a_day",
            ),
            models.UniqueConstraint(
                fields=["place"], condition=Q(status=states.EntryStatus.OFFERED), name="place_is_offered_once"
            ),
            models.CheckConstraint(condition=Q(status__in=states.EntryStatus.values), name="entry_status_is_known"),
        ]


class WaitingListHistory(StatusChange):
    row = models.ForeignKey(WaitingListEntry, models.CASCADE, related_name="history")


class Draw(models.Model):
    """A branch-local day whose free places are drawn among those who ask within a window."""

    branch = models.ForeignKey("booths.Branch", models.CASCADE, related_name="draws")
    day = models.DateField()
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    seed = models.CharField(max_length=32, help_text="shown after the draw; its hash before")
    announced_by = models.ForeignKey("booths.Officer", models.PROTECT, related_name="+")
    drawn_at = models.DateTimeField(null=True, blank=True)
    lots = models.PositiveIntegerField(default=0)
    winners = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["branch", "day"], name="day_is_drawn_once"),
            models.CheckConstraint(condition=Q(opens_at__lt=F("closes_at")), name="draw_opens_first"),
        ]
        indexes = [models.Index(fields=["closes_at"], condition=Q(drawn_at=None), name="draws_to_come")]


class Refused(models.Model):
    """Somebody asked and there was no place: the only way to see that a branch is 'always full'."""

    branch = models.ForeignKey("booths.Branch", models.CASCADE, related_name="refusals")
    day = models.DateField()
    slot = models.ForeignKey(Slot, models.SET_NULL, null=True, blank=True, related_name="refusals")
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["branch", "day"], name="refusals_of_a_day")]
