"""The Celery application: it only wakes rules up; what is due stands in rows, never in the broker."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("lapak")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
