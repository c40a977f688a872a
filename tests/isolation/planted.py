"""One row of everything in an association, each with words that can be found again wherever they leak."""

import itertools
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.apps import apps
from django.db import models

from notifications.models import Message
from scheduling.hours.models import HoursEntry, ImportBatch, ImportDraft, Month, MonthFigure
from scheduling.shifts.models import Shift, SignUp
from tenants.context import entered
from tenants.models import Association
from tenants.rows import TenantRow
from tests.isolation.planted_care import plant_care
from tests.isolation.planted_heads import plant_heads
from tests.isolation.planted_messages import plant_messages
from tests.isolation.planted_reports import plant_reports
from tests.isolation.planted_shifts import plant_shifts
from tests.isolation.planted_training import plant_training, plant_wider
from volunteers.recruiting.models import (
    Answer,
    Application,
    ApplicationNote,
    ApplicationRole,
    InterviewOffer,
    InterviewTime,
    Question,
    Reply,
    ReplyTemplate,
)
from volunteers.register.models import (
    Absence,
    AccessibilityFeedback,
    AgreementText,
    Availability,
    CarriedRecord,
    ChildWorkCheck,
    Consent,
    ContactPerson,
    Download,
    DownloadFile,
    DownloadPiece,
    ErasureRequest,
    FailedRow,
    ImportedPerson,
    Letter,
    LetterReading,
    MergedAway,
    Note,
    NotTheSame,
    OwnField,
    OwnValue,
    PeopleImport,
    Period,
    Person,
    PersonTag,
    Placement,
    PrivacyRules,
    PutOff,
    Qualification,
    QualificationType,
    RetentionRun,
    RetentionTerm,
    RoleHolding,
    RoleMaterial,
    RoleQualification,
    SavedList,
    Signature,
    Site,
    SupervisionDuty,
    Tag,
    TextBase,
    Trail,
    Unit,
    VolunteerRole,
    sort_key,
)

# A Monday; what is planted lies a day before and a day after.
NOW = datetime(2025, 2, 3, 6, 0, tzinfo=UTC)
DAY, TWO_HOURS = timedelta(days=1), timedelta(hours=2)


@dataclass(frozen=True)
class Planted:
    """What lies in one association."""

    association: Association
    uuids: dict[str, UUID]
    keys: dict[str, int]

    def count(self) -> dict[str, int]:
        """How many rows each table has."""
        with entered(self.association):
            return {model.__name__: model._default_manager.count() for model in tenant_models()}

    def rows(self, tables: Collection[str] | None = None) -> dict[str, list[object]]:
        """Everything (or what these tables hold), to compare with what was."""
        with entered(self.association):
            return {
                model.__name__: [_plain(row) for row in model._default_manager.order_by("pk").values_list()]
                for model in tenant_models()
                if tables is None or model._meta.db_table in tables
            }


def tenant_models() -> list[type[models.Model]]:
    """Every model that an association has tables for."""
    return [model for model in apps.get_models() if issubclass(model, TenantRow)]


def models_with_uuid() -> set[str]:
    """Those whose rows can be named in an address."""
    return {
        model.__name__ for model in tenant_models() if any(f.name == "uuid" for f in model._meta.get_fields())
    }


def _plain(row: tuple[object, ...]) -> tuple[object, ...]:
    return tuple(bytes(value) if isinstance(value, memoryview) else value for value in row)


def plant(
    association: Association,
    *,
    mark: str,
    key: int,
    person: Person | None = None,
    one_uuid: UUID | None = None,
) -> Planted:
    """Rows of every kind in which `mark` stands; of `person` where they are somebody's, else of a new one.

    All have the same `key`, so that one number names something of every kind and can be told from those of
    another association. With `one_uuid` every row has this same identifier and fits into every address.
    """
    with entered(association):
        rows = _plant(mark, itertools.repeat(key), person, one_uuid)
        if one_uuid:
            for row in rows:
                _identify(row, one_uuid)
        # A tagging is named by its line in the trail, which has no identifier of its own.
        Trail.objects.create(
            at=NOW, actor_name=f"Tekijä {mark}", verb="people.tagged", subject_kind="tagging",
            subject_uuid=one_uuid, data={"tag": str(one_uuid), "people": []},
        )  # fmt: skip
    return Planted(
        association=association,
        uuids={type(row).__name__: row.uuid for row in rows},
        keys={type(row).__name__: row.pk for row in rows},
    )


def _identify(row: Any, uuid: UUID) -> None:
    if row.uuid == uuid:
        return
    row.uuid = uuid
    type(row).objects.filter(pk=row.pk).update(uuid=uuid)


def _plant(mark: str, keys: Iterator[int], person: Person | None, one_uuid: UUID | None) -> list[Any]:
    role = VolunteerRole.objects.create(
        pk=next(keys),
        code=f"role-{mark.lower()}",
        family="guides",
        name_fi=f"Rooli {mark}",
        description_fi=f"Kuvaus {mark}",
        is_open=True,
    )
    site = Site.objects.create(
        pk=next(keys), name=f"Paikka {mark}", address=f"Katu {mark}", arrival=f"Ovi {mark}"
    )
    if person is None:
        person = Person.objects.create(
            pk=next(keys),
            given_name=f"Etu{mark}",
            family_name=f"Suku{mark}",
            sort_key=sort_key(family_name=mark, given_name=mark),
            email=f"{mark.lower()}@example.org",
            phone=f"040 {mark}",
            created_at=NOW,
        )
        Period.objects.create(person=person, state="active", started_on=date(2020, 1, 1))
    RoleHolding.objects.create(person=person, role=role, from_on=date(2020, 1, 1))
    shift = Shift.objects.create(
        pk=next(keys),
        role=role,
        site=site,
        title=f"Vuoro {mark}",
        description=f"Kuvaus {mark}",
        starts_at=NOW + DAY,
        ends_at=NOW + DAY + TWO_HOURS,
        places=3,
        taken=1,
        state="published",
        contact_person=person,
        created_at=NOW,
    )
    sign_up = SignUp.objects.create(
        pk=next(keys),
        shift=shift,
        person=person,
        starts_at=shift.starts_at,
        ends_at=shift.ends_at,
        created_at=NOW,
        changed_at=NOW,
    )
    for month in (1, 2):
        Month.objects.get_or_create(
            first_day=date(2025, month, 1), defaults={"closes_at": NOW + timedelta(days=60)}
        )
    entry = HoursEntry.objects.create(
        pk=next(keys),
        person=person,
        role=role,
        starts_at=NOW - DAY,
        ends_at=NOW - DAY + TWO_HOURS,
        minutes=120,
        first_month=date(2025, 2, 1),
        last_month=date(2025, 2, 1),
        state="submitted",
        source="self",
        return_reason=f"Syy {mark}",
        created_at=NOW,
    )
    batch = ImportBatch.objects.create(
        pk=next(keys),
        name=f"{mark}.csv",
        sha256=uuid4().hex * 2,
        rows=1,
        heads=2,
        minutes=60,
        created_at=NOW,
        created_by=f"Tekijä {mark}",
        header=["Päivä", f"Tunnit {mark}"],
        left_out=[[2, ["3.1.2025", f"Vuoro {mark}"], [f"Syy {mark}"]]],
    )
    draft = ImportDraft.objects.create(
        pk=next(keys),
        name=f"{mark}.csv",
        content=f"date,{mark}\nsoon,{mark}\n".encode(),
        places={"date": 0, "shift_id": 1, "volunteer_hours": 0, "attended": 0},
        role=role,
        default_start=time(12),
        created_at=NOW,
    )
    tally = plant_heads(mark, next(keys), role, batch)
    MonthFigure.objects.create(
        year=2025, month=2, role=role, minutes=12345, people=1, heads=2, computed_at=NOW
    )
    message = Message.objects.create(
        pk=next(keys),
        kind="shift.reminder",
        key=f"{mark}",
        person_uuid=one_uuid or person.uuid,
        subject_kind="shift",
        subject_uuid=shift.uuid,
        state="failed",
        due_at=NOW,
        next_at=NOW,
        failure=mark,
        data={"x": mark},
        created_at=NOW,
    )
    Trail.objects.create(at=NOW, actor_name=f"Tekijä {mark}", verb="x", subject_kind="x", data={"x": mark})
    own = _plant_own_and_imported(mark, keys, person)
    known = _plant_what_is_known(mark, keys, person, role, one_uuid)
    known += _plant_keeping(mark, keys, person)
    known += _plant_applicant(mark, keys, person, role, one_uuid)
    known += plant_care(mark, next(keys), person, role)
    known += plant_shifts(mark, next(keys), shift, sign_up, person)
    known += plant_training(mark, next(keys), person, role, site)
    known.append(plant_reports(mark, next(keys)))
    known += plant_messages(mark, next(keys), message, one_uuid or shift.uuid)
    return [role, site, person, shift, sign_up, entry, batch, draft, tally, message, *own, *known]


def _plant_keeping(mark: str, keys: Iterator[int], person: Person) -> list[Any]:
    """Files that wait for somebody, a wish to be erased, terms and nights, and what the notices say."""
    download = Download.objects.create(
        pk=next(keys), kind="own", user_uuid=person.user_uuid or uuid4(), language="fi", state="ready",
        percent=100, asked_at=NOW, ready_at=NOW, expires_at=NOW + 7 * DAY,
    )  # fmt: skip
    file = DownloadFile.objects.create(
        pk=next(keys), download=download, name=f"{mark}.json", mimetype="application/json", size=len(mark)
    )
    DownloadPiece.objects.create(file=file, number=0, content=mark.encode())
    wish = ErasureRequest.objects.create(pk=next(keys), person=person, asked_at=NOW)
    RetentionTerm.objects.create(code=f"term-{mark.lower()}"[:40], months=1)
    RetentionRun.objects.get_or_create(night=date(2025, 2, 1), defaults={"started_at": NOW})
    PrivacyRules.objects.update_or_create(pk=1, defaults={"more_fi": f"Lisää {mark}"})
    feedback = AccessibilityFeedback.objects.create(
        pk=next(keys), at=NOW, answer_by=date(2025, 2, 17), text=f"Palaute {mark}", name=f"Kirjoittaja {mark}"
    )
    told = {"roles": [{"name": {"fi": f"Tuotu {mark}"}, "from_on": "2024-01-01", "to_on": None}]}
    carried = CarriedRecord.objects.create(
        pk=next(keys), person=person, from_name=f"Muualta {mark}", carried_at=NOW, data=told,
        state="offered", consent_version="2025-1", consented_at=NOW)  # fmt: skip
    return [download, file, wish, feedback, carried]


def _plant_what_is_known(
    mark: str, keys: Iterator[int], person: Person, role: VolunteerRole, one_uuid: UUID | None
) -> list[Any]:
    """What the register knows of a person and of a role; what is signed cannot get another UUID later."""
    day = date(2025, 1, 1)
    unit = Unit.objects.create(pk=next(keys), name_fi=f"Yksikkö {mark}", kind="centre")
    material = RoleMaterial.objects.create(
        pk=next(keys), role=role, title=f"Ohje {mark}", text=f"Teksti {mark}", has_file=True,
        address=f"https://{mark}.example",
    )  # fmt: skip
    kind = QualificationType.objects.create(
        pk=next(keys), code=f"type-{mark.lower()}", name_fi=f"Pätevyys {mark}"
    )
    plant_wider(mark, next(keys), kind)
    RoleQualification.objects.create(role=role, type=kind)
    held = Qualification.objects.create(
        pk=next(keys), person=person, type=kind, from_on=day, noted_at=NOW, noted_by=f"Tekijä {mark}"
    )
    ChildWorkCheck.objects.create(
        person=person, role=role, extract_on=day, seen_on=day, seen_by=f"Tekijä {mark}"
    )
    SupervisionDuty.objects.create(person=person, role=role, since_on=day)
    contact = ContactPerson.objects.create(
        pk=next(keys), person=person, name=f"Läheinen {mark}", phone=f"040 {mark}"[:30], relation=mark
    )
    Availability.objects.create(person=person, weekday=0, from_minute=0, to_minute=60)
    absence = Absence.objects.create(pk=next(keys), person=person, from_on=day, to_on=day)
    placement = Placement.objects.create(
        pk=next(keys), person=person, kind="student", institution=f"Koulu {mark}", from_on=day
    )
    note = Note.objects.create(
        pk=next(keys), person=person, text=f"Muistiinpano {mark}", at=NOW, by_name=f"Tekijä {mark}"
    )
    tag = Tag.objects.create(pk=next(keys), name=f"Tunniste {mark}"[:40])
    PersonTag.objects.create(person=person, tag=tag)
    kept = SavedList.objects.create(
        pk=next(keys), user_uuid=person.user_uuid or uuid4(), name=f"Lista {mark}"[:40], query=f"q={mark}"
    )
    PutOff.objects.create(
        user_uuid=person.user_uuid or uuid4(), kind="register.placement", key=str(placement.uuid), until=day
    )
    text = AgreementText.objects.create(
        pk=next(keys),
        uuid=one_uuid or uuid4(),
        kind="agreement",
        version=1 + AgreementText.objects.count(),
        text_fi=f"Sopimus {mark}",
        in_force_on=day,
        created_at=NOW,
    )
    TextBase.objects.update_or_create(kind="agreement", defaults={"said": {"text_fi": f"Malli {mark}"}})
    signature = Signature.objects.create(
        pk=next(keys),
        uuid=one_uuid or uuid4(),
        person=person,
        text=text,
        language="fi",
        typed_name=f"Nimi {mark}",
        at=NOW,
        noted_by=f"Tekijä {mark}",
    )
    Consent.objects.create(person=person, purpose="photo", given_at=NOW)
    gone = MergedAway.objects.create(
        pk=next(keys),
        uuid=one_uuid or uuid4(),
        person=person,
        given_name=f"Ennen{mark}",
        family_name=f"Suku{mark}",
        at=NOW,
        by_name=f"Tekijä {mark}",
    )
    alike = Person.objects.create(
        pk=next(keys) + 1,
        given_name=f"Toinen{mark}",
        family_name=f"Suku{mark}",
        sort_key=mark,
        created_at=NOW,
    )
    one, other = sorted((person, alike), key=lambda each: each.pk)
    NotTheSame.objects.create(one=one, other=other, at=NOW, by_name=f"Tekijä {mark}")
    letter = Letter.objects.create(
        pk=next(keys),
        uuid=one_uuid or uuid4(),
        subject_fi=f"Kirje {mark}",
        text_fi=f"Teksti {mark}",
        language="fi",
        by_name=f"Tekijä {mark}",
        at=NOW,
    )
    Message.objects.create(
        kind="register.letter",
        key=f"kirje {mark}",
        person_uuid=one_uuid or person.uuid,
        subject_kind="register.letter",
        subject_uuid=letter.uuid,
        state="sent",
        due_at=NOW,
        next_at=NOW,
        created_at=NOW,
    )
    LetterReading.objects.create(letter=letter, person=person, at=NOW)
    return [
        letter,
        gone,
        unit,
        material,
        kind,
        held,
        contact,
        absence,
        placement,
        note,
        tag,
        kept,
        text,
        signature,
    ]


def _plant_own_and_imported(mark: str, keys: Iterator[int], person: Person) -> list[Any]:
    """What the association asks of people itself, and a file of people that was imported."""
    field = OwnField.objects.create(pk=next(keys), name_fi=f"Kenttä {mark}", kind="text", seen_by_person=True)
    OwnValue.objects.create(person=person, field=field, value=f"Vastaus {mark}")
    batch = PeopleImport.objects.create(
        pk=next(keys),
        name=f"{mark}.csv",
        sha256=uuid4().hex * 2,
        state="done",
        header=[f"Otsake {mark}"],
        rows=2,
        worked=2,
        created_at=NOW,
        started_at=NOW,
        finished_at=NOW,
        created_by=f"Tekijä {mark}",
    )
    ImportedPerson.objects.create(batch=batch, person=person, is_new=False, wrote={"x": mark})
    FailedRow.objects.create(batch=batch, number=2, cells=[f"Solu {mark}"], problems=[f"Vika {mark}"])
    return [field, batch]


def _plant_applicant(
    mark: str, keys: Iterator[int], person: Person, role: VolunteerRole, one_uuid: UUID | None
) -> list[Any]:
    """Somebody who applied for the role, and what came of it so far."""
    question = Question.objects.create(pk=next(keys), role=role, text_fi=f"Kysymys {mark}")
    application = Application.objects.create(
        pk=next(keys),
        uuid=one_uuid or uuid4(),
        token_hash=f"{mark.lower():z<64}",
        state="in_review",
        given_name=f"Hakija{mark}",
        family_name=f"Sukunimi{mark}",
        email=f"hakija.{mark.lower()}@example.org",
        phone=f"050 {mark}"[:30],
        municipality=f"Kunta {mark}",
        guardian_name=f"Huoltaja {mark}",
        guardian_contact=f"huoltaja {mark}",
        why=f"Miksi {mark}",
        created_at=NOW - DAY,
        consented_at=NOW - DAY,
        submitted_at=NOW - DAY,
        person=person,
    )
    ApplicationRole.objects.create(application=application, role=role, is_first=True)
    Answer.objects.create(application=application, question=question, asked=mark, text=f"Vastaus {mark}")
    ApplicationNote.objects.create(application=application, text=f"Merkintä {mark}", at=NOW, by_name=mark)
    reply = Reply.objects.create(
        pk=next(keys), application=application, subject=f"Aihe {mark}", text=f"V {mark}", at=NOW, by_name=mark
    )
    template = ReplyTemplate.objects.create(
        pk=next(keys), name=f"Malli {mark}", subject_fi=f"Aihe {mark}", text_fi=f"Viesti {mark}"
    )
    time = InterviewTime.objects.create(
        pk=next(keys),
        starts_at=NOW + DAY,
        ends_at=NOW + DAY + TWO_HOURS,
        place=f"Huone {mark}",
        host=f"Isäntä {mark}",
    )
    InterviewOffer.objects.create(application=application, time=time)
    return [question, application, reply, template, time]
