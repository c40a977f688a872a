"""What a person is told about their own time here: that their break has begun."""

from datetime import date

from django.utils.translation import gettext as _, gettext_lazy, ngettext

from notifications.kinds import Group, Kind, Rendered
from notifications.letters import Button, Fact, letter
from notifications.models import Message
from tenants import addresses
from tenants.context import current_association
from volunteers.register import kinds, selectors
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
    association = current_association()
    person = selectors.person_by_uuid(message.person_uuid)
    until = formats.day(date.fromisoformat(message.data["until"]), year=True)
    released = int(message.data["released"])
    says = [_("Your break has begun. Nobody asks why, and you owe no explanation.")]
    if released:
        said = ngettext(
            "%(number)s shift that you had taken is open to others now.",
            "%(number)s shifts that you had taken are open to others now.",
            released,
        )
        says.append(said % {"number": released})
    says.append(
        _(
            "You are back by yourself on the day after. You may come back earlier: "
            "press “I'm back” on your page."
        )
    )
    return letter(
        subject=_("Your break has begun"),
        name=person.given_name if person else "",
        paragraphs=says,
        facts=[Fact(_("Last day of the break"), until)],
        button=Button(_("Open my page"), addresses.absolute_url(association, "own-profile")),
        why=_("You get this message because you volunteer at %(association)s.")
        % {"association": association.name_in(language)},
    )


BREAK = Kind(
    name=periods.BREAK_KIND,
    label=gettext_lazy("Beginning of a break"),
    recipient=kinds.recipient,
    still_wanted=_still_wanted,
    render=_render,
    group=Group.ASSOCIATION,
    rests_when_away=False,
)
