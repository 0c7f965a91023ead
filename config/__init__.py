"""The wiring: settings, URLs, ASGI and the Celery application. Nothing imports it but the processes."""

from config.celery import app as celery_app

__all__ = ["celery_app"]
