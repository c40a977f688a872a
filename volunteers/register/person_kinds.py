"""What a person is told about their own time here: that their break has begun."""

from datetime import date

from django.utils.translation import gettext as _, gettext_lazy

from notifications.kinds import Group, Kind, Rendered
from notifications.letters import Fact
from notifications.models import Message
from notifications.words import Place, Words
from volunteers.register import kinds
from volunteers.register.models import Period
from volunteers.register.services import periods
from web import formats


def _still_wanted(message: Message) -> str | None:
    until = date.fromisoformat(message.data["until"])
    on_break = Period.objects.filter(
        person__uuid=message.person_uuid, state=Period.State.ON_BREAK, break_until=until
    )
    return None if on_break.exists() else "no longer on this break"


def _render(message: Message, language: str) -> Rendered:
    until = formats.day(date.fromisoformat(message.data["until"]), year=True)
    facts = [Fact(_("Last day of the break"), until)]
    if released := int(message.data["released"]):
        facts.append(Fact(_("Shifts given back"), formats.number(released)))
    return kinds.to_volunteer(
        message,
        language,
        facts=facts,
        values={"until": until},
        button=_("Open my page"),
        route="own-profile",
    )


BREAK = Kind(
    name=periods.BREAK_KIND,
    label=gettext_lazy("Beginning of a break"),
    recipient=kinds.recipient,
    still_wanted=_still_wanted,
    render=_render,
    words=(
        Words(
            subject=gettext_lazy("Your break has begun"),
            paragraphs=(
                gettext_lazy("Your break has begun. Nobody asks why, and you owe no explanation."),
                gettext_lazy(
                    "You are back by yourself on the day after. You may come back earlier: "
                    "press “I'm back” on your page."
                ),
            ),
            places=(Place("until", gettext_lazy("Last day of the break"), gettext_lazy("Sat 21 Nov 2026")),),
        ),
    ),
    group=Group.ASSOCIATION,
    rests_when_away=False,
)
