"""What an association wants to know of people in its own words: fields, and the answers to them."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import uuid4

from django.db import transaction
from django.db.models import Max

from tenants.actors import Actor
from volunteers.register import own_fields, trail
from volunteers.register.errors import (
    AboutHealth,
    OptionInUse,
    OptionsMissing,
    OwnFieldKnown,
    OwnFieldsFull,
)
from volunteers.register.models import OwnField, OwnValue, Person

MOST = 12
MOST_OPTIONS = 50
# Beginnings of words, in three languages, that ask for what is not to be kept of volunteers.
_ABOUT_HEALTH = re.compile(
    r"\b(diagno|sairau|sairast|terveydentil|terveysti|lääkity|lääkkee|allergi|vammaisu|mielenterveysong"
    r"|henkilötunnu|hetu\b|sotu\b|uskonto|puolue|seksuaal|etni"
    r"|health (?:condition|problem|state|status|issue|information|data)|illness|disease|medication|medicine"
    r"|disabilit|religio|sexual|political|ethnic|social security|identity (?:code|number)"
    r"|sjukdom|medicin|hälsotillstånd|hälsouppgift|funktionsneds|personbeteckning|personnummer|politisk)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class OwnFieldPlan:
    """What a field is to be. Options of a choice are their names in Finnish, Swedish and English."""

    name_fi: str
    kind: str
    name_sv: str = ""
    name_en: str = ""
    options: Sequence[tuple[str, str, str]] = ()
    seen_by_person: bool = False


@transaction.atomic
def add_field(*, plan: OwnFieldPlan, by: Actor) -> OwnField:
    """Ask something more. Raises AboutHealth, OwnFieldKnown, OwnFieldsFull or OptionsMissing."""
    _check(plan)
    if OwnField.objects.count() >= MOST:
        raise OwnFieldsFull(most=MOST)
    last = OwnField.objects.aggregate(last=Max("position"))["last"]
    field = OwnField.objects.create(
        name_fi=plan.name_fi,
        name_sv=plan.name_sv,
        name_en=plan.name_en,
        kind=plan.kind,
        options=_options(plan, []),
        seen_by_person=plan.seen_by_person,
        position=0 if last is None else last + 1,
    )
    trail.record("own_field.added", by=by, subject_kind="own_field", subject_uuid=field.uuid, kind=plan.kind)
    return field


@transaction.atomic
def change_field(*, field: OwnField, plan: OwnFieldPlan, by: Actor) -> OwnField:
    """Change names, options, or who sees it. What the answer is stays as it was.

    Raises AboutHealth, OwnFieldKnown, OptionsMissing, or OptionInUse for an option that people have.
    """
    locked = OwnField.objects.select_for_update().get(pk=field.pk)
    _check(plan, but=locked)
    options = _options(plan, locked.options)
    kept = {each["code"] for each in options}
    gone = {each["code"]: each["fi"] for each in locked.options if each["code"] not in kept}
    used = OwnValue.objects.filter(field=locked, value__in=gone).values_list("value", flat=True)
    if (first := used.order_by("value").first()) is not None:
        raise OptionInUse(name=gone[first], people=used.filter(value=first).count())
    locked.name_fi, locked.name_sv, locked.name_en = plan.name_fi, plan.name_sv, plan.name_en
    locked.options, locked.seen_by_person = options, plan.seen_by_person
    locked.save(update_fields=["name_fi", "name_sv", "name_en", "options", "seen_by_person"])
    trail.record("own_field.changed", by=by, subject_kind="own_field", subject_uuid=locked.uuid)
    return locked


@transaction.atomic
def remove_field(*, field: OwnField, by: Actor) -> int:
    """Ask it no more: all answers go. Returns of how many people."""
    answers = OwnValue.objects.filter(field=field).count()
    trail.record(
        "own_field.removed", by=by, subject_kind="own_field", subject_uuid=field.uuid, answers=answers
    )
    field.delete()
    return answers


@transaction.atomic
def answer(*, person: Person, answers: Mapping[str, str]) -> dict[str, list[str]]:
    """Keep a person's answers, by the fields' keys; an empty one goes. Part of larger verbs, which note it.

    Returns what changed: before and after.
    """
    fields = own_fields.by_key(own_fields.active())
    before = own_fields.answers([person.pk], list(fields.values())).get(person.pk, {})
    changed = {
        key: [before.get(key, ""), value]
        for key, value in answers.items()
        if key in fields and before.get(key, "") != value
    }
    for key, (_was, value) in changed.items():
        if value:
            OwnValue.objects.update_or_create(person=person, field=fields[key], defaults={"value": value})
        else:
            OwnValue.objects.filter(person=person, field=fields[key]).delete()
    return changed


def _check(plan: OwnFieldPlan, *, but: OwnField | None = None) -> None:
    names = [plan.name_fi, plan.name_sv, plan.name_en, *(name for option in plan.options for name in option)]
    if any(_ABOUT_HEALTH.search(name) for name in names):
        raise AboutHealth
    others = OwnField.objects.exclude(pk=but.pk) if but else OwnField.objects.all()
    if others.filter(name_fi__iexact=plan.name_fi).exists():
        raise OwnFieldKnown(name=plan.name_fi)


def _options(plan: OwnFieldPlan, before: list[dict[str, str]]) -> list[dict[str, str]]:
    """The options with their codes: who keeps the Finnish name, or else the place, keeps the code."""
    if plan.kind != OwnField.Kind.CHOICE:
        return []
    if not 2 <= len(plan.options) <= MOST_OPTIONS:
        raise OptionsMissing(most=MOST_OPTIONS)
    codes = {each["fi"].casefold(): each["code"] for each in before}
    names = {name_fi.casefold() for name_fi, _sv, _en in plan.options}
    if len(names) != len(plan.options):
        raise OptionsMissing(most=MOST_OPTIONS)
    found = []
    for place, (name_fi, name_sv, name_en) in enumerate(plan.options):
        code = codes.get(name_fi.casefold())
        if code is None and place < len(before) and before[place]["fi"].casefold() not in names:
            code = before[place]["code"]  # called something else from now on
        found.append({"code": code or uuid4().hex[:8], "fi": name_fi, "sv": name_sv, "en": name_en})
    return found
