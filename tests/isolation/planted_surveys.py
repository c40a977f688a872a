"""One row of everything of surveys, with words that can be found again wherever they leak."""

from datetime import date
from typing import Any
from uuid import UUID

from volunteers.register.models import VolunteerRole
from volunteers.surveys.models import Question, SpentForm, Sum, Survey, Words

DAYS = {"opens_on": date(2025, 2, 1), "closes_on": date(2025, 2, 28)}


def plant_surveys(mark: str, key: int, role: VolunteerRole) -> list[Any]:
    """One that nobody has answered yet, and one with answers that wait."""
    survey = Survey.objects.create(pk=key, name_fi=f"Kysely {mark}", audience="volunteers", role=role, **DAYS)
    question = Question.objects.create(
        pk=key, survey=survey, order=1, kind="scale", text_fi=f"Kysymys {mark}"
    )
    Sum.objects.create(pk=key, question=question, value=3)
    other = Survey.objects.create(
        pk=key + 1, name_fi=f"Toinen {mark}", audience="clients", role=role, waiting=1, **DAYS
    )
    asked = Question.objects.create(pk=key + 1, survey=other, order=1, kind="text", text_fi=f"Sana {mark}")
    Words.objects.create(pk=UUID(int=key), question=asked, text=f"Vastaus {mark}")
    SpentForm.objects.create(key=UUID(int=key), survey=other, on=date(2025, 2, 2))
    return [survey, question]
