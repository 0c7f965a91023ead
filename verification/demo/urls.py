"""Addresses of the demonstration."""

from django.urls import path

from verification.demo import views

urlpatterns = [
    path("demo/", views.page, name="demo"),
    path("demo/login/", views.log_in, name="demo-login"),
    path("demo/booths/", views.open_booth, name="demo-booths"),
    path("demo/tickets/", views.issue_tickets, name="demo-tickets"),
    path("demo/codes/", views.codes, name="demo-codes"),
    path("demo/reset/", views.reset, name="demo-reset"),
]
