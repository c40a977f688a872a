"""Back into service, from the archive: the same rows, found equal before anybody sees them.

read    the file is the one that was verified
back    its tables come back, and with them its address, in one transaction (tenants.backup.restoring)
tidy    the file goes to the nightly backups, which keep it as long as any other
"""

from tenants import clock
from tenants.backup import restoring
from tenants.backup.archive import Reader
from tenants.backup.making import has_schema
from tenants.leaving import files, telling
from tenants.leaving.archiving import in_use
from tenants.leaving.steps import Step, StepFailed
from tenants.models import Archive, LeavingLetter, Passage


def _is_back(passage: Passage) -> bool:
    return passage.association.is_open and has_schema(passage.association.schema_name)


def _read(passage: Passage) -> None:
    if _is_back(passage):
        return
    archive = in_use(passage.association)
    files.require_unchanged(archive)
    # A restore brings back whom the file speaks of: nobody else than who was asked for.
    manifest = Reader(files.path_of(archive)).manifest()
    if manifest["association"]["uuid"] != str(passage.association.uuid):
        raise StepFailed("damaged")


def _back(passage: Passage) -> None:
    if not _is_back(passage):
        restoring.restore(files.path_of(in_use(passage.association)))


def _tidy(passage: Passage) -> None:
    telling.plan(passage.association, kind=LeavingLetter.Kind.RESTORED, about=passage.uuid, at=clock.now())
    archive = Archive.objects.filter(association=passage.association, removed_at__isnull=True).first()
    if archive is None:
        return
    path = files.path_of(archive)
    if path.exists():
        path.replace(files.nightly() / path.name)
    archive.removed_at = clock.now()
    archive.save(update_fields=["removed_at"])


STEPS = (Step("check_file", _read), Step("back", _back), Step("tidy", _tidy))
