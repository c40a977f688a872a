"""Where support pairs name a volunteer or a coordinator: exported, erased, joined, handed over, let go of."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from tenants.actors import Actor
from volunteers.pairs import states, words
from volunteers.pairs.models import Agreement, Meeting, Pair, Proposal
from volunteers.pairs.services import ending, holding
from volunteers.register import mergers
from volunteers.register.handover import Hanging, Party
from volunteers.register.person_data import Erasing
from volunteers.register.person_export import Export, Told
from volunteers.register.retention import Over

KEPT_MONTHS = 12
State = Pair.State

PAIR = Export(
    Told("pair", pgettext_lazy("support pairs", "Pair"), words.name),
    Told("role", _("Role"), lambda row: row.role.name),
    Told("state", pgettext_lazy("export", "State")),
    Told("since", _("Since"), lambda row: row.state_on),
    related=("role",),
    latest_first="-state_on",
    order=36,
    whole=False,
)
IN_CHARGE = Export(Told("pair", pgettext_lazy("support pairs", "Pair"), words.name), order=37, whole=False)
PROPOSAL = Export(
    Told("pair", pgettext_lazy("support pairs", "Pair"), lambda row: words.name(row.pair)),
    Told("made_at", _("Asked on")),
    Told("volunteer_says", _("Answer")),
    related=("pair",),
    latest_first="-made_at",
    order=38,
    whole=False,
)
AGREEMENT = Export(
    Told("pair", pgettext_lazy("support pairs", "Pair"), lambda row: words.name(row.pair)),
    Told("duration", _("Duration"), words.duration),
    Told("volunteer_signed_at", _("Signed on")),
    related=("pair",),
    latest_first="-from_on",
    order=39,
    whole=False,
)
MEETING = Export(
    Told("pair", pgettext_lazy("support pairs", "Pair"), lambda row: words.name(row.pair)),
    Told("meeting", _("Meeting"), words.meeting),
    Told("feeling", _("How it is")),
    Told("noted_at", _("Noted on")),
    related=("pair",),
    latest_first="-starts_at",
    order=40,
    whole=False,
)


def erase_volunteer(erasing: Erasing) -> None:
    """Pairs lose their volunteer: what goes on pauses, and its coordinator is asked to act."""
    ending.release(person=erasing.person, by=Actor.system("erasure"))
    for pair in Pair.objects.filter(volunteer=erasing.person, state=State.MATCHED):
        states.move(holding.lock(pair=pair), to=State.WAITING, by=Actor.system("erasure"), volunteer=None)
    Pair.objects.filter(volunteer=erasing.person).update(volunteer=None)


def erase_in_charge(erasing: Erasing) -> None:
    """The pair waits for a coordinator."""
    user = erasing.person.user_uuid
    if user is not None:
        holding.leave_alone(pairs=Pair.objects.filter(coordinator_user=user))


def erase_signed(erasing: Erasing) -> None:
    """What was agreed stays, without their name."""
    Agreement.objects.filter(person=erasing.person).update(person=None)


def erase_met(erasing: Erasing) -> None:
    """That somebody met stays: it is the client's, too."""
    Meeting.objects.filter(person=erasing.person).update(person=None)


merge_proposals = mergers.once(Proposal, "pair_id")


def over(keeping: Over) -> QuerySet[Pair]:
    """Pairs that closed long enough ago, and whose clients are still known or named by nothing."""
    found = Pair.objects.filter(closed_on__lt=keeping.before_day).exclude(state=State.ANONYMISED)
    return found.order_by("pk")


def forget(rows: QuerySet[Pair]) -> int:
    """Anonymise them."""
    return ending.anonymise(over=rows)


def _mine(party: Party) -> QuerySet[Pair]:
    return Pair.objects.filter(coordinator_user=party.user, closed_on__isnull=True).order_by("pk")


def _find(party: Party) -> list[str]:
    return [words.name(pair) for pair in _mine(party)]


def _move(party: Party, successor: Party) -> int:
    # Closed ones too: their clients are known for a year more.
    held = Pair.objects.filter(coordinator_user=party.user)
    count = _mine(party).count()
    holding.end_links(pairs=held)
    held.update(coordinator_user=successor.user, coordinator_name=successor.name[:160])
    return count


HANGING = Hanging("pairs", _("Support pairs in their charge"), _find, _move)
