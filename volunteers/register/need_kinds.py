"""What of the register can need a coordinator (see `needs`). Each finds its rows in one query."""

from datetime import date, timedelta
from typing import Any

from django.db.models import (
    Count,
    DateField,
    Exists,
    ExpressionWrapper,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy, ngettext

from notifications.models import Message
from volunteers.register import guards, selectors
from volunteers.register.models import (
    AgreementText,
    ContactPerson,
    Period,
    Person,
    Placement,
    Qualification,
    RoleHolding,
    Signature,
    SupervisionDuty,
    Trail,
    VolunteerRole,
)
from volunteers.register.needs import Asking, Kind, Need, Row, names, pair, rows, themselves, who
from volunteers.register.services.invite import KIND as INVITATION
from web import formats

# Qualifications are told 60, 30 and 7 days before they end, and for a month after.
ENDING, ENDING_SOON, ENDING_NOW, ENDED = (timedelta(days=days) for days in (60, 30, 7, 30))
PLACEMENT_AHEAD, PLACEMENT_AFTER = timedelta(days=14), timedelta(days=7)
BREAK_AHEAD, BREAK_NEWS = timedelta(days=7), timedelta(days=7)
INVITED_AGO = timedelta(days=7)
FAILED_SINCE = timedelta(days=30)
GOING_ON = (Period.State.ACTIVE, Period.State.ON_BREAK)


def _to(route: str, **kwargs: object) -> str:
    return reverse(route, urlconf="config.urls.association", kwargs=kwargs or None)


def _name(row: Row) -> str:
    person = row.data["person"]
    return f"{person['given']} {person['family']}"


def _page(row: Row) -> str:
    return _to("person", uuid=row.data["person"]["uuid"])


def _going_on(person: str, *states: str) -> Exists:
    return Exists(Period.objects.filter(person=OuterRef(person), state__in=states or GOING_ON))


def _days(count: int) -> str:
    return ngettext("%(count)s day", "%(count)s days", count) % {"count": count}


# --- qualifications


def _find_qualifications(asking: Asking) -> QuerySet[Any, Any]:
    renewed = Qualification.objects.filter(
        Q(to_on__isnull=True) | Q(to_on__gt=OuterRef("to_on")),
        person=OuterRef("person"),
        type=OuterRef("type"),
        revoked_on__isnull=True,
    )
    ending = Qualification.objects.filter(
        _going_on("person"),
        ~Exists(renewed),
        to_on__range=(asking.today - ENDED, asking.today + ENDING),
        revoked_on__isnull=True,
    )
    return rows(ending, at="to_on", person=who(), type=names("type"), to_on=F("to_on"))


def _say_qualification(row: Row, asking: Asking) -> Need:
    left = (row.day("to_on") - asking.today).days
    words = {"name": _name(row), "type": row.named("type"), "day": formats.day(row.day("to_on"))}
    title = _("%(name)s: %(type)s ended on %(day)s") if left < 0 else _("%(name)s: %(type)s ends on %(day)s")
    if left < 0:
        why = _("Shifts that ask for it are closed to them until it is renewed.")
    elif left <= ENDING_NOW.days:
        why = _("Less than a week is left. After that, shifts that ask for it are closed to them.")
    elif left <= ENDING_SOON.days:
        why = _("Less than a month is left to renew it.")
    else:
        why = _("%(days)s left to renew it.") % {"days": _days(left)}
    return Need(
        title=title % words,
        why=why,
        icon="shield",
        action=_("Note the renewal"),
        url=_page(row) + "#roles",
        tone="wait" if left <= ENDING_SOON.days else "plain",
        soonest="today" if left <= ENDING_NOW.days else "week",
    )


# --- supervision


def _find_supervision(asking: Asking) -> QuerySet[Any, Any]:
    duty = SupervisionDuty.objects.filter(person=OuterRef("person"), role=OuterRef("role"))
    counted = duty.annotate(counted=Coalesce("last_on", "since_on")).values("counted")[:1]
    held = (
        RoleHolding.objects.filter(
            selectors.held(asking.today), _going_on("person"), role__supervision_every_days__isnull=False
        )
        .exclude(role__supervision=VolunteerRole.Supervision.NONE)
        .annotate(counted=Coalesce(Subquery(counted), "from_on"))
        .annotate(
            due=ExpressionWrapper(F("counted") + F("role__supervision_every_days"), output_field=DateField()),
            last=ExpressionWrapper(
                F("counted") + F("role__supervision_every_days") + F("role__supervision_grace_days"),
                output_field=DateField(),
            ),
        )
        .filter(due__lt=asking.today)
    )
    return rows(
        held,
        key=pair("person__uuid", "role__uuid"),
        at="last",
        person=who(),
        role=names("role"),
        role_uuid=F("role__uuid"),
        blocks=F("role__supervision"),
        due=F("due"),
        last=F("last"),
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
    return Need(
        title=ngettext(
            "%(name)s: supervision %(count)s day late", "%(name)s: supervision %(count)s days late", late
        )
        % {"name": _name(row), "count": late},
        why=why,
        icon="support",
        action=_("Note supervision"),
        url=_to("role-person", uuid=row.data["role_uuid"], person=row.data["person"]["uuid"]),
        page=_page(row),
        tone="wait" if blocks else "plain",
        soonest="today" if blocks else "week",
    )


# --- minors, and people whose age nobody knows


def _find_minors(asking: Asking) -> QuerySet[Any, Any]:
    consent = ContactPerson.objects.filter(
        person=OuterRef("pk"), is_guardian=True, consented_on__isnull=False, consented_on__lte=asking.today
    )
    born_after = _years_before(asking.today, guards.OWN_CONSENT)
    minors = Person.objects.filter(
        _going_on("pk", Period.State.PREPARING, *GOING_ON), ~Exists(consent), born_on__gt=born_after
    )
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
        title=_("%(name)s is a minor: the guardian's consent is missing") % {"name": _name(row)},
        why=_("Under %(age)s nobody volunteers without a guardian's consent.") % {"age": guards.OWN_CONSENT},
        icon="people",
        action=_("Note the consent"),
        url=_to("person-part-new", uuid=row.data["person"]["uuid"], part="contact"),
        page=_page(row),
        soonest="today",
    )


def _find_unknown_ages(asking: Asking) -> QuerySet[Any, Any]:
    asked = RoleHolding.objects.filter(
        selectors.held(asking.today), person=OuterRef("pk"), role__minimum_age__isnull=False
    )
    unknown = Person.objects.filter(
        Exists(asked),
        _going_on("pk", Period.State.PREPARING, *GOING_ON),
        born_on__isnull=True,
        is_blank=False,
    )
    return rows(unknown, at=Value(asking.today, output_field=DateField()), person=themselves())


def _say_unknown_age(row: Row, asking: Asking) -> Need:
    return Need(
        title=_("%(name)s: the day of birth is missing") % {"name": _name(row)},
        why=_("Their role has a minimum age. Without a day of birth the shifts stay closed to them."),
        icon="person",
        action=_("Fill it in"),
        url=_to("person-edit", uuid=row.data["person"]["uuid"]),
        page=_page(row),
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
        ~Exists(goes_on), to_on__range=(asking.today - PLACEMENT_AFTER, asking.today + PLACEMENT_AHEAD)
    )
    return rows(
        ending, at="to_on", person=who(), placement=F("kind"), to_on=F("to_on"), institution=F("institution")
    )


def _say_placement(row: Row, asking: Asking) -> Need:
    words = {
        "name": _name(row),
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
        url=_page(row),
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
    words = {"name": _name(row), "day": formats.day(row.day("until"))}
    released = int((row.data["news"] or {}).get("released", 0))
    if row.day("until") <= asking.today + BREAK_AHEAD:
        return Need(
            title=_("%(name)s is back from a break after %(day)s") % words,
            why=_("The break ends by itself. A word of welcome and a shift that suits make it easier."),
            icon="pause",
            action=_("See the person"),
            url=_page(row),
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
        url=_to("plan") + "?show=short" if released else _page(row),
        page=_page(row),
        tone="plain",
        soonest="week",
    )


# --- invitations, agreements, messages


def _find_invitations(asking: Asking) -> QuerySet[Any, Any]:
    invited = Message.objects.filter(kind=INVITATION, person_uuid=OuterRef("uuid")).order_by("-due_at")
    silent = (
        Person.objects.filter(
            _going_on("pk", Period.State.PREPARING, *GOING_ON), user_uuid__isnull=True, is_blank=False
        )
        .exclude(email="")
        .annotate(invited=Subquery(invited.values("due_at")[:1]))
        .filter(invited__lt=asking.now - INVITED_AGO)
    )
    return rows(silent, at="invited", person=themselves(), invited=F("invited"))


def _say_invitation(row: Row, asking: Asking) -> Need:
    days = (asking.now - row.time("invited")).days
    return Need(
        title=_("%(name)s has not accepted the invitation") % {"name": _name(row)},
        why=_("It was sent %(days)s ago. A new one replaces it.") % {"days": _days(days)},
        icon="mail",
        action=_("Invite again"),
        url=_to("person-invite", uuid=row.data["person"]["uuid"]),
        post=True,
        page=_page(row),
        tone="plain",
        soonest="week",
    )


def _find_unsigned(asking: Asking) -> QuerySet[Any, Any]:
    in_force = AgreementText.objects.filter(in_force_on__lte=asking.today)
    later = in_force.filter(kind=OuterRef("kind"), version__gt=OuterRef("version"), renews=True)
    # Whoever signed the newest version that all must sign, or a later one, has signed.
    enough = in_force.filter(~Exists(later), renews=True)
    signed = Signature.objects.filter(
        person=OuterRef("pk"),
        text__kind=OuterRef(OuterRef("kind")),
        text__version__gte=OuterRef(OuterRef("version")),
    )
    people = selectors.people_with_period().filter(~Exists(signed)).order_by()
    counted = people.annotate(one=Value(1)).values("one").annotate(count=Count("pk")).values("count")
    missing = enough.annotate(
        unsigned=Coalesce(Subquery(counted, output_field=IntegerField()), Value(0))
    ).filter(unsigned__gt=0)
    return rows(
        missing,
        key="kind",
        at="in_force_on",
        text=F("kind"),
        unsigned=F("unsigned"),
        in_force_on=F("in_force_on"),
    )


def _say_unsigned(row: Row, asking: Asking) -> Need:
    count = {"count": row.data["unsigned"]}
    if row.data["text"] == AgreementText.Kind.CONFIDENTIALITY:
        title = ngettext(
            "%(count)s person has not signed the confidentiality undertaking",
            "%(count)s people have not signed the confidentiality undertaking",
            count["count"],
        )
    else:
        title = ngettext(
            "%(count)s person has not signed the volunteer agreement",
            "%(count)s people have not signed the volunteer agreement",
            count["count"],
        )
    return Need(
        title=title % count,
        why=_("The text is in force since %(day)s.")
        % {"day": formats.day(row.day("in_force_on"), year=True)},
        icon="file",
        action=_("See who"),
        url=_to("agreement-unsigned", kind=row.data["text"]),
        tone="plain",
        soonest="week",
    )


def _find_failed(asking: Asking) -> QuerySet[Any, Any]:
    better = Message.objects.filter(
        Q(state=Message.State.SENT) | Q(state=Message.State.FAILED, pk__gt=OuterRef("pk")),
        person_uuid=OuterRef("person_uuid"),
        due_at__gte=OuterRef("due_at"),
    ).exclude(pk=OuterRef("pk"))
    person = Person.objects.filter(uuid=OuterRef("person_uuid"), is_blank=False)
    failed = Message.objects.filter(
        ~Exists(better), Exists(person), state=Message.State.FAILED, due_at__gt=asking.now - FAILED_SINCE
    ).annotate(
        person_given=Subquery(person.values("given_name")[:1]),
        person_family=Subquery(person.values("family_name")[:1]),
        person_phone=Subquery(person.values("phone")[:1]),
    )
    return rows(
        failed,
        at="due_at",
        person_uuid=F("person_uuid"),
        given=F("person_given"),
        family=F("person_family"),
        phone=F("person_phone"),
        due_at=F("due_at"),
    )


def _say_failed(row: Row, asking: Asking) -> Need:
    name = f"{row.data['given']} {row.data['family']}"
    phone = row.data["phone"]
    return Need(
        title=_("A message to %(name)s could not be sent") % {"name": name},
        why=_("Call %(phone)s, or check the e-mail address.") % {"phone": phone}
        if phone
        else _("Check the e-mail address. No phone number is known."),
        icon="mail",
        action=_("Check the address"),
        url=_to("person-edit", uuid=row.data["person_uuid"]),
        page=_to("person", uuid=row.data["person_uuid"]),
        soonest="today",
    )


KINDS = (
    Kind(
        name="register.qualification",
        label=gettext_lazy("Qualifications that end"),
        rule="people.manage",
        find=_find_qualifications,
        say=_say_qualification,
        ends="it was renewed or revoked, the person left, or it ended a month ago",
    ),
    Kind(
        name="register.supervision",
        label=gettext_lazy("Supervision that is late"),
        rule="people.manage",
        find=_find_supervision,
        say=_say_supervision,
        ends="supervision was noted, or the person no longer does the role",
    ),
    Kind(
        name="register.minor",
        label=gettext_lazy("Minors without a guardian's consent"),
        rule="people.manage",
        find=_find_minors,
        say=_say_minor,
        ends="the consent was noted, the person came of age for it, or left",
    ),
    Kind(
        name="register.age",
        label=gettext_lazy("Days of birth that are missing"),
        rule="people.manage",
        find=_find_unknown_ages,
        say=_say_unknown_age,
        ends="the day of birth was filled in, or no role of theirs asks for an age",
    ),
    Kind(
        name="register.placement",
        label=gettext_lazy("Placements that end"),
        rule="people.manage",
        find=_find_placements,
        say=_say_placement,
        ends="it was extended, or ended a week ago",
    ),
    Kind(
        name="register.break",
        label=gettext_lazy("Breaks"),
        rule="people.manage",
        find=_find_breaks,
        say=_say_break,
        ends="the person is back, or the break began a week ago and goes on",
    ),
    Kind(
        name="register.invitation",
        label=gettext_lazy("Invitations without an answer"),
        rule="people.manage",
        find=_find_invitations,
        say=_say_invitation,
        ends="it was accepted or sent anew, or the person left",
    ),
    Kind(
        name="register.unsigned",
        label=gettext_lazy("Agreements not signed"),
        rule="agreements.manage",
        find=_find_unsigned,
        say=_say_unsigned,
        ends="everybody whose time here goes on has signed",
    ),
    Kind(
        name="register.message",
        label=gettext_lazy("Messages that were not sent"),
        rule="people.manage",
        find=_find_failed,
        say=_say_failed,
        ends="a later message reached the person, or a month has passed",
    ),
)
