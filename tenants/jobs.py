"""How jobs run: each names its association, enters it, and starts only after the commit that asked for it."""

import logging
import time
from functools import partial
from typing import Any

from celery import Celery, Task
from django.db import connection, connections, transaction
from kombu import Connection
from kombu.exceptions import OperationalError
from kombu.pools import producers
from redis.exceptions import RedisError

from tenants import clock
from tenants.context import PUBLIC, PhaseError, entered

log = logging.getLogger(__name__)

# Sending a job only hastens what a row promises, so it may never hold up a page for long: a broker that does
# not answer within this time is left alone for a while.
ANSWER_SECONDS = 0.4
PAUSE_SECONDS = 5.0


class PhaseTask(Task):  # type: ignore[type-arg]  # celery's own types leave Task open
    """A task that names its association as `schema_name`, or is a PlatformTask and has none.

    The check stands here and not in a signal: Celery swallows errors of its prerun signal and would go on
    in the identity phase.
    """

    abstract = True
    platform = False
    # A suspended association is left alone, but for what keeps its past in order (its figures, its months).
    works_when_suspended = False

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Enter what the task names and run it there; refuse without.

        `self.run` and not `super().__call__`, which would push a second, empty request over the task's own.
        """
        if args:
            raise PhaseError(f"{self.name} takes named arguments only.")
        if connection.schema_name != PUBLIC:  # type: ignore[attr-defined]  # set by django-tenants
            raise PhaseError(f"{self.name} was started inside an association.")
        _check_connections()
        if self.platform:
            if "schema_name" in kwargs:
                raise PhaseError(f"{self.name} belongs to no association.")
            clock.refresh()
            return self.run(**kwargs)
        from tenants.models import Association  # noqa: PLC0415  # apps are loaded by now

        schema_name = kwargs.get("schema_name")
        if not isinstance(schema_name, str) or not schema_name or schema_name == PUBLIC:
            raise PhaseError(f"{self.name} needs the schema_name of an association.")
        association = Association.objects.filter(schema_name=schema_name).first()
        if association is None:
            raise PhaseError(f"{self.name} names an association that does not exist.")
        if not association.is_open:
            # It was closed after the job was sent; its schema may be gone.
            log.warning("job_left", extra={"task": self.name, "state": association.state})
            return None
        if association.is_read_only and not self.works_when_suspended:
            log.info("job_left", extra={"task": self.name, "state": association.state})
            return None
        with entered(association):
            return self.run(**kwargs)


class PlatformTask(PhaseTask):
    """A task of the shared side, of no association: `@shared_task(name=…, base=PlatformTask)`."""

    abstract = True
    platform = True


class KeepingTask(PhaseTask):
    """A task that keeps an association's past in order, also while it is suspended."""

    abstract = True
    works_when_suspended = True


def _check_connections() -> None:
    """Let go of dead ones: a worker keeps its connections, and PostgreSQL may have been started anew."""
    for each in connections.all(initialized_only=True):
        if not each.in_atomic_block:  # only in tests
            each.close_if_unusable_or_obsolete()


def later(task: Any, **kwargs: Any) -> None:
    """Start `task` after the commit, in the association that is entered now.

    Only hastens what a row already promises: when the broker is away it is logged, not raised, and the
    sweep finds the row.
    """
    if not task.platform:
        schema_name = connection.schema_name  # type: ignore[attr-defined]  # set by django-tenants
        if schema_name == PUBLIC:
            raise PhaseError(f"{task.name} belongs to an association and none is entered.")
        if kwargs.setdefault("schema_name", schema_name) != schema_name:
            raise PhaseError(f"{task.name} cannot be started for another association.")
    transaction.on_commit(partial(start, task, **kwargs))


_away_until = 0.0
_publishers: dict[str, Connection] = {}


def start(task: Any, **kwargs: Any) -> bool:
    """Hand a task to the broker now. A broker that is away is logged, never raised: False."""
    global _away_until  # noqa: PLW0603  # one broker for the process
    if time.monotonic() < _away_until:
        return False
    try:
        with producers[_publisher(task.app)].acquire(block=True, timeout=ANSWER_SECONDS) as producer:
            task.apply_async(kwargs=kwargs, producer=producer, retry=False)
    except (OperationalError, RedisError, OSError) as error:
        _away_until = time.monotonic() + PAUSE_SECONDS
        log.warning("job_not_started", extra={"task": task.name, "error": type(error).__name__})
        return False
    return True


def _publisher(app: Celery) -> Connection:
    """The broker for those who send: with shorter patience than a worker that waits for work."""
    url = str(app.conf.broker_write_url)
    if url not in _publishers:
        _publishers[url] = app.connection_for_write(
            transport_options={
                "socket_connect_timeout": ANSWER_SECONDS,
                "socket_timeout": ANSWER_SECONDS,
                "max_retries": 0,
            }
        )
    return _publishers[url]
