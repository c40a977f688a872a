"""What of hours can need a coordinator (see `volunteers.register.needs`)."""

from datetime import date, timedelta
from typing import Any

from django.db.models import Count, F, Min, QuerySet, Sum, Value
from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy, ngettext

from scheduling.hours import selectors
from scheduling.hours.models import Month
from volunteers.register.needs import Asking, Kind, Need, Row, rows
from web import formats


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
    return rows(ended, key="first_day", at="first_day", first_day=F("first_day"))


def _say_month(row: Row, asking: Asking) -> Need:
    month: date = row.day("first_day")
    return Need(
        title=_("%(month)s can be closed") % {"month": formats.month(month).capitalize()},
        why=_("It closes by itself 15 days after its end. What is not approved by then counts nowhere."),
        icon="chart",
        action=_("See the month"),
        url=reverse("months", urlconf="config.urls.association"),
        tone="plain",
        soonest="week",
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
)
