"""The register's own parts of a person's page. They read nothing: the dossier has it all."""

from typing import Any

from accounts.http import TenantRequest
from tenants import clock
from volunteers.register import carried_words, dossier, guards, own_fields, person_words, requirements
from volunteers.register.made_once import MadeOnce
from volunteers.register.models import Availability, CarriedRecord, Note, Person, Qualification
from volunteers.register.person_page import Section
from volunteers.register.requirements import DUTY_WORDS, Duty

OWNERS = frozenset({"owner"})
NOTES_SHOWN = 5


def roles(person: Person, request: TenantRequest) -> dict[str, Any]:
    """What they do, what of it is missing today, and how supervision stands."""
    today = clock.today(request.association)
    known = dossier.of(person)
    held = sorted(known.held(today), key=lambda each: (each.role.name, each.pk))
    asked = requirements.asked_of([each.role for each in held], today=today)
    shown = known.shown(person, today=today)
    lines: list[dict[str, Any]] = []
    for each in held:
        duty = requirements.duty_of(each.role, shown)
        lines.append(
            {
                "role": each.role,
                "since": each.from_on,
                "lacks": requirements.unmet(each.role, asked=asked, shown=shown, on=today),
                "duty": "" if duty is Duty.NOT_REQUIRED else DUTY_WORDS[duty],
                "duty_bad": duty in {Duty.OVERDUE, Duty.BLOCKED},
                "duty_wait": duty is Duty.DUE,
            }
        )
    consented = any(each.is_guardian and each.consented_on for each in known.contacts)
    minor = guards.guardian_unmet(person, consented=consented, on=today)
    lacks = guards.once([*minor, *(lack for line in lines for lack in line["lacks"])])
    return {"lines": lines, "minor": minor, "lacks": lacks}


def records(person: Person, request: TenantRequest) -> dict[str, Any] | None:
    """Qualifications (of each kind the latest, and what else is valid) and what is signed."""
    today = clock.today(request.association)
    known = dossier.of(person)
    if not known.qualifications and not known.signatures:
        return None
    told: set[int] = set()
    held: list[tuple[Qualification, bool]] = []
    for each in known.qualifications:
        valid = requirements.is_valid(each, on=today)
        if each.type_id not in told or (
            valid and not any(ok and one.type_id == each.type_id for one, ok in held)
        ):
            held.append((each, valid))
            told.add(each.type_id)
    return {"held": held, "signed": known.signatures}


def details(person: Person, request: TenantRequest) -> dict[str, Any]:
    """How to reach them, and what they speak and can do."""
    return {
        "age": requirements.age_on(person, clock.today(request.association)),
        "speaks": ", ".join(str(person_words.LANGUAGES.get(code, code)) for code in person.speaks),
        "tags": [each.tag.name for each in dossier.of(person).tagged],
        "own": [
            (each.field.name, own_fields.shown(each.field, each.value))
            for each in dossier.of(person).own_values
        ],
    }


def contacts(person: Person, request: TenantRequest) -> dict[str, Any]:
    """Whom to call."""
    return {"contacts": dossier.of(person).contacts}


def times(person: Person, request: TenantRequest) -> dict[str, Any]:
    """When they like to come, and when they are away."""
    today = clock.today(request.association)
    known = dossier.of(person)
    return {
        "days": week_in_words(known.availability),
        "absences": sorted(
            (each for each in known.absences if each.to_on >= today), key=lambda each: each.from_on
        ),
    }


def placements(person: Person, request: TenantRequest) -> dict[str, Any]:
    """For which school or office they are here."""
    return {"placements": dossier.of(person).placements}


def carried(person: Person, request: TenantRequest) -> dict[str, Any] | None:
    """What they brought along from elsewhere, as it was there: nobody here has checked it."""
    rows = _carried.instances(CarriedRecord, person=person.pk)
    found = [(row, carried_words.lines(row.data)) for row in rows]
    return {"carried": found} if found else None


_carried = MadeOnce(
    lambda person: CarriedRecord.objects.filter(person=person, state__in=["offered", "accepted"]).values_list(
        "id", "uuid", "from_name", "carried_at", "data", "state", "answered_by"
    ),
    person=int,
)


def notes(person: Person, request: TenantRequest) -> dict[str, Any]:
    """What coordinators wrote, as far as this reader may."""
    readable = [each for each in dossier.of(person).notes if may_read(each, request)]
    shown = readable if request.GET.get("notes") == "all" else readable[:NOTES_SHOWN]
    return {"notes": shown, "older": len(readable) - len(shown)}


def may_read(note: Note, request: TenantRequest) -> bool:
    """Whether this reader is one of those for whom the note is."""
    return note.level == Note.Level.COORDINATORS or bool(request.access & OWNERS)


def week_in_words(rows: list[Availability]) -> list[tuple[int, str]]:
    """Weekdays with their times: (0, "17–20")."""
    days: dict[int, list[str]] = {}
    for row in rows:
        days.setdefault(row.weekday, []).append(f"{_clock(row.from_minute)}–{_clock(row.to_minute)}")
    return [(day, ", ".join(said)) for day, said in sorted(days.items())]


def _clock(minute: int) -> str:
    hours, minutes = divmod(minute, 60)
    return f"{hours}.{minutes:02}" if minutes else str(hours)


SECTIONS = (
    Section("roles", 10, "register/_person_roles.html", roles),
    Section("records", 30, "register/_person_records.html", records),
    Section("carried", 35, "register/_person_carried.html", carried),
    Section("notes", 60, "register/_person_notes.html", notes),
    Section("details", 10, "register/_person_details.html", details, aside=True),
    Section("contacts", 20, "register/_person_contacts.html", contacts, aside=True),
    Section("times", 30, "register/_person_times.html", times, aside=True),
    Section("placements", 40, "register/_person_placements.html", placements, aside=True),
)
