"""What the register keeps for the care of its people: thanks, incidents. Announced when the app starts."""

from django.utils.translation import gettext_lazy as _, pgettext_lazy

from notifications import kinds as notification_kinds
from volunteers.register import (
    care_erasers,
    care_needs,
    erasers,
    incident_words,
    mergers,
    models,
    needs,
    person_data,
    person_page,
    retention,
    thanks_words,
)
from volunteers.register.person_export import Export, Told
from volunteers.register.retention import Keeping
from volunteers.register.services import incidents


def _sealed(row: models.Incident) -> str:
    """The file that somebody takes along is not sealed."""
    return str(_("The report is kept sealed. Ask an owner of the association to read it to you."))


def _letter(row: models.Thanks) -> str:
    return row.letter.in_language()[1] if row.letter else ""


THANKS = Export(
    Told("why", _("Thanked for")),
    Told("thanked_on", _("Thanked on")),
    Told("by_name", _("Thanked by")),
    Told("letter", _("Letter"), _letter),
    silent=("by_user", "batch"),
    related=("letter",),
    latest_first="-thanked_on",
    order=30,
)
INCIDENT = Export(
    Told("kind", _("What it was")),
    Told("whom", _("To whom it happened")),
    Told("happened_on", _("Happened on")),
    Told("reported_at", pgettext_lazy("incident", "Reported")),
    Told("state", pgettext_lazy("column", "State")),
    Told("text", _("What was told"), _sealed),
    Told("on_paper", _("Noted from paper or phone")),
    Told("noted_by", _("Noted by")),
    Told("closed_at", _("Closed")),
    # Who handles it, and what is done, may be about others.
    silent=(
        "sealed_text",
        "sealed_handling",
        "is_insurance_matter",
        "insurer_told_on",
        "handler_user",
        "handler_name",
    ),
    latest_first="-reported_at",
    order=45,
)
HANDLED = Export(
    Told("reported_at", pgettext_lazy("incident", "Reported")),
    Told("state", pgettext_lazy("column", "State")),
    latest_first="-reported_at",
    order=46,
    whole=False,
)


def announce() -> None:
    """Kinds of messages, parts of the person's page, and where people are in these tables."""
    notification_kinds.register(incident_words.KIND)
    person_page.register(thanks_words.SECTION)
    retention.register(
        Keeping(
            code="incidents",
            what=_("Reports of incidents"),
            since=_("after the report was closed"),
            months=incidents.KEPT_MONTHS,
            due=lambda keeping: incidents.over(keeping=keeping),
            forget=lambda old: incidents.forget(old=old),
        )
    )
    for kind in care_needs.KINDS:
        needs.register(kind)
    for model, by, what, erase, export in (
        (models.Thanks, "person", _("Thanks"), erasers.rows_of(models.Thanks), THANKS),
        (models.Incident, "reporter", _("Reports of incidents"), care_erasers.incidents, INCIDENT),
        (models.Incident, "handler_user", _("Incidents they handled"), care_erasers.handling, HANDLED),
    ):
        person_data.register(
            person_data.PersonData(
                model=model,
                by=by,
                what=what,
                erase=erase,
                export=export,
                merge=mergers.MERGERS.get((model, by)),
            )
        )
