"""The Celery application. Tasks live in each app's `tasks.py` and are run by `tenants.jobs.PhaseTask`."""

import os
from typing import Any

from celery import Celery, bootsteps
from django.core.exceptions import ImproperlyConfigured

from config import alive  # noqa: F401  # its signal tells that a worker lives

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

FIGURES = "figures"
OWNER = "owner"


class QueuesOfThisProcess(bootsteps.Step):
    """A worker takes only the queues that its database login is for, or does not start.

    What serves associations never holds the login of the exact figures, and the process that does holds
    nothing else; the owner's login, for which the walls between associations do not stand, does nothing but
    make, migrate and save associations.
    """

    def __init__(self, worker: Any, **kwargs: Any) -> None:
        from django.conf import settings  # noqa: PLC0415  # the settings import this package

        super().__init__(worker, **kwargs)
        queues = set(worker.app.amqp.queues.consume_from)
        allowed = (
            settings.PROCESS == "figures" and queues == {FIGURES},
            settings.PROCESS == "owner" and queues == {OWNER},
            settings.PROCESS == "app" and not queues & {FIGURES, OWNER},
        )
        if not any(allowed):
            raise ImproperlyConfigured(
                f"A worker with RINNALLA_PROCESS={settings.PROCESS} may not take the queues "
                f"{', '.join(sorted(queues))}: `figures` belongs to RINNALLA_PROCESS=figures alone, "
                "`owner` to RINNALLA_PROCESS=owner, all others to RINNALLA_PROCESS=app."
            )


app = Celery("rinnalla", task_cls="tenants.jobs:PhaseTask")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.steps["worker"].add(QueuesOfThisProcess)
