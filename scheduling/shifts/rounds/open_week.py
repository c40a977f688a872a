"""Open shifts that suit, once a week, for volunteers who have asked for it.

A shift that is discreet is named by its time alone.
"""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _, gettext_lazy

from notifications import wording
from notifications.kinds import Group, Kind, Rendered, Urgency, Way
from notifications.letters import Button, Fact, letter
from notifications.models import Choice, Message
from notifications.rounds import Round
from notifications.services import Planned, plan_many
from notifications.words import Words
from scheduling.shifts.models import Shift
from scheduling.shifts.selectors import ahead
from scheduling.shifts.words import shifts as words
from tenants import addresses, clock
from tenants.context import current_association
from volunteers.register import kinds, selectors as register
from volunteers.register.models import Person
from web import formats

NAME = "shift.open_week"
WEEKDAY, AT = 0, time(16)
AHEAD = timedelta(days=10)
SHOWN = 8


def _local() -> datetime:
    return clock.now().astimezone(ZoneInfo(current_association().timezone))


def monday(day: date) -> date:
    """The day from which a week's mail counts."""
    return day - timedelta(days=(day.weekday() - WEEKDAY) % 7)


def tell() -> int:
    """The round: on its day of the week, to those who have chosen it. Returns how many are new.

    On the day after, too, where nobody could make the round on the day.
    """
    local = _local()
    first = monday(local.date())
    if local.date() - first > timedelta(days=1):
        return 0
    due_at = max(datetime.combine(first, AT, tzinfo=local.tzinfo), local)
    wanted = Choice.objects.filter(kind=NAME).exclude(way=Way.INBOX).order_by("pk")
    people = register.active_volunteers().filter(uuid__in=wanted.values("person_uuid"))
    return plan_many(
        kind=NAME,
        messages=[
            Planned(key=f"{NAME}:{uuid}:{first}", person_uuid=uuid, due_at=due_at)
            for uuid in people.values_list("uuid", flat=True)
        ],
        subject_kind="",
    )


def _open(person: Person) -> list[Shift]:
    return ahead.suiting_shifts(person, until=clock.now() + AHEAD)[: SHOWN + 1]


def _still_wanted(message: Message) -> str | None:
    if message.key.rpartition(":")[2] != str(monday(_local().date())):
        return "the week is another one"
    person = register.person_by_uuid(message.person_uuid)
    if person is None or not register.is_active(person):
        return "not a volunteer now"
    if not Choice.objects.filter(kind=NAME, person_uuid=person.uuid).exclude(way=Way.INBOX).exists():
        return "not wanted any more"
    return None if _open(person) else "nothing open suits"


def _render(message: Message, language: str) -> Rendered:
    association = current_association()
    person = register.person_by_uuid(message.person_uuid)
    found = _open(person) if person else []
    shown = found[:SHOWN]
    name = person.given_name if person else ""
    says = wording.said(message, values={"name": name})
    more = [_("There are more on the page.")] if len(found) > SHOWN else []
    return letter(
        subject=says.subject,
        name=name,
        paragraphs=[*says.paragraphs, *more],
        facts=[
            Fact(
                formats.when(shift.starts_at, shift.ends_at),
                _("A shift") if words.is_discreet(shift) else words.title(shift),
            )
            for shift in shown
        ],
        button=Button(_("See open shifts"), addresses.absolute_url(association, "shifts")),
        why=_("You get this message because you asked %(association)s for open shifts once a week.")
        % {"association": association.name_in(language)},
    )


ROUND = Round(NAME, tell)
KIND = Kind(
    name=NAME,
    label=gettext_lazy("Open shifts that suit me, once a week"),
    recipient=kinds.recipient,
    still_wanted=_still_wanted,
    render=_render,
    words=(
        Words(
            subject=gettext_lazy("Open shifts that suit you"),
            paragraphs=(
                gettext_lazy("These shifts still need people, and you could take them. No answer is needed."),
            ),
        ),
    ),
    group=Group.SHIFTS,
    urgency=Urgency.BULK,
    ways=(Way.INBOX, Way.EMAIL),
    opt_in=True,
)
