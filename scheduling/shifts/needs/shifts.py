"""What of shifts can need a coordinator (see `volunteers.register.needs`)."""

from datetime import timedelta
from typing import Any

from django.db.models import DateTimeField, Exists, ExpressionWrapper, F, OuterRef, QuerySet, Subquery
from django.db.models.functions import TruncDate
from django.utils import timezone
from django.utils.translation import gettext as _, gettext_lazy, ngettext

from scheduling.shifts.models import Shift, SignUp
from scheduling.shifts.selectors import shifts as selectors
from volunteers.register.models import Absence
from volunteers.register.need_words import to
from volunteers.register.needs import Asking, Kind, Need, Row, names, rows, who
from web import formats

SOON = timedelta(days=7)
FREED = timedelta(days=2)
UNMARKED_SINCE = timedelta(days=60)


def _shift_rows(found: QuerySet[Shift], **data: Any) -> QuerySet[Any, Any]:
    return rows(
        found.select_related(None).order_by(),
        at="starts_at",
        title=F("title"),
        role=names("role"),
        starts_at=F("starts_at"),
        ends_at=F("ends_at"),
        taken=F("taken"),
        places=F("places"),
        **data,
    )


def _said(row: Row) -> dict[str, Any]:
    return {
        "title": row.data["title"] or row.named("role"),
        "when": formats.when(_local(row, "starts_at"), _local(row, "ends_at")),
        "taken": row.data["taken"],
        "places": row.data["places"],
    }


def _local(row: Row, name: str) -> Any:
    return timezone.localtime(row.time(name))


def _manage(row: Row) -> str:
    return to("shift-manage", uuid=row.key)


def _short(asking: Asking) -> QuerySet[Shift]:
    freed = SignUp.objects.filter(
        shift=OuterRef("pk"),
        state=SignUp.State.CANCELLED_BY_VOLUNTEER,
        changed_at__gt=asking.now - FREED,
    ).order_by("-changed_at")
    return selectors.short_of_people(now=asking.now, until=asking.now + SOON, reader=asking.request).annotate(
        freed=Subquery(freed.values("changed_at")[:1])
    )


def _find_empty(asking: Asking) -> QuerySet[Any, Any]:
    return _shift_rows(_short(asking).filter(taken=0), freed=F("freed"))


def _find_thin(asking: Asking) -> QuerySet[Any, Any]:
    return _shift_rows(_short(asking).filter(taken__gt=0), freed=F("freed"))


def _freed(row: Row) -> str:
    if not row.data["freed"]:
        return ""
    return _("Cancelled %(when)s.") % {"when": formats.when(_local(row, "freed"))}


def _say_empty(row: Row, asking: Asking) -> Need:
    places = ngettext("%(count)s place, nobody yet.", "%(count)s places, nobody yet.", row.data["places"]) % {
        "count": row.data["places"]
    }
    return Need(
        title=_("%(title)s, %(when)s is empty") % _said(row),
        why=" ".join(filter(None, [_freed(row), places])),
        icon="calendar",
        action=_("Find people"),
        url=_manage(row),
        tone="urgent",
    )


def _say_thin(row: Row, asking: Asking) -> Need:
    free = row.data["places"] - row.data["taken"]
    places = ngettext("%(count)s place is free.", "%(count)s places are free.", free) % {"count": free}
    return Need(
        title=_("%(title)s, %(when)s: %(taken)s/%(places)s") % _said(row),
        why=" ".join(filter(None, [_freed(row), places])),
        icon="people",
        action=_("Find people"),
        url=_manage(row),
        tone="urgent" if timezone.localtime(row.at).date() <= asking.today else "wait",
    )


def _find_unmarked(asking: Asking) -> QuerySet[Any, Any]:
    since = asking.now - UNMARKED_SINCE
    return _shift_rows(
        selectors.awaiting_attendance(now=asking.now, reader=asking.request).filter(starts_at__gt=since)
    )


def _say_unmarked(row: Row, asking: Asking) -> Need:
    return Need(
        title=_("Attendance is not marked: %(title)s") % _said(row),
        why=_("%(when)s. Hours come of it when it is marked.") % _said(row),
        icon="check",
        action=_("Mark attendance"),
        url=_manage(row),
        soonest="today",
    )


def _find_away(asking: Asking) -> QuerySet[Any, Any]:
    day = TruncDate(ExpressionWrapper(OuterRef("starts_at"), output_field=DateTimeField()))
    away = Absence.objects.filter(person=OuterRef("person"), from_on__lte=day, to_on__gte=day)
    held = SignUp.objects.filter(
        Exists(away),
        state=SignUp.State.SIGNED_UP,
        shift__state=Shift.State.PUBLISHED,
        starts_at__gt=asking.now,
    )
    return rows(
        held,
        at="starts_at",
        person=who(),
        title=F("shift__title"),
        role=names("shift__role"),
        starts_at=F("starts_at"),
        ends_at=F("ends_at"),
        shift=F("shift__uuid"),
    )


def _say_away(row: Row, asking: Asking) -> Need:
    person = row.data["person"]
    said = {
        "name": f"{person['given']} {person['family']}",
        "title": row.data["title"] or row.named("role"),
        "when": formats.when(_local(row, "starts_at"), _local(row, "ends_at")),
    }
    return Need(
        title=_("%(name)s is away but has a place: %(title)s") % said,
        why=_("%(when)s. The absence was noted in their calendar. Ask whether they come.") % said,
        icon="attention",
        action=_("Open the shift"),
        url=to("shift-manage", uuid=row.data["shift"]),
        page=to("person", uuid=person["uuid"]),
        soonest="today",
    )


KINDS = (
    Kind(
        name="shifts.empty",
        narrowed=True,
        label=gettext_lazy("Empty shifts"),
        rule="shifts.manage",
        find=_find_empty,
        say=_say_empty,
        ends="somebody took a place, or the shift was cancelled or has begun",
    ),
    Kind(
        name="shifts.thin",
        narrowed=True,
        label=gettext_lazy("Shifts with free places"),
        rule="shifts.manage",
        find=_find_thin,
        say=_say_thin,
        ends="all places are taken, or the shift was cancelled or has begun",
    ),
    Kind(
        name="shifts.unmarked",
        narrowed=True,
        label=gettext_lazy("Attendance to mark"),
        rule="shifts.manage",
        find=_find_unmarked,
        say=_say_unmarked,
        ends="everybody on the shift is marked, or it was two months ago",
    ),
    Kind(
        name="shifts.away",
        people="person",
        roles="shift__role",
        label=gettext_lazy("People who are away but have a place"),
        rule="shifts.manage",
        find=_find_away,
        say=_say_away,
        ends="the place was given back, the absence was removed, or the shift has begun",
    ),
)
