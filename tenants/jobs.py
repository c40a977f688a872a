"""How jobs run: each names its association, enters it, and starts only after the commit that asked for it."""

import logging
from functools import partial
from typing import Any

from celery import Task
from django.db import connection, transaction

from tenants import clock
from tenants.context import PUBLIC, PhaseError, entered

log = logging.getLogger(__name__)


class PhaseTask(Task):  # type: ignore[type-arg]  # celery's own types leave Task open
    """A task that names its association as `schema_name`, or is a PlatformTask and has none.

    The check stands here and not in a signal: Celery swallows errors of its prerun signal and would go on
    in the identity phase.
    """

    abstract = True
    platform = False

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Enter what the task names and run it there; refuse without."""
        if args:
            raise PhaseError(f"{self.name} takes named arguments only.")
        if connection.schema_name != PUBLIC:  # type: ignore[attr-defined]  # set by django-tenants
            raise PhaseError(f"{self.name} was started inside an association.")
        if self.platform:
            clock.refresh()
            return super().__call__(**kwargs)
        from tenants.models import Association  # noqa: PLC0415  # apps are loaded by now

        schema_name = kwargs.get("schema_name")
        if not schema_name or schema_name == PUBLIC:
            raise PhaseError(f"{self.name} needs the schema_name of an association.")
        try:
            association = Association.objects.get(schema_name=schema_name)
        except Association.DoesNotExist:
            raise PhaseError(f"{self.name} names an association that does not exist.") from None
        with entered(association):
            return super().__call__(**kwargs)


class PlatformTask(PhaseTask):
    """A task of the shared side, of no association: `@shared_task(name=…, base=PlatformTask)`."""

    abstract = True
    platform = True


def later(task: Any, **kwargs: Any) -> None:
    """Start `task` after the commit, in the association that is entered now.

    Only hastens what a row already promises: when the broker is away it is logged, not raised, and the
    sweep finds the row.
    """
    if not task.platform:
        schema_name = connection.schema_name  # type: ignore[attr-defined]  # set by django-tenants
        if schema_name == PUBLIC:
            raise PhaseError(f"{task.name} belongs to an association and none is entered.")
        kwargs = {"schema_name": schema_name, **kwargs}
    transaction.on_commit(partial(start, task, **kwargs))


def start(task: Any, **kwargs: Any) -> None:
    """Hand a task to the broker now; a broker that is away is logged, never raised."""
    try:
        task.apply_async(kwargs=kwargs)
    except Exception as error:  # noqa: BLE001  # whatever the transport raises, the row stays due
        log.warning("job_not_started", extra={"task": task.name, "error": type(error).__name__})
