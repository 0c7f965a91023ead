"""What a supervisor decides about the bookings of a branch."""

from django.db import models
from django.db.models import Q


class BookingPolicy(models.Model):
    """How much of a branch's capacity is offered, and for whom. A branch without a row has the defaults."""

    branch = models.OneToOneField("booths.Branch", models.CASCADE, related_name="booking_policy")
    load_percent = models.PositiveSmallIntegerField(default=100, help_text="of the measured capacity, 50 to 105")
    internal_percent = models.PositiveSmallIntegerField(default=0, help_text="of each slot, booked by the branch")
    collective_percent = models.PositiveSmallIntegerField(default=0, help_text="of each slot, for companies")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(load_percent__range=(50, 105)), name="load_is_50_to_105_percent"),
            models.CheckConstraint(
                condition=Q(internal_percent__lte=50, collective_percent__lte=50), name="half_is_kept_at_most"
            ),
        ]
