"""Handing a server to an unprivileged user when root starts it, in a place which that user can enter."""

from __future__ import annotations

import hashlib
import os
import pwd
import stat
import subprocess
from collections.abc import Iterable
from pathlib import Path

from local.errors import LocalError
from local.processes import RunAs

NOBODY = 65534
PLACES = (Path("/var/lib"), Path("/var/tmp"))  # noqa: S108  the folder in it is checked to be root's


def whom_to_run_as(existing: Path) -> RunAs | None:
    """The user for a server that refuses to be root; None when we are an ordinary user ourselves.

    Data that an ordinary user made earlier (`existing`) stay that user's; else it is `nobody`.
    """
    if os.geteuid() != 0:
        return None
    if existing.exists() and (owner := existing.stat()).st_uid != 0:
        return RunAs(uid=owner.st_uid, gid=owner.st_gid)
    try:
        nobody = pwd.getpwnam("nobody")
    except KeyError:
        return RunAs(uid=NOBODY, gid=NOBODY)
    return RunAs(uid=nobody.pw_uid, gid=nobody.pw_gid)


def has_name(uid: int) -> bool:
    """Whether the machine knows this user by a name; some containers run under a number alone."""
    try:
        pwd.getpwuid(uid)
    except KeyError:
        return False
    return True


def can_enter(folder: Path, user: RunAs) -> bool:
    """Whether this user may pass through the folder and all above it."""
    path = folder.resolve()
    for step in (path, *path.parents):
        if not step.exists():
            continue
        known = step.stat()
        if known.st_uid == user.uid:
            needed = stat.S_IXUSR
        elif known.st_gid == user.gid:
            needed = stat.S_IXGRP
        else:
            needed = stat.S_IXOTH
        if not known.st_mode & needed:
            return False
    return True


def can_run(command: Iterable[str | Path], user: RunAs) -> bool:
    """Whether this user can run the command; it must be one that ends at once, such as `--version`."""
    try:
        answer = subprocess.run(
            list(command),
            user=user.uid,
            group=user.gid,
            extra_groups=[],
            cwd="/",
            capture_output=True,
            check=False,
        )
    except OSError:
        return False
    return answer.returncode == 0


def place_for(folder: Path, user: RunAs) -> Path:
    """A folder of root's, the same each time for the same `folder`, through which the user can pass."""
    name = f"rinnalla-{hashlib.sha256(str(folder.resolve()).encode()).hexdigest()[:12]}"
    for parent in PLACES:
        if not (parent.is_dir() and os.access(parent, os.W_OK) and can_enter(parent, user)):
            continue
        place = parent / name
        place.mkdir(mode=0o711, exist_ok=True)
        known = place.lstat()
        if stat.S_ISDIR(known.st_mode) and known.st_uid == 0:
            return place
    raise LocalError(
        f"PostgreSQL does not run as root, and the user it would run as may not enter {folder}. "
        "Choose a folder that everybody may enter, for example: make demo VAR_DIR=/srv/rinnalla."
    )
