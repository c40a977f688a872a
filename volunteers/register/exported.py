"""What the register's own tables tell the person whom they are about."""

from django.utils.translation import gettext_lazy as _, pgettext_lazy

from volunteers.register import carried_words, needs, own_fields, person_words
from volunteers.register.models import (
    Absence,
    Availability,
    CarriedRecord,
    ChildWorkCheck,
    Consent,
    ContactPerson,
    Download,
    ErasureRequest,
    ImportedPerson,
    LetterReading,
    MergedAway,
    Note,
    NotTheSame,
    OwnValue,
    Period,
    Person,
    PersonTag,
    Placement,
    PutOff,
    Qualification,
    RoleHolding,
    SavedList,
    Signature,
    SupervisionDuty,
    Trail,
    VolunteerRole,
)
from volunteers.register.person_export import Export, Told

WEEKDAYS = (
    _("Monday"),
    _("Tuesday"),
    _("Wednesday"),
    _("Thursday"),
    _("Friday"),
    _("Saturday"),
    _("Sunday"),
)
_FROM, _TO = _("From"), pgettext_lazy("day", "Until")
_ROLE = pgettext_lazy("column", "Role")


def _speaks(row: Person) -> list[str]:
    return [str(person_words.LANGUAGES.get(code, code)) for code in row.speaks]


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


def _need_kind(row: PutOff) -> str:
    kind = needs.known(row.kind)
    return str(kind.label) if kind else row.kind


PERSON = Export(
    Told("given_name", _("Given name")),
    Told("family_name", _("Family name")),
    Told("email", _("E-mail")),
    Told("phone", _("Phone")),
    Told("language", _("Language")),
    Told("born_on", _("Day of birth")),
    Told("municipality", _("Municipality")),
    Told("postal_code", _("Postal code")),
    Told("speaks", _("Speaks"), _speaks),
    Told("skills", _("Skills")),
    Told("created_at", _("In the register since")),
    # Keys by which lists are sorted and searched, made of the name.
    silent=("sort_key", "search_key", "is_blank", "stands_for"),
    order=0,
)
PERIOD = Export(
    Told("started_on", _FROM),
    Told("ended_on", _TO),
    Told("state", pgettext_lazy("column", "State")),
    Told("break_until", _("On a break until")),
    Told("end_reason", _("Reason of the end")),
    latest_first="-started_on",
    order=5,
)
HOLDING = Export(
    Told("role", _ROLE, lambda row: row.role.name),
    Told("from_on", _FROM),
    Told("to_on", _TO),
    related=("role",),
    latest_first="-from_on",
    order=6,
)
COORDINATED = Export(Told("name", _ROLE, lambda row: row.name), order=7, whole=False)
QUALIFICATION = Export(
    Told("type", _("Qualification"), lambda row: row.type.name),
    Told("from_on", _FROM),
    Told("to_on", _TO),
    Told("revoked_on", _("Revoked on")),
    Told("revoked_for", _("Why it was revoked")),
    Told("noted_at", _("Noted")),
    Told("noted_by", _("Noted by")),
    related=("type",),
    latest_first="-from_on",
    order=10,
)
CHECK = Export(
    Told("role", _ROLE, lambda row: row.role.name),
    Told("extract_on", _("Day of the extract")),
    Told("seen_on", _("Seen on")),
    Told("seen_by", _("Seen by")),
    related=("role",),
    order=11,
)
DUTY = Export(
    Told("role", _ROLE, lambda row: row.role.name),
    Told("since_on", _FROM),
    Told("last_on", _("Last in supervision")),
    related=("role",),
    order=12,
)
CONTACT = Export(
    Told("name", pgettext_lazy("column", "Name")),
    Told("phone", _("Phone")),
    Told("email", _("E-mail")),
    Told("relation", _("Relation")),
    Told("is_guardian", _("Guardian")),
    Told("consented_on", _("Consented on")),
    order=20,
)
AVAILABILITY = Export(
    Told("weekday", _("Weekday"), lambda row: str(WEEKDAYS[row.weekday])),
    Told("from_minute", _FROM, lambda row: _clock(row.from_minute)),
    Told("to_minute", _TO, lambda row: _clock(row.to_minute)),
    latest_first="weekday",
    order=21,
)
ABSENCE = Export(Told("from_on", _FROM), Told("to_on", _TO), latest_first="-from_on", order=22)
PLACEMENT = Export(
    Told("kind", pgettext_lazy("column", "Kind")),
    Told("institution", _("School or office")),
    Told("programme", _("Programme")),
    Told("mentor", _("Mentor")),
    Told("from_on", _FROM),
    Told("to_on", _TO),
    order=23,
)
NOTE = Export(
    Told("text", _("Text")),
    Told("at", _("Written")),
    Told("by_name", _("Written by")),
    Told("level", _("Who may read it")),
    silent=("by_user",),
    latest_first="-at",
    order=30,
)
TAG = Export(Told("tag", _("Tag"), lambda row: row.tag.name), related=("tag",), order=31)
SIGNATURE = Export(
    Told(
        "text",
        _("Text"),
        lambda row: (
            _("%(kind)s, version %(version)s")
            % {"kind": str(row.text.get_kind_display()).capitalize(), "version": row.text.version}
        ),
    ),
    Told("typed_name", _("Signed as")),
    Told("language", _("Language")),
    Told("at", _("When")),
    Told("on_paper", _("On paper")),
    Told("noted_by", _("Noted by")),
    related=("text",),
    latest_first="-at",
    order=15,
)
CONSENT = Export(
    Told("purpose", _("What for")),
    Told("given_at", _("Given")),
    Told("withdrawn_at", _("Taken back")),
    latest_first="-given_at",
    order=16,
)
CARRIED = Export(
    Told("from_name", _("From which association")),
    Told("carried_at", _("When")),
    Told("data", _("What"), lambda row: carried_words.lines(row.data)),
    Told("state", pgettext_lazy("column", "State")),
    Told("consented_at", _("Agreed")),
    Told("consent_version", _("Version of the text")),
    Told("answered_at", _("Answered")),
    Told("answered_by", _("Answered by")),
    # Codes of what the words above say.
    silent=("parts",),
    latest_first="-carried_at",
    order=17,
)
SAVED_LIST = Export(
    Told("name", pgettext_lazy("column", "Name")),
    Told("query", _("Filter")),
    Told("columns", _("Columns")),
    order=60,
)
READING = Export(
    Told("letter", _("Letter"), lambda row: row.letter.subject),
    Told("at", _("Opened")),
    order=41,
)
PUT_OFF = Export(
    Told("kind", pgettext_lazy("column", "Kind"), _need_kind),
    Told("until", _("Put off until")),
    # What it is about is told where that stands: it may be about others.
    silent=("key",),
    order=60,
)
TRAIL = Export(
    Told("at", _("When")),
    Told("verb", _("What"), person_words.verb_in_words),
    Told("actor_name", _("As whom")),
    # What it was done to is told on that thing's own page: it may be about others.
    silent=("subject_kind", "subject_uuid", "data"),
    latest_first="-at",
    order=70,
)
DOWNLOAD = Export(
    Told("kind", _("What")),
    Told("state", pgettext_lazy("column", "State")),
    Told("asked_at", _("Asked for")),
    Told("ready_at", _("Ready")),
    Told("expires_at", _("Kept until")),
    Told("language", _("Language")),
    silent=("percent", "attempts", "data"),
    order=61,
)
# Blank people hold hours of closed months; those hours are told with the others.
STAND_IN = Export(Told("created_at", _("For hours since")), order=64, whole=False)
MERGED_AWAY = Export(
    Told("given_name", _("Given name")),
    Told("family_name", _("Family name")),
    Told("email", _("E-mail")),
    Told("phone", _("Phone")),
    Told("at", _("Joined with this entry")),
    Told("by_name", _("By whom")),
    latest_first="-at",
    order=63,
)
# Who the other one is, is theirs to know.
KEPT_APART = Export(
    Told("at", _("Noted")),
    Told("by_name", _("Noted by")),
    silent=("one", "other"),
    latest_first="-at",
    order=65,
)
ERASURE = Export(Told("asked_at", _("Asked for")), order=62)

OWN_VALUE = Export(
    Told("field", _("Field"), lambda row: row.field.name),
    Told("value", _("Answer"), lambda row: own_fields.shown(row.field, row.value)),
    related=("field",),
    order=12,
)
IMPORTED = Export(
    Told("file", pgettext_lazy("column", "File"), lambda row: row.batch.name),
    Told("at", _("When"), lambda row: row.batch.started_at),
    Told("is_new", _("Added by it")),
    silent=("batch", "wrote"),
    related=("batch",),
)
EXPORTS = {
    (Person, "user_uuid"): PERSON,
    (Period, "person"): PERIOD,
    (RoleHolding, "person"): HOLDING,
    (VolunteerRole, "coordinator"): COORDINATED,
    (Qualification, "person"): QUALIFICATION,
    (ChildWorkCheck, "person"): CHECK,
    (SupervisionDuty, "person"): DUTY,
    (ContactPerson, "person"): CONTACT,
    (Availability, "person"): AVAILABILITY,
    (Absence, "person"): ABSENCE,
    (Placement, "person"): PLACEMENT,
    (Note, "person"): NOTE,
    (PersonTag, "person"): TAG,
    (Signature, "person"): SIGNATURE,
    (OwnValue, "person"): OWN_VALUE,
    (ImportedPerson, "person"): IMPORTED,
    (Consent, "person"): CONSENT,
    (CarriedRecord, "person"): CARRIED,
    (SavedList, "user_uuid"): SAVED_LIST,
    (LetterReading, "person"): READING,
    (PutOff, "user_uuid"): PUT_OFF,
    (Trail, "actor_user"): TRAIL,
    (Download, "user_uuid"): DOWNLOAD,
    (ErasureRequest, "person"): ERASURE,
    (Person, "stands_for"): STAND_IN,
    (MergedAway, "person"): MERGED_AWAY,
    (NotTheSame, "one"): KEPT_APART,
    (NotTheSame, "other"): KEPT_APART,
}
