"""That something was reported, told to the owners: never what."""

from django.utils.translation import gettext as _, gettext_lazy

from notifications.kinds import Audience, Group, Kind, Rendered
from notifications.letters import Button, letter
from notifications.models import Message
from tenants import addresses
from tenants.context import current_association
from volunteers.register import kinds, selectors
from volunteers.register.models import Incident
from volunteers.register.services import incidents as verbs


def _still_wanted(message: Message) -> str | None:
    waiting = Incident.objects.filter(state=Incident.State.REPORTED).values_list("uuid", flat=True)
    return None if message.subject_uuid in set(waiting) else "somebody has taken it up"


def _render(message: Message, language: str) -> Rendered:
    association = current_association()
    names = {"association": association.name_in(language)}
    person = selectors.person_by_uuid(message.person_uuid)
    return letter(
        subject=_("A report waits for you at %(association)s") % names,
        name=person.given_name if person else "",
        paragraphs=[
            _("Somebody has reported something that needs an owner's eyes. Sign in to read it."),
            _("What it says stands in no message."),
        ],
        button=Button(_("Open the reports"), addresses.absolute_url(association, "incidents")),
        why=_("You get this message because you own the pages of %(association)s.") % names,
    )


KIND = Kind(
    name=verbs.KIND,
    label=gettext_lazy("A report to read"),
    recipient=kinds.recipient,
    still_wanted=_still_wanted,
    render=_render,
    group=Group.COORDINATION,
    audience=Audience.COORDINATOR,
    safety=True,
)
