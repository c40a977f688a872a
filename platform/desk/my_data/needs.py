"""What of people's data can need a coordinator: wishes to be erased, feedback that waits for an answer."""

from typing import Any

from django.db.models import F, QuerySet
from django.utils.translation import gettext as _, gettext_lazy

from volunteers.register.models import AccessibilityFeedback, ErasureRequest
from volunteers.register.need_words import name_of, to
from volunteers.register.needs import Asking, Kind, Need, Row, rows, who
from web import formats


def _find(asking: Asking) -> QuerySet[Any, Any]:
    return rows(ErasureRequest.objects.all(), at=F("asked_at"), person=who())


def _say(row: Row, asking: Asking) -> Need:
    return Need(
        title=_("%(name)s asks to be erased") % {"name": name_of(row)},
        why=_("Asked on %(day)s.") % {"day": formats.day(row.at, year=True)},
        icon="lock",
        action=_("Look and erase"),
        url=to("person-erase", uuid=row.data["person"]["uuid"]),
        soonest="today",
    )


ERASURE = Kind(
    name="data.erasure",
    label=gettext_lazy("Wishes to be erased"),
    rule="data.manage",
    find=_find,
    say=_say,
    ends="they were erased, or took it back",
)


def _find_feedback(asking: Asking) -> QuerySet[Any, Any]:
    waiting = AccessibilityFeedback.objects.filter(answered_at__isnull=True)
    return rows(waiting, at=F("answer_by"), by=F("answer_by"))


def _say_feedback(row: Row, asking: Asking) -> Need:
    return Need(
        title=_("Somebody could not use a page"),
        why=_("Answer by %(day)s.") % {"day": formats.day(row.day("by"), year=True)},
        icon="message",
        action=_("Read and answer"),
        url=to("data") + "#feedback",
    )


FEEDBACK = Kind(
    name="data.feedback",
    label=gettext_lazy("Feedback about accessibility"),
    rule="data.manage",
    find=_find_feedback,
    say=_say_feedback,
    ends="it was noted as answered",
)
