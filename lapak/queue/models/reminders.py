"""What was written to people about their appointment: each thing once, and how often it was tried."""

from django.db import models
from django.db.models import Q

from lapak.queue import states


class Reminder(models.Model):
    """One message about one booking or one entry of a waiting list. The text is not kept: it follows from the row."""

    booking = models.ForeignKey("queue.Booking", models.CASCADE, null=True, related_name="reminders")
    entry = models.ForeignKey("queue.WaitingListEntry", models.CASCADE, null=True, related_name="reminders")
    kind = models.CharField(max_length=12, choices=states.ReminderKind)
    created_at = models.DateTimeField()
    next_try_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["booking", "kind"], name="booking_is_reminded_once"),
            models.UniqueConstraint(fields=["entry", "kind"], name="entry_is_told_once"),
            models.CheckConstraint(condition=Q(booking=None) ^ Q(entry=None), name="reminder_is_about_one_thing"),
            models.CheckConstraint(condition=Q(kind__in=states.ReminderKind.values), name="reminder_kind_is_known"),
        ]
        indexes = [models.Index(fields=["next_try_at"], condition=Q(sent_at=None), name="reminders_to_send")]
