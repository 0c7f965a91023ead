"""Registers lapak.claims with Django."""

from django.apps import AppConfig


class ClaimsConfig(AppConfig):
    name = "lapak.claims"
    label = "claims"
