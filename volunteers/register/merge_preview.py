"""Two people side by side, before they become one: field by field, and what each brings along."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import pgettext

from volunteers.register import person_data, person_words
from volunteers.register.models import Consent, Period, Person, RoleHolding
from volunteers.register.services.merging import FIELDS, Afterwards
from web import formats


@dataclass(frozen=True)
class Fact:
    """What both have that nobody chooses, and what comes of it."""

    label: str | Promise
    mine: str
    theirs: str
    after: str


def alike(kept: Person, gone: Person) -> list[tuple[str | Promise, str]]:
    """What both say the same of, in words; empty fields are left out."""
    both = [name for name in FIELDS if getattr(kept, name) and getattr(kept, name) == getattr(gone, name)]
    return [(person_words.FIELDS[name], in_words(name, getattr(kept, name))) for name in both]


def facts(kept: Person, gone: Person, after: Afterwards) -> list[Fact]:
    """How both stand, which roles they do, what each allows, and how it is afterwards."""
    refused = bool(after.refusal)
    since = formats.day(after.since, year=True, weekday=False) if after.since else ""
    period = ", ".join(part for part in (after.period, since) if part)
    found = [
        Fact(
            pgettext("merging", "Volunteering"),
            _period(kept),
            _period(gone),
            "" if refused else period or pgettext("merging", "no period"),
        ),
        Fact(
            pgettext("merging", "Roles"),
            _roles(kept),
            _roles(gone),
            "" if refused else ", ".join(after.roles),
        ),
        Fact(
            pgettext("merging", "Signing in"),
            _yes(kept.user_uuid is not None),
            _yes(gone.user_uuid is not None),
            "" if refused else _yes(kept.user_uuid is not None or gone.user_uuid is not None),
        ),
    ]
    mine, theirs = _consents(kept), _consents(gone)
    for purpose, label in Consent.Purpose.choices:
        if purpose in mine | theirs:
            found.append(
                Fact(
                    str(label).capitalize(),
                    _yes(purpose in mine),
                    _yes(purpose in theirs),
                    "" if refused else _yes(purpose in after.consents),
                )
            )
    return found


def brings(gone: Person) -> list[tuple[str, int]]:
    """How many rows of each kind move, by what readers call them; the person's own row is none of them."""
    counted: Counter[str] = Counter()
    for data in person_data.listed():
        if data.model is not Person and data.by not in {"user_uuid", "actor_user"}:
            counted[str(data.what)] += data.rows_of(gone).count()
    return [(what, number) for what, number in sorted(counted.items()) if number]


def in_words(name: str, value: Any) -> str:
    """A field's value as readers know it."""
    if not value:
        return pgettext("value", "empty")
    if name == "born_on":
        return formats.day(value, year=True, weekday=False)
    if name == "language":
        return str(dict(settings.LANGUAGES).get(value, value))
    return str(value)


def _period(person: Person) -> str:
    rows = list(Period.objects.filter(person=person).order_by("-started_on", "-pk"))
    last = next((row for row in rows if row.state != Period.State.ENDED), rows[0] if rows else None)
    if last is None:
        return pgettext("merging", "no period")
    return f"{last.get_state_display()}, {formats.day(last.started_on, year=True, weekday=False)}"


def _roles(person: Person) -> str:
    held = RoleHolding.objects.filter(person=person, to_on=None).select_related("role")
    return ", ".join(each.role.name for each in held.order_by("role__position", "role_id"))


def _consents(person: Person) -> set[str]:
    rows = Consent.objects.filter(person=person, withdrawn_at__isnull=True)
    return set(rows.values_list("purpose", flat=True))


def _yes(value: bool) -> str:
    return pgettext("merging", "yes") if value else pgettext("merging", "no")
