"""When our own account could not pay, and for how long."""

from django.db import models
from django.db.models import Q


class FundsShortage(models.Model):
    """From the bank's first "insufficient funds" to the next money that went. While it lasts nothing else is sent."""

    started_at = models.DateTimeField()
    next_try_at = models.DateTimeField()
    tries = models.PositiveIntegerField(default=0)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["ended_at"], condition=Q(ended_at=None), nulls_distinct=False, name="one_shortage_at_a_time"
            )
        ]
