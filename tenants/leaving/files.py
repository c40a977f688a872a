"""Where archives lie: in a folder of their own beside the nightly backups, which are cleared by age."""

import hashlib
from pathlib import Path

from django.conf import settings

from tenants.backup.keeping import archives_of, partials_of
from tenants.leaving.steps import StepFailed
from tenants.models import Archive, Association

_PIECE = 1 << 20


def nightly() -> Path:
    """The folder of the nightly backups."""
    return Path(settings.BACKUP_FOLDER)


def folder() -> Path:
    """The folder of the archives."""
    return nightly() / "archived"


def path_of(archive: Archive) -> Path:
    """Where the file of an archive lies: in the folder of the archives, whatever its row says."""
    return folder() / Path(archive.file).name


def sha256(path: Path) -> str:
    """Of a whole file."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            digest.update(piece)
    return digest.hexdigest()


def require_unchanged(archive: Archive) -> None:
    """Raises StepFailed where the file is not the one that was written."""
    if sha256(path_of(archive)) != archive.sha256:
        raise StepFailed("damaged")


def count(association: Association) -> int:
    """How many archives and nightly backups of an association lie here, whole or half."""
    return sum(
        len(archives_of(association.slug, folder=each)) + len(partials_of(association.slug, folder=each))
        for each in (folder(), nightly())
    )


def clear(association: Association, *, but: str = "") -> int:
    """Remove every archive of an association, whole or half, but one. Returns how many."""
    found = [path for path in archives_of(association.slug, folder=folder()) if path.name != but]
    found += partials_of(association.slug, folder=folder())
    for path in found:
        path.unlink(missing_ok=True)
    return len(found)


def clear_nightly(association: Association) -> int:
    """Remove every nightly backup of an association that lies here. Returns how many."""
    found = archives_of(association.slug, folder=nightly())
    found += partials_of(association.slug, folder=nightly())
    for path in found:
        path.unlink(missing_ok=True)
    return len(found)
