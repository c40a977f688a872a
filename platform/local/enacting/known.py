"""What the register knows besides names: ages, units, what roles ask for, what people have shown. Inside."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.db import transaction

from local.enacting import times
from local.enacting.register import Cast
from local.federation.associations import Association as Told
from local.federation.draws import Draws
from local.federation.people import OPENING
from tenants.actors import Actor
from volunteers.register import selectors
from volunteers.register.models import AgreementText, Person, QualificationType, Unit, VolunteerRole
from volunteers.register.services import agreements, materials, qualifications, roles, units
from volunteers.register.services.roles import Requirements
from volunteers.register.services.units import UnitPlan

CRISIS_COURSE, SUPPORT_COURSE, FIRST_AID, RIDER = (
    "kriisityo",
    "tukihenkilokurssi",
    "ensiapu",
    "pyoraluotsin-ajolupa",
)
TYPES = (
    (CRISIS_COURSE, "Kriisityön peruskurssi", "Grundkurs i krisarbete", "Basic course in crisis work", None),
    (SUPPORT_COURSE, "Tukihenkilökurssi", "Stödpersonskurs", "Course for support persons", None),
    (FIRST_AID, "Hätäensiapu", "Nödförstahjälp", "Emergency first aid", 36),
    (RIDER, "Pyöräluotsin ajolupa", "Körtillstånd för cykellots", "Cycle pilot's licence", 24),
)
ASKED = {
    "kriisipuhelin": (
        [CRISIS_COURSE],
        Requirements(minimum_age=24, supervision="blocking", supervision_every_days=45),
    ),
    "tukihenkilo": ([SUPPORT_COURSE], Requirements(supervision="blocking", supervision_every_days=90)),
    "pyoraluotsi": ([RIDER, FIRST_AID], Requirements(minimum_age=18)),
}
TEXTS = (
    (
        AgreementText.Kind.AGREEMENT,
        (
            "Toimin vapaaehtoisena yhdistyksen ohjeiden mukaan. Päätän itse, kuinka paljon teen, ja "
            "voin lopettaa milloin haluan. Yhdistys perehdyttää, tukee ja vakuuttaa minut."
        ),
        (
            "Jag är frivillig enligt föreningens anvisningar. Jag bestämmer själv hur mycket jag gör "
            "och får sluta när jag vill. Föreningen introducerar, stöder och försäkrar mig."
        ),
        (
            "I volunteer by the association's guidance. I decide how much I do, and may stop whenever "
            "I want. The association introduces, supports and insures me."
        ),
    ),
    (
        AgreementText.Kind.CONFIDENTIALITY,
        (
            "En kerro ulkopuolisille, mitä kuulen ihmisistä tehtävässäni. Vaitiolo jatkuu, kun "
            "lopetan. Jos joku on vaarassa, soitan 112 ja kerron koordinaattorille."
        ),
        (
            "Jag berättar inte för utomstående vad jag får veta om människor i mitt uppdrag. "
            "Tystnadsplikten fortsätter när jag slutar. Om någon är i fara ringer jag 112 och "
            "berättar för koordinatorn."
        ),
        (
            "I tell nobody outside what I learn about people in my task. The duty of secrecy "
            "continues when I stop. If somebody is in danger I call 112 and tell the coordinator."
        ),
    ),
)
SIGNED = {"kriisipuhelin", "tukihenkilo", "olka"}
LAST_SUPERVISION = date(2025, 1, 15)
# He missed two evenings: longer ago than interval and grace together.
LATE = {"Jari Koivisto": date(2024, 11, 8)}
UNITS = {
    "napajoki": (
        ("centre", "Majakka-keskus", "Fyrens center", "Lighthouse Centre", None),
        ("section", "Tukitoiminta", "Stödverksamhet", "Support", 0),
        ("section", "Kohtaamispaikat", "Mötesplatser", "Meeting places", 0),
        ("locality", "Kylät", "Byarna", "Villages", None),
    ),
}
GUIDES = {
    "kriisipuhelin": "Päivystyksen ohjeet",
    "ruokakassijakelu": "Ruoka-avun hygieniaohje",
}


@transaction.atomic
def tell(told: Told, cast: Cast, by: Actor, seed: int) -> None:
    """Note it all on the last evening before the demo begins; a second time changes nothing."""
    if QualificationType.objects.exists():
        return
    draws = Draws(seed, "known", told.slug)
    _be_born(draws)
    with times.at(date(2025, 2, 2), 18):
        _make_units(told, cast.roles, by)
        made = {
            code: qualifications.add_type(
                code=code, name_fi=fi, name_sv=sv, name_en=en, valid_months=months, by=by
            )
            for code, fi, sv, en, months in TYPES
        }
        _sign(cast.roles, by)
        for code, (wanted, requirements) in ASKED.items():
            if code in cast.roles:
                types = [made[each] for each in wanted]
                _ask(cast.roles[code], requirements, types, by)
                _show(cast.roles[code], types, draws, by)


def _be_born(draws: Draws) -> None:
    people = list(Person.objects.order_by("pk"))
    for person in people:
        person.born_on = date(draws.between(1944, 1999), draws.between(1, 12), draws.between(1, 28))
    Person.objects.bulk_update(people, ["born_on"], batch_size=500)


def _make_units(told: Told, held: Mapping[str, VolunteerRole], by: Actor) -> None:
    made: list[Unit] = []
    for kind, fi, sv, en, parent in UNITS.get(told.slug, ()):
        above = made[parent] if parent is not None else None
        plan = UnitPlan(name_fi=fi, name_sv=sv, name_en=en, kind=kind, parent=above)
        made.append(units.add_unit(plan=plan, by=by))
    for code, title in GUIDES.items():
        if code in held:
            text = "Lue tämä ennen ensimmäistä vuoroasi. Kysy, jos jokin on epäselvää."
            materials.add_material(role=held[code], title=title, text=text, by=by)


def _sign(held: Mapping[str, VolunteerRole], by: Actor) -> None:
    """Have both texts in force, and signed on paper by those whose roles will ask for it."""
    texts = [
        agreements.write_text(
            kind=kind, text_fi=fi, text_sv=sv, text_en=en, in_force_on=date(2025, 2, 2), by=by
        )
        for kind, fi, sv, en in TEXTS
    ]
    people = {
        person.pk: person
        for code in sorted(SIGNED & held.keys())
        for person in selectors.holders(held[code], on=OPENING)
    }
    for person in people.values():
        for text in texts:
            agreements.sign(
                person=person,
                text=text,
                typed_name=person.name,
                language=person.language,
                by=by,
                on_paper=True,
            )
    for code in sorted(SIGNED & held.keys()):
        asked = Requirements(needs_agreement=True, needs_confidentiality=True)
        roles.set_requirements(role=held[code], wanted=asked, by=by)


def _ask(role: VolunteerRole, asked: Requirements, types: list[QualificationType], by: Actor) -> None:
    signs = dict.fromkeys(("needs_agreement", "needs_confidentiality"), role.code in SIGNED)
    wanted = Requirements(**(vars(asked) | signs | {"qualifications": types}))
    roles.set_requirements(role=role, wanted=wanted, by=by)
    role.refresh_from_db()


def _show(role: VolunteerRole, types: list[QualificationType], draws: Draws, by: Actor) -> None:
    for person in selectors.holders(role, on=OPENING):
        for each in types:
            # Some of those that end do so this spring, so that there is something to renew.
            first = date(2023, draws.between(3, 12), draws.between(1, 28))
            qualifications.note_qualification(person=person, qualification_type=each, from_on=first, by=by)
        if role.supervision != VolunteerRole.Supervision.NONE:
            last = LATE.get(person.name, LAST_SUPERVISION)
            qualifications.note_supervision(person=person, role=role, on=last, by=by)
