"""Registers booths with Django."""

from django.apps import AppConfig


class BoothsConfig(AppConfig):
    name = "booths"
