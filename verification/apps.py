"""Registers verification with Django."""

from django.apps import AppConfig


class VerificationConfig(AppConfig):
    name = "verification"
