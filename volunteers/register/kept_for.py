"""How long the register keeps its own kinds of data (see `retention`)."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from dateutil.relativedelta import relativedelta
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from notifications.models import Message
from tenants import clock
from tenants.actors import Actor
from tenants.context import current_association, platform_role
from tenants.models import Access
from volunteers.register.models import (
    Absence,
    AccessibilityFeedback,
    Availability,
    ChildWorkCheck,
    Consent,
    ContactPerson,
    Note,
    Period,
    Person,
    PersonTag,
    Placement,
    RoleHolding,
    SupervisionDuty,
    Trail,
    search_key,
)
from volunteers.register.retention import Keeping, Over, delete
from volunteers.register.services.erasure import erase_within

# By their own consent people keep what a certificate needs for so long.
CERTIFICATE = relativedelta(years=10)
# An extract that was seen, and no task came of it.
UNUSED_EXTRACT = timedelta(days=183)
_CONTACT = (ContactPerson, Availability, Absence, Note, PersonTag)


def _may_enter() -> set[UUID]:
    """Logins with any access to the association: coordinators, too, who do not volunteer any more."""
    association = current_association()
    with platform_role():
        rows = Access.objects.filter(association=association).filter(
            Q(ends_at__isnull=True) | Q(ends_at__gt=clock.now())
        )
        return set(rows.values_list("user__uuid", flat=True))


def _gone_since(over: Over) -> QuerySet[Person]:
    """People who had a period or a placement here, whose last one ended before a day, and who cannot sign in.

    Who never had either is not counted: others look after them (applicants), or they coordinate.
    """
    day = over.before_day
    periods = Period.objects.filter(person=OuterRef("pk"))
    placements = Placement.objects.filter(person=OuterRef("pk"))
    lasting = periods.filter(Q(ended_on__isnull=True) | Q(ended_on__gte=day))
    placed = placements.filter(Q(to_on__isnull=True) | Q(to_on__gte=day))
    people = Person.objects.filter(Exists(periods) | Exists(placements), is_blank=False)
    people = people.filter(~Exists(lasting), ~Exists(placed))
    return people.exclude(user_uuid__in=_may_enter())


def _contact_due(over: Over) -> QuerySet[Any]:
    has = Q(phone__gt="") | Q(email__gt="") | Q(municipality__gt="") | Q(postal_code__gt="")
    for model in _CONTACT:
        has |= Q(Exists(model._default_manager.filter(person=OuterRef("pk"))))
    return _gone_since(over).filter(has)


def _forget_contact(people: QuerySet[Any]) -> int:
    """Name and years stay until the record goes; where they live and whom to call does not."""
    found = list(people.select_for_update(no_key=True))
    for model in _CONTACT:
        model._default_manager.filter(person__in=found).delete()
    for person in found:
        person.phone = person.email = person.municipality = person.postal_code = ""
        person.search_key = search_key(given_name=person.given_name, family_name=person.family_name)
        person.save(update_fields=["phone", "email", "municipality", "postal_code", "search_key"])
    return len(found)


def _record_due(over: Over) -> QuerySet[Any]:
    """Who consented to a certificate is kept for ten years from the end."""
    consented = Consent.objects.filter(
        person=OuterRef("pk"), purpose=Consent.Purpose.CERTIFICATE, withdrawn_at__isnull=True
    )
    lately = Period.objects.filter(person=OuterRef("pk"), ended_on__gte=over.day - CERTIFICATE)
    return _gone_since(over).filter(~(Exists(consented) & Exists(lately)))


def _forget_record(people: QuerySet[Any]) -> int:
    """The link to the person is cut; every hour stays."""
    found = list(people)
    for person in found:
        erase_within(person=person, by=Actor.system("retention"))
    return len(found)


def _checks_due(over: Over) -> QuerySet[Any]:
    """An extract's date is kept while the task lasts."""
    held = RoleHolding.objects.filter(person=OuterRef("person"), role=OuterRef("role"))
    lasting = held.filter(Q(to_on__isnull=True) | Q(to_on__gte=over.day))
    return ChildWorkCheck.objects.filter(~Exists(lasting)).filter(
        Exists(held) | Q(seen_on__lt=over.day - UNUSED_EXTRACT)
    )


def _duties_due(over: Over) -> QuerySet[Any]:
    """Of a role that they do no longer."""
    held = RoleHolding.objects.filter(person=OuterRef("person"), role=OuterRef("role"))
    lasting = held.filter(Q(to_on__isnull=True) | Q(to_on__gte=over.day))
    return (
        SupervisionDuty.objects.filter(~Exists(lasting))
        .annotate(counted=Coalesce(F("last_on"), F("since_on")))
        .filter(counted__lt=over.before_day)
    )


def _messages_due(over: Over) -> QuerySet[Any]:
    waiting = [Message.State.PLANNED, Message.State.SENDING, Message.State.RETRYING]
    return Message.objects.filter(due_at__lt=over.before).exclude(state__in=waiting)


def _trail_due(over: Over) -> QuerySet[Any]:
    return Trail.objects.filter(at__lt=over.before)


def _feedback_due(over: Over) -> QuerySet[Any]:
    return AccessibilityFeedback.objects.filter(answered_at__lt=over.before)


KEPT = (
    Keeping(
        code="contact",
        what=_("Contact details, contact persons, notes and times of former volunteers"),
        since=_("after the end of their time here"),
        months=12,
        due=_contact_due,
        forget=_forget_contact,
        people=True,
    ),
    Keeping(
        code="record",
        what=_("The whole record of former volunteers; hours stay in the totals without a name"),
        since=_("after the end; 10 years for those who have consented to it for certificates"),
        months=24,
        due=_record_due,
        forget=_forget_record,
        people=True,
    ),
    Keeping(
        code="extracts",
        what=_("Dates of extracts for work with children"),
        since=_("only while the task lasts"),
        months=None,
        due=_checks_due,
        forget=delete,
    ),
    Keeping(
        code="supervision",
        what=_("Supervision of roles that people do no longer"),
        since=_("after the last supervision"),
        months=24,
        due=_duties_due,
        forget=delete,
    ),
    Keeping(
        code="messages",
        what=_("Messages: what was said, to whom and when"),
        since=_("after sending"),
        months=12,
        due=_messages_due,
        forget=delete,
    ),
    Keeping(
        code="trail",
        what=_("The trail of who did what"),
        since=_("after it was done"),
        months=24,
        due=_trail_due,
        forget=delete,
    ),
    Keeping(
        code="feedback",
        what=_("Feedback about accessibility"),
        since=_("after the answer"),
        months=24,
        due=_feedback_due,
        forget=delete,
    ),
)
