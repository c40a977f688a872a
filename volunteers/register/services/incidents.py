"""Incidents: told, taken up by somebody, handled, closed; forgotten after ten years."""

from collections.abc import Callable
from datetime import date, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet

from accounts.sealing import Unreadable
from notifications import services as notifications
from notifications.services import Planned
from tenants import clock
from tenants.actors import Actor
from tenants.context import current_association
from volunteers.register import incident_states, incidents, trail
from volunteers.register.care_errors import NotTheirHandler
from volunteers.register.errors import DayAhead
from volunteers.register.models import Incident, InsuranceTerms, Person
from volunteers.register.retention import Over

KIND = "register.incident"
KEPT_MONTHS = 120
SECOND_PRESS = timedelta(minutes=10)
State = Incident.State


@transaction.atomic(durable=True)
def report(
    *,
    reporter: Person | None,
    kind: str,
    whom: str,
    happened_on: date,
    text: str,
    by: Actor,
    on_paper: bool = False,
) -> Incident:
    """Keep what somebody tells, and let the owners know that there is something. Raises DayAhead.

    The same told again within minutes, as by a second press, is the same report.
    """
    if happened_on > clock.today(current_association()):
        raise DayAhead
    if reporter is not None and (told := _told_already(reporter, text)) is not None:
        return told
    made = Incident.objects.create(
        kind=kind,
        whom=whom,
        happened_on=happened_on,
        reported_at=clock.now(),
        reporter=reporter,
        on_paper=on_paper,
        noted_by=by.name[:160] if on_paper or reporter is None else "",
        sealed_text=incidents.SEAL.encrypt(text),
    )
    _note("incident.reported", made, by=by)
    notifications.plan_many(
        kind=KIND,
        messages=(
            Planned(key=f"{KIND}:{made.uuid}:{owner.uuid}", person_uuid=owner.uuid, due_at=clock.now())
            for owner in incidents.owners()
            if owner.email
        ),
        subject_kind="incident",
        subject_uuid=made.uuid,
    )
    return made


def _told_already(reporter: Person, text: str) -> Incident | None:
    Person.objects.select_for_update(no_key=True).get(pk=reporter.pk)
    lately = Incident.objects.filter(reporter=reporter, reported_at__gt=clock.now() - SECOND_PRESS)
    return next((each for each in lately if incidents.opened(each.sealed_text) == text), None)


@transaction.atomic
def triage(*, incident: Incident, handler: UUID, is_insurance_matter: bool, by: Actor) -> Incident:
    """Say who handles it, and whether the insurance may have to know. Raises NotTheirHandler."""
    moved = incident_states.move(incident, to=State.TRIAGED)
    moved.is_insurance_matter = is_insurance_matter
    moved.save(update_fields=["is_insurance_matter"])
    return name_handler(incident=moved, handler=handler, by=by)


@transaction.atomic
def name_handler(*, incident: Incident, handler: UUID, by: Actor) -> Incident:
    """Give it to somebody of the owners and coordinators; whoever had it reads it no more."""
    names = dict(incidents.team())
    if handler not in names:
        raise NotTheirHandler
    incident.handler_user, incident.handler_name = handler, names[handler][:160]
    incident.save(update_fields=["handler_user", "handler_name"])
    _note("incident.handler", incident, by=by)
    return incident


@transaction.atomic
def handle(*, incident: Incident, handling: str, insurer_told_on: date | None, by: Actor) -> Incident:
    """Write down what was done. Raises DayAhead."""
    if insurer_told_on is not None and insurer_told_on > clock.today(current_association()):
        raise DayAhead
    moved = incident_states.move(incident, to=State.HANDLED)
    moved.sealed_handling = incidents.SEAL.encrypt(handling)
    moved.insurer_told_on = insurer_told_on
    moved.is_insurance_matter = moved.is_insurance_matter or insurer_told_on is not None
    moved.save(update_fields=["sealed_handling", "insurer_told_on", "is_insurance_matter"])
    _note("incident.handled", moved, by=by)
    return moved


@transaction.atomic
def close(*, incident: Incident, by: Actor) -> Incident:
    """Nothing is left to do."""
    moved = incident_states.move(incident, to=State.CLOSED)
    _note("incident.closed", moved, by=by)
    return moved


@transaction.atomic
def write_terms(*, texts: dict[str, str], by: Actor) -> InsuranceTerms:
    """Say what the insurance covers, in place of what was said before."""
    made, _new = InsuranceTerms.objects.update_or_create(
        is_only=True,
        defaults={
            **{f"text_{language}": text for language, text in texts.items()},
            "changed_at": clock.now(),
            "changed_by": by.name[:160],
        },
    )
    trail.record("insurance.terms", by=by, subject_kind="association")
    return made


def over(*, keeping: Over) -> QuerySet[Incident]:
    """Those that are kept no longer: counted from their end, or from the report where nobody closed them."""
    since = Q(closed_at__lt=keeping.before) | Q(closed_at__isnull=True, reported_at__lt=keeping.before)
    return Incident.objects.filter(since)


def forget(*, old: QuerySet[Incident]) -> int:
    """Delete them. Returns how many."""
    count = len(old)
    Incident.objects.filter(pk__in=[each.pk for each in old]).delete()
    return count


def rewrite(*, change: Callable[[str], str]) -> None:
    """Change what all incidents say, such as to take a name out. What cannot be opened stays."""
    for incident in Incident.objects.select_for_update().order_by("pk"):
        fields = [name for name in ("sealed_text", "sealed_handling") if _changed(incident, name, change)]
        if fields:
            incident.save(update_fields=fields)


def _changed(incident: Incident, name: str, change: Callable[[str], str]) -> bool:
    token = getattr(incident, name)
    if not token:
        return False
    try:
        before = incidents.SEAL.decrypt(token)
    except Unreadable:
        return False
    after = change(before)
    if after == before:
        return False
    setattr(incident, name, incidents.SEAL.encrypt(after))
    return True


def _note(verb: str, incident: Incident, *, by: Actor) -> None:
    trail.record(verb, by=by, subject_kind="incident", subject_uuid=incident.uuid)
