"""What is told to those of whom several shifts move or are called off at once: all of it in one message."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _, gettext_lazy, ngettext

from notifications import wording
from notifications.kinds import Group, Kind, Quiet, Rendered, Urgency, Way
from notifications.letters import Button, Fact, letter
from notifications.models import Message
from notifications.words import Words
from scheduling.shifts import conditions
from scheduling.shifts.links import confirming as confirm_links
from scheduling.shifts.models import Shift, SignUp
from scheduling.shifts.services import news
from scheduling.shifts.words import shifts as words
from tenants import addresses
from tenants.context import current_association
from volunteers.register.kinds import recipient
from web import formats

# More of them are told by a number.
TOLD = 60
MOVES, OFF = "moves", "off"


@dataclass(frozen=True)
class _Change:
    """A shift of theirs of which the message still tells the truth."""

    sign_up: SignUp
    was: tuple[datetime, datetime] | None = None


def _sign_ups(uuids: list[str]) -> dict[str, SignUp]:
    rows = SignUp.objects.select_related("person", "shift__role", "shift__site").filter(uuid__in=uuids)
    return {str(row.uuid): row for row in rows}


def _moved(message: Message) -> Iterator[_Change]:
    """Those that have not been answered about, nor moved again."""
    rows = message.data.get("moved", [])
    found = _sign_ups([row[0] for row in rows])
    for uuid, asked, *was in rows:
        sign_up = found.get(uuid)
        if sign_up is None or sign_up.state != SignUp.State.SIGNED_UP or sign_up.confirm_asked_at is None:
            continue
        is_ahead = sign_up.shift.state == Shift.State.PUBLISHED and not conditions.has_started(sign_up.shift)
        if is_ahead and sign_up.confirm_asked_at.isoformat() == asked:
            start, end = (datetime.fromisoformat(at) for at in was)
            yield _Change(sign_up, (start, end))


def _off(message: Message) -> Iterator[_Change]:
    uuids = message.data.get("off", [])
    found = _sign_ups(uuids)
    for sign_up in (found[uuid] for uuid in uuids if uuid in found):
        if sign_up.shift.state == Shift.State.CANCELLED and not conditions.has_started(sign_up.shift):
            yield _Change(sign_up)


def still_changed(message: Message) -> str | None:
    """Wanted while something of it is ahead and still so."""
    is_left = any(_moved(message)) or any(_off(message))
    return None if is_left else "nothing of it is ahead and still so"


def still_unanswered(message: Message) -> str | None:
    """Wanted while there is a new time about which they have not answered."""
    return None if any(_moved(message)) else "answered already"


def _named(change: _Change, when: str) -> str:
    shift = change.sign_up.shift
    return when if words.is_discreet(shift) else f"{when} {words.title(shift)}"


def _facts(moved: list[_Change], off: list[_Change]) -> list[Fact]:
    facts = [
        Fact(
            _("New time"),
            _named(
                change,
                f"{formats.when(*change.was)} → "
                f"{formats.when(change.sign_up.starts_at, change.sign_up.ends_at)}",
            ),
        )
        for change in moved
        if change.was
    ]
    facts += [
        Fact(
            _("Called off"),
            _named(change, formats.when(change.sign_up.starts_at, change.sign_up.ends_at)),
        )
        for change in off
    ]
    more = len(facts) - TOLD
    if more <= 0:
        return facts
    said = ngettext("%(count)s more change", "%(count)s more changes", more) % {"count": more}
    return [*facts[:TOLD], Fact(_("Besides"), said)]


def _letter(message: Message, language: str) -> Rendered:
    moved, off = list(_moved(message)), list(_off(message))
    if not (moved or off):
        raise LookupError("A message about changes of which nothing is left was to be rendered.")
    is_reminder = message.kind == news.REMINDER
    if is_reminder:
        off = []
    name = (moved or off)[0].sign_up.person.given_name
    variant = "" if is_reminder else MOVES if moved else OFF
    says = wording.said(message, values={"name": name}, variant=variant)
    if moved:
        button = Button(
            _("Say whether they suit you"),
            confirm_links.link_of_all(message),
            private=True,
            path=confirm_links.path_of_all(),
        )
    else:
        button = Button(_("See other shifts"), addresses.absolute_url(current_association(), "shifts"))
    return letter(
        subject=says.subject,
        name=name,
        paragraphs=says.paragraphs,
        facts=_facts(moved, off),
        button=button,
        why=_("You get this because you signed up for a shift."),
    )


_ANSWER = gettext_lazy(
    "Please say which of the new times suit you: one press is enough. Where one does not, somebody else gets "
    "the place. Nobody asks why."
)
_COMMON: dict[str, Any] = {
    "recipient": recipient,
    "render": _letter,
    "group": Group.SHIFTS,
    "ways": (Way.EMAIL, Way.SMS),
    "digest": False,
    "rests_when_away": False,
}
KINDS = [
    Kind(
        name=news.CHANGES,
        label=gettext_lazy("Changes to several shifts at once"),
        still_wanted=still_changed,
        words=(
            Words(
                variant=MOVES,
                label=gettext_lazy("There are new times"),
                subject=gettext_lazy("Several of your shifts have changed"),
                paragraphs=(
                    gettext_lazy(
                        "Several of your shifts have changed; all of it is below. Your places at the new "
                        "times are kept."
                    ),
                    _ANSWER,
                ),
            ),
            Words(
                variant=OFF,
                label=gettext_lazy("Shifts are called off"),
                subject=gettext_lazy("Several of your shifts are called off"),
                paragraphs=(
                    gettext_lazy(
                        "The association has called off several shifts on which you had a place or for which "
                        "you waited, so you need not come. We are sorry for the change."
                    ),
                ),
            ),
        ),
        urgency=Urgency.URGENT,
        quiet=Quiet.PASS,
        **_COMMON,
    ),
    Kind(
        name=news.REMINDER,
        label=gettext_lazy("Reminder to answer about several new times"),
        still_wanted=still_unanswered,
        words=(
            Words(
                subject=gettext_lazy("Do the new times of your shifts suit you?"),
                paragraphs=(
                    gettext_lazy(
                        "The times of several of your shifts have changed, and you have not said yet whether "
                        "they suit you."
                    ),
                    _ANSWER,
                ),
            ),
        ),
        **_COMMON,
    ),
]
