"""What two associations ask of their people in their own words, and what people answered. Inside."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from local.enacting import times
from local.federation.associations import Association as Told
from local.federation.draws import Draws
from tenants.actors import Actor
from volunteers.register.models import OwnField, OwnValue, Person
from volunteers.register.own_fields import NO, YES
from volunteers.register.services import own_fields
from volunteers.register.services.own_fields import OwnFieldPlan

LICENCE = OwnFieldPlan(
    name_fi="Ajokortti", name_sv="Körkort", name_en="Driving licence", kind="yes_no", seen_by_person=True
)
SHIRT = OwnFieldPlan(
    name_fi="Paidan koko",
    name_sv="Tröjstorlek",
    name_en="Size of shirt",
    kind="choice",
    options=[(size, "", "") for size in ("S", "M", "L", "XL")],
    seen_by_person=True,
)
MEMBER = OwnFieldPlan(
    name_fi="Jäsen alkaen", name_sv="Medlem sedan", name_en="Member since", kind="date", seen_by_person=True
)
HEARD = OwnFieldPlan(
    name_fi="Mistä kuuli meistä", name_sv="Hörde om oss", name_en="Heard of us from", kind="text"
)
ASKED = {"napajoki": (LICENCE, SHIRT, MEMBER, HEARD), "kusten": (LICENCE, MEMBER)}
FROM = ("ystävältä", "lehdestä", "kirjaston ilmoitustaululta", "opiskelupaikasta", "kävelykadun tapahtumasta")
# So many of a hundred have answered a question.
ANSWERED = 70


@transaction.atomic
def tell(told: Told, by: Actor, seed: int) -> None:
    """Ask on the last evening before the demo begins, and have most answer; a second time changes nothing."""
    if OwnField.objects.exists():
        return
    draws = Draws(seed, "asked", told.slug)
    with times.at(date(2025, 2, 2), 19):
        fields = [own_fields.add_field(plan=plan, by=by) for plan in ASKED.get(told.slug, ())]
    people = Person.objects.filter(is_blank=False).order_by("pk")
    OwnValue.objects.bulk_create(
        (
            OwnValue(person=person, field=field, value=_answer(field, draws))
            for person in people
            for field in fields
            if draws.between(1, 100) <= ANSWERED
        ),
        batch_size=1000,
    )


def _answer(field: OwnField, draws: Draws) -> str:
    if field.kind == OwnField.Kind.YES_NO:
        return YES if draws.between(1, 100) <= ANSWERED else NO
    if field.kind == OwnField.Kind.CHOICE:
        return str(field.options[draws.between(0, len(field.options) - 1)]["code"])
    if field.kind == OwnField.Kind.DATE:
        return date(draws.between(2008, 2024), draws.between(1, 12), draws.between(1, 28)).isoformat()
    return FROM[draws.between(0, len(FROM) - 1)]
