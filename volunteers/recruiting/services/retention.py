"""What applicants wrote goes when it is no longer needed; that somebody applied still counts."""

import secrets

from django.db import transaction

from notifications.models import DeadAddress, Message
from tenants import clock
from volunteers.recruiting.models import (
    Answer,
    Application,
    ApplicationNote,
    InterviewOffer,
    InterviewTime,
    Reply,
)

State = Application.State


def clear_due() -> int:
    """Clear what may not be kept any longer: old drafts, and half a year later what led to nothing.

    Returns how many. Running it again finds nothing.
    """
    due = Application.objects.filter(keep_until__lte=clock.now(), is_blank=False)
    cleared = 0
    for pk in list(due.order_by("pk").values_list("pk", flat=True)):
        with transaction.atomic(durable=True):
            row = due.select_for_update(of=("self",)).filter(pk=pk).first()
            if row is not None:
                clear(application=row)
                cleared += 1
    return cleared


def clear(*, application: Application) -> None:
    """Take everything out of a locked application that tells of somebody. A step of a verb.

    A draft goes whole. Of others remain which roles, when, and how it ended.
    """
    Message.objects.filter(subject_kind="application", subject_uuid=application.uuid).delete()
    Message.objects.filter(person_uuid=application.uuid).delete()
    DeadAddress.objects.filter(person_uuid=application.uuid).delete()
    if application.state == State.DRAFT:
        application.delete()
        return
    for model in (Answer, ApplicationNote, Reply, InterviewOffer):
        model._default_manager.filter(application=application).delete()
    InterviewTime.objects.filter(taken_by=application).delete()
    for name in (
        "given_name",
        "family_name",
        "email",
        "phone",
        "municipality",
        "guardian_name",
        "guardian_contact",
        "why",
        "suggested_name",
        "came_from",
    ):
        setattr(application, name, "")
    application.birth_year = None
    application.suggested_to = application.suggested_at = None
    application.person = None
    application.keep_until = None
    application.is_blank = True
    # Nobody's link opens it any more.
    application.token_hash = secrets.token_hex(32)
    application.save()
