"""Setting up an association: five steps, each done whole or not at all, and noted when it is done.

The owner's process takes a row of `Provisioning` by a claim that runs out, does the step that follows the
last one noted, and so on. Killed at any moment it leaves either the state before a step or the one after it;
each step finds out by itself, so that whoever takes the row next may begin the step again.
"""

import logging
import secrets
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta

import psycopg
from django.db import DatabaseError, OperationalError, transaction
from django.db.models import F, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tenants import clock, first_rows, lifecycle, provisioning
from tenants.actors import Actor
from tenants.context import entered
from tenants.models import (
    Affiliation,
    Association,
    CatalogueRole,
    CatalogueText,
    JoinRequest,
    Provisioning,
)

log = logging.getLogger(__name__)
State = Association.State

# Longer than the longest step (the first template of a release).
LEASE = timedelta(seconds=60)
# A row that kills every process that takes it is left alone after so many.
ATTEMPTS = 8

FAILURES: dict[str, str | Promise] = {
    "differs": _(
        "Its tables are not the ones that this version makes. Somebody has to look at the database."
    ),
    "rights": _("The database did not give the association its rights."),
    "database": _("The database refused. Try again; if it fails again, somebody has to look at the log."),
    "gave_up": _("It was begun several times and never ended."),
    "error": _("Something went wrong in our program. It is in the log."),
}


class SetUpFailed(Exception):
    """A step found what it cannot mend. `code` is one of FAILURES."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Lost(Exception):
    """The claim ran out, and another process has the row."""


@dataclass(frozen=True)
class Step:
    """One step: its name in the row, what people read, and what it does."""

    code: str
    label: str | Promise
    run: Callable[[Association], None]


def _make_template(_association: Association) -> None:
    provisioning.template()


def _make_tables(association: Association) -> None:
    provisioning.provision(association)


def _check(association: Association) -> None:
    if provisioning.rights_missing(association):
        provisioning.regrant(association)
        if provisioning.rights_missing(association):
            raise SetUpFailed("rights")
    if not provisioning.equals_template(association):
        raise SetUpFailed("differs")


def _fill(association: Association) -> None:
    today = clock.today(association)
    now = Affiliation.objects.filter(Q(to_on__isnull=True) | Q(to_on__gte=today), from_on__lte=today)
    umbrellas = now.filter(association=association).values("umbrella")
    asked = JoinRequest.objects.filter(association=association).first()
    roles = CatalogueRole.objects.filter(umbrella__in=umbrellas, retired_at__isnull=True)
    texts = CatalogueText.objects.filter(umbrella__in=umbrellas).exclude(text_fi="")
    beginning = first_rows.Beginning(
        roles=list(roles.exclude(code__in=asked.roles_left_out) if asked else roles),
        unit=asked.unit if asked else "",
        texts=list(texts.exclude(code__in=asked.texts_left_out) if asked else texts),
    )
    with entered(association), transaction.atomic():
        first_rows.fill_all(beginning)


def _open(association: Association) -> None:
    if not association.is_open:
        lifecycle.move(association, to=State.ACTIVE, by=Actor.system("set-up"))


STEPS: tuple[Step, ...] = (
    Step("template", _("Prepare the tables of this version"), _make_template),
    Step("tables", _("Make its own tables and database role"), _make_tables),
    Step("check", _("Check tables and rights"), _check),
    Step("rows", _("Put in the federation's roles and texts"), _fill),
    Step("open", _("Open its address"), _open),
)


def unfinished() -> QuerySet[Provisioning]:
    """What waits for the owner's process: asked for, and nobody at work on it."""
    return Provisioning.objects.filter(
        Q(leased_until__isnull=True) | Q(leased_until__lt=clock.real_now()),
        finished_at__isnull=True,
        failure="",
        # Killed between opening it and noting so, it is open.
        association__state__in=[State.PROVISIONING, State.ACTIVE, State.SUSPENDED],
    )


def run_all() -> int:
    """Set up whatever waits, one after the other. Returns how many were brought to an end."""
    return sum(run(wanted) for wanted in unfinished().order_by("requested_at"))


def run(wanted: Provisioning) -> bool:
    """Take one and do what is left of it. Returns whether this process brought it to an end, good or bad."""
    provisioning.require_owner()
    token = secrets.token_hex(8)
    if not unfinished().filter(pk=wanted.pk).update(**_lease(token), attempts=F("attempts") + 1):
        return False
    wanted.refresh_from_db()
    association = Association.objects.get(pk=wanted.association_id)
    try:
        if wanted.attempts > ATTEMPTS:
            raise SetUpFailed("gave_up")
        for step in _left(wanted):
            _do(step, wanted, association, token)
        _note(wanted, token, finished_at=clock.now(), step="", leased_until=None, leased_by="")
    except Lost:
        return False
    except SetUpFailed as failure:
        _give_up(wanted, association, token, failure.code)
    except (OperationalError, psycopg.OperationalError):
        # The server went away. The claim runs out, and then somebody goes on.
        log.warning("set_up_interrupted", extra={"association": association.slug, "step": wanted.step})
        return False
    except (DatabaseError, psycopg.Error):
        log.exception("set_up_failed", extra={"association": association.slug, "step": wanted.step})
        _give_up(wanted, association, token, "database")
    except Exception:
        log.exception("set_up_failed", extra={"association": association.slug, "step": wanted.step})
        _give_up(wanted, association, token, "error")
    return True


def _left(wanted: Provisioning) -> Iterator[Step]:
    known = {entry["step"] for entry in wanted.done}
    return (step for step in STEPS if step.code not in known)


def _do(step: Step, wanted: Provisioning, association: Association, token: str) -> None:
    _note(wanted, token, step=step.code, **_lease(token))
    association.refresh_from_db()
    began = time.monotonic()
    step.run(association)
    done = {"step": step.code, "at": clock.now().isoformat(), "seconds": round(time.monotonic() - began, 3)}
    _note(wanted, token, done=[*wanted.done, done])


def _lease(token: str) -> dict[str, object]:
    return {"leased_until": clock.real_now() + LEASE, "leased_by": token}


def _note(wanted: Provisioning, token: str, **what: object) -> None:
    """Write down how far it is, if the row is still ours. Raises Lost."""
    if not Provisioning.objects.filter(pk=wanted.pk, leased_by=token).update(**what):
        raise Lost
    for name, value in what.items():
        setattr(wanted, name, value)


@transaction.atomic
def _give_up(wanted: Provisioning, association: Association, token: str, code: str) -> None:
    association.refresh_from_db()
    if association.is_open:
        return  # only the last note is missing, and the next who takes the row writes it
    try:
        _note(wanted, token, failure=code, leased_until=None, leased_by="")
    except Lost:
        return
    lifecycle.move(association, to=State.PROVISIONING_FAILED, by=Actor.system("set-up"))
