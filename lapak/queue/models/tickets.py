"""What we remember of the queue: tickets, each time a number was called to a booth, and pauses of the ticket page."""

import secrets

from django.db import models
from django.db.models import Q

from lapak.history import StatusChange
from lapak.queue import states
from lapak.secrets import EncryptedTextField


def new_follow_key() -> str:
    """Return what stands in the address of a ticket's page: it shows a place in line and proves nothing."""
    return secrets.token_urlsafe(12)


class Ticket(models.Model):
    branch = models.ForeignKey("booths.Branch", models.PROTECT, related_name="tickets")
    claim = models.ForeignKey("claims.Claim", models.PROTECT, related_name="tickets")
    service_day = models.DateField(help_text="branch-local")
    serial = models.PositiveIntegerField(help_text="1, 2, 3 ... within branch and day; A-012 is 12")
    code = models.CharField(max_length=8, help_text="proves who holds the ticket; valid within branch and day")
    status = models.CharField(max_length=20, choices=states.TicketStatus, default=states.TicketStatus.WAITING)
    issued_at = models.DateTimeField()
    due_at = models.DateTimeField(help_text="since when the person waits: the later of arrival and appointment")
    priority = models.CharField(max_length=10, choices=states.Priority, default=states.Priority.NONE, blank=True)
    has_appointment = models.BooleanField(default=False, help_text="came in time for one")
    follow_key = models.CharField(max_length=16, unique=True, default=new_follow_key)
    wanted_officer = models.ForeignKey(
        "booths.Officer", models.SET_NULL, null=True, blank=True, related_name="+", help_text="who alone calls, at work"
    )
    came_from = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="moved_to", help_text="the number at another branch"
    )
    note = EncryptedTextField(blank=True, help_text="of who sent the person here, for who serves them")
    request_key = models.CharField(max_length=64, unique=True, help_text="the same key gives the same ticket")

    moves = states.TICKET_MOVES

    class Meta:
        ordering = ["issued_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["branch", "service_day", "serial"], name="ticket_number_is_unique_in_a_day"
            ),
            models.UniqueConstraint(fields=["branch", "service_day", "code"], name="ticket_code_is_unique_in_a_day"),
            models.UniqueConstraint(
                fields=["claim"], condition=Q(status__in=states.ACTIVE_TICKET), name="claim_has_one_active_ticket"
            ),
            models.CheckConstraint(condition=Q(status__in=states.TicketStatus.values), name="ticket_status_is_known"),
            models.CheckConstraint(condition=Q(priority__in=states.Priority.values), name="ticket_priority_is_known"),
        ]
        indexes = [models.Index(fields=["branch", "status", "issued_at"], name="ticket_line")]

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        return f"A-{self.serial:03d}"


class TicketHistory(StatusChange):
    row = models.ForeignKey(Ticket, models.CASCADE, related_name="history")


class TicketCall(models.Model):
    """The number was shown and spoken; the first is the call, the next ones recalls."""

    ticket = models.ForeignKey(Ticket, models.CASCADE, related_name="calls")
    booth = models.ForeignKey("booths.Booth", models.PROTECT, related_name="calls")
    at = models.DateTimeField()
    by = models.ForeignKey("booths.Officer", models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["id"]


class TicketPause(models.Model):
    """The ticket page gives no numbers for a while; the reason is read by the people before it."""

    branch = models.ForeignKey("booths.Branch", models.CASCADE, related_name="ticket_pauses")
    reason = models.CharField(max_length=120)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    by = models.ForeignKey("booths.Officer", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["branch"], condition=Q(ended_at=None), name="ticket_page_has_one_pause")
        ]
