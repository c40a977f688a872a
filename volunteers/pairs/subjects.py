"""Pairs and their meetings, for apps that know only a kind and a UUID. They tell nothing of a client."""

from uuid import UUID

from django.utils.translation import gettext as _

from notifications.subjects import Subject
from volunteers.pairs import states, words
from volunteers.pairs.models import Pair
from volunteers.pairs.services.meetings import MEETING as KIND


def _label(uuid: UUID) -> str:
    pair = Pair.objects.filter(uuid=uuid).first()
    return words.name(pair) if pair is not None else ""


def _met(_uuid: UUID) -> str:
    return _("A meeting")


def _nowhere(_uuid: UUID) -> str:
    """Who is in charge finds it on their page; for everybody else there is none."""
    return ""


PAIR = Subject(kind=states.SUBJECT, label=_label, url=_nowhere)
MEETING = Subject(kind=KIND, label=_met, url=_nowhere)
