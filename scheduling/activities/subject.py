"""Occasions, for apps that know only a kind and a UUID."""

from uuid import UUID

from django.urls import reverse

from notifications.subjects import Subject
from scheduling.activities import words
from scheduling.activities.models import Activity
from scheduling.activities.services.outcomes import SUBJECT
from tenants.addresses import URLCONFS


def _label(uuid: UUID) -> str:
    activity = Activity.objects.select_related("group").filter(uuid=uuid).first()
    return f"{words.title(activity)}, {words.when(activity)}" if activity else ""


def _url(uuid: UUID) -> str:
    if not Activity.objects.filter(uuid=uuid).exists():
        return ""
    return reverse("activity", urlconf=URLCONFS["association"], kwargs={"uuid": uuid})


ACTIVITY = Subject(kind=SUBJECT, label=_label, url=_url)
