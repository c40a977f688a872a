"""The list of people as coordinators look at it: who is in it, what is told of each, in few queries."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, QuerySet, Value, Window
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy as _, pgettext_lazy

from volunteers.register import own_fields, reach, search, selectors
from volunteers.register.made_once import MadeOnce
from volunteers.register.models import (
    OwnField,
    OwnValue,
    Period,
    Person,
    PersonTag,
    Qualification,
    RoleHolding,
    SavedList,
    Tag,
    VolunteerRole,
)
from volunteers.register.models.people import plain
from web.kit import Pages

NONE = "none"
# What can stand beside the name, in this order; these without anybody choosing.
COLUMNS: dict[str, str | Promise] = {
    "state": pgettext_lazy("column", "State"),
    "roles": pgettext_lazy("column", "Roles"),
    "tags": pgettext_lazy("column", "Tags"),
    "phone": pgettext_lazy("column", "Phone"),
    "email": pgettext_lazy("column", "E-mail"),
    "language": pgettext_lazy("column", "Language"),
    "municipality": pgettext_lazy("column", "Municipality"),
    "ending": pgettext_lazy("column", "Qualifications ending"),
    "sign_in": pgettext_lazy("column", "Signing in"),
}
USUAL = ("state", "roles", "phone", "email", "sign_in")
_SHOWN = (
    "uuid",
    "user_uuid",
    "given_name",
    "family_name",
    "email",
    "phone",
    "language",
    "municipality",
    "is_blank",
)
SIGN_IN = (("yes", _("can sign in")), ("no", _("cannot sign in yet")))


@dataclass(frozen=True)
class Wanted:
    """Who is to be in the list. Empty means all."""

    text: str = ""
    state: str = ""
    role: UUID | None = None
    tag: UUID | None = None
    language: str = ""
    unit: UUID | None = None
    sign_in: str = ""
    # Of own fields: key of the row, and an answer, or whether there is one.
    own: tuple[tuple[int, str], ...] = ()


@dataclass
class Line:
    """A person as the list shows them; what no column asks for stays empty."""

    person: Person
    # The open period's state, or that of the last one; empty without any.
    period: str = ""
    state_label: str = ""
    roles: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    ending: list[tuple[str, date]] = field(default_factory=list)
    invited_until: datetime | None = None
    own: dict[str, str] = field(default_factory=dict)


def people(wanted: Wanted, *, on: date, reader: reach.Reaching) -> QuerySet[Person]:
    """Those who are wanted and whom the reader may see.

    In order of name, or the likeliest first where a text is looked for.
    """
    found = reach.people(reader, Person.objects.filter(is_blank=False).order_by("sort_key", "pk"))
    periods = Period.objects.filter(person=OuterRef("pk"))
    if wanted.state == NONE:
        found = found.exclude(Exists(periods))
    elif wanted.state == Period.State.ENDED:
        found = found.filter(Exists(periods)).exclude(Exists(periods.exclude(state=Period.State.ENDED)))
    elif wanted.state:
        found = found.filter(Exists(periods.filter(state=wanted.state)))
    holdings = RoleHolding.objects.filter(selectors.held(on), person=OuterRef("pk"))
    if wanted.role:
        found = found.filter(Exists(holdings.filter(role__uuid=wanted.role)))
    if wanted.unit:
        found = found.filter(Exists(holdings.filter(role__unit__in=reach.with_parts([wanted.unit]))))
    if wanted.tag:
        found = found.filter(Exists(PersonTag.objects.filter(person=OuterRef("pk"), tag__uuid=wanted.tag)))
    if wanted.language:
        found = found.filter(language=wanted.language)
    if wanted.sign_in:
        found = found.filter(user_uuid__isnull=wanted.sign_in == "no")
    for key, value in wanted.own:
        answers = OwnValue.objects.filter(person=OuterRef("pk"), field=key)
        if value == own_fields.UNSAID:
            found = found.filter(~Exists(answers))
        else:
            found = found.filter(Exists(answers if value == own_fields.SAID else answers.filter(value=value)))
    return search.among(found, wanted.text)


def page(
    wanted: Wanted, *, on: date, reader: reach.Reaching, number: int, size: int, url: str
) -> tuple[list[Person], Pages]:
    """A page of those who are wanted, and where it stands among the others.

    Finding by likeness is dear and counting without it cheap: where a text is looked for, the statement that
    finds people says as well how many they are.
    """
    if not wanted.text:
        found = people(wanted, on=on, reader=reader)
        pages = Pages.of(number=number, size=size, total=found.count(), url=url)
        return list(found.only(*_SHOWN)[pages.first - 1 : pages.last]) if pages.total else [], pages
    with search.with_likeness(wanted.text):
        found = people(wanted, on=on, reader=reader)
        start = (max(number, 1) - 1) * size
        counted = found.only(*_SHOWN).annotate(total=Window(Count("*")))
        shown: list[Any] = list(counted[start : start + size])  # people with the count of all beside them
        total = shown[0].total if shown else found.count() if start else 0
        pages = Pages.of(number=number, size=size, total=total, url=url)
        if total and not shown:  # behind the last page
            shown = list(counted[pages.first - 1 : pages.last])
        return shown, pages


def lines(
    people: Iterable[Person], *, columns: Iterable[str], on: date, own: Sequence[OwnField] = ()
) -> list[Line]:
    """What the columns ask for, in at most one query each."""
    columns = set(columns)
    by_key = {person.pk: Line(person=person) for person in people}
    if "state" in columns:
        words = {state: str(label) for state, label in Period.State.choices}
        periods = Period.objects.filter(person__in=by_key).order_by("started_on", "pk")
        for person_id, state in periods.values_list("person_id", "state"):
            line = by_key[person_id]
            if line.period in {"", Period.State.ENDED}:
                line.period, line.state_label = state, words[state]
    if "roles" in columns:
        holdings = RoleHolding.objects.filter(selectors.held(on), person__in=by_key)
        names: dict[int, str] = {}
        for person_id, role_id, name_fi, name_sv, name_en in holdings.order_by(
            "role__position", "role_id"
        ).values_list("person_id", "role_id", "role__name_fi", "role__name_sv", "role__name_en"):
            if role_id not in names:
                names[role_id] = _named(name_fi, name_sv, name_en)
            by_key[person_id].roles.append(names[role_id])
    if "tags" in columns:
        tagged = PersonTag.objects.filter(person__in=by_key).order_by("tag__name")
        for person_id, name in tagged.values_list("person_id", "tag__name"):
            by_key[person_id].tags.append(name)
    if "ending" in columns:
        _add_endings(by_key, on)
    if "sign_in" in columns:
        invited = selectors.open_invitations([line.person for line in by_key.values()])
        for line in by_key.values():
            line.invited_until = invited.get(line.person.uuid)
    _add_answers(by_key, {key: field for key, field in own_fields.by_key(own).items() if key in columns})
    return list(by_key.values())


def _add_answers(by_key: dict[int, Line], asked: dict[str, OwnField]) -> None:
    for person_id, said in own_fields.answers(by_key, list(asked.values())).items():
        by_key[person_id].own = {key: own_fields.shown(asked[key], value) for key, value in said.items()}


def _add_endings(by_key: dict[int, Line], on: date) -> None:
    """The last day of each kind that ends: a renewed one counts by its renewal."""
    held = Qualification.objects.filter(person__in=by_key, revoked_on__isnull=True).select_related("type")
    last: dict[tuple[int, int], Qualification] = {}
    for each in held:
        best = last.get((each.person_id, each.type_id))
        if best is None or _until(each) > _until(best):
            last[each.person_id, each.type_id] = each
    for (person_id, _type), each in sorted(last.items(), key=lambda item: _until(item[1])):
        if each.to_on is not None and each.to_on >= on:
            by_key[person_id].ending.append((each.type.name, each.to_on))


def _until(qualification: Qualification) -> date:
    return qualification.to_on or date.max


def tags() -> QuerySet[Tag]:
    """All tags, by name."""
    return Tag.objects.all()


def _named(finnish: str, swedish: str, english: str) -> str:
    """The name in the language in use, as rows with names have it; making rows for it takes longer."""
    return {"sv": swedish, "en": english}.get((get_language() or "fi")[:2]) or finnish


def _all_to_choose_from() -> QuerySet[VolunteerRole, Any]:
    units = selectors.active_units().annotate(kind_of=Value("unit"), place=F("position"))
    roles = selectors.active_roles().annotate(kind_of=Value("role"), place=F("position"))
    named = Tag.objects.annotate(kind_of=Value("tag"), place=Value(0))
    rows = roles.order_by().values_list("kind_of", "place", "uuid", "name_fi", "name_sv", "name_en")
    return rows.union(
        units.order_by().values_list("kind_of", "place", "uuid", "name_fi", "name_sv", "name_en"),
        named.order_by().values_list("kind_of", "place", "uuid", "name", Value(""), Value("")),
        all=True,
    )


_to_choose = MadeOnce(_all_to_choose_from)


def to_choose_from() -> dict[str, list[tuple[str, str]]]:
    """Roles, tags and units, each with its name in the language in use; one query for all."""
    found: dict[str, list[tuple[str, str]]] = {"role": [], "tag": [], "unit": []}
    for kind, _place, uuid, name_fi, name_sv, name_en in sorted(_to_choose.rows()):
        found[kind].append((str(uuid), _named(name_fi, name_sv, name_en)))
    found["tag"].sort(key=lambda each: plain(each[1]))
    return found


def saved(user_uuid: UUID) -> list[SavedList]:
    """Somebody's own lists; one without a name holds their columns."""
    return _saved.instances(SavedList, user=user_uuid)


_saved = MadeOnce(
    lambda user: SavedList.objects.filter(user_uuid=user).values_list(
        "id", "uuid", "user_uuid", "name", "query", "columns"
    ),
    user=UUID,
)


def columns_of(lists: Sequence[SavedList], own: Sequence[OwnField] = ()) -> list[str]:
    """The columns that somebody chose, in our order; the association's own fields last."""
    for each in lists:
        if not each.name:
            return [name for name in (*COLUMNS, *own_fields.by_key(own)) if name in each.columns]
    return list(USUAL)
