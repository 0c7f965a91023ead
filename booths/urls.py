"""Addresses of login and home."""

from django.contrib.auth.views import LogoutView
from django.urls import path

from booths import views

urlpatterns = [
    path("", views.home, name="home"),
    path("login/", views.Login.as_view(), name="login"),
    path("logout/", LogoutView.as_view(), name="logout"),
]
