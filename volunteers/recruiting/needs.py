"""What of recruiting can need a coordinator (see `volunteers.register.needs`)."""

from datetime import timedelta
from typing import Any

from django.db.models import DateTimeField, ExpressionWrapper, F, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import JSONObject
from django.utils import timezone
from django.utils.translation import gettext as _, gettext_lazy, ngettext, pgettext

from volunteers.recruiting import selectors, states, words
from volunteers.recruiting.models import Application, ApplicationRole, InterviewTime
from volunteers.register.need_words import to
from volunteers.register.needs import Asking, Kind, Need, Row, names, rows
from web import formats

State = Application.State
# Meetings are told from the day before on.
MEETINGS_AHEAD = timedelta(days=1)


def _find_applications(asking: Asking) -> QuerySet[Any, Any]:
    role = ApplicationRole.objects.filter(application=OuterRef("pk")).order_by("-is_first", "role__position")
    waiting = (
        selectors.within(asking.request, Application.objects.all())
        .filter(state__in=states.GOING_ON, first_replied_at__isnull=True, is_blank=False)
        .annotate(
            promised=ExpressionWrapper(
                F("submitted_at") + Value(words.PROMISE), output_field=DateTimeField()
            ),
            wish=Subquery(role.values(names=JSONObject(**names("role")))[:1]),
        )
    )
    return rows(
        waiting,
        at="promised",
        given=F("given_name"),
        family=F("family_name"),
        submitted_at=F("submitted_at"),
        wish=F("wish"),
    )


def _say_application(row: Row, asking: Asking) -> Need:
    waited = (asking.now - row.time("submitted_at")).days
    late = row.at <= asking.now
    days = ngettext("Waiting for %(count)s day.", "Waiting for %(count)s days.", waited) % {"count": waited}
    why = _("You promised an answer in %(count)s days.") if late else _("An answer is promised by %(day)s.")
    promised = {
        "count": words.PROMISE.days,
        "day": formats.day(timezone.localtime(row.at).date()),
    }
    role = row.named("wish") if row.data["wish"] else ""
    said = {"name": f"{row.data['given']} {row.data['family']}", "role": role}
    return Need(
        # Who was sent on from elsewhere may not have chosen a role here.
        title=(_("%(name)s applies: %(role)s") if role else _("%(name)s applies")) % said,
        why=" ".join([*([days] if waited else []), why % promised]),
        icon="inbox",
        action=pgettext("verb", "Answer"),
        url=to("application", uuid=row.key),
        soonest="today",
    )


def _find_meetings(asking: Asking) -> QuerySet[Any, Any]:
    coming = InterviewTime.objects.filter(
        taken_by__isnull=False,
        taken_by__state=State.INTERVIEW_BOOKED,
        starts_at__lt=asking.now + MEETINGS_AHEAD,
        ends_at__gt=asking.now,
    )
    return _met(asking, coming)


def _find_met(asking: Asking) -> QuerySet[Any, Any]:
    over = InterviewTime.objects.filter(taken_by__state=State.INTERVIEW_BOOKED, ends_at__lte=asking.now)
    return _met(asking, over)


def _met(asking: Asking, times: QuerySet[InterviewTime]) -> QuerySet[Any, Any]:
    seen = selectors.within(asking.request, Application.objects.all())
    return rows(
        times.filter(taken_by__in=seen),
        key="taken_by__uuid",
        at="starts_at",
        given=F("taken_by__given_name"),
        family=F("taken_by__family_name"),
        starts_at=F("starts_at"),
        ends_at=F("ends_at"),
        place=F("place"),
        host=F("host"),
    )


def _when(row: Row) -> str:
    return formats.when(timezone.localtime(row.time("starts_at")), timezone.localtime(row.time("ends_at")))


def _say_meeting(row: Row, asking: Asking) -> Need:
    said = {"name": f"{row.data['given']} {row.data['family']}", "when": _when(row)}
    return Need(
        title=_("Meeting with %(name)s, %(when)s") % said,
        why=", ".join(filter(None, [row.data["place"], row.data["host"]])),
        icon="calendar",
        action=_("See the application"),
        url=to("application", uuid=row.key),
        soonest="today",
    )


def _say_met(row: Row, asking: Asking) -> Need:
    said = {"name": f"{row.data['given']} {row.data['family']}", "when": _when(row)}
    return Need(
        title=_("%(name)s waits to hear what comes of the meeting") % said,
        why=_("You met %(when)s.") % said,
        icon="inbox",
        action=_("Decide"),
        url=to("application", uuid=row.key),
        soonest="today",
    )


KINDS = (
    Kind(
        name="recruiting.application",
        narrowed=True,
        label=gettext_lazy("Applications without an answer"),
        rule="applications.manage",
        find=_find_applications,
        say=_say_application,
        ends="somebody answered, or the applicant withdrew",
    ),
    Kind(
        name="recruiting.meeting",
        narrowed=True,
        label=gettext_lazy("Meetings with applicants"),
        rule="applications.manage",
        find=_find_meetings,
        say=_say_meeting,
        ends="the meeting is over or was called off",
    ),
    Kind(
        name="recruiting.met",
        narrowed=True,
        label=gettext_lazy("Applicants who wait for a decision"),
        rule="applications.manage",
        find=_find_met,
        say=_say_met,
        ends="the applicant was accepted, turned down or put on the waiting list, or withdrew",
    ),
)
