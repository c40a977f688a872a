"""What of hours can need a coordinator (see `volunteers.register.needs`)."""

from datetime import date, timedelta
from typing import Any

from django.db.models import Count, DateTimeField, Exists, F, Max, Min, QuerySet, Sum, Value
from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy, ngettext

from scheduling.hours import resting_rows, selectors, untold
from scheduling.hours.models import Month, Year
from volunteers.register.needs import Asking, Kind, Need, Row, rows
from web import formats

# It is good to do and never burns.
NO_HURRY = timedelta(days=30)


def _find_waiting(asking: Asking) -> QuerySet[Any, Any]:
    one = (
        selectors.waiting_entries(reader=asking.request)
        .select_related(None)
        .order_by()
        .annotate(all=Value("all"))
        .values("all")
        .annotate(
            oldest=Min("created_at"),
            count=Count("pk"),
            people=Count("person", distinct=True),
            sum=Sum("minutes"),
        )
    )
    return rows(one, key="all", at="oldest", count=F("count"), people=F("people"), minutes=F("sum"))


def _say_waiting(row: Row, asking: Asking) -> Need:
    count, people = row.data["count"], row.data["people"]
    who = ngettext("%(count)s person", "%(count)s people", people) % {"count": people}
    return Need(
        title=ngettext(
            "%(count)s entry of hours waits for approval",
            "%(count)s entries of hours wait for approval",
            count,
        )
        % {"count": count},
        why=_("%(time)s in all, %(who)s. Only approved hours count.")
        % {"time": formats.duration(row.data["minutes"]), "who": who},
        icon="clock",
        action=_("Approve"),
        url=reverse("hours-approve", urlconf="config.urls.association"),
        soonest="today",
    )


def _find_months(asking: Asking) -> QuerySet[Any, Any]:
    this = asking.today.replace(day=1)
    before = (this - timedelta(days=31)).replace(month=1, day=1)
    ended = Month.objects.exclude(state=Month.State.CLOSED).filter(first_day__lt=this, first_day__gte=before)
    return rows(
        ended.annotate(waits=untold.count_in_month(asking) + selectors.waiting_in_month()),
        key="first_day",
        at="first_day",
        first_day=F("first_day"),
        waits=F("waits"),
    )


def _say_month(row: Row, asking: Asking) -> Need:
    month: date = row.day("first_day")
    count = row.data["waits"]
    waits = ngettext(
        "%(count)s thing of it is not approved or told yet: after closing it counts only with a reason.",
        "%(count)s things of it are not approved or told yet: after closing they count only with a reason.",
        count,
    )
    by_itself = _("It closes by itself 15 days after its end.")
    return Need(
        title=_("%(month)s can be closed") % {"month": formats.month(month).capitalize()},
        why=f"{by_itself} {waits % {'count': formats.number(count)}}" if count else by_itself,
        icon="chart",
        action=_("See the month"),
        url=reverse("months", urlconf="config.urls.association"),
        tone="plain",
        soonest="week",
    )


def _find_years(asking: Asking) -> QuerySet[Any, Any]:
    last = asking.today.year - 1
    closed = (
        Month.objects.filter(state=Month.State.CLOSED, first_day__year=last)
        .exclude(Exists(Year.objects.exclude(state=Year.State.OPEN).filter(year=last)))
        .order_by()
        .annotate(one=Value(last))
        .values("one")
        .annotate(closed=Count("pk"), at=Max("closed_at"))
        .filter(closed=selectors.MONTHS)
    )
    return rows(closed, key="one", at="at", year=F("one"))


def _say_year(row: Row, asking: Asking) -> Need:
    year = row.data["year"]
    return Need(
        title=_("%(year)s can be frozen") % {"year": year},
        why=_("All its months are closed. Funders get the figures of a frozen year, which stay as they are."),
        icon="lock",
        action=_("See the year"),
        url=reverse("year", kwargs={"year": year}, urlconf="config.urls.association"),
        tone="plain",
        soonest="week",
    )


def _find_rest(asking: Asking) -> QuerySet[Any, Any]:
    one = (
        resting_rows.shown(asking.request, today=asking.today)
        .select_related(None)
        .order_by()
        .annotate(all=Value("all"))
        .values("all")
        .annotate(count=Count("pk"))
    )
    at = Value(asking.now + NO_HURRY, output_field=DateTimeField())
    return rows(one, key="all", at=at, count=F("count"))


def _say_rest(row: Row, asking: Asking) -> Need:
    count = row.data["count"]
    return Need(
        title=ngettext("%(count)s volunteer gave much lately", "%(count)s volunteers gave much lately", count)
        % {"count": count},
        why=_("Ask how they are. Rest belongs to volunteering."),
        icon="heart",
        action=_("See who"),
        url=reverse("rest", urlconf="config.urls.association"),
        tone="plain",
        soonest="later",
    )


KINDS = (
    Kind(
        name="hours.waiting",
        narrowed=True,
        label=gettext_lazy("Hours to approve"),
        rule="hours.approve",
        find=_find_waiting,
        say=_say_waiting,
        ends="every entry was approved or returned, or its month was closed",
    ),
    Kind(
        name="hours.month",
        label=gettext_lazy("Months to close"),
        rule="months.close",
        find=_find_months,
        say=_say_month,
        ends="the month was closed, by hand or by itself",
    ),
    Kind(
        name="hours.rest",
        narrowed=True,
        label=gettext_lazy("Volunteers to ask how they are"),
        rule="people.manage",
        find=_find_rest,
        say=_say_rest,
        ends="somebody talked with each of them within the past four weeks, or they rested",
    ),
    Kind(
        name="hours.year",
        label=gettext_lazy("Years to freeze"),
        rule="months.close",
        find=_find_years,
        say=_say_year,
        ends="the year was frozen, or the next one is over",
    ),
)
