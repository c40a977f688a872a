"""Who was erased from an association: from the list on the shared side, and from all archives at hand.

The list may be older than the erasures, as when the whole database was lost and comes back from a backup. So
every archive of the association carries the list as it was, and a restore looks into those beside it.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

from tenants.backup.archive import SUFFIX, Reader
from tenants.backup.errors import BackupError
from tenants.models import ErasureEntry


def erased_from(association_uuid: UUID, *, beside: Path) -> frozenset[UUID]:
    """Identifiers of all people of this association who are known to have been erased."""
    listed = ErasureEntry.objects.filter(association_uuid=association_uuid)
    found = set(listed.values_list("person_uuid", flat=True))
    for manifest in _manifests(beside.parent):
        if manifest.get("association", {}).get("uuid") == str(association_uuid):
            found |= {UUID(one["person"]) for one in manifest["erasures"]}
    return frozenset(found)


def _manifests(folder: Path) -> Iterator[dict[str, Any]]:
    for path in sorted(folder.glob(f"*{SUFFIX}")):
        try:
            yield Reader(path).manifest()
        except BackupError:
            continue  # another key's, or not whole: it cannot be asked
