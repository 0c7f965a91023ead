"""Addresses of the queue. A ticket's code stands in none of them."""

from django.urls import path

from lapak.queue.views import appointments, display, planning, reception, reception_booking, ticket

urlpatterns = [
    path("display/<slug:code>/", display.show_display, name="display"),
    path("api/display/<slug:code>/state", display.display_state, name="display-state"),
    path("ticket/<slug:code>/", ticket.take_ticket, name="ticket"),
    path("ticket/<slug:code>/issued/", ticket.show_issued, name="ticket-issued"),
    path("reception/", reception.show_reception, name="reception"),
    path("reception/line/", reception.show_line, name="reception-line"),
    path("reception/tickets/<int:pk>/", reception.show_ticket, name="reception-ticket"),
    path("reception/tickets/<int:pk>/cancel/", reception.cancel_ticket, name="reception-cancel"),
    path("reception/tickets/<int:pk>/park/", reception.park_ticket, name="reception-park"),
    path("reception/tickets/<int:pk>/back/", reception.take_back_ticket, name="reception-back"),
    path("reception/tickets/<int:pk>/priority/", reception.prefer_ticket, name="reception-priority"),
    path("reception/tickets/<int:pk>/direct/", reception.direct_ticket, name="reception-direct"),
    path("reception/tickets/<int:pk>/transfer/", reception.transfer_ticket, name="reception-transfer"),
    path("reception/appointments/", reception_booking.book, name="reception-book"),
    path("reception/appointments/<int:pk>/", reception_booking.show_booked, name="reception-booked"),
    path("reception/appointments/<int:pk>/cancel/", reception_booking.cancel, name="reception-booking-cancel"),
    path("reception/appointments/<int:pk>/check-in/", reception.check_in_booking, name="reception-check-in"),
    path("reception/pause/", reception.pause_tickets, name="reception-pause"),
    path("ticket/<slug:code>/check-in/", appointments.check_in, name="check-in"),
    path("janji/", appointments.show_branches, name="book"),
    path("janji/d/<str:key>/", appointments.show_booking, name="booking"),
    path("janji/d/<str:key>/change/", appointments.change_booking, name="booking-change"),
    path("janji/t/<str:key>/", appointments.show_entry, name="waiting-list-entry"),
    path("janji/<slug:code>/", appointments.show_slots, name="book-slots"),
    path("janji/<slug:code>/hold/", appointments.hold_slot, name="book-hold"),
    path("janji/<slug:code>/tunggu/<str:day>/", appointments.join_waiting_list, name="waiting-list"),
    path("plan/<slug:code>/roster/", planning.roster, name="roster"),
    path("plan/<slug:code>/closed/", planning.closed_days, name="closed-days"),
    path("antrean/<str:key>/", display.follow_ticket, name="follow"),
]
