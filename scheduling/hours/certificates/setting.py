"""Certificates as PDF: one, or many on a page each, every one in its person's own language."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _, pgettext

from scheduling.hours.certificates.facts import Facts
from scheduling.hours.models import CertificateSigner
from tenants import clock
from tenants.context import current_association
from web import formats
from web.pdf import pdf

TEMPLATE = Path(__file__).with_name("certificate.typ")


def document(said: Sequence[dict[str, Any]]) -> bytes:
    """Certificates on a page each. The document's own language is that of the first."""
    return pdf(TEMPLATE, {"lang": said[0]["lang"], "title": said[0]["title"], "certificates": said})


def words_of(facts: Facts, *, signer: CertificateSigner | None) -> dict[str, Any]:
    """What one certificate says, in the person's language."""
    association = current_association()
    language = language_of(facts)
    with translation.override(language):
        today = clock.today(association)
        day = formats.day(today, year=True, weekday=False)
        if facts.year < today.year:
            sentence = _("has volunteered with our association in %(year)s.") % {"year": facts.year}
        else:
            sentence = _("has volunteered with our association in %(year)s, until %(day)s.") % {
                "year": facts.year,
                "day": day,
            }
        since = facts.since.year if facts.since and facts.since.year < facts.year else None
        return {
            "lang": language,
            "association": association.name_in(language),
            "title": _("Certificate of volunteering"),
            "name": facts.person.name,
            "sentence": sentence,
            "since": _("A volunteer of ours since %(year)s.") % {"year": since} if since else "",
            "role_label": pgettext("certificate", "Role"),
            "hours_label": pgettext("certificate", "Time"),
            "rows": [
                {
                    "role": line.role.name if line.role else pgettext("certificate", "Volunteering"),
                    "hours": formats.duration(line.minutes),
                }
                for line in facts.lines
            ],
            "total_label": pgettext("certificate", "In all"),
            "total": formats.duration(facts.minutes),
            "thanks": _("Thank you for the time that you have given to others."),
            "place_and_day": day,
            "signer": signer.name if signer else "",
            "signer_title": signer.title_in(language) if signer else "",
            "note": _("The hours are those that the association had confirmed by %(day)s.") % {"day": day},
            "check_label": _("Is it genuine? Read the code or open"),
            "check_alt": _("A code that leads to the page where this certificate can be checked"),
        }


def language_of(facts: Facts) -> str:
    """The person's language, or the association's."""
    known = dict(settings.LANGUAGES)
    own = facts.person.language
    return own if own in known else str(current_association().language)


def file_name(facts: Facts) -> str:
    """What the file is called, in the person's language; a name that is one on every system."""
    with translation.override(language_of(facts)):
        kind = pgettext("file name", "Certificate")
    name = "".join(c for c in facts.person.name if c.isalnum() or c in " -").strip()
    return f"{kind} {facts.year} {' '.join(name.split())[:80]}.pdf"
