"""The Celery application. Tasks live in each app's `tasks.py` and are run by `tenants.jobs.PhaseTask`."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("rinnalla", task_cls="tenants.jobs:PhaseTask")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
