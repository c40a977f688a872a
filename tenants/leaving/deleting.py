"""Away for good, when two people wished it and the time between them has passed.

    check    the two people, and that it is out of service
    files    its archive, and the nightly backups that lie here
    copies   what was made of it under another name and has not become an association of its own
    people   who could enter it: accesses, invitations, its domains; logins that were for nothing else
    tables   what an interrupted work may have left of its schema, and its role in PostgreSQL
    close    the state, and with it the certificate

What goes is counted in the transaction in which it goes, so that one that is killed and begun again counts
everything once. Published figures stay: they hold no person.
"""

from collections.abc import Callable, Mapping

from django.apps import apps
from django.conf import settings
from django.db import connection, transaction
from django.db.models import Q
from psycopg import sql

from tenants import clock, lifecycle, wakeups
from tenants.actors import Actor
from tenants.backend.base import checked, role_of
from tenants.ending import WAIT
from tenants.leaving import files, telling
from tenants.leaving.steps import Step, StepFailed
from tenants.models import (
    Access,
    Affiliation,
    Archive,
    Association,
    CrossingEntry,
    Deletion,
    Domain,
    ErasureEntry,
    Invitation,
    JoinLetter,
    JoinRequest,
    LeavingLetter,
    Passage,
)

State = Association.State
_forgetting: list[Callable[[Association], None]] = []


def register(forget: Callable[[Association], None]) -> None:
    """Have an upper layer take what it keeps of a deleted association on the shared side. May run twice."""
    if forget not in _forgetting:
        _forgetting.append(forget)


def _wish(passage: Passage) -> Deletion:
    found = Deletion.objects.filter(association=passage.association, called_off_at__isnull=True).first()
    if found is None or found.confirmed_at is None:
        raise StepFailed("unconfirmed")
    # By the database's own clock: what was written down may be earlier than it was.
    if not settings.CLOCK_MOVABLE and (
        found.noted_at is None or found.agreed_at is None or found.agreed_at - found.noted_at < WAIT
    ):
        raise StepFailed("hasty")
    return found


def _note(wish: Deletion, counts: Mapping[str, int | str]) -> None:
    """Add to what went; within the transaction in which it went."""
    row = Deletion.objects.select_for_update().get(pk=wish.pk)
    for name, value in counts.items():
        row.went[name] = row.went.get(name, 0) + value if isinstance(value, int) else value
    row.save(update_fields=["went"])


@transaction.atomic
def _check(passage: Passage) -> None:
    """Asked again by each step: somebody may have brought it back between two of them."""
    _wish(passage)
    row = Association.objects.select_for_update().get(pk=passage.association_id)
    if row.state not in {State.ARCHIVED, State.DELETED}:
        raise StepFailed("in_service")


def _files(passage: Passage) -> None:
    _check(passage)
    wish = _wish(passage)
    archive = Archive.objects.filter(association=passage.association, removed_at__isnull=True).first()
    if archive is not None:
        with transaction.atomic():
            lying = files.count(passage.association)
            _note(
                wish,
                {"tables": archive.tables, "rows": archive.rows, "sha256": archive.sha256, "files": lying},
            )
            archive.removed_at = clock.now()
            archive.save(update_fields=["removed_at"])
    # Only now: one that was killed before looks for the files again.
    files.clear(passage.association)
    files.clear_nightly(passage.association)


def copies_of(association: Association) -> list[Association]:
    """What was made of its backups under another name, and copies of these; not what stands on its own."""
    found: list[Association] = []
    origins = [association.uuid]
    while origins:
        made = Association.objects.filter(copied_from__in=origins, outside_figures=True).order_by("pk")
        found += made
        origins = [copy.uuid for copy in made]
    return found


def _copies(passage: Passage) -> None:
    _check(passage)
    for copy in copies_of(passage.association):
        if copy.state != State.DELETED:
            _take_copy(passage, copy)
        files.clear(copy)
        files.clear_nightly(copy)


@transaction.atomic
def _take_copy(passage: Passage, copy: Association) -> None:
    wish, by = _wish(passage), Actor(user=passage.by_user, name=passage.by_name)
    said = [name for name in str(wish.went.get("copied_to", "")).split(", ") if name]
    _forget_people(wish, copy)
    _drop(copy)
    Archive.objects.filter(association=copy, removed_at__isnull=True).update(removed_at=clock.now())
    if copy.state == State.ACTIVE:
        lifecycle.move(copy, to=State.SUSPENDED, by=by)
    lifecycle.move(copy, to=State.DELETED, by=by)
    _note(wish, {"copies": 1, "copied_to": ", ".join([*said, copy.slug])})


@transaction.atomic
def _people(passage: Passage) -> None:
    _check(passage)
    wish, association = _wish(passage), passage.association
    # While it is known who they are; the mail leaves when it is done.
    telling.plan(association, kind=LeavingLetter.Kind.DELETED, about=wish.uuid, at=None)
    _forget_people(wish, association)


def _forget_people(wish: Deletion, association: Association) -> None:
    users = apps.get_model("accounts", "User").objects  # accounts stand above tenants
    here = list(Access.objects.filter(association=association).values_list("user_id", flat=True).distinct())
    accesses = Access.objects.filter(association=association)
    counts: dict[str, int | str] = {"accesses": accesses.count()}
    accesses.delete()
    others = users.filter(pk__in=here, accesses__isnull=True)
    counts["logins"] = others.count()
    others.delete()
    counts["invitations"] = Invitation.objects.filter(association=association).count()
    Invitation.objects.filter(association=association).delete()
    counts["domains"] = Domain.objects.filter(tenant=association).count()
    Domain.objects.filter(tenant=association).delete()
    CrossingEntry.objects.filter(association=association).update(by_user=None)
    ErasureEntry.objects.filter(association_uuid=association.uuid).delete()
    JoinLetter.objects.filter(request__association=association).delete()
    JoinRequest.objects.filter(association=association).update(
        token_hash="", contact_name="", contact_email="", contact_phone="", message="",
        coordinator_given="", coordinator_family="", coordinator_email="",
    )  # fmt: skip
    Association.objects.filter(pk=association.pk).update(
        contact_email="", contact_phone="", intro_fi="", intro_sv="", intro_en=""
    )
    today = clock.today(association)
    Affiliation.objects.filter(association=association, from_on__gt=today).delete()  # planned moves
    Affiliation.objects.filter(Q(to_on__isnull=True) | Q(to_on__gt=today), association=association).update(
        to_on=today
    )
    for forget in _forgetting:
        forget(association)
    wakeups.wake_again(schema_name=association.schema_name, moments=())
    _note(wish, counts)


@transaction.atomic
def _tables(passage: Passage) -> None:
    _check(passage)
    _drop(passage.association)


def _drop(association: Association) -> None:
    name = checked(association.schema_name)
    role = role_of(name)
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL("DROP SCHEMA IF EXISTS {} CASCADE").format(sql.Identifier(name)))
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role])
        if cursor.fetchone() is None:
            return
        for statement in (
            "REVOKE ALL ON SCHEMA extensions FROM {role}",
            "REVOKE ALL ON ALL FUNCTIONS IN SCHEMA extensions FROM {role}",
            "DROP ROLE {role}",
        ):
            cursor.execute(sql.SQL(statement).format(role=sql.Identifier(role)))


@transaction.atomic
def _close(passage: Passage) -> None:
    wish = _wish(passage)
    if wish.deleted_at is not None:
        return
    lifecycle.move(
        passage.association, to=State.DELETED, by=Actor(user=passage.by_user, name=passage.by_name)
    )
    wish.deleted_at = clock.now()
    wish.save(update_fields=["deleted_at"])
    LeavingLetter.objects.filter(about=wish.uuid, kind=LeavingLetter.Kind.DELETED).update(
        next_at=wish.deleted_at
    )


STEPS = (
    Step("check", _check),
    Step("files", _files),
    Step("copies", _copies),
    Step("people", _people),
    Step("tables", _tables),
    Step("close", _close),
)
