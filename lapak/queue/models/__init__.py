"""What we remember of the queue: tickets of today, and appointments for other days."""

from lapak.queue.models.appointments import (
    Booking,
    BookingHistory,
    ClosedDay,
    Draw,
    PlannedShift,
    Refused,
    Slot,
    SlotPlace,
    WaitingListEntry,
    WaitingListHistory,
)
from lapak.queue.models.planning import BookingPolicy
from lapak.queue.models.reminders import Reminder
from lapak.queue.models.tickets import Ticket, TicketCall, TicketHistory, TicketPause, new_follow_key

__all__ = [
    "Booking",
    "BookingHistory",
    "BookingPolicy",
    "ClosedDay",
    "Draw",
    "PlannedShift",
    "Refused",
    "Reminder",
    "Slot",
    "SlotPlace",
    "Ticket",
    "TicketCall",
    "TicketHistory",
    "TicketPause",
    "WaitingListEntry",
    "WaitingListHistory",
    "new_follow_key",
]
