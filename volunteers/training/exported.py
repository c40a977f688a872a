"""What training tells the person whom it is about."""

from django.utils.translation import gettext_lazy as _, pgettext_lazy

from volunteers.register.person_export import Export, Told
from volunteers.training import words
from volunteers.training.models import Enrolment


def _attended(row: Enrolment) -> list[str]:
    rows = row.attendances.select_related("session__module").order_by("session__starts_at")
    return [f"{each.session.module.name}, {words.when(each.session)}" for each in rows]


ENROLMENTS = Export(
    Told("course", _("Course"), lambda row: words.title(row.run)),
    Told("state", pgettext_lazy("column", "State")),
    Told("created_at", _("Enrolled")),
    Told("changed_at", _("Last changed")),
    Told("completed_at", pgettext_lazy("course", "Completed")),
    Told("attended", _("Sessions attended"), _attended),
    # Told among the qualifications.
    silent=("qualification", "run"),
    related=("run__course",),
    latest_first="-created_at",
    order=32,
)
TRAINING = Export(
    Told("course", _("Course"), words.title),
    Told("created_at", _("Planned")),
    related=("course",),
    latest_first="-created_at",
    order=39,
    whole=False,
)
