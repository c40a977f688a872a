"""The owner's process at the passages that somebody asked for: one after another, step by step.

A passage belongs to the process that holds its lock in PostgreSQL, which is free at the moment in which that
process dies; whoever comes next goes on after the last step that is noted.
"""

import logging
import time
from collections.abc import Iterator, Mapping

import psycopg
from celery.exceptions import SoftTimeLimitExceeded
from django.db import DatabaseError, OperationalError
from django.db.models import F, QuerySet

from tenants import clock, provisioning
from tenants.backup import server
from tenants.backup.errors import BackupError, Damaged, NoKey, NotEqual, WrongKey
from tenants.leaving import archiving, deleting, returning
from tenants.leaving.steps import Step, StepFailed
from tenants.models import Association, Passage

log = logging.getLogger(__name__)
Kind = Passage.Kind

# A row that kills every process that takes it is left alone after so many.
ATTEMPTS = 8
STEPS: Mapping[str, tuple[Step, ...]] = {
    Kind.ARCHIVE: archiving.STEPS,
    Kind.RESTORE: returning.STEPS,
    Kind.DELETE: deleting.STEPS,
}
_CODES: tuple[tuple[type[BackupError], str], ...] = (
    (NoKey, "key"),
    (WrongKey, "key"),
    (Damaged, "damaged"),
    (NotEqual, "unequal"),
    (BackupError, "backup"),
)


def unfinished() -> QuerySet[Passage]:
    """What waits for the owner's process."""
    return Passage.objects.filter(finished_at__isnull=True, dropped_at__isnull=True, failure="")


def run_all() -> int:
    """Do whatever waits. Returns how many were brought to an end, good or bad."""
    return sum(run(passage) for passage in unfinished().order_by("requested_at", "pk"))


def run(passage: Passage) -> bool:
    """Take one and do what is left of it. Returns whether this process brought it to an end."""
    provisioning.require_owner()
    with server.connect(autocommit=True) as own:
        held = own.execute(
            "SELECT pg_try_advisory_lock(hashtextextended(%s, 0))", [f"passage {passage.pk}"]
        ).fetchone()
        if not (held and held[0]):
            return False
        if not unfinished().filter(pk=passage.pk).update(attempts=F("attempts") + 1):
            return False
        passage.refresh_from_db()
        return _run(passage)


def _run(passage: Passage) -> bool:
    try:
        if passage.attempts > ATTEMPTS:
            raise StepFailed("gave_up")
        for step in _left(passage):
            _do(step, passage)
    except StepFailed as failure:
        return _give_up(passage, failure.code)
    except BackupError as failure:
        log.warning("passage_failed", extra=_of(passage))
        return _give_up(passage, next(code for kind, code in _CODES if isinstance(failure, kind)))
    except (OperationalError, psycopg.OperationalError, SoftTimeLimitExceeded):
        # The server went away, somebody held a table, or it took too long: the next round goes on.
        log.warning("passage_interrupted", extra=_of(passage))
        return False
    except (DatabaseError, psycopg.Error):
        log.exception("passage_failed", extra=_of(passage))
        return _give_up(passage, "database")
    except Exception:
        # Whatever it was, the page has to say that it stopped: the log knows why, and nobody waits for ever.
        log.exception("passage_failed", extra=_of(passage))
        return _give_up(passage, "error")
    passage.step, passage.finished_at = "", clock.now()
    passage.save(update_fields=["step", "finished_at"])
    return True


def _of(passage: Passage) -> dict[str, str]:
    return {"association": passage.association.slug, "kind": passage.kind, "step": passage.step}


def _left(passage: Passage) -> Iterator[Step]:
    known = {entry["step"] for entry in passage.done}
    return (step for step in STEPS[passage.kind] if step.code not in known)


def _do(step: Step, passage: Passage) -> None:
    passage.step = step.code
    passage.save(update_fields=["step"])
    passage.association = Association.objects.get(pk=passage.association_id)
    began = time.monotonic()
    step.run(passage)
    done = {"step": step.code, "at": clock.now().isoformat(), "seconds": round(time.monotonic() - began, 3)}
    passage.done = [*passage.done, done]
    passage.save(update_fields=["done"])


def _give_up(passage: Passage, code: str) -> bool:
    passage.failure = code
    passage.save(update_fields=["failure"])
    return True
