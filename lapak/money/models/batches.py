"""Payments that go to the bank as a file: gathered by one person, authorised by another."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q


class PaymentBatch(models.Model):
    """Transfers of one file. Its name is the file's message id for ever."""

    number = models.CharField(max_length=35, unique=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    authorised_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    authorised_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    count = models.PositiveIntegerField()
    total_rupiah = models.BigIntegerField()
    digest = models.CharField(max_length=64, blank=True, help_text="sha256 of the file as it was authorised")

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(authorised_by=None) | ~Q(authorised_by=F("created_by")), name="batch_has_two_people"
            ),
            models.CheckConstraint(
                condition=Q(authorised_at=None) | Q(cancelled_at=None), name="authorised_batch_is_not_cancelled"
            ),
        ]
