"""The nightly round: every association in turn, and old archives away."""

import logging
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tenants import clock, provisioning
from tenants.backup import archive, restoring
from tenants.backup.archive import SUFFIX
from tenants.backup.making import back_up, has_schema
from tenants.models import Association

log = logging.getLogger(__name__)

_NAME = re.compile(r"^(?P<slug>.+)-(?P<stamp>\d{8}T\d{6}\.\d{6})Z" + re.escape(SUFFIX) + r"\Z")
_PARTIAL_LEFT = timedelta(days=1)


@dataclass
class Round:
    """What a night brought."""

    made: list[Path] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    removed: list[Path] = field(default_factory=list)


def back_up_all(*, folder: Path, keep_days: int, say: Callable[[str], None]) -> Round:
    """Back every association up that has a schema, one after another; one that fails stops no other.

    Raises NotTheOwner or NoKey, and then nothing was done.
    """
    provisioning.require_owner()
    archive.key()
    restoring.clear_away()
    done = Round()
    living = set()
    for association in Association.objects.order_by("slug"):
        if not has_schema(association.schema_name):
            continue
        living.add(association.slug)
        try:
            path = back_up(association, folder=folder)
        except Exception as error:  # noqa: BLE001  # one association never stops the others
            log.error(
                "backup_failed", extra={"schema": association.schema_name, "error": type(error).__name__}
            )
            why = str(error).strip().partition("\n")[0]
            say(f"{association.slug}: FAILED, {type(error).__name__}: {why}")
            done.failed.append(association.slug)
        else:
            say(f"{association.slug}: {path.name}, {path.stat().st_size / 1_000_000:.1f} MB")
            done.made.append(path)
    done.removed = remove_old(folder=folder, keep_days=keep_days, living=living)
    return done


def archives_of(slug: str, *, folder: Path) -> list[Path]:
    """The archives of one association in a folder, the oldest first."""
    found = [
        (match["stamp"], path)
        for path in folder.glob(f"{slug}-*{SUFFIX}")
        if (match := _NAME.match(path.name)) and match["slug"] == slug
    ]
    return [path for _stamp, path in sorted(found)]


def partials_of(slug: str, *, folder: Path) -> list[Path]:
    """What killed writers of one association's archives have left in a folder; no other's."""
    return [
        path
        for path in folder.glob(f".{slug}-*{SUFFIX}.*.partial")
        if (match := _NAME.match(path.name[1:].partition(SUFFIX)[0] + SUFFIX)) and match["slug"] == slug
    ]


def remove_old(*, folder: Path, keep_days: int, living: set[str]) -> list[Path]:
    """Remove older archives; of an association that lives the latest one stays, however old it is."""
    before = clock.real_now() - timedelta(days=keep_days)
    by_slug: dict[str, list[tuple[datetime, Path]]] = {}
    for path in folder.glob(f"*{SUFFIX}"):
        if match := _NAME.match(path.name):
            at = datetime.strptime(match["stamp"], "%Y%m%dT%H%M%S.%f").replace(tzinfo=UTC)
            by_slug.setdefault(match["slug"], []).append((at, path))
    old = [
        path
        for slug, archives in by_slug.items()
        for at, path in sorted(archives)[: -1 if slug in living else None]
        if at < before
    ]
    left = (clock.real_now() - _PARTIAL_LEFT).timestamp()
    old += [path for path in folder.glob(f".*{SUFFIX}.*.partial") if path.stat().st_mtime < left]
    for path in old:
        path.unlink(missing_ok=True)
    return sorted(old)
