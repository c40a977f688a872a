"""What coordinators note beside people: contacts, times that suit, placements, notes, a minor. Inside."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from desk import sending
from local.enacting import times
from local.enacting.register import Cast
from local.federation.associations import Association as Told
from tenants.actors import Actor
from volunteers.register.models import ContactPerson, Person, VolunteerRole
from volunteers.register.services import availability, contacts, notes, periods, placements
from volunteers.register.services.contacts import ContactPlan
from volunteers.register.services.people import add_person
from volunteers.register.services.placements import PlacementPlan
from volunteers.register.services.roles import hold_role

EVENING = (17 * 60, 21 * 60)
MORNING = (8 * 60, 12 * 60)
PARTS_A_MONTH = 300
# Who is here for a school or an office, and never among the volunteers.
PLACED = (
    (
        "Iida",
        "Korpela",
        "student",
        "Napajoen ammattiopisto",
        "Lähihoitaja",
        date(2025, 1, 13),
        date(2025, 3, 21),
    ),
    (
        "Petteri",
        "Haapala",
        "work_trial",
        "Napajoen työllisyyspalvelut",
        "",
        date(2025, 1, 7),
        date(2025, 4, 4),
    ),
)


def set_sending(told: Told, by: Actor) -> None:
    """Its own name on telephones, and what they may cost in a month; a second time changes nothing."""
    if told.sms_sender:
        with times.at(date(2025, 1, 7), 10):
            sending.change(
                wanted={"sms_on": True, "sms_sender": told.sms_sender, "sms_parts_a_month": PARTS_A_MONTH},
                by=by,
            )


def tell(told: Told, cast: Cast, by: Actor) -> None:
    """Note it all before the demo begins; a second time changes nothing."""
    if told.slug != "napajoki" or ContactPerson.objects.exists():
        return
    with times.at(date(2025, 1, 28), 14):
        _know_marja(by)
        _place(by)
        _prepare_a_minor(cast.roles, by)
        _write_one_down_twice(by)


def _know_marja(by: Actor) -> None:
    """She has given a lot, and is tired."""
    marja = Person.objects.filter(given_name="Marja", family_name="Niskala").first()
    if marja is None:
        return
    contacts.add_contact(
        person=marja,
        plan=ContactPlan(name="Antti Niskala", phone="+358 40 0000171", relation="puoliso"),
        by=by,
    )
    availability.set_availability(person=marja, stretches=[(1, *EVENING), (3, *MORNING)], by=by)
    notes.write_note(
        person=marja,
        text="Juteltiin syksyn tahdista. Toivoo kevääksi vähemmän vuoroja ja haluaa jatkaa omaan tahtiin.",
        level="coordinators",
        by=by,
    )


def _write_one_down_twice(by: Actor) -> None:
    """Somebody copied a form from paper, and did not see that Heikki is in the register."""
    heikki = Person.objects.filter(given_name="Heikki", family_name="Moilanen").first()
    if heikki is None:
        return
    again = add_person(
        given_name="Heiki", family_name="Moilanen", phone=heikki.phone, language=heikki.language, by=by
    )
    notes.write_note(
        person=again,
        text="Tiedot paperilomakkeelta. Soittaa haitaria, toivoo keikkoja iltapäiviin.",
        level="coordinators",
        by=by,
    )


def _place(by: Actor) -> None:
    for given, family, kind, institution, programme, from_on, to_on in PLACED:
        person = add_person(given_name=given, family_name=family, by=by)
        placements.add_placement(
            person=person,
            plan=PlacementPlan(
                kind=kind,
                institution=institution,
                programme=programme,
                mentor=by.name,
                from_on=from_on,
                to_on=to_on,
            ),
            by=by,
        )


def _prepare_a_minor(held: Mapping[str, VolunteerRole], by: Actor) -> None:
    """Fourteen years old: the guardian is known, the consent is still to come."""
    person = add_person(given_name="Eetu", family_name="Rautio", by=by, phone="+358 40 0000188")
    Person.objects.filter(pk=person.pk).update(born_on=date(2010, 9, 14))
    periods.start_period(person=person, by=by, started_on=date(2025, 1, 28))
    if role := next((role for role in held.values() if role.minimum_age is None), None):
        hold_role(person=person, role=role, by=by, from_on=date(2025, 1, 28))
    contacts.add_contact(
        person=person,
        plan=ContactPlan(name="Sanna Rautio", phone="+358 40 0000189", relation="äiti", is_guardian=True),
        by=by,
    )
