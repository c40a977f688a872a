"""Everybody's certificates of a year: each as a file of its own in an archive, and all to print in one go."""

import io
import zipfile
from collections.abc import Iterable, Sequence
from datetime import date
from typing import IO
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import pgettext

from scheduling.hours.certificates import facts as known, issuing, setting
from scheduling.hours.certificates.facts import Facts
from scheduling.hours.certificates.issuing import Paper
from scheduling.hours.errors import NobodyToCertify
from scheduling.hours.models import CertificateSigner
from tenants import clock
from tenants.actors import Actor
from tenants.context import current_association
from volunteers.register import trail
from volunteers.register.models import Download, Person
from volunteers.register.services import downloads
from volunteers.register.services.downloads import Made, Maker, Say

KIND = Download.Kind.CERTIFICATES
# Pages of one document: more take a printer, and the one who waits for it, too long.
PAGES = 250


def ask(*, people: Sequence[Person], year: int, language: str, by: Actor) -> Download:
    """Have the certificates of these people prepared for who asks. Raises NobodyToCertify."""
    found = known.facts_of(people, year=year, zone=_zone())
    if not found:
        raise NobodyToCertify(year=year)
    return downloads.ask(
        kind=KIND,
        language=language,
        by=by,
        data={"year": year, "people": [str(facts.person.uuid) for facts in found]},
    )


@transaction.atomic
def name_signer(*, name: str, titles: dict[str, str], by: Actor) -> CertificateSigner:
    """Say who signs the certificates from now on."""
    made, _new = CertificateSigner.objects.update_or_create(
        is_only=True,
        defaults={
            "name": name,
            **{f"title_{language}": title for language, title in titles.items()},
            "changed_at": clock.now(),
        },
    )
    trail.record("certificates.signer", by=by, subject_kind="association")
    return made


def make(download: Download, say: Say) -> Iterable[Made] | None:
    """The archive and the documents; None where nobody of them is left."""
    uuids = [UUID(text) for text in download.data.get("people", []) if _is_uuid(text)]
    people = Person.objects.filter(uuid__in=uuids, is_blank=False).order_by("sort_key", "pk")
    year = int(download.data["year"])
    found = known.facts_of(people, year=year, zone=_zone())
    if not found:
        return None
    papers = issuing.issue(found=found, signer=known.signer())
    kind = pgettext("file name", "certificates")
    name = f"{kind}-{year}"
    archive = _archive(papers, say)
    made = [Made(name=f"{name}.zip", mimetype="application/zip", content=archive)]
    for number, start in enumerate(range(0, len(papers), PAGES), start=1):
        say(80 + 15 * start // len(papers))
        part = f"-{number}" if len(papers) > PAGES else ""
        pages = setting.document([paper.words for paper in papers[start : start + PAGES]])
        made.append(Made(name=f"{name}{part}.pdf", mimetype="application/pdf", content=io.BytesIO(pages)))
    return made


MAKER = Maker(kind=KIND, make=make)


def _archive(papers: Sequence[Paper], say: Say) -> IO[bytes]:
    file = io.BytesIO()
    taken: dict[str, int] = {}
    day = clock.today(current_association())
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
        for number, paper in enumerate(papers):
            archive.writestr(_entry(paper.facts, taken, day), setting.document([paper.words]))
            if number % 5 == 0:
                say(80 * number // len(papers))
    file.seek(0)
    return file


def _entry(facts: Facts, taken: dict[str, int], day: date) -> zipfile.ZipInfo:
    """A name for each, for two people of one name too."""
    name = setting.file_name(facts)
    taken[name] = taken.get(name, 0) + 1
    if taken[name] > 1:
        name = f"{name.removesuffix('.pdf')} ({taken[name]}).pdf"
    return zipfile.ZipInfo(name, date_time=(day.year, day.month, day.day, 0, 0, 0))


def _zone() -> ZoneInfo:
    return ZoneInfo(current_association().timezone)


def _is_uuid(text: str) -> bool:
    """Of somebody who was erased meanwhile only a dash is left."""
    try:
        UUID(text)
    except ValueError:
        return False
    return True
