"""What is told about standing places: that one was given, has ended, or is free while somebody is away."""

from datetime import datetime

from django.utils.translation import gettext as _, gettext_lazy

from notifications import wording
from notifications.kinds import Group, Kind, Rendered
from notifications.letters import Button, Fact, letter
from notifications.models import Message
from notifications.words import Place, Words
from scheduling.shifts.models import StandingPlace
from scheduling.shifts.services import standing
from scheduling.shifts.words import shifts as words, standing as standing_words
from tenants import addresses, clock
from tenants.context import current_association
from volunteers.register.kinds import recipient
from volunteers.register.models import Person
from web import formats


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


def _dates(message: Message) -> list[datetime]:
    found = [datetime.fromisoformat(each) for each in message.data.get("dates", [])]
    return [each for each in found if each > clock.now()]


def still_free(message: Message) -> str | None:
    """Wanted while one of the dates is ahead."""
    if _find(message) is None:
        return "the standing place is gone"
    return None if _dates(message) else "the dates have passed"


def _render_away(message: Message, language: str) -> Rendered:
    place = _find(message)
    if place is None:
        raise LookupError("A message about a standing place that is gone was to be rendered.")
    series, when = place.time.series, standing_words.when(time=place.time, weekday=place.weekday)
    to_them = message.kind == standing.AWAY
    values = {"when": when, "name": place.person.given_name}
    if not to_them:
        reader = Person.objects.filter(uuid=message.person_uuid).first()
        values |= {"name": reader.given_name if reader else "", "who": place.person.name}
    says = wording.said(message, values=values)
    facts = [Fact(_("Free dates"), ", ".join(formats.day(each) for each in _dates(message)))]
    if not words.is_discreet(series):
        facts.insert(0, Fact(_("What"), words.title(series)))
    route = "shifts" if to_them else "plan"
    return letter(
        subject=says.subject,
        name=values["name"],
        paragraphs=says.paragraphs,
        facts=facts,
        button=Button(_("See the shifts"), addresses.absolute_url(current_association(), route)),
        why=_("You get this because you volunteer at %(association)s.")
        % {"association": current_association().name}
        if to_them
        else _("You get this because you are the contact person of these shifts."),
    )


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
WHO = Place("who", gettext_lazy("Name of who is away"), gettext_lazy("Heikki Moilanen"), in_subject=False)
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
    Kind(
        name=standing.AWAY,
        label=gettext_lazy("Dates of a standing place while one is away"),
        recipient=recipient,
        still_wanted=still_free,
        render=_render_away,
        words=(
            Words(
                subject=gettext_lazy("Others may take your standing place while you are away: %(when)s"),
                paragraphs=(
                    gettext_lazy(
                        "You are away on these dates, so your place on them is free for others. From the "
                        "next date on it is yours again."
                    ),
                ),
                places=(WHEN,),
            ),
        ),
        group=Group.SHIFTS,
        rests_when_away=False,
    ),
    Kind(
        name=standing.FREE,
        label=gettext_lazy("Somebody with a standing place is away"),
        recipient=recipient,
        still_wanted=still_free,
        render=_render_away,
        words=(
            Words(
                subject=gettext_lazy("Dates of a standing place are free: %(when)s"),
                paragraphs=(
                    gettext_lazy(
                        "%(who)s is away on these dates, so a place on each of them is free. Others can take "
                        "it now."
                    ),
                ),
                places=(WHEN, WHO),
            ),
        ),
        group=Group.COORDINATION,
    ),
]
