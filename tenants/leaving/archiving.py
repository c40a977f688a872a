"""Out of service: copied, read back, and only then, unchanged since, taken away.

    copy    an encrypted archive of one moment
    read    it is put into tables again, which have to be equal in every row
    leave   all tables are locked and counted once more; if nothing was written since the copy they are
            dropped and the state changes, in one transaction

Whoever writes between the first and the last step, and they are few in an association that is suspended,
has the first two done again. Killed at any moment it leaves an association that is there, or archived.
"""

import hashlib
import json
from typing import Any

from dateutil.relativedelta import relativedelta
from django.db import connection, transaction
from psycopg import sql

from tenants import clock, lifecycle, wakeups
from tenants.actors import Actor
from tenants.backend.base import checked
from tenants.backup import contents, restoring
from tenants.backup.archive import Reader
from tenants.backup.making import back_up, has_schema
from tenants.backup.server import ALIKE
from tenants.leaving import files, telling
from tenants.leaving.steps import Step, StepFailed
from tenants.models import Archive, Association, LeavingLetter, Passage

State = Association.State
KEPT_MONTHS = 12
# How often it is copied anew because somebody wrote meanwhile.
TIMES = 3


def _copy(passage: Passage) -> None:
    association = passage.association
    if association.state == State.ARCHIVED:
        return
    files.clear(association)
    path = back_up(association, folder=files.folder())
    manifest = Reader(path).manifest()
    Archive.objects.update_or_create(
        association=association,
        removed_at=None,
        defaults={
            "file": path.name,
            "size": path.stat().st_size,
            "sha256": files.sha256(path),
            "tables": sum("rows" in each for each in manifest["contents"].values()),
            "rows": sum(each.get("rows", 0) for each in manifest["contents"].values()),
            "contents_hash": contents_hash(manifest["contents"]),
            "made_at": clock.now(),
            "verified_at": None,
            "keep_until": clock.today(association) + relativedelta(months=KEPT_MONTHS),
        },
    )


def contents_hash(found: contents.Contents) -> str:
    """One hash over rows and hashes of all tables; sequences, which know no moment, are left out."""
    tables = {name: each for name, each in found.items() if "rows" in each}
    return hashlib.sha256(json.dumps(tables, sort_keys=True).encode()).hexdigest()


def in_use(association: Association) -> Archive:
    """The archive of an association. Raises StepFailed."""
    found = Archive.objects.filter(association=association, removed_at__isnull=True).first()
    if found is None or not files.path_of(found).exists():
        raise StepFailed("missing")
    return found


def _read(passage: Passage) -> None:
    archive = in_use(passage.association)
    if archive.verified_at is not None:
        return
    files.require_unchanged(archive)
    restoring.rehearse(files.path_of(archive))
    archive.verified_at = clock.now()
    archive.save(update_fields=["verified_at"])


def _leave(passage: Passage) -> None:
    for _time in range(TIMES):
        if _is_gone(passage):
            return
        # Since it was read back the disk may have lost of it: this is the last moment to notice.
        files.require_unchanged(in_use(passage.association))
        if _take_away(passage):
            return
        _copy(passage)
        _read(passage)
    raise StepFailed("written")


def _is_gone(passage: Passage) -> bool:
    return passage.association.state == State.ARCHIVED and not has_schema(passage.association.schema_name)


@transaction.atomic
def _take_away(passage: Passage) -> bool:
    """Drop the schema if it still is what the archive holds. Returns whether it was."""
    association = passage.association
    wanted = Reader(files.path_of(in_use(association))).manifest()["contents"]
    schema = sql.Identifier(checked(association.schema_name))
    connection.ensure_connection()
    own: Any = connection.connection
    for setting in ALIKE:
        own.execute(f"SET LOCAL {setting}")
    # Longer than a page takes; who waits longer tries again.
    own.execute("SET LOCAL lock_timeout = '20s'")
    tables = [
        sql.Identifier(association.schema_name, name) for name in sorted(wanted) if "rows" in wanted[name]
    ]
    own.execute(sql.SQL("LOCK TABLE {} IN ACCESS EXCLUSIVE MODE").format(sql.SQL(", ").join(tables)))
    if contents.differences(wanted, contents.of(own, association.schema_name)):
        return False
    own.execute(sql.SQL("DROP SCHEMA {} CASCADE").format(schema))
    wakeups.wake_again(schema_name=association.schema_name, moments=())
    lifecycle.move(association, to=State.ARCHIVED, by=Actor(user=passage.by_user, name=passage.by_name))
    telling.plan(association, kind=LeavingLetter.Kind.ARCHIVED, about=passage.uuid, at=clock.now())
    return True


STEPS = (Step("copy", _copy), Step("read", _read), Step("leave", _leave))
