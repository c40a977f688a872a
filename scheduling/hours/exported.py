"""What hours tell the person whose they are."""

from django.utils.translation import gettext_lazy as _, pgettext_lazy

from notifications import subjects
from scheduling.hours import rest
from scheduling.hours.models import HoursEntry
from volunteers.register.person_export import Export, Told


def _subject(row: HoursEntry) -> str:
    return subjects.label_of(row.subject_kind, row.subject_uuid)


HOURS = Export(
    Told("starts_at", _("From")),
    Told("ends_at", pgettext_lazy("day", "Until")),
    Told("minutes", _("Minutes")),
    Told("kind", pgettext_lazy("column", "Kind")),
    Told("role", pgettext_lazy("column", "Role"), lambda row: row.role.name if row.role else ""),
    Told("grant_target", _("Grant target"), lambda row: row.grant_target.name if row.grant_target else ""),
    Told("state", pgettext_lazy("column", "State")),
    Told("source", _("Came from")),
    Told("method", _("Method")),
    Told("subject", _("Shift"), _subject),
    Told("approved_at", _("Approved")),
    Told("approved_by", _("Approved by")),
    Told("return_reason", _("Why it came back")),
    Told(
        "correction", _("Why it was corrected"), lambda row: row.correction.reason if row.correction else ""
    ),
    Told("reversal", _("Why it was taken back"), lambda row: row.reversal.reason if row.reversal else ""),
    Told("created_at", _("Written")),
    # Which months it touches follows from the times.
    silent=("first_month", "last_month", "subject_kind", "subject_uuid", "card_import"),
    related=("role", "grant_target", "correction", "reversal"),
    latest_first="-starts_at",
    order=35,
)

CERTIFICATES = Export(
    Told("issued_at", _("Given out")),
    Told("year", _("Year")),
    Told("code", _("Code")),
    Told("total", pgettext_lazy("certificate", "In all"), lambda row: row.words["total"]),
    # What the paper says is the hours above, in words.
    silent=("words",),
    latest_first="-issued_at",
    order=36,
)

REST = Export(
    Told("found_on", _("Seen on")),
    Told("signs", _("What is much"), rest.sentences),
    Told("minutes", _("Minutes in the last four weeks")),
    Told("quiet_until", _("Not shown before")),
    # The signs above say them in words.
    silent=("is_many", "days", "nights", "weeks", "usual_minutes"),
    order=36,
)
