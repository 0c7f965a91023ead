"""Registers lapak.queue with Django."""

from django.apps import AppConfig


class QueueConfig(AppConfig):
    name = "lapak.queue"
    label = "queue"
