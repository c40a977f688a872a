"""Where supervision names a person: exported, erased, joined, kept for so long, and handed over."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from volunteers.register import mergers
from volunteers.register.handover import Hanging, Party
from volunteers.register.person_data import Erasing, Merging
from volunteers.register.person_export import Export, Told
from volunteers.register.retention import Over
from volunteers.supervision.models import DebriefRequest, GroupMember, Seat, SupervisionGroup

KEPT_MONTHS = 24
# That somebody asked to talk is nobody's business for long.
DEBRIEFS_KEPT_MONTHS = 3

MEMBER = Export(
    Told("group", _("Group"), lambda row: row.group.name),
    Told("since_on", _("Since")),
    related=("group",),
    latest_first="since_on",
    order=33,
)
SEAT = Export(
    Told("session", _("Supervision"), lambda row: f"{row.session.group.name}, {row.session.local_date}"),
    Told("answer", _("Answer")),
    Told("answered_at", _("Answered on")),
    Told("came", _("Was there")),
    Told("before_on", _("Before that last in supervision")),
    related=("session__group",),
    latest_first="session__starts_at",
    order=34,
)
DEBRIEF = Export(
    Told("asked_at", _("Asked to talk")),
    Told("asked_of", _("Asked first"), lambda row: row.asked_of.name if row.asked_of else ""),
    Told("answered_at", _("Answered on")),
    Told("answered_by", _("Answered by")),
    Told("withdrawn_at", _("Taken back")),
    related=("asked_of",),
    latest_first="-asked_at",
    order=36,
)
DEBRIEF_ASKED = Export(
    Told("asked_at", _("Was asked to talk")), latest_first="-asked_at", order=37, whole=False
)
SUPERVISES = Export(
    Told("group", _("Group"), lambda row: row.name), latest_first="name", order=35, whole=False
)


def erase_supervisor(erasing: Erasing) -> None:
    """The groups stay, supervised by nobody."""
    SupervisionGroup.objects.filter(supervisor=erasing.person).update(supervisor=None)


def merge_seats(merging: Merging) -> None:
    """Of two rows of one time one stands: who was there is ticked, and the other's answer goes."""
    kept = {seat.session_id: seat for seat in Seat.objects.filter(person=merging.kept)}
    for seat in Seat.objects.filter(person=merging.gone, session__in=kept).order_by("pk"):
        own = kept[seat.session_id]
        if seat.came == Seat.Came.PRESENT and own.came != Seat.Came.PRESENT:
            own.came, own.before_on = seat.came, seat.before_on
            own.save(update_fields=["came", "before_on"])
        seat.delete()
    Seat.objects.filter(person=merging.gone).update(person=merging.kept)


def merge_debriefs(merging: Merging) -> None:
    """Both stay; of two that are open the later one is taken back."""
    opened = DebriefRequest.objects.filter(answered_at=None, withdrawn_at=None)
    if opened.filter(person=merging.kept).exists():
        opened.filter(person=merging.gone).update(withdrawn_at=merging.at)
    DebriefRequest.objects.filter(person=merging.gone).update(person=merging.kept)


def erase_asked(erasing: Erasing) -> None:
    """The request stays, asked of nobody."""
    DebriefRequest.objects.filter(asked_of=erasing.person).update(asked_of=None)


def debriefs_due(over: Over) -> QuerySet[DebriefRequest]:
    """Requests of long ago."""
    return DebriefRequest.objects.filter(asked_at__date__lt=over.before_day)


merge_members = mergers.once(GroupMember, "group_id")


def seats_due(over: Over) -> QuerySet[Seat]:
    """Attendance of long ago."""
    return Seat.objects.filter(session__local_date__lt=over.before_day)


def _supervises(party: Party) -> list[str]:
    found = SupervisionGroup.objects.filter(supervisor=party.person, is_active=True) if party.person else ()
    return [group.name for group in found]


def _move(party: Party, successor: Party) -> int:
    found = SupervisionGroup.objects.filter(supervisor=party.person, is_active=True)
    return found.update(supervisor=successor.person)


SUPERVISED = Hanging("supervision", _("Supervises the groups"), _supervises, _move, needs_person=True)
