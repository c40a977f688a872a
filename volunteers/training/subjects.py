"""Enrolments, for apps that know only a kind and a UUID."""

from uuid import UUID

from django.urls import reverse

from notifications.subjects import Subject
from tenants.addresses import URLCONFS
from volunteers.training import states, words
from volunteers.training.models import Enrolment


def _enrolment(uuid: UUID) -> Enrolment | None:
    return Enrolment.objects.select_related("run__course__role").filter(uuid=uuid).first()


def _label(uuid: UUID) -> str:
    found = _enrolment(uuid)
    return words.told_title(found.run) if found else ""


def _url(uuid: UUID) -> str:
    found = _enrolment(uuid)
    if found is None:
        return ""
    return reverse("course-run", urlconf=URLCONFS["association"], kwargs={"uuid": found.run.uuid})


SUBJECT = Subject(kind=states.ENROLMENT, label=_label, url=_url)
