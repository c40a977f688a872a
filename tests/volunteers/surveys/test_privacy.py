"""What surveys promise to those who answer: nobody can know who they are, or what one of them said."""

from collections.abc import Callable
from datetime import date, timedelta
from itertools import pairwise
from uuid import uuid4

import pytest
from django.db import models
from django.test import Client
from hypothesis import given, strategies as st

from accounts.models import User
from desk import export
from tenants import clock
from tenants.context import entered
from tenants.models import Association
from tests.volunteers.surveys.conftest import BY, MONDAY, answered, survey
from volunteers.register import retention
from volunteers.surveys import keeping, selectors, steps
from volunteers.surveys.errors import TooFewToTell
from volunteers.surveys.models import SpentForm, Sum, Words
from volunteers.surveys.services import answering

Browse = Callable[..., Client]
pytestmark = pytest.mark.usefixtures("it_is_monday")
WORDS = "Zyxwqa-words"


def test_no_column_leads_from_an_answer_to_somebody() -> None:
    """Sums and words know their question alone; a spent form knows its survey and a day."""
    columns = {
        model.__name__: {field.column for field in model._meta.concrete_fields}
        for model in (Sum, Words, SpentForm)
    }
    assert columns == {
        "Sum": {"id", "question_id", "value", "shown", "waiting"},
        "Words": {"id", "question_id", "text", "is_shown"},
        "SpentForm": {"key", "survey_id", "on"},
    }
    kinds = {type(field) for model in (Sum, Words, SpentForm) for field in model._meta.concrete_fields}
    assert models.DateTimeField not in kinds


@pytest.mark.usefixtures("inside")
def test_answer_makes_no_new_sum_so_that_no_order_of_rows_tells_of_it() -> None:
    made = survey()
    before = list(Sum.objects.order_by("pk").values_list("pk", "value"))
    answered(made, 4)
    assert list(Sum.objects.order_by("pk").values_list("pk", "value")) == before


@given(st.lists(st.sampled_from(["answer", "answer", "answer", "tell"]), max_size=80))
def test_whatever_is_told_one_after_the_other_never_gives_away_fewer_than_the_step(acts: list[str]) -> None:
    shown, waiting, told = 0, 0, [0]
    for act in acts:
        if act == "answer":
            waiting += 1
        elif steps.may_tell(shown=shown, waiting=waiting):
            shown, waiting = shown + waiting, 0
            told.append(shown)
    changes = [after - before for before, after in pairwise(told)]
    assert all(change >= (steps.STEP if place else steps.FIRST) for place, change in enumerate(changes))


@pytest.mark.usefixtures("inside")
def test_result_stays_as_it_is_until_five_more_have_come() -> None:
    made = survey()
    answered(made, *[3] * 10)
    answering.tell(survey=made, by=BY)
    answered(made, *[5] * 4)
    with pytest.raises(TooFewToTell):
        answering.tell(survey=made, by=BY)
    answering.close(survey=made, by=BY)
    made.refresh_from_db()
    result = selectors.results(made)[0]
    assert (made.shown, made.waiting, result.count, result.mean) == (10, 4, 10, 3)


@pytest.mark.parametrize("closes", [False, True])
def test_under_ten_answers_nothing_is_told_by_any_page_or_the_archive(
    browse: Browse, ada: User, alfa: Association, closes: bool
) -> None:
    with entered(alfa):
        made = survey()
        answered(made, *[2] * 9, words=WORDS)
        if closes:
            answering.close(survey=made, by=BY)
    client = browse(ada, alfa)
    pages = (
        "/coordinate/surveys/",
        f"/coordinate/surveys/{made.uuid}/",
        f"/coordinate/surveys/{made.uuid}/screen/",
        f"/answer/{made.uuid}/",
        f"/answer/{made.uuid}/thanks/",
    )
    for page in pages:
        answer = client.get(page)
        assert answer.status_code == 200
        assert not answer.context.get("results")
        assert WORDS not in answer.content.decode()
    client.post(f"/coordinate/surveys/{made.uuid}/tell/")
    with entered(alfa):
        made.refresh_from_db()
    assert (made.shown, made.waiting) == (0, 9)


def test_archive_of_the_owner_is_without_answers() -> None:
    assert {Sum, Words, SpentForm} <= export.LEFT_OUT


@pytest.mark.usefixtures("inside", "said_in_english")
def test_question_that_few_answered_is_not_told() -> None:
    made = survey()
    scale, text = selectors.questions(made)
    for number in range(10):
        said = answering.Answer({scale.pk: 1} if number else {}, {text.pk: f"word {number}"})
        answering.take(survey=made, answer=said, form=uuid4())
    answering.close(survey=made, by=BY)
    made.refresh_from_db()
    first, second = selectors.results(made)
    assert (first.few, first.sums, first.mean) == (True, [], None)
    assert sorted(second.words) == [f"word {number}" for number in range(10)]


@pytest.mark.usefixtures("inside")
def test_words_go_a_year_after_the_last_day_and_sums_stay() -> None:
    made = survey()
    answered(made, *[4] * 10, words=WORDS)
    answering.close(survey=made, by=BY)
    for night, left in ((date(2026, 2, 28), 10), (date(2026, 3, 2), 0)):
        over = retention.over(keeping.WORDS, night=night, months={"survey_words": 12})
        keeping.WORDS.forget(keeping.WORDS.due(over))
        assert Words.objects.count() == left
    assert Sum.objects.get(value=4).shown == 10


@pytest.mark.usefixtures("inside")
def test_spent_forms_are_gone_after_days() -> None:
    made = survey()
    answered(made, 1)
    with clock.fixed(MONDAY + timedelta(days=4)):
        answered(made, 2)
    assert SpentForm.objects.get().on == date(2025, 2, 7)
