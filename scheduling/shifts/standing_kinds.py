"""What is told about standing places: that one was given, and that it has ended."""

from django.utils.translation import gettext as _, gettext_lazy

from notifications import wording
from notifications.kinds import Group, Kind, Rendered
from notifications.letters import Button, Fact, letter
from notifications.models import Message
from notifications.words import Place, Words
from scheduling.shifts import standing_words, words
from scheduling.shifts.models import StandingPlace
from scheduling.shifts.services import standing
from tenants import addresses
from tenants.context import current_association
from volunteers.register.kinds import recipient


def _find(message: Message) -> StandingPlace | None:
    places = StandingPlace.objects.select_related("person", "time__series__role", "time__series__site")
    return places.filter(uuid=message.subject_uuid).first() if message.subject_uuid else None


def still_given(message: Message) -> str | None:
    """Wanted while they have it."""
    place = _find(message)
    return "the standing place has ended" if place is None or place.to_on is not None else None


def still_ended(message: Message) -> str | None:
    """Wanted unless it is gone with its person."""
    place = _find(message)
    return "the standing place goes on" if place is None or place.to_on is None else None


def _letter(message: Message, language: str) -> Rendered:
    place = _find(message)
    if place is None:
        raise LookupError("A message about a standing place that is gone was to be rendered.")
    series, when = place.time.series, standing_words.when(time=place.time, weekday=place.weekday)
    says = wording.said(message, values={"name": place.person.given_name, "when": when})
    facts = [Fact(_("When"), when)]
    if not words.is_discreet(series):
        facts.append(Fact(_("What"), words.title(series)))
        if series.site:
            facts.append(Fact(_("Where"), series.site.name))
    return letter(
        subject=says.subject,
        name=place.person.given_name,
        paragraphs=says.paragraphs,
        facts=facts,
        button=Button(_("See the shifts"), addresses.absolute_url(current_association(), "shifts")),
        why=_("You get this because you volunteer at %(association)s.")
        % {"association": current_association().name},
    )


WHEN = Place("when", gettext_lazy("Weekday and times"), gettext_lazy("Tuesday, 17:00–20:00"))
KINDS = [
    Kind(
        name=standing.GIVEN,
        label=gettext_lazy("A standing place on shifts"),
        recipient=recipient,
        still_wanted=still_given,
        render=_letter,
        words=(
            Words(
                subject=gettext_lazy("You have a standing place: %(when)s"),
                paragraphs=(
                    gettext_lazy(
                        "You have a place on each of these shifts that is ahead and has room for you. You "
                        "are reminded of each."
                    ),
                    gettext_lazy(
                        "If you cannot make one of them, open it and press “I can't make it”. Nobody asks "
                        "why."
                    ),
                ),
                places=(WHEN,),
            ),
        ),
        group=Group.SHIFTS,
    ),
    Kind(
        name=standing.ENDED,
        label=gettext_lazy("End of a standing place"),
        recipient=recipient,
        still_wanted=still_ended,
        render=_letter,
        words=(
            Words(
                subject=gettext_lazy("Your standing place has ended: %(when)s"),
                paragraphs=(
                    gettext_lazy(
                        "The coordinator has ended your standing place. You need not come to these shifts "
                        "any more."
                    ),
                    gettext_lazy("If that is a mistake, ask the association."),
                ),
                places=(WHEN,),
            ),
        ),
        group=Group.SHIFTS,
    ),
]
