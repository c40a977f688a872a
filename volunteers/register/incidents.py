"""Who reads incidents, and what they say. Whoever opens one leaves a line in the trail."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import get_language

from accounts.http import TenantRequest
from accounts.sealing import Seal, Unreadable
from tenants import clock
from tenants.actors import Actor
from tenants.context import current_association, platform_role
from tenants.models import Access
from volunteers.register import trail
from volunteers.register.models import Incident, InsuranceTerms, Person, Trail

OWNER = "owner"
SEAL = Seal(b"rinnalla incidents")
READ = "incident.read"


@dataclass(frozen=True)
class Opened:
    """An incident with what it says. A text whose key is lost is None."""

    incident: Incident
    text: str | None
    handling: str | None


@dataclass(frozen=True)
class Reading:
    """Somebody opened it."""

    at: datetime
    name: str


def owns(request: TenantRequest) -> bool:
    """Whether this reader is an owner of the association."""
    return OWNER in request.access


def readable(request: TenantRequest) -> QuerySet[Incident]:
    """All for owners; for other coordinators those that they were asked to handle. The latest first."""
    found = Incident.objects.select_related("reporter")
    return found if owns(request) else found.filter(handler_user=request.user.uuid)


def told_by(person: Person) -> QuerySet[Incident]:
    """What a person reported: that it is there, and how far it is."""
    return Incident.objects.filter(reporter=person)


def open_incident(incident: Incident, *, by: Actor) -> Opened:
    """What an incident says. That it was read is noted."""
    trail.record(READ, by=by, subject_kind="incident", subject_uuid=incident.uuid)
    return Opened(
        incident=incident,
        text=opened(incident.sealed_text),
        handling=opened(incident.sealed_handling),
    )


def opened(token: str) -> str | None:
    """A sealed text; None where its key is lost. To show it to somebody, go through `open_incident`."""
    if not token:
        return ""
    try:
        return SEAL.decrypt(token)
    except Unreadable:
        return None


def readings(incident: Incident) -> list[Reading]:
    """Who opened it and when, the latest first."""
    lines = Trail.objects.filter(subject_kind="incident", subject_uuid=incident.uuid, verb=READ)
    return [Reading(at=at, name=name) for at, name in lines.order_by("-at").values_list("at", "actor_name")]


def team() -> list[tuple[UUID, str]]:
    """Who can be asked to handle one: owners and coordinators of the association, in order of name.

    A reading verb that looks at the shared side: this association's logins only.
    """
    association = current_association()
    with platform_role():
        rows = Access.objects.filter(
            Q(ends_at__isnull=True) | Q(ends_at__gt=clock.now()),
            association=association,
            role__in=[Access.Role.OWNER, Access.Role.COORDINATOR],
        )
        found = {access.user.uuid: str(access.user) for access in rows.select_related("user")}
    return sorted(found.items(), key=lambda each: each[1].casefold())


def owners() -> list[Person]:
    """The owners who are in the register, to be told that something was reported.

    A reading verb that looks at the shared side: this association's logins only.
    """
    association = current_association()
    with platform_role():
        rows = Access.objects.filter(
            Q(ends_at__isnull=True) | Q(ends_at__gt=clock.now()),
            association=association,
            role=Access.Role.OWNER,
        )
        uuids = list(rows.values_list("user__uuid", flat=True))
    return list(Person.objects.filter(user_uuid__in=uuids))


def insurance_terms() -> InsuranceTerms | None:
    """What the insurance covers, if somebody has written it down."""
    return InsuranceTerms.objects.first()


def terms_text() -> str:
    """The same in the language in use, or in the first one that there is."""
    terms = insurance_terms()
    if terms is None:
        return ""
    code = (get_language() or "fi")[:2]
    texts = (getattr(terms, f"text_{code}", ""), terms.text_fi, terms.text_sv, terms.text_en)
    return next((text for text in texts if text), "")
