"""A person's trail in words: what was done, by whom, and what was before and after."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _, gettext_lazy, ngettext, pgettext, pgettext_lazy

from notifications import kinds
from tenants.models import Access
from volunteers.register import dossier, own_fields
from volunteers.register.made_once import MadeOnce
from volunteers.register.models import (
    AgreementText,
    Consent,
    Period,
    Person,
    Placement,
    Trail,
    Unit,
    VolunteerRole,
)
from volunteers.register.person_page import Moment
from web import formats

FIELDS = {
    "given_name": gettext_lazy("Given name"),
    "family_name": gettext_lazy("Family name"),
    "email": gettext_lazy("E-mail"),
    "phone": gettext_lazy("Phone"),
    "language": gettext_lazy("Language"),
    "born_on": gettext_lazy("Day of birth"),
    "municipality": gettext_lazy("Municipality"),
    "postal_code": gettext_lazy("Postal code"),
    "speaks": gettext_lazy("Speaks"),
    "skills": gettext_lazy("Skills"),
}
BESIDE = {
    "name": pgettext_lazy("person", "Name"),
    "phone": gettext_lazy("Phone"),
    "email": gettext_lazy("E-mail"),
    "relation": gettext_lazy("Relation"),
    "is_guardian": gettext_lazy("Guardian"),
    "consented_on": gettext_lazy("Consent given on"),
    "kind": pgettext_lazy("placement", "Kind"),
    "from_on": gettext_lazy("First day"),
    "to_on": gettext_lazy("Last day"),
    "institution": gettext_lazy("School or office"),
    "programme": gettext_lazy("Programme"),
    "mentor": gettext_lazy("Mentor"),
}
_DAYS = {"born_on", "consented_on", "from_on", "to_on"}
LANGUAGES = {
    "fi": pgettext_lazy("language", "Finnish"),
    "sv": pgettext_lazy("language", "Swedish"),
    "en": pgettext_lazy("language", "English"),
    "se": pgettext_lazy("language", "Northern Sámi"),
    "ru": pgettext_lazy("language", "Russian"),
    "uk": pgettext_lazy("language", "Ukrainian"),
    "et": pgettext_lazy("language", "Estonian"),
    "ar": pgettext_lazy("language", "Arabic"),
    "so": pgettext_lazy("language", "Somali"),
    "fas": pgettext_lazy("language", "Persian"),
    "de": pgettext_lazy("language", "German"),
    "fr": pgettext_lazy("language", "French"),
    "es": pgettext_lazy("language", "Spanish"),
    "fsl": pgettext_lazy("language", "Finnish Sign Language"),
}
_TITLES = {
    "person.added": gettext_lazy("Added to the register"),
    "person.imported": gettext_lazy("Added by an import"),
    "person.import_filled": gettext_lazy("Completed by an import"),
    "person.import_undone": gettext_lazy("The completion was undone"),
    "person.changed": gettext_lazy("Details changed"),
    "person.invited": gettext_lazy("Invited to sign in"),
    "person.merged": gettext_lazy("Joined with another entry in the register"),
    "person.kept_apart": gettext_lazy("Known not to be the same as somebody alike"),
    "person.unlinked": gettext_lazy("Sign-in taken away"),
    "person.linked": gettext_lazy("Invitation accepted"),
    "period.started": gettext_lazy("A period as volunteer began"),
    "period.break": gettext_lazy("On a break"),
    "period.ended": gettext_lazy("Time as volunteer ended"),
    "role.held": gettext_lazy("Role begun"),
    "role.ended": gettext_lazy("Role ended"),
    "qualification.noted": gettext_lazy("Qualification noted"),
    "qualification.revoked": gettext_lazy("Qualification revoked"),
    "child_work_check.noted": gettext_lazy("Extract for work with children seen"),
    "supervision.noted": gettext_lazy("Was in supervision"),
    "supervision.taken_back": gettext_lazy("Was not in supervision after all"),
    "agreement.signed": gettext_lazy("Agreement signed"),
    "consent.given": gettext_lazy("Consent given"),
    "consent.withdrawn": gettext_lazy("Consent withdrawn"),
    "contact.added": gettext_lazy("Contact person added"),
    "contact.changed": gettext_lazy("Contact person changed"),
    "contact.removed": gettext_lazy("Contact person removed"),
    "availability.set": gettext_lazy("Times that suit changed"),
    "rest.talked": gettext_lazy("Asked how they are"),
    "rest.shown": gettext_lazy("Shown under Rest again"),
    "wish.set": gettext_lazy("Wishes for shifts changed"),
    "absence.added": gettext_lazy("Absence noted"),
    "absence.removed": gettext_lazy("Absence removed"),
    "placement.added": gettext_lazy("Placement noted"),
    "placement.changed": gettext_lazy("Placement changed"),
    "placement.removed": gettext_lazy("Placement removed"),
    "erasure.asked": gettext_lazy("Wish to be erased"),
    "erasure.withdrawn": gettext_lazy("Wish to be erased taken back"),
    "data.asked": gettext_lazy("Files with data asked for"),
    "record.carried": gettext_lazy("Record carried along"),
    "record.removed": gettext_lazy("Record brought along removed"),
    "note.written": gettext_lazy("Note written"),
    "note.removed": gettext_lazy("Note removed"),
    "access.limited": gettext_lazy("Access changed"),
    "access.ended": gettext_lazy("Access ended"),
    "access.handed_over": gettext_lazy("Handed everything over"),
    "guest.looked": gettext_lazy("A guest looked at the page"),
    "messages.chosen": gettext_lazy("Chose how messages come"),
    "message.sent_again": gettext_lazy("A message was tried again"),
    "message.called_off": gettext_lazy("A message was called off"),
    "message.read": gettext_lazy("The text of a message was read"),
    "person.address_tried": gettext_lazy("An address is used again"),
    "thanks.noted": gettext_lazy("Thanked"),
    "thanks.removed": gettext_lazy("Thank-you removed"),
}
_BAD = {"qualification.revoked", "consent.withdrawn"}
_QUIET = {
    "guest.looked",
    "message.sent_again",
    "message.called_off",
    "message.read",
    "person.address_tried",
    "note.written",
    "note.removed",
    "contact.changed",
    "availability.set",
    "wish.set",
    "messages.chosen",
    "person.changed",
}
# Told by a line of their own that says more.
_TOLD = {"period.moved": {Period.State.ON_BREAK, Period.State.ENDED}}


def told(person: Person, before: Any, limit: int) -> list[Moment]:
    """The person's own lines of the trail."""
    return [
        _moment(row, person)
        for row in _lines(limit).instances(Trail, person=person.uuid, before=before)
        if row.data.get("to") not in _TOLD.get(row.verb, ())
    ]


@cache
def _lines(limit: int) -> MadeOnce:
    def making(person: UUID, before: datetime) -> QuerySet[Trail, Any]:
        rows = Trail.objects.filter(subject_kind="person", subject_uuid=person, at__lt=before)
        names = ("id", "at", "actor_user", "actor_name", "verb", "subject_kind", "subject_uuid", "data")
        return rows.order_by("-at", "-pk").values_list(*names)[:limit]

    return MadeOnce(making, person=UUID, before=datetime)


def _moment(row: Trail, person: Person) -> Moment:
    said = _SAID.get(row.verb, _nothing)(row.data, person)
    return Moment(
        at=row.at,
        title=title_of(row),
        text=" ".join(part for part in (said, _doer(row, person)) if part),
        state="bad" if row.verb in _BAD else "quiet" if row.verb in _QUIET else "done",
    )


def title_of(row: Trail) -> str:
    """What was done, in words."""
    if row.verb == "period.moved":
        return _("Back from the break") if row.data.get("from") == "on_break" else _("Began as volunteer")
    return str(_TITLES.get(row.verb, _("Changed")))


def verb_in_words(row: Trail) -> str:
    """What was done, for the person who did it; the bare verb where it has no words of its own."""
    if row.verb in _TITLES or row.verb == "period.moved":
        return title_of(row)
    return row.verb


def _doer(row: Trail, person: Person) -> str:
    if row.actor_user is None:
        return ""
    if row.actor_user == person.user_uuid:
        return _("By themselves.")
    if row.data.get("on_behalf"):
        return _("By %(name)s on their behalf.") % {"name": row.actor_name}
    return _("By %(name)s.") % {"name": row.actor_name}


def _nothing(data: dict[str, Any], person: Person) -> str:
    return ""


def _day(text: Any) -> str:
    return formats.day(date.fromisoformat(str(text)), year=True, weekday=False)


def _value(name: str, value: Any) -> str:
    if isinstance(value, bool):
        return pgettext("value", "yes") if value else pgettext("value", "no")
    if value in (None, "", []):
        return pgettext("value", "empty")
    if name == "language":
        return str(dict(settings.LANGUAGES).get(value, value))
    if name in _DAYS:
        return _day(value)
    if name == "kind":
        return str(Placement.Kind(value).label)
    if name == "speaks":
        return ", ".join(str(LANGUAGES.get(code, code)) for code in value)
    return ", ".join(value) if isinstance(value, list) else str(value)


def _changes(data: dict[str, Any], person: Person) -> str:
    changes = data.get("changes", {})
    are_own = any(name.startswith(own_fields.PREFIX) for name in changes)
    own = own_fields.by_key(own_fields.active()) if are_own else {}
    lines = []
    for name, (old, new) in changes.items():
        if name.startswith(own_fields.PREFIX) and name not in own:
            lines.append(_("A field that was removed since."))
            continue
        label = own[name].name if name in own else FIELDS.get(name, name)
        before, after = (
            own_fields.shown(own[name], value) if name in own and value else _value(name, value)
            for value in (old, new)
        )
        lines.append(_arrow(label, before, after))
    return " ".join(lines)


def _arrow(label: Any, before: str, after: str) -> str:
    return _("%(field)s: %(before)s → %(after)s.") % {"field": label, "before": before, "after": after}


def _beside(data: dict[str, Any], person: Person) -> str:
    """Changes of a contact person or a placement: what others are called or reached at is only named."""
    lines = [
        _arrow(BESIDE[name], _value(name, old), _value(name, new))
        for name, (old, new) in data.get("changes", {}).items()
    ]
    if changed := [str(BESIDE[name]) for name in data.get("changed", ())]:
        lines.append(_("Changed: %(fields)s.") % {"fields": ", ".join(changed)})
    return " ".join(lines)


def _break(data: dict[str, Any], person: Person) -> str:
    return " ".join(
        part for part in (_("Until %(day)s.") % {"day": _day(data["until"])}, _released(data)) if part
    )


def _released(data: dict[str, Any]) -> str:
    number = data.get("released", 0)
    if not number:
        return ""
    return ngettext("%(number)s place given back.", "%(number)s places given back.", number) % {
        "number": number
    }


def _ended(data: dict[str, Any], person: Person) -> str:
    parts = [_("Last day %(day)s.") % {"day": _day(data["on"])}]
    if reason := data.get("reason"):
        parts.append(_("Reason: %(reason)s.") % {"reason": Period.Reason(reason).label})
    parts.append(_released(data))
    if data.get("access"):
        parts.append(_("Can no longer sign in here as a volunteer."))
    return " ".join(part for part in parts if part)


def _started(data: dict[str, Any], person: Person) -> str:
    return _("From %(day)s, %(state)s.") % {
        "day": _day(data["on"]),
        "state": Period.State(data["state"]).label,
    }


def _role(data: dict[str, Any], person: Person) -> str:
    code = data.get("role", "")
    names = {holding.role.code: holding.role.name for holding in dossier.of(person).holdings}
    name = names.get(code, code)
    return f"{name}, {_day(data['on'])}." if data.get("on") else f"{name}."


def _type(data: dict[str, Any], person: Person) -> str:
    names = {held.type.code: held.type.name for held in dossier.of(person).qualifications}
    return f"{names.get(data['type'], data['type'])}."


def _signed(data: dict[str, Any], person: Person) -> str:
    said = _("%(kind)s, version %(version)s.") % {
        "kind": str(AgreementText.Kind(data["kind"]).label).capitalize(),
        "version": data["version"],
    }
    return " ".join((said, _("On paper."))) if data.get("on_paper") else said


def _consent(data: dict[str, Any], person: Person) -> str:
    known = Consent.Purpose.values
    return f"{Consent.Purpose(data['purpose']).label}." if data.get("purpose") in known else ""


def _days(data: dict[str, Any], person: Person) -> str:
    first, last = (_day(day) if day else "" for day in data["days"])
    return f"{first}–{last}."


def _placement(data: dict[str, Any], person: Person) -> str:
    said = f"{str(Placement.Kind(data['kind']).label).capitalize()}, {_days(data, person)}"
    return f"{said} {_beside(data, person)}".strip()


def _access(data: dict[str, Any], person: Person) -> str:
    """In which role, and how far and how long it went before and goes now."""
    lines = [f"{str(Access.Role(data['role']).label).capitalize()}."]
    if "before" in data and "after" in data:
        told = zip(_extent(data["before"]), _extent(data["after"]), strict=True)
        lines += [_arrow(label, old, new) for (label, old), (_label, new) in told if old != new]
    return " ".join(lines)


def _extent(said: dict[str, Any]) -> list[tuple[str, str]]:
    """What an access covers, its first day and its last, each with what it is called."""
    covers = pgettext("access", "the whole association")
    if said["limited"]:
        parts = [unit.name for unit in Unit.objects.filter(uuid__in=said["units"])]
        parts += [role.name for role in VolunteerRole.objects.filter(uuid__in=said["roles"])]
        covers = ", ".join(parts) or pgettext("value", "empty")
    begins, ends = (datetime.fromisoformat(at) if at else None for at in (said["starts_at"], said["ends_at"]))
    last = timezone.localtime(ends) - timedelta(seconds=1) if ends else None
    return [
        (pgettext("access", "Covers"), covers),
        (_("First day"), _value("from_on", timezone.localtime(begins).date() if begins else "")),
        (_("Last day"), _value("to_on", last.date() if last else "")),
    ]


_TIMES = {
    "quiet_from": gettext_lazy("Quiet hours"),
    "quiet_to": gettext_lazy("Quiet hours"),
    "urgent_at_night": gettext_lazy("Urgent calls at night"),
    "digest_at": gettext_lazy("Time of the summary"),
    "digest_weekday": gettext_lazy("Time of the summary"),
    "leads": gettext_lazy("Times of reminders"),
}


def _chosen(data: dict[str, Any], person: Person) -> str:
    """For which kinds of messages, and which times."""
    known = kinds.listed()
    labels = {name: str(kind.label) for name, kind in known.items()} | {
        name: str(label) for name, label in _TIMES.items()
    }
    said = dict.fromkeys(labels[name] for name in data.get("what", ()) if name in labels)
    return f"{', '.join(said)}." if said else ""


_SAID: dict[str, Callable[[dict[str, Any], Person], str]] = {
    "person.changed": _changes,
    "period.started": _started,
    "period.break": _break,
    "period.ended": _ended,
    "role.held": _role,
    "role.ended": _role,
    "supervision.noted": _role,
    "supervision.taken_back": _role,
    "child_work_check.noted": _role,
    "qualification.noted": _type,
    "qualification.revoked": _type,
    "agreement.signed": _signed,
    "consent.given": _consent,
    "consent.withdrawn": _consent,
    "absence.added": _days,
    "access.limited": _access,
    "access.ended": _access,
    "absence.removed": _days,
    "placement.added": _placement,
    "placement.changed": _placement,
    "placement.removed": _placement,
    "messages.chosen": _chosen,
    "contact.changed": _beside,
}
