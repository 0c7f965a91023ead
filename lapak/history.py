"""The abstract row that every status history is made of: from what, to what, by whom, when, why."""

from django.conf import settings
from django.db import models


class StatusChange(models.Model):
    """Subclasses add `row`, a foreign key to what changed with related_name="history"."""

    from_status = models.CharField(max_length=30, blank=True)
    to_status = models.CharField(max_length=30)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    note = models.CharField(
        max_length=200, blank=True, help_text="a coded reason, never a name or a number of a person"
    )

    class Meta:
        abstract = True
        ordering = ["id"]
