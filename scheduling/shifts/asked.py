"""Where somebody is being asked just now whether they could come: a line on their first page."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from notifications import calls
from scheduling.shifts import selectors, states, words
from tenants import clock
from volunteers.register.models import Person
from web import formats


@dataclass(frozen=True)
class Question:
    """One call that waits for somebody's answer."""

    title: str
    what: str
    url: str


def questions_to(person: Person | None) -> list[Question]:
    """The calls that are open for a person who has not answered and could come, the next shift first.

    One query where they are asked nothing, and else a few, however many there are.
    """
    if person is None:
        return []
    called = {
        each.call.subject_uuid: each.call
        for each in calls.unanswered(person.uuid)
        if each.call.subject_kind == states.SHIFT
    }
    if not called:
        return []
    ahead = selectors.shifts_ahead().filter(uuid__in=called, starts_at__gt=clock.now())
    return [
        Question(
            title=_("Can you come %(when)s?")
            % {"when": formats.when(row.shift.starts_at, row.shift.ends_at)},
            what=", ".join([words.title(row.shift), *([row.shift.site.name] if row.shift.site else [])]),
            url=reverse("own-call", kwargs={"uuid": called[row.shift.uuid].uuid}),
        )
        for row in selectors.rows_of(list(ahead), person=person)
        if row.may_sign_up
    ]
