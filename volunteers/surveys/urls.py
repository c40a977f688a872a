"""Routes of surveys on an association's host."""

from django.urls import URLPattern, URLResolver, path

from volunteers.surveys.views import answering, polls, questions, surveys

association: list[URLPattern | URLResolver] = [
    path("answer/<uuid:uuid>/", answering.survey_answer, name="survey-answer"),
    path("answer/<uuid:uuid>/thanks/", answering.survey_thanks, name="survey-thanks"),
    path("coordinate/surveys/", surveys.surveys, name="surveys"),
    path("coordinate/surveys/new/", surveys.survey_new, name="survey-new"),
    path("coordinate/surveys/<uuid:uuid>/", surveys.survey, name="survey"),
    path("coordinate/surveys/<uuid:uuid>/edit/", surveys.survey_edit, name="survey-edit"),
    path("coordinate/surveys/<uuid:uuid>/remove/", surveys.survey_remove, name="survey-remove"),
    path("coordinate/surveys/<uuid:uuid>/tell/", surveys.survey_tell, name="survey-tell"),
    path("coordinate/surveys/<uuid:uuid>/close/", surveys.survey_close, name="survey-close"),
    path("coordinate/surveys/<uuid:uuid>/ask/", surveys.survey_ask, name="survey-ask"),
    path("coordinate/surveys/<uuid:uuid>/screen/", polls.survey_screen, name="survey-screen"),
    path("coordinate/surveys/<uuid:uuid>/questions/new/", questions.question_new, name="survey-question-new"),
    path(
        "coordinate/surveys/<uuid:uuid>/questions/<uuid:question>/",
        questions.question_edit,
        name="survey-question",
    ),
    path(
        "coordinate/surveys/<uuid:uuid>/questions/<uuid:question>/remove/",
        questions.question_remove,
        name="survey-question-remove",
    ),
    path("coordinate/activities/<uuid:uuid>/poll/", polls.survey_poll, name="survey-poll"),
]
