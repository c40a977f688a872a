"""Soft signs on Today: somebody says no again and again, or is not heard of any more.

A reason to ask how they are, with advice, and nothing else. Nothing is stored, counted up, compared or shown
to anybody but those who coordinate the person; it stops nobody. That somebody gives much is found beside
(`scheduling.hours.rest`).
"""

from datetime import timedelta
from typing import Any

from django.db.models import (
    Count,
    DateTimeField,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _, gettext_lazy

from notifications.models import Called
from scheduling.hours.models import HoursEntry
from scheduling.shifts.models import SignUp
from volunteers.register.models import Period, Person
from volunteers.register.need_words import going_on, name_of, page_of
from volunteers.register.needs import Asking, Kind, Need, Row, rows, themselves

# So many in so long: one no is a no, and nobody's business.
DECLINES, LATELY = 3, timedelta(days=28)
# Who was there until half a year before that, and since then neither was nor will be.
SILENT, BEFORE = timedelta(days=60), timedelta(days=240)
# It can wait until there is time to talk.
NO_HURRY = timedelta(days=7)


def _find_declines(asking: Asking) -> QuerySet[Any, Any]:
    since = asking.now - LATELY
    gave_up = SignUp.objects.filter(state=SignUp.State.CANCELLED_BY_VOLUNTEER, changed_at__gt=since)
    said_no = Called.objects.filter(answer=Called.Answer.NO, answered_at__gt=since)
    found = (
        Person.objects.filter(
            Q(pk__in=gave_up.values("person")) | Q(uuid__in=said_no.values("person_uuid")),
            going_on("pk", Period.State.ACTIVE),
            is_blank=False,
        )
        .annotate(
            given_up=_number(gave_up.filter(person=OuterRef("pk")), "person"),
            no=_number(said_no.filter(person_uuid=OuterRef("uuid")), "person_uuid"),
        )
        .filter(given_up__gte=DECLINES - F("no"))
    )
    return rows(found, at=_in_time(asking), person=themselves())


def _number(found: QuerySet[Any], by: str) -> Coalesce:
    counted = found.order_by().values(by).annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def _in_time(asking: Asking) -> Value:
    return Value(asking.now + NO_HURRY, output_field=DateTimeField())


def _say_declines(row: Row, asking: Asking) -> Need:
    return Need(
        title=_("%(name)s has said no several times lately") % {"name": name_of(row)},
        why=_("Ask how they are, not why. Offer a pause, other times or fewer requests."),
        icon="heart",
        action=_("See the person"),
        url=page_of(row),
        tone="plain",
        soonest="later",
    )


def _find_silence(asking: Asking) -> QuerySet[Any, Any]:
    since = asking.now - SILENT
    theirs = HoursEntry.objects.filter(person=OuterRef("pk"))
    places = SignUp.objects.filter(
        person=OuterRef("pk"), starts_at__gt=since, state__in=(*SignUp.ACTIVE, *SignUp.HOPING)
    )
    found = Person.objects.filter(
        going_on("pk", Period.State.ACTIVE),
        ~Exists(theirs.filter(starts_at__gt=since)),
        ~Exists(places),
        pk__in=HoursEntry.objects.filter(
            starts_at__gt=asking.now - BEFORE, starts_at__lte=since, state=HoursEntry.State.APPROVED
        ).values("person"),
        is_blank=False,
    )
    return rows(found, at=_in_time(asking), person=themselves())


def _say_silence(row: Row, asking: Asking) -> Need:
    return Need(
        title=_("Nothing has been heard of %(name)s for a while") % {"name": name_of(row)},
        why=_("A call or a card does good. Tell them that a pause is a right, and that they are missed."),
        icon="heart",
        action=_("See the person"),
        url=page_of(row),
        tone="plain",
        soonest="later",
    )


KINDS = (
    Kind(
        name="supervision.declines",
        people="pk",
        label=gettext_lazy("Volunteers who said no several times lately"),
        rule="people.manage",
        find=_find_declines,
        say=_say_declines,
        ends="fewer than three times within the past four weeks, or they are on a break",
    ),
    Kind(
        name="supervision.silence",
        people="pk",
        label=gettext_lazy("Volunteers who are not heard of any more"),
        rule="people.manage",
        find=_find_silence,
        say=_say_silence,
        ends="they gave hours or took a place, are on a break, or it was eight months ago",
    ),
)
