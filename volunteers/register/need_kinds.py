"""What of the register can need a coordinator (see `needs`). Each finds its rows in one query."""

from datetime import date, timedelta
from typing import Any

from django.db.models import (
    BooleanField,
    DateField,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
)
from django.utils.translation import gettext as _, gettext_lazy, ngettext

from volunteers.register import calendar_dates, guards, selectors
from volunteers.register.models import (
    ContactPerson,
    Period,
    Person,
    Placement,
    RoleHolding,
    Trail,
    VolunteerRole,
)
from volunteers.register.need_answers import ANSWERS
from volunteers.register.need_words import PREPARING, going_on, in_days, name_of, page_of, to
from volunteers.register.needs import Asking, Kind, Need, Row, names, pair, rows, themselves, who
from web import formats

# Qualifications are told 60, 30 and 7 days before they end, and for a month after.
ENDING, ENDING_SOON, ENDING_NOW, ENDED = (timedelta(days=days) for days in (60, 30, 7, 30))
PLACEMENT_AHEAD, PLACEMENT_AFTER = timedelta(days=14), timedelta(days=7)
BREAK_AHEAD, BREAK_NEWS = timedelta(days=7), timedelta(days=7)


# --- qualifications


def _find_qualifications(asking: Asking) -> QuerySet[Any, Any]:
    ending = calendar_dates.ending_qualifications(first=asking.today - ENDED, last=asking.today + ENDING)
    return rows(ending, at="to_on", person=who(), type=names("type"), to_on=F("to_on"))


def _say_qualification(row: Row, asking: Asking) -> Need:
    left = (row.day("to_on") - asking.today).days
    words = {"name": name_of(row), "type": row.named("type"), "day": formats.day(row.day("to_on"))}
    title = _("%(name)s: %(type)s ended on %(day)s") if left < 0 else _("%(name)s: %(type)s ends on %(day)s")
    if left < 0:
        why = _("Shifts that ask for it are closed to them until it is renewed.")
    elif left <= ENDING_NOW.days:
        why = _("Less than a week is left. After that, shifts that ask for it are closed to them.")
    elif left <= ENDING_SOON.days:
        why = _("Less than a month is left to renew it.")
    else:
        why = _("%(days)s left to renew it.") % {"days": in_days(left)}
    return Need(
        title=title % words,
        why=why,
        icon="shield",
        action=_("Note the renewal"),
        url=page_of(row) + "#roles",
        tone="wait" if left <= ENDING_SOON.days else "plain",
        soonest="today" if left <= ENDING_NOW.days else "week",
    )


# --- supervision


def _find_supervision(asking: Asking) -> QuerySet[Any, Any]:
    return rows(
        calendar_dates.late_supervision(today=asking.today),
        key=pair("person__uuid", "role__uuid"),
        at="last",
        person=who(),
        role=names("role"),
        role_uuid=F("role__uuid"),
        blocks=F("role__supervision"),
        due=F("due"),
        last=F("last"),
        noted=ExpressionWrapper(Q(duty__last_on__isnull=False), output_field=BooleanField()),
    )


def _say_supervision(row: Row, asking: Asking) -> Need:
    late = (asking.today - row.day("due")).days
    role = row.named("role")
    blocks = row.data["blocks"] == VolunteerRole.Supervision.BLOCKING
    if blocks and row.day("last") < asking.today:
        why = _("%(role)s: no new shifts until supervision has been.") % {"role": role}
    elif blocks:
        why = _("%(role)s: after %(day)s no new shifts without it.") % {
            "role": role,
            "day": formats.day(row.day("last")),
        }
    else:
        why = _("%(role)s: supervision is recommended.") % {"role": role}
    late_by = ngettext(
        "%(name)s: supervision %(count)s day late", "%(name)s: supervision %(count)s days late", late
    )
    title = late_by if row.data["noted"] else _("%(name)s has not been in supervision")
    return Need(
        title=title % {"name": name_of(row), "count": late},
        why=why,
        icon="support",
        action=_("Note supervision"),
        url=to("role-person", uuid=row.data["role_uuid"], person=row.data["person"]["uuid"]),
        page=page_of(row),
        tone="wait" if blocks else "plain",
        soonest="today" if blocks else "week",
    )


# --- minors, and people whose age nobody knows


def _find_minors(asking: Asking) -> QuerySet[Any, Any]:
    consent = ContactPerson.objects.filter(
        person=OuterRef("pk"), is_guardian=True, consented_on__isnull=False, consented_on__lte=asking.today
    )
    born_after = _years_before(asking.today, guards.OWN_CONSENT)
    minors = Person.objects.filter(going_on("pk", *PREPARING), ~Exists(consent), born_on__gt=born_after)
    return rows(
        minors, at=Value(asking.today, output_field=DateField()), person=themselves(), born_on=F("born_on")
    )


def _years_before(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year - years)
    except ValueError:  # the leap day
        return day.replace(year=day.year - years, day=28)


def _say_minor(row: Row, asking: Asking) -> Need:
    return Need(
        title=_("%(name)s is a minor: the guardian's consent is missing") % {"name": name_of(row)},
        why=_("Under %(age)s nobody volunteers without a guardian's consent.") % {"age": guards.OWN_CONSENT},
        icon="people",
        action=_("Note the consent"),
        url=to("person-part-new", uuid=row.data["person"]["uuid"], part="contact"),
        page=page_of(row),
        soonest="today",
    )


def _find_unknown_ages(asking: Asking) -> QuerySet[Any, Any]:
    asked = RoleHolding.objects.filter(
        selectors.held(asking.today), person=OuterRef("pk"), role__minimum_age__isnull=False
    )
    unknown = Person.objects.filter(
        Exists(asked),
        going_on("pk", *PREPARING),
        born_on__isnull=True,
        is_blank=False,
    )
    return rows(unknown, at=Value(asking.today, output_field=DateField()), person=themselves())


def _say_unknown_age(row: Row, asking: Asking) -> Need:
    return Need(
        title=_("%(name)s: the day of birth is missing") % {"name": name_of(row)},
        why=_("Their role has a minimum age. Without a day of birth the shifts stay closed to them."),
        icon="person",
        action=_("Fill it in"),
        url=to("person-edit", uuid=row.data["person"]["uuid"]),
        page=page_of(row),
        soonest="week",
    )


# --- placements, breaks


def _find_placements(asking: Asking) -> QuerySet[Any, Any]:
    goes_on = Placement.objects.filter(
        Q(to_on__isnull=True) | Q(to_on__gt=OuterRef("to_on")),
        person=OuterRef("person"),
        kind=OuterRef("kind"),
    )
    ending = Placement.objects.filter(
        ~Exists(goes_on),
        to_on__range=(asking.today - PLACEMENT_AFTER, asking.today + PLACEMENT_AHEAD),
        person__is_blank=False,
    )
    return rows(
        ending, at="to_on", person=who(), placement=F("kind"), to_on=F("to_on"), institution=F("institution")
    )


def _say_placement(row: Row, asking: Asking) -> Need:
    words = {
        "name": name_of(row),
        "kind": dict(Placement.Kind.choices).get(row.data["placement"], ""),
        "day": formats.day(row.day("to_on")),
    }
    over = row.day("to_on") < asking.today
    return Need(
        title=(
            _("%(name)s: the placement ended on %(day)s")
            if over
            else _("%(name)s: the placement ends on %(day)s")
        )
        % words,
        why=", ".join(filter(None, [str(words["kind"]).capitalize(), row.data["institution"]])) + ".",
        icon="book",
        action=_("Extend or thank"),
        url=page_of(row),
        tone="plain",
        soonest="week",
    )


def _find_breaks(asking: Asking) -> QuerySet[Any, Any]:
    released = Trail.objects.filter(
        verb="period.break",
        subject_uuid=OuterRef("person__uuid"),
        at__gt=asking.now - BREAK_NEWS,
    ).order_by("-at", "-pk")
    breaks = Period.objects.filter(state=Period.State.ON_BREAK, break_until__isnull=False).annotate(
        began=Subquery(released.values("at")[:1]), news=Subquery(released.values("data")[:1])
    )
    ahead = asking.today + BREAK_AHEAD
    return rows(
        breaks.filter(Q(began__isnull=False) | Q(break_until__lte=ahead)),
        key=pair("person__uuid", "break_until"),
        at="break_until",
        person=who(),
        until=F("break_until"),
        news=F("news"),
    )


def _say_break(row: Row, asking: Asking) -> Need:
    words = {"name": name_of(row), "day": formats.day(row.day("until"))}
    released = int((row.data["news"] or {}).get("released", 0))
    if row.day("until") <= asking.today + BREAK_AHEAD:
        return Need(
            title=_("%(name)s is back from a break after %(day)s") % words,
            why=_("The break ends by itself. A word of welcome and a shift that suits make it easier."),
            icon="pause",
            action=_("See the person"),
            url=page_of(row),
            tone="plain",
            soonest="week",
        )
    freed = ngettext(
        "%(count)s shift was given back and is open to others.",
        "%(count)s shifts were given back and are open to others.",
        released,
    )
    return Need(
        title=_("%(name)s is on a break until %(day)s") % words,
        why=freed % {"count": released} if released else _("No shifts were given back."),
        icon="pause",
        action=_("See short shifts") if released else _("See the person"),
        url=to("plan") + "?show=short" if released else page_of(row),
        page=page_of(row),
        tone="plain",
        soonest="week",
    )


KINDS = (
    Kind(
        name="register.qualification",
        people="person",
        label=gettext_lazy("Qualifications that end"),
        rule="people.manage",
        find=_find_qualifications,
        say=_say_qualification,
        ends="it was renewed or revoked, the person left, or it ended a month ago",
    ),
    Kind(
        name="register.supervision",
        people="person",
        roles="role",
        label=gettext_lazy("Supervision that is late"),
        rule="people.manage",
        find=_find_supervision,
        say=_say_supervision,
        ends="supervision was noted, or the person no longer does the role",
    ),
    Kind(
        name="register.minor",
        people="pk",
        label=gettext_lazy("Minors without a guardian's consent"),
        rule="people.manage",
        find=_find_minors,
        say=_say_minor,
        ends="the consent was noted, the person came of age for it, or left",
    ),
    Kind(
        name="register.age",
        people="pk",
        label=gettext_lazy("Days of birth that are missing"),
        rule="people.manage",
        find=_find_unknown_ages,
        say=_say_unknown_age,
        ends="the day of birth was filled in, or no role of theirs asks for an age",
    ),
    Kind(
        name="register.placement",
        people="person",
        label=gettext_lazy("Placements that end"),
        rule="people.manage",
        find=_find_placements,
        say=_say_placement,
        ends="it was extended, or ended a week ago",
    ),
    Kind(
        name="register.break",
        people="person",
        label=gettext_lazy("Breaks"),
        rule="people.manage",
        find=_find_breaks,
        say=_say_break,
        ends="the person is back, or the break began a week ago and goes on",
    ),
    *ANSWERS,
)
