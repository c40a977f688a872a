"""The certificate of a completed course: as that of a year's hours, with an address where it is checked.

A course for a discreet role is not named on it, nor are its modules.
"""

from typing import Any

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _, pgettext

from scheduling.hours.certificates import facts as known, issuing, setting
from tenants.context import current_association
from volunteers.training import completion, selectors
from volunteers.training.models import Enrolment, Session
from volunteers.training.services import attending
from web import formats


def document(enrolment: Enrolment) -> bytes:
    """The PDF of a completed enrolment."""
    words = words_of(enrolment)
    completed_at = enrolment.completed_at
    if completed_at is None:
        raise LookupError("A certificate of a course that is not completed was asked for.")
    year = timezone.localtime(completed_at).year
    return setting.document([issuing.issue_other(person=enrolment.person, year=year, words=words)])


def words_of(enrolment: Enrolment) -> dict[str, Any]:
    """What it says, in the person's language; the same each time, so that its code stays the same."""
    association, person, course = current_association(), enrolment.person, enrolment.run.course
    language = person.language if person.language in dict(settings.LANGUAGES) else str(association.language)
    signer = known.signer()
    with translation.override(language):
        attended = set(enrolment.attendances.values_list("session_id", flat=True))
        there = [each for each in selectors.sessions_of(enrolment.run) if each.pk in attended]
        day = formats.day(timezone.localtime(enrolment.completed_at), year=True, weekday=False)
        name = pgettext("certificate", "Training for volunteers") if course.is_discreet else course.name
        return {
            "about": attending.about(enrolment=enrolment),
            "lang": language,
            "association": association.name_in(language),
            "title": _("Certificate of training"),
            "name": person.name,
            "sentence": _("has completed the course “%(course)s”.") % {"course": name},
            "since": _qualified(enrolment),
            "role_label": pgettext("certificate", "Module"),
            "hours_label": pgettext("certificate", "Time"),
            "rows": _rows(there, discreet=course.is_discreet),
            "total_label": pgettext("certificate", "In all"),
            "total": formats.duration(sum(map(completion.minutes_of, there))),
            "thanks": _("Thank you for learning what helps others."),
            "place_and_day": day,
            "signer": signer.name if signer else "",
            "signer_title": signer.title_in(language) if signer else "",
            "note": _("The hours are those of the sessions attended by %(day)s.") % {"day": day},
            "check_label": _("Is it genuine? Read the code or open"),
            "check_alt": _("A code that leads to the page where this certificate can be checked"),
        }


def file_name(enrolment: Enrolment) -> str:
    """A name that is one on every system."""
    kind = pgettext("file name", "Certificate")
    name = "".join(c for c in enrolment.person.name if c.isalnum() or c in " -").strip()
    course = "" if enrolment.run.course.is_discreet else enrolment.run.course.name
    course = "".join(c for c in course if c.isalnum() or c in " -")
    return f"{' '.join(f'{kind} {course} {name}'.split())[:120]}.pdf"


def _qualified(enrolment: Enrolment) -> str:
    held = enrolment.qualification
    if held is None or enrolment.run.course.is_discreet:
        return ""
    if held.to_on is None:
        return _("Qualification: %(name)s.") % {"name": held.type.name}
    until = formats.day(held.to_on, year=True, weekday=False)
    return _("Qualification: %(name)s, valid until %(day)s.") % {"name": held.type.name, "day": until}


def _rows(there: list[Session], *, discreet: bool) -> list[dict[str, str]]:
    minutes: dict[str, int] = {}
    for each in there:
        name = pgettext("certificate", "Training") if discreet else each.module.name
        minutes[name] = minutes.get(name, 0) + completion.minutes_of(each)
    return [{"role": name, "hours": formats.duration(count)} for name, count in minutes.items()]
