"""Surveys, for apps that know only a kind and a UUID."""

from uuid import UUID

from django.urls import reverse

from notifications.subjects import Subject
from tenants.addresses import URLCONFS
from volunteers.surveys import selectors
from volunteers.surveys.services.answering import SUBJECT


def _label(uuid: UUID) -> str:
    survey = selectors.by_link(uuid)
    return survey.name if survey else ""


def _url(uuid: UUID) -> str:
    if selectors.by_link(uuid) is None:
        return ""
    return reverse("survey", urlconf=URLCONFS["association"], kwargs={"uuid": uuid})


SURVEY = Subject(kind=SUBJECT, label=_label, url=_url)
