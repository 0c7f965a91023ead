"""Registers lapak.money with Django."""

from django.apps import AppConfig


class MoneyConfig(AppConfig):
    name = "lapak.money"
    label = "money"
