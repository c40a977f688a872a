"""Files that somebody asked for: a row that waits, a job that prepares, an end to their being kept.

    downloads.register(maker=Maker(kind=Download.Kind.OWN, make=…))

What goes into the files lies above the register, so each maker is named when its app starts. A maker may be
run again after it died: it only reads, and its files are written in one transaction at the end.
"""

import logging
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import IO, Any
from uuid import UUID

from django.db import transaction
from django.utils import translation

from tenants import clock
from tenants.actors import Actor
from tenants.wakeups import Work, wake
from volunteers.register import trail
from volunteers.register.models import Download, DownloadFile, DownloadPiece

log = logging.getLogger(__name__)

QUEUE = "downloads"
KEPT = timedelta(days=7)
MOST_ATTEMPTS = 3
PIECE = 1024 * 1024
Say = Callable[[int], None]
State = Download.State
# Anew is another row.
MOVES: dict[str, set[str]] = {
    State.WAITING: {State.READY, State.FAILED},
    State.READY: set(),
    State.FAILED: set(),
}


@dataclass(frozen=True)
class Made:
    """A file, from where it stands on."""

    name: str
    mimetype: str
    content: IO[bytes]


@dataclass(frozen=True)
class Maker:
    """Makes the files of a kind, and says how far it is; None where there is nothing to tell of."""

    kind: str
    make: Callable[[Download, Say], Iterable[Made] | None]


_makers: dict[str, Maker] = {}


def register(*, maker: Maker) -> None:
    """Add a kind. The same again takes the place of the first."""
    _makers[maker.kind] = maker


def of(*, user_uuid: UUID, kind: str) -> Download | None:
    """Somebody's download of a kind that is not over."""
    found = Download.objects.prefetch_related("files").filter(user_uuid=user_uuid, kind=kind).first()
    if found is None or (found.expires_at is not None and found.expires_at <= clock.now()):
        return None
    return found


@transaction.atomic(durable=True)
def ask(*, kind: str, language: str, by: Actor, data: dict[str, Any] | None = None) -> Download:
    """Have the files of a kind prepared for who asks. One that is on its way stays; an older one goes."""
    assert by.user is not None
    found = Download.objects.select_for_update().filter(user_uuid=by.user, kind=kind).first()
    if found is not None and found.state == State.WAITING:
        return found
    if found is not None:
        found.delete()
    made = Download.objects.create(
        kind=kind, user_uuid=by.user, language=language, asked_at=clock.now(), data=data or {}
    )
    trail.record("data.asked", by=by, subject_kind="download", subject_uuid=made.uuid, kind=str(kind))
    wake(queue=QUEUE, at=clock.now())
    return made


def fetch(*, file_uuid: UUID, user_uuid: UUID, kind: str) -> DownloadFile | None:
    """A file that is ready, for the one who asked for it and nobody else."""
    return DownloadFile.objects.filter(
        uuid=file_uuid,
        download__user_uuid=user_uuid,
        download__kind=kind,
        download__state=State.READY,
        download__expires_at__gt=clock.now(),
    ).first()


def pieces(*, file: DownloadFile) -> Iterator[bytes]:
    """Its content, a stretch at a time."""
    for number in range(DownloadPiece.objects.filter(file=file).count()):
        yield bytes(DownloadPiece.objects.get(file=file, number=number).content)


def make_due(*, work: Work) -> None:
    """Prepare all that waits, and let go of what is over."""
    Download.objects.filter(expires_at__lte=clock.now()).delete()
    for row in Download.objects.filter(state=State.WAITING).order_by("asked_at", "pk"):
        _make(row, work)


def moments() -> Iterable[datetime]:
    """When there is something to prepare or to let go of."""
    rows = Download.objects.values_list("state", "asked_at", "expires_at")
    return [expires or asked for _state, asked, expires in rows]


def _make(row: Download, work: Work) -> None:
    Download.objects.filter(pk=row.pk).update(attempts=row.attempts + 1)

    def say(percent: int) -> None:
        Download.objects.filter(pk=row.pk).update(percent=percent)
        work.go_on()

    try:
        with translation.override(row.language):
            files = _makers[row.kind].make(row, say)
            _finish(row, files)
    except Exception as error:  # noqa: BLE001  # one that cannot be made never keeps the others from it
        log.warning("download_failed", extra={"kind": row.kind, "error": type(error).__name__})
        _give_up_or_wait(row)


@transaction.atomic(durable=True)
def _finish(row: Download, files: Iterable[Made] | None) -> None:
    """Write it all; somebody who was erased meanwhile has no row any more, and gets nothing."""
    held = Download.objects.select_for_update().filter(pk=row.pk, state=State.WAITING).first()
    if held is None:
        return
    if files is None:
        held.delete()
        return
    for made in files:
        _write(held, made)
    held.percent, held.ready_at = 100, clock.now()
    _move(held, to=State.READY)


def _write(download: Download, made: Made) -> None:
    file = DownloadFile.objects.create(download=download, name=made.name, mimetype=made.mimetype, size=0)
    number = size = 0
    with made.content:
        while content := made.content.read(PIECE):
            DownloadPiece.objects.create(file=file, number=number, content=content)
            number, size = number + 1, size + len(content)
    DownloadFile.objects.filter(pk=file.pk).update(size=size)


@transaction.atomic(durable=True)
def _give_up_or_wait(row: Download) -> None:
    held = Download.objects.select_for_update().filter(pk=row.pk, state=State.WAITING).first()
    if held is None:
        return
    if held.attempts >= MOST_ATTEMPTS:
        _move(held, to=State.FAILED)
    else:
        wake(queue=QUEUE, at=clock.now() + timedelta(minutes=1))


def _move(held: Download, *, to: str) -> None:
    """The door: over, and kept for a while."""
    if to not in MOVES[held.state]:
        raise ValueError(f"A download that is {held.state} does not become {to}.")
    held.state, held.expires_at = to, clock.now() + KEPT
    held.save()
    wake(queue=QUEUE, at=held.expires_at)
