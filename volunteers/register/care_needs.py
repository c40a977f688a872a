"""What of thanks and incidents can need somebody (see `needs`)."""

from datetime import timedelta
from typing import Any

from django.db.models import Count, DateTimeField, F, Q, QuerySet, Value
from django.utils.translation import gettext as _, gettext_lazy, ngettext

from volunteers.register import incidents, reach, thanks
from volunteers.register.models import Incident
from volunteers.register.need_words import to
from volunteers.register.needs import Asking, Kind, Need, Row, rows
from web import formats

# It is good to do and never burns.
NO_HURRY = timedelta(days=30)


def _find_unthanked(asking: Asking) -> QuerySet[Any, Any]:
    one = (
        reach.of_people(asking.request, thanks.periods_of_waiting(today=asking.today))
        .order_by()
        .annotate(all=Value("all"))
        .values("all")
        .annotate(count=Count("pk"))
    )
    at = Value(asking.now + NO_HURRY, output_field=DateTimeField())
    return rows(one, key="all", at=at, count=F("count"))


def _say_unthanked(row: Row, asking: Asking) -> Need:
    count = row.data["count"]
    return Need(
        title=ngettext(
            "%(count)s volunteer has not been thanked for a year",
            "%(count)s volunteers have not been thanked for a year",
            count,
        )
        % {"count": count},
        why=_("A word is enough: note it on their page, or write to all of them at once."),
        icon="heart",
        action=_("Thank them"),
        url=to("thanks"),
        tone="plain",
        soonest="later",
    )


def _find_incidents(asking: Asking) -> QuerySet[Any, Any]:
    """Those to be taken up, for owners; those that are mine to handle."""
    mine = Q(state=Incident.State.TRIAGED, handler_user=asking.request.user.uuid)
    waiting = mine
    if incidents.owns(asking.request):
        waiting |= Q(state=Incident.State.REPORTED)
    found = incidents.readable(asking.request).select_related(None).filter(waiting)
    return rows(found, at="reported_at", state=F("state"), uuid=F("uuid"), reported_at=F("reported_at"))


def _say_incident(row: Row, asking: Asking) -> Need:
    is_new = row.data["state"] == Incident.State.REPORTED
    day = formats.day(row.time("reported_at"))
    return Need(
        title=_("A report of an incident waits to be taken up")
        if is_new
        else _("A report of an incident is yours to handle"),
        why=_("Reported on %(day)s. Only owners and who handles it can read it.") % {"day": day}
        if is_new
        else _("Reported on %(day)s. Write down what was done.") % {"day": day},
        icon="alert",
        action=_("Open the report"),
        url=to("incident", uuid=row.data["uuid"]),
        tone="urgent" if is_new else "wait",
        soonest="now" if is_new else "today",
    )


KINDS = (
    Kind(
        name="register.thanks",
        narrowed=True,
        label=gettext_lazy("Volunteers to thank"),
        rule="people.manage",
        find=_find_unthanked,
        say=_say_unthanked,
        ends="everybody who has been active for three months was thanked within the past year",
    ),
    Kind(
        name="register.incident",
        narrowed=True,
        label=gettext_lazy("Reports of incidents"),
        rule="incidents.see",
        find=_find_incidents,
        say=_say_incident,
        ends="somebody was asked to handle it, and they wrote down what was done",
    ),
)
