"""What the demo's associations told people since its doors opened: for the check, which sees pages only."""

import json
from argparse import ArgumentParser
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from local.enacting import times
from notifications import kinds, preferences
from notifications.kinds import Audience, Kind, Quiet, Way
from notifications.models import Message
from scheduling.shifts import states
from scheduling.shifts.models import SignUp
from tenants import clock
from tenants.context import entered
from tenants.models import Association

A_MOMENT = timedelta(minutes=1)
"""From the last look at the clock until the note that it is sent."""


class Command(BaseCommand):
    """Looks at every message by itself, with no help of what sends them."""

    requires_system_checks = []
    help = "Write which messages were due, which are noted as sent, and which of them should not have been."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where to."""
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        """One JSON object."""
        found: dict[str, Any] = {"planned": 0, "sent": [], "stale": [], "quiet_hours_broken": []}
        for association in Association.objects.filter(state=Association.State.ACTIVE):
            with entered(association):
                _add(found)
        options["file"].write_text(json.dumps(found), encoding="utf-8")


def _add(found: dict[str, Any]) -> None:
    since = Message.objects.filter(due_at__gt=times.START, due_at__lte=clock.now())
    found["planned"] += since.count()
    for message in since.filter(state=Message.State.SENT).order_by("pk"):
        uuid = str(message.uuid)
        if message.channel in {Way.EMAIL, Way.SMS}:
            found["sent"].append(uuid)
        if any(_stale(message)):
            found["stale"].append(uuid)
        if _is_in_the_night(message):
            found["quiet_hours_broken"].append(uuid)


def _stale(message: Message) -> Iterator[bool]:
    """About a place on a shift that had begun, or that was held no longer when the mail left."""
    if message.subject_kind != states.SIGN_UP or not message.subject_uuid or not message.sent_at:
        return
    sign_up = SignUp.objects.select_related("shift").filter(uuid=message.subject_uuid).first()
    if sign_up is not None:
        yield sign_up.shift.starts_at <= message.sent_at - A_MOMENT
        gone = {SignUp.State.CANCELLED_BY_VOLUNTEER, SignUp.State.CANCELLED_BY_ORG}
        coming = message.kind in {"shift.reminder", "shift.signed_up", "shift.moved"}
        yield coming and sign_up.state in gone and sign_up.changed_at < message.sent_at - A_MOMENT


def _is_in_the_night(message: Message) -> bool:
    kind = kinds.listed().get(message.kind)
    if (
        kind is None
        or message.sent_at is None
        or not _waits(kind)
        or message.channel not in {Way.EMAIL, Way.SMS}
    ):
        return False
    wanted = preferences.of(message.person_uuid)
    return _lies_between(message.sent_at - A_MOMENT, wanted) and _lies_between(message.sent_at, wanted)


def _waits(kind: Kind) -> bool:
    return kind.quiet == Quiet.WAIT and not kind.safety and kind.audience != Audience.OUTSIDE


def _lies_between(at: datetime, wanted: preferences.Chosen) -> bool:
    local = at.astimezone(timezone.get_current_timezone()).time()
    begin, end = wanted.quiet_from, wanted.quiet_to
    return begin <= local < end if begin <= end else local >= begin or local < end
