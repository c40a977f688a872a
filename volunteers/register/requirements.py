"""What a role asks for, and what of it somebody lacks on a day: the list that shifts, pages and verbs read.

What the checks look at is loaded once, for one person or a list of them and any number of roles; the checks
read nothing. Age and qualifications are asked for the day of the shift; supervision for today, since nobody
knows today whether it will have been by then.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _, pgettext_lazy

from volunteers.register.arrays import Rows
from volunteers.register.models import (
    AgreementText,
    ChildWorkCheck,
    Person,
    Qualification,
    QualificationType,
    RoleHolding,
    RoleQualification,
    Signature,
    SupervisionDuty,
    VolunteerRole,
)
from web import formats

# An extract of the criminal record may be at most six months old when it is seen (Act 148/2014).
EXTRACT_MONTHS = 6
# This long before its interval ends supervision is due.
DUE_DAYS = 14
MAJORITY = 18
# So long before a qualification ends one is told of it.
SOON = timedelta(days=60)


class Duty(StrEnum):
    """How somebody's supervision stands in a role."""

    NOT_REQUIRED = "not_required"
    OK = "ok"
    DUE = "due"
    OVERDUE = "overdue"
    BLOCKED = "blocked"


DUTY_WORDS = {
    Duty.NOT_REQUIRED: pgettext_lazy("supervision", "not required"),
    Duty.OK: pgettext_lazy("supervision", "in order"),
    Duty.DUE: pgettext_lazy("supervision", "due"),
    Duty.OVERDUE: pgettext_lazy("supervision", "overdue"),
    Duty.BLOCKED: pgettext_lazy("supervision", "overdue: no new shifts"),
}


@dataclass(frozen=True)
class Unmet:
    """One thing that is missing: a code for machines, a sentence for the person."""

    code: str
    sentence: str


@dataclass(frozen=True)
class Asked:
    """What roles ask for, read once: qualification types by role, and the texts in force by kind."""

    types: Mapping[int, Sequence[QualificationType]]
    texts: Mapping[str, Sequence[AgreementText]]


@dataclass(frozen=True)
class Shown:
    """What a person has shown, read once."""

    person: Person
    today: date
    qualifications: Sequence[Qualification] = ()
    signatures: Sequence[Signature] = ()
    checks: Sequence[ChildWorkCheck] = ()
    duties: Mapping[int, SupervisionDuty] = field(default_factory=dict)
    held_since: Mapping[int, date] = field(default_factory=dict)


def asked_of(roles: Iterable[VolunteerRole], *, today: date) -> Asked:
    """Read what these roles ask for, in at most two queries."""
    roles = list(roles)
    types: dict[int, list[QualificationType]] = defaultdict(list)
    rows = RoleQualification.objects.filter(role__in=roles).select_related("type")
    for row in rows.order_by("type__name_fi", "type_id"):
        types[row.role_id].append(row.type)
    texts: dict[str, list[AgreementText]] = defaultdict(list)
    if any(role.needs_agreement or role.needs_confidentiality for role in roles):
        for text in AgreementText.objects.filter(in_force_on__lte=today).order_by("-version"):
            texts[text.kind].append(text)
    return Asked(types=types, texts=texts)


_ASKED = Rows(RoleQualification, "id", "role_id", "type_id")
_TYPES = Rows(QualificationType, "id", "uuid", "code", "name_fi", "name_sv", "name_en", "met_by")
_TEXTS = Rows(AgreementText, "id", "kind", "version", "renews", "in_force_on")


def columns_asked() -> list[ArraySubquery]:
    """What all roles ask for as columns of any query, for `asked_in`."""
    asked = RoleQualification.objects.order_by("type__name_fi", "type_id")
    of_a_role = RoleQualification.objects.filter(type=OuterRef("pk"))
    return [
        _ASKED.array(asked),
        _TYPES.array(QualificationType.objects.filter(Exists(of_a_role)).order_by("pk")),
        _TEXTS.array(AgreementText.objects.order_by("-version")),
    ]


def asked_in(found: Sequence[Any], *, today: date) -> Asked:
    """What all roles ask for, from the columns of `columns_asked`."""
    asked, types, texts = found
    known = {each.pk: each for each in _TYPES.made(types)}
    of_role: dict[int, list[QualificationType]] = defaultdict(list)
    for row in _ASKED.made(asked):
        of_role[row.role_id].append(known[row.type_id])
    in_force: dict[str, list[AgreementText]] = defaultdict(list)
    for text in _TEXTS.made(texts):
        if text.in_force_on <= today:
            in_force[text.kind].append(text)
    return Asked(types=of_role, texts=in_force)


def asks_anything(role: VolunteerRole, *, asked: Asked) -> bool:
    """Whether a role asks for anything at all, so that what people have shown needs to be read."""
    return bool(
        asked.types.get(role.pk)
        or role.minimum_age is not None
        or role.needs_agreement
        or role.needs_confidentiality
        or role.needs_child_check
        or role.supervision != VolunteerRole.Supervision.NONE
    )


def shown_by(people: Iterable[Person], *, today: date) -> dict[int, Shown]:
    """Read what these people have shown, by the person's key, in one query however many they are."""
    by_key = {person.pk: person for person in people}
    rows = Person.objects.filter(pk__in=by_key).order_by().values_list("pk", *columns_shown())
    return {pk: shown_of(by_key[pk], found, today=today) for pk, *found in rows}


QUALIFICATIONS = Rows(Qualification, "id", "person_id", "type_id", "from_on", "to_on", "revoked_on")
_SIGNATURES = Rows(Signature, "id", "person_id", "text_id")
_EXTRACTS = Rows(ChildWorkCheck, "id", "person_id", "role_id")
_DUTIES = Rows(SupervisionDuty, "id", "person_id", "role_id", "since_on", "last_on")
_HOLDINGS = Rows(RoleHolding, "id", "person_id", "role_id", "from_on", "to_on")


def columns_shown() -> list[ArraySubquery]:
    """What people have shown as columns of a query of people, for `shown_of`."""
    them = OuterRef("pk")
    return [
        QUALIFICATIONS.array(Qualification.objects.filter(person=them).order_by("pk")),
        _SIGNATURES.array(Signature.objects.filter(person=them).order_by("pk")),
        _EXTRACTS.array(ChildWorkCheck.objects.filter(person=them).order_by("pk")),
        _DUTIES.array(SupervisionDuty.objects.filter(person=them).order_by("pk")),
        _HOLDINGS.array(RoleHolding.objects.filter(person=them).order_by("-from_on", "pk")),
    ]


def shown_of(person: Person, found: Sequence[Any], *, today: date) -> Shown:
    """What one person has shown, from the columns of `columns_shown`."""
    qualifications, signatures, checks, duties, holdings = found
    held = [each for each in _HOLDINGS.made(holdings) if each.to_on is None or each.to_on >= today]
    return Shown(
        person=person,
        today=today,
        qualifications=QUALIFICATIONS.made(qualifications),
        signatures=_SIGNATURES.made(signatures),
        checks=_EXTRACTS.made(checks),
        duties={duty.role_id: duty for duty in _DUTIES.made(duties)},
        held_since={each.role_id: each.from_on for each in held},
    )


def unmet(role: VolunteerRole, *, asked: Asked, shown: Shown, on: date) -> list[Unmet]:
    """All that a person lacks for a role on a day; empty means: nothing."""
    return [lack for check in _CHECKS for lack in check(role, asked, shown, on)]


def soon(role: VolunteerRole, *, asked: Asked, shown: Shown) -> list[Unmet]:
    """What a person will lack for a role before long: what ends, and supervision that is due."""
    found = []
    for wanted in asked.types.get(role.pk, ()):
        own = [each for each in shown.qualifications if stands_for(each, wanted)]
        if not any(is_valid(each, on=shown.today) for each in own):
            continue
        if not any(is_valid(each, on=shown.today + SOON) for each in own):
            last = max(each.to_on or each.revoked_on or shown.today for each in own)
            said = _("The qualification “%(name)s” is valid until %(day)s.")
            values = {"name": wanted.name, "day": formats.day(last, year=True)}
            found.append(Unmet("qualification_ends", said % values))
    if duty_of(role, shown) in (Duty.DUE, Duty.OVERDUE):
        found.append(Unmet("supervision_due", _("It is time for supervision.")))
    return found


def lacks_of(person: Person, roles: Iterable[VolunteerRole], *, today: date) -> dict[int, list[Unmet]]:
    """What one person lacks today for each of these roles, by the role's key; at most three queries."""
    roles = list(roles)
    asked = asked_of(roles, today=today)
    shown = shown_by([person], today=today)[person.pk]
    return {role.pk: unmet(role, asked=asked, shown=shown, on=today) for role in roles}


def age_on(person: Person, day: date) -> int | None:
    """Whole years on a day; None for somebody whose day of birth is not known."""
    born = person.born_on
    if born is None:
        return None
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def is_valid(qualification: Qualification, *, on: date) -> bool:
    """Whether it stands on a day, first and last day included."""
    return (
        qualification.from_on <= on
        and (qualification.to_on is None or on <= qualification.to_on)
        and (qualification.revoked_on is None or on < qualification.revoked_on)
    )


def stands_for(qualification: Qualification, wanted: QualificationType) -> bool:
    """Whether it is of a kind, or of one that includes it, whenever it is valid."""
    return qualification.type_id == wanted.pk or qualification.type_id in wanted.met_by


def duty_of(role: VolunteerRole, shown: Shown) -> Duty:
    """How a person's supervision stands in a role today.

    Counted from the last time, or from when the duty or the role began. In order for as long as the role's
    interval, overdue after it; past the days of grace no new shifts where the role says so.
    """
    if role.supervision == VolunteerRole.Supervision.NONE or role.supervision_every_days is None:
        return Duty.NOT_REQUIRED
    duty = shown.duties.get(role.pk)
    if duty is not None:
        counted_from: date | None = duty.last_on or duty.since_on
    else:
        counted_from = shown.held_since.get(role.pk)
    if counted_from is None:
        return Duty.OK
    days = (shown.today - counted_from).days
    every = role.supervision_every_days
    if days <= every:
        return Duty.DUE if days > every - DUE_DAYS else Duty.OK
    if role.supervision == VolunteerRole.Supervision.BLOCKING and days > every + role.supervision_grace_days:
        return Duty.BLOCKED
    return Duty.OVERDUE


def extract_is_fresh(*, extract_on: date, seen_on: date) -> bool:
    """Whether an extract was at most six months old when it was seen."""
    month = extract_on.month - 1 + EXTRACT_MONTHS
    year, month = extract_on.year + month // 12, month % 12 + 1
    last = (date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)).day
    return extract_on <= seen_on <= date(year, month, min(extract_on.day, last))


def must_sign(kind: str, texts: Sequence[AgreementText], signatures: Iterable[Signature]) -> bool:
    """Whether a text of this kind has to be signed: the newest that all must sign anew, or a later one.

    `texts` are those in force, newest first. Without any there is nothing to sign.
    """
    enough = set()
    for text in texts:
        enough.add(text.pk)
        if text.renews:
            break
    return bool(enough) and not any(signature.text_id in enough for signature in signatures)


Check = Callable[[VolunteerRole, Asked, Shown, date], Iterator[Unmet]]


def _is_old_enough(role: VolunteerRole, asked: Asked, shown: Shown, on: date) -> Iterator[Unmet]:
    if role.minimum_age is None:
        return
    age = age_on(shown.person, on)
    if age is None:
        yield Unmet(
            "age_unknown",
            _("The day of birth is not known; one must be %(age)s.") % {"age": role.minimum_age},
        )
    elif age < role.minimum_age:
        yield Unmet("too_young", _("One must be %(age)s years old on that day.") % {"age": role.minimum_age})


def _is_qualified(role: VolunteerRole, asked: Asked, shown: Shown, on: date) -> Iterator[Unmet]:
    for wanted in asked.types.get(role.pk, ()):
        own = [each for each in shown.qualifications if stands_for(each, wanted)]
        if any(is_valid(each, on=on) for each in own):
            continue
        names = {"name": wanted.name}
        ended = [
            each.to_on
            for each in own
            if each.to_on is not None and each.to_on < on and each.revoked_on is None
        ]
        if ended:
            said = _("The qualification “%(name)s” is valid until %(day)s only.")
            yield Unmet("qualification_ended", said % (names | {"day": formats.day(max(ended), year=True)}))
        else:
            yield Unmet("qualification_missing", _("The qualification “%(name)s” is missing.") % names)


def _has_signed(role: VolunteerRole, asked: Asked, shown: Shown, on: date) -> Iterator[Unmet]:
    kinds = AgreementText.Kind
    if role.needs_agreement and must_sign(
        kinds.AGREEMENT, asked.texts.get(kinds.AGREEMENT, ()), shown.signatures
    ):
        yield Unmet("agreement_unsigned", _("The volunteer agreement is not signed."))
    if role.needs_confidentiality and must_sign(
        kinds.CONFIDENTIALITY, asked.texts.get(kinds.CONFIDENTIALITY, ()), shown.signatures
    ):
        yield Unmet("confidentiality_unsigned", _("The confidentiality undertaking is not signed."))


def _was_checked(role: VolunteerRole, asked: Asked, shown: Shown, on: date) -> Iterator[Unmet]:
    if role.needs_child_check and not any(check.role_id == role.pk for check in shown.checks):
        yield Unmet("child_work_check", _("The extract for work with children has not been seen."))


def _is_supervised(role: VolunteerRole, asked: Asked, shown: Shown, on: date) -> Iterator[Unmet]:
    if duty_of(role, shown) is Duty.BLOCKED:
        yield Unmet(
            "supervision_overdue", _("Supervision comes first: it has been too long since the last time.")
        )


_CHECKS: tuple[Check, ...] = (_is_old_enough, _is_qualified, _has_signed, _was_checked, _is_supervised)
