"""Letters to the people of a shift: to whom they can go, and which were written."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils import translation
from django.utils.translation import gettext as _

from scheduling.shifts import states
from scheduling.shifts.models import Shift, SignUp
from scheduling.shifts.services.writing import WRITTEN
from volunteers.register import reach
from volunteers.register.models import Letter, Person, Trail
from web import formats

COMING, WAITING, ASKED = "coming", "waiting", "asked"
_STATES = {
    COMING: SignUp.ACTIVE,
    WAITING: (SignUp.State.WAITING, SignUp.State.OFFERED),
    ASKED: (SignUp.State.REQUESTED,),
}


def people_of(shift: Shift, *, reader: reach.Reaching) -> dict[str, list[Person]]:
    """Whom the reader may write to, by how they stand to the shift; only groups that somebody is in."""
    open_ones = (*SignUp.ACTIVE, *SignUp.HOPING)
    rows = SignUp.objects.filter(shift=shift, state__in=open_ones, person__is_blank=False)
    seen = reach.of_people(reader, rows).select_related("person").order_by("person__sort_key", "pk")
    found: dict[str, list[Person]] = {group: [] for group in _STATES}
    for sign_up in seen:
        group = next(name for name, those in _STATES.items() if sign_up.state in those)
        found[group].append(sign_up.person)
    return {group: people for group, people in found.items() if people}


def labels(groups: dict[str, list[Person]]) -> dict[str, str]:
    """How the groups are called, with how many are in each."""
    called = {
        COMING: _("Those who come (%(count)s)"),
        WAITING: _("Those who wait for a place (%(count)s)"),
        ASKED: _("Those who asked for a place (%(count)s)"),
    }
    return {group: called[group] % {"count": len(people)} for group, people in groups.items()}


def first_subject(shift: Shift, *, language: str) -> str:
    """What the subject says before anybody writes another: when it is, never what."""
    with translation.override(language):
        return _("About the shift %(when)s") % {"when": formats.when(shift.starts_at)}


@dataclass(frozen=True)
class Sent:
    """A letter that was written to people of the shift."""

    uuid: UUID
    subject: str
    sub: str


def sent(shift: Shift) -> Sequence[Sent]:
    """What was written about a shift, the latest first. One query where nothing was."""
    lines = Trail.objects.filter(subject_kind=states.SHIFT, subject_uuid=shift.uuid, verb=WRITTEN)
    known = {line.data["letter"]: line for line in lines.order_by("-at")}
    if not known:
        return ()
    letters = {str(each.uuid): each for each in Letter.objects.filter(uuid__in=known)}
    return [
        Sent(
            letters[uuid].uuid,
            letters[uuid].subject,
            _("%(name)s, %(at)s") % {"name": line.actor_name, "at": formats.when(line.at)},
        )
        for uuid, line in known.items()
        if uuid in letters
    ]
