"""Whom a coordinator may ask how they cope, and what somebody is told of their own rest."""

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from scheduling.hours.models import RestSign
from volunteers.register import reach
from volunteers.register.models import Period, Person


def shown(reader: reach.Reaching, *, today: date) -> QuerySet[RestSign]:
    """Signs of those who volunteer now and whom the reader may see, by name; not what is quiet."""
    return _of(reader).filter(~_is_quiet(today))


def quiet(reader: reach.Reaching, *, today: date) -> QuerySet[RestSign]:
    """Those who were asked lately, by name."""
    return _of(reader).filter(_is_quiet(today))


def own(person: Person, *, today: date) -> RestSign | None:
    """One's own, if there is anything to say and nobody talked about it yet."""
    return RestSign.objects.filter(~_is_quiet(today), person=person).first()


def _is_quiet(today: date) -> Q:
    return Q(quiet_until__isnull=False, quiet_until__gt=today)


def _of(reader: reach.Reaching) -> QuerySet[RestSign]:
    active = Period.objects.filter(person=OuterRef("person"), state=Period.State.ACTIVE)
    rows = reach.of_people(reader, RestSign.objects.filter(Exists(active)))
    return rows.select_related("person").order_by("person__sort_key", "pk")
