"""What applicants do themselves: keep a draft, hand in, withdraw."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.db import IntegrityError, transaction

from notifications.services import plan
from tenants import clock
from tenants.actors import Actor
from tenants.wakeups import wake
from volunteers.recruiting import links, states
from volunteers.recruiting.errors import RoleClosed
from volunteers.recruiting.models import (
    Answer,
    Application,
    ApplicationRole,
    InterviewOffer,
    InterviewTime,
    Question,
)
from volunteers.register.models import VolunteerRole

DRAFT_KEPT, RECEIVED = "recruiting.draft_kept", "recruiting.received"
State = Application.State


@dataclass(frozen=True, kw_only=True)
class Filled:
    """What an applicant has filled in so far. The first of the roles is the one they came for."""

    roles: Sequence[VolunteerRole]
    given_name: str = ""
    family_name: str = ""
    email: str = ""
    phone: str = ""
    language: str = "fi"
    municipality: str = ""
    birth_year: int | None = None
    guardian_name: str = ""
    guardian_contact: str = ""
    why: str = ""
    source: str = Application.Source.PAGE
    answers: Mapping[Question, str] = field(default_factory=dict)


_WRITTEN = (
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
    "source",
)


@transaction.atomic(durable=True)
def keep_draft(*, filled: Filled, form: UUID, draft: Application | None = None) -> Application:
    """Keep what is filled in so far, for two weeks; whoever gave an address gets the link to go on.

    `form` names the form that was filled in: sent twice by the same person it is one draft.
    """
    application = _written(filled, form, draft)
    if application.state == State.DRAFT and application.email:
        _tell(application, DRAFT_KEPT, key=f"{DRAFT_KEPT}:{application.uuid}:{application.email}")
    return application


@transaction.atomic(durable=True)
def hand_in(*, filled: Filled, form: UUID, draft: Application | None = None) -> Application:
    """Hand an application in, with the applicant's consent. The same form sent twice is one application.

    Raises RoleClosed when the role was closed meanwhile.
    """
    first = VolunteerRole.objects.select_for_update(no_key=True).get(pk=filled.roles[0].pk)
    if not (first.is_open and first.is_active):
        raise RoleClosed(name=first.name)
    application = _written(filled, form, draft)
    if application.state != State.DRAFT:
        return application
    application.consented_at = clock.now()
    application.save(update_fields=["consented_at"])
    states.move(application, to=State.SUBMITTED, by=Actor.system("applicant"))
    if application.email:
        _tell(application, RECEIVED, key=f"{RECEIVED}:{application.uuid}")
    return application


@transaction.atomic(durable=True)
def withdraw(*, application: Application) -> Application:
    """The applicant takes it back, without a reason. Doing it again changes nothing. Raises NotFromHere.

    A draft is cleared at once.
    """
    row = states.locked(application)
    if row.state == State.WITHDRAWN:
        return row
    if row.state == State.DRAFT:
        row.delete()
        return row
    let_go_of_times(application=row)
    return states.move(row, to=State.WITHDRAWN, by=Actor.system("applicant"))


def let_go_of_times(*, application: Application) -> None:
    """Times that were offered or given are free for others. A step of a verb."""
    InterviewTime.objects.filter(taken_by=application).update(taken_by=None)
    InterviewOffer.objects.filter(application=application).delete()


def _written(filled: Filled, form: UUID, draft: Application | None) -> Application:
    """The application of this form, with what is filled in; one that was handed in stays as it is."""
    application = _of_form(filled, form) if draft is None else states.locked(draft)
    if application.state != State.DRAFT:
        return application
    for name in _WRITTEN:
        setattr(application, name, getattr(filled, name))
    application.keep_until = clock.now() + states.DRAFT_KEPT
    application.save(update_fields=[*_WRITTEN, "keep_until"])
    wake(queue=states.QUEUE, at=application.keep_until)
    ApplicationRole.objects.filter(application=application).delete()
    ApplicationRole.objects.bulk_create(
        ApplicationRole(application=application, role=role, is_first=number == 0)
        for number, role in enumerate(filled.roles)
    )
    Answer.objects.filter(application=application).delete()
    Answer.objects.bulk_create(
        Answer(application=application, question=question, asked=question.text, text=text)
        for question, text in filled.answers.items()
        if text
    )
    return application


def _of_form(filled: Filled, form: UUID) -> Application:
    """The one that this form made already for the same person; else a new one."""
    who = (filled.given_name, filled.family_name, filled.email, filled.phone)
    for _turn in range(2):
        known = Application.objects.select_for_update(of=("self",)).filter(uuid=form).first()
        if known is not None and (known.given_name, known.family_name, known.email, known.phone) == who:
            return known
        made = Application(created_at=clock.now())
        if known is None:  # a form that is filled in again by the next person makes another application
            made.uuid = form
        made.token_hash = links.hash_for(made.uuid)
        try:
            with transaction.atomic():
                made.save()
        except IntegrityError:  # pressed twice at the same moment
            continue
        return made
    raise RuntimeError("The form's application is neither there nor can it be made.")


def _tell(application: Application, kind: str, *, key: str) -> None:
    plan(
        kind=kind,
        key=key,
        person_uuid=application.uuid,
        due_at=clock.now(),
        subject_kind=states.SUBJECT,
        subject_uuid=application.uuid,
    )
