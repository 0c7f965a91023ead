"""Addresses of the queue. A ticket's code stands in none of them."""

from django.urls import path

from lapak.queue import views

urlpatterns = [
    path("display/<slug:code>/", views.show_display, name="display"),
    path("api/display/<slug:code>/state", views.display_state, name="display-state"),
    path("ticket/<slug:code>/", views.take_ticket, name="ticket"),
    path("ticket/<slug:code>/issued/", views.show_issued, name="ticket-issued"),
    path("reception/", views.show_reception, name="reception"),
    path("reception/line/", views.show_line, name="reception-line"),
    path("reception/tickets/<int:pk>/", views.show_ticket, name="reception-ticket"),
    path("reception/tickets/<int:pk>/cancel/", views.cancel_ticket, name="reception-cancel"),
]
