"""What we remember of the queue: tickets, and each time a number was called to a booth."""

from django.db import models
from django.db.models import Q

from lapak.history import StatusChange
from lapak.queue import states


class Ticket(models.Model):
    branch = models.ForeignKey("booths.Branch", models.PROTECT, related_name="tickets")
    claim = models.ForeignKey("claims.Claim", models.PROTECT, related_name="tickets")
    service_day = models.DateField(help_text="branch-local")
    serial = models.PositiveIntegerField(help_text="1, 2, 3 ... within branch and day; A-012 is 12")
    code = models.CharField(max_length=8, help_text="proves who holds the ticket; valid within branch and day")
    status = models.CharField(max_length=20, choices=states.TicketStatus, default=states.TicketStatus.WAITING)
    issued_at = models.DateTimeField()
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
