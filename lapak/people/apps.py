"""Registers lapak.people with Django."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "lapak.people"
    label = "people"
