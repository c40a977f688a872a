"""Sending an application on to another association: a coordinator suggests it, only the applicant sends it.

What goes along is what the applicant wrote about themselves; notes, answers to the role's questions and
messages stay where they are. Neither association sees anything of the other.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid4, uuid5

from django.db import transaction

from notifications.services import plan
from tenants import clock, crossings
from tenants.actors import Actor
from tenants.context import entered
from tenants.models import Association
from volunteers.recruiting import links, states
from volunteers.recruiting.errors import CannotTake, NotFromHere, NotSuggested
from volunteers.recruiting.models import Application, ApplicationRole
from volunteers.recruiting.services.applying import RECEIVED, let_go_of_times
from volunteers.register.models import VolunteerRole

SUGGESTED = "recruiting.suggested"
RECEIVE = "receive_application"
State = Application.State
_GOES_ALONG = (
    "given_name",
    "family_name",
    "email",
    "phone",
    "language",
    "municipality",
    "birth_year",
    "guardian_name",
    "guardian_contact",
    "why",
)


@dataclass(frozen=True, kw_only=True)
class Parcel:
    """What an applicant sends to another association. The same one sent twice arrives once."""

    uuid: UUID
    to: UUID
    name_of_target: str
    came_from: str
    catalogue_codes: Sequence[str]
    written: dict[str, Any] = field(repr=False)


@transaction.atomic(durable=True)
def suggest(*, application: Application, to: Association, by: Actor) -> Application:
    """Suggest another association to an applicant, who is told. Raises NotFromHere."""
    row = states.locked(application)
    if row.state not in states.GOING_ON:
        raise NotFromHere(now=row.get_state_display(), wanted="")
    if row.suggested_to == to.uuid:
        return row
    _suggested(row, to=to.uuid, name=to.name_in(row.language))
    states.note(row, "suggested", by=by)
    if row.email:
        plan(
            kind=SUGGESTED,
            key=f"{SUGGESTED}:{uuid4()}",
            person_uuid=row.uuid,
            due_at=clock.now(),
            subject_kind=states.SUBJECT,
            subject_uuid=row.uuid,
            data={"to": str(to.uuid)},
        )
        states.replied(row, by=by)
    return row


@transaction.atomic(durable=True)
def drop_suggestion(*, application: Application, by: Actor) -> Application:
    """The coordinator takes it back, or the applicant would rather not. Doing it again changes nothing."""
    row = states.locked(application)
    if row.state in states.GOING_ON and row.suggested_to is not None:
        _suggested(row, to=None, name="")
        states.note(row, "suggestion_dropped", by=by)
    return row


def _suggested(row: Application, *, to: UUID | None, name: str) -> None:
    row.suggested_to, row.suggested_name = to, name
    row.suggested_at = clock.now() if to else None
    row.save(update_fields=["suggested_to", "suggested_name", "suggested_at"])


def send_on(*, application: Application, origin: Association) -> None:
    """On the shared side: the applicant sends the application to the association that was suggested.

    It arrives there first and is settled here then, so that nothing is lost between the two; sent again it
    arrives no second time. Raises NotSuggested, CannotTake, or NotFromHere when it was settled meanwhile.
    """
    with entered(origin):
        parcel = _packed(application, origin)
    target = Association.objects.filter(uuid=parcel.to).first()
    if target is None or target.state != Association.State.ACTIVE:
        raise CannotTake(name=parcel.name_of_target)
    crossings.cross(RECEIVE, into=target, by_user=None, parcel=parcel)
    with entered(origin):
        _sent(application)


def _packed(application: Application, origin: Association) -> Parcel:
    row = Application.objects.get(pk=application.pk)
    if row.suggested_to is None or row.state not in states.GOING_ON:
        raise NotSuggested
    wished = row.wishes.select_related("role")
    return Parcel(
        uuid=uuid5(NAMESPACE_URL, f"{origin.uuid} {row.uuid} {row.suggested_to}"),
        to=row.suggested_to,
        name_of_target=row.suggested_name,
        came_from=origin.name_in(row.language),
        catalogue_codes=[wish.role.catalogue_code for wish in wished if wish.role.catalogue_code],
        written={name: getattr(row, name) for name in _GOES_ALONG},
    )


@transaction.atomic(durable=True)
def _sent(application: Application) -> None:
    row = states.locked(application)
    if row.state == State.REDIRECTED:
        return
    let_go_of_times(application=row)
    states.move(row, to=State.REDIRECTED, by=Actor.system("applicant"))


@transaction.atomic(durable=True)
def receive(*, parcel: Parcel) -> None:
    """Inside the association that was suggested: an application arrives, with its clock of the first reply.

    Its roles are those of the same entries of the federation's catalogue, as far as they are there.
    """
    made, is_new = Application.objects.get_or_create(
        uuid=parcel.uuid,
        defaults={
            **parcel.written,
            "token_hash": links.hash_for(parcel.uuid),
            "source": Application.Source.SENT_ON,
            "came_from": parcel.came_from,
            "created_at": clock.now(),
            "consented_at": clock.now(),
        },
    )
    if not is_new:
        return
    roles = VolunteerRole.objects.filter(is_active=True, catalogue_code__in=parcel.catalogue_codes)
    ApplicationRole.objects.bulk_create(
        ApplicationRole(application=made, role=role, is_first=number == 0)
        for number, role in enumerate(roles.order_by("position", "pk"))
    )
    states.move(made, to=State.SUBMITTED, by=Actor.system("applicant"))
    if made.email:
        plan(
            kind=RECEIVED,
            key=f"{RECEIVED}:{made.uuid}",
            person_uuid=made.uuid,
            due_at=clock.now(),
            subject_kind=states.SUBJECT,
            subject_uuid=made.uuid,
        )
