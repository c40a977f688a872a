"""Times of supervision, for apps that know only a kind and a UUID."""

from uuid import UUID

from django.urls import reverse

from notifications.subjects import Subject
from tenants.addresses import URLCONFS
from volunteers.supervision import words
from volunteers.supervision.models import SupervisionSession
from volunteers.supervision.services.inviting import SUBJECT


def _label(uuid: UUID) -> str:
    session = SupervisionSession.objects.select_related("group").filter(uuid=uuid).first()
    return f"{session.group.name}, {words.when(session)}" if session else ""


def _url(uuid: UUID) -> str:
    if not SupervisionSession.objects.filter(uuid=uuid).exists():
        return ""
    return reverse("supervision-session", urlconf=URLCONFS["association"], kwargs={"uuid": uuid})


SESSION = Subject(kind=SUBJECT, label=_label, url=_url)
