"""What an application tells the person whose it was."""

from django.utils.translation import gettext_lazy as _, pgettext_lazy

from volunteers.recruiting import selectors
from volunteers.recruiting.models import Application
from volunteers.register.person_export import Export, Told


def _answers(row: Application) -> dict[str, str]:
    return {answer.asked: answer.text for answer in row.answers.all()}


def _notes(row: Application) -> list[str]:
    return [f"{note.text} ({note.by_name})" for note in row.notes.all()]


def _replies(row: Application) -> list[str]:
    return [f"{reply.subject}: {reply.text} ({reply.by_name})" for reply in row.replies.all()]


APPLICATIONS = Export(
    Told("state", pgettext_lazy("column", "State")),
    Told("roles", pgettext_lazy("column", "Roles"), selectors.role_names),
    Told("given_name", _("First name")),
    Told("family_name", _("Last name")),
    Told("email", _("E-mail")),
    Told("phone", _("Phone number")),
    Told("language", _("Language")),
    Told("municipality", _("Where you live")),
    Told("birth_year", _("Year of birth")),
    Told("guardian_name", _("A guardian's name")),
    Told("guardian_contact", _("The guardian's phone number or e-mail")),
    Told("why", _("What would you like to tell us?")),
    Told("answers", _("Answers"), _answers),
    Told("notes", _("Notes of the coordinators"), _notes),
    Told("replies", _("Messages sent"), _replies),
    Told("source", pgettext_lazy("column", "Came")),
    Told("created_at", _("Written")),
    Told("consented_at", _("Agreed to being kept")),
    Told("submitted_at", _("Sent")),
    Told("first_replied_at", _("First reply")),
    Told("interviewed_at", _("Meeting agreed")),
    Told("settled_at", _("Settled")),
    Told("reason", _("Reason")),
    Told("came_from", _("Sent on from")),
    Told("suggested_name", _("Suggested instead")),
    Told("suggested_at", _("Suggested")),
    Told("keep_until", _("Kept until")),
    # The secret of the private link, and whether the row still says anything.
    silent=("token_hash", "is_blank", "suggested_to"),
    order=5,
)
