"""Telling volunteers that there is a survey. Who was told is known; who answered is not."""

from collections.abc import Iterable
from datetime import timedelta

from django.db import transaction

from notifications.services import Planned, plan_many
from tenants import clock
from tenants.actors import Actor
from tenants.context import current_association
from volunteers.register import trail
from volunteers.register.models import Person
from volunteers.surveys import selectors
from volunteers.surveys.errors import NobodyToAsk, SurveyClosed, SurveyNotOpen
from volunteers.surveys.models import Survey
from volunteers.surveys.services.answering import SUBJECT, lock

KIND = "surveys.asked"
# What is told of a shift never waits long behind what is told to many.
A_MINUTE = 60


@transaction.atomic
def ask(*, survey: Survey, people: Iterable[Person], by: Actor) -> int:
    """Send these people the link, each of them once. Returns how many are asked now.

    Raises SurveyNotOpen, SurveyClosed, or NobodyToAsk.
    """
    locked = lock(survey=survey)
    today = clock.today(current_association())
    if selectors.is_over(locked, today=today):
        raise SurveyClosed
    if locked.opens_on > today or not locked.questions.exists():
        raise SurveyNotOpen
    at = clock.now()
    count = plan_many(
        kind=KIND,
        messages=[
            Planned(
                key=f"{KIND}:{locked.uuid}:{person.uuid}",
                person_uuid=person.uuid,
                due_at=at + timedelta(minutes=place // A_MINUTE),
            )
            for place, person in enumerate(people)
        ],
        subject_kind=SUBJECT,
        subject_uuid=locked.uuid,
    )
    if not count:
        raise NobodyToAsk
    trail.record("survey.asked", by=by, subject_kind=SUBJECT, subject_uuid=locked.uuid, people=count)
    return count
