"""Surveys, their questions, and what was answered: sums, and words that hang on nothing.

No row says who answered, from where, at what time, or which answers came together. An answer adds to the sums
of its questions; from then on nobody can take it out of them again.
"""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import pgettext_lazy

from scheduling.activities.models import Activity
from tenants.named import Named
from tenants.rows import TenantRow
from volunteers.register.models import VolunteerRole
from volunteers.surveys.steps import FIRST


class Survey(TenantRow, Named):
    """Some questions for a while. Its identifier is its link: whoever has it may answer."""

    class Audience(models.TextChoices):
        """Who is asked."""

        VOLUNTEERS = "volunteers", pgettext_lazy("who is asked", "volunteers")
        CLIENTS = "clients", pgettext_lazy("who is asked", "clients")
        PARTNERS = "partners", pgettext_lazy("who is asked", "partners")
        EVENT = "event", pgettext_lazy("who is asked", "those who came to an event")

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    audience = models.CharField(max_length=10, choices=Audience)
    # Whose coordinator looks after it; without a role and an occasion it is the whole association's.
    role = models.ForeignKey(
        VolunteerRole, on_delete=models.PROTECT, null=True, blank=True, related_name="surveys"
    )
    activity = models.ForeignKey(
        Activity, on_delete=models.CASCADE, null=True, blank=True, related_name="surveys"
    )
    opens_on = models.DateField()
    # The last day on which it takes answers, unless it was closed before.
    closes_on = models.DateField()
    closed_on = models.DateField(null=True, blank=True)
    # Answers that are told, and those that wait until they are enough (`surveys.steps`).
    shown = models.PositiveIntegerField(default=0)
    waiting = models.PositiveIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["-opens_on", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(opens_on__lte=F("closes_on")), name="survey_opens_first"),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True) | Q(closed_on__lte=F("closes_on")),
                name="survey_closed_in_its_time",
            ),
            models.CheckConstraint(condition=Q(shown=0) | Q(shown__gte=FIRST), name="survey_tells_from_ten"),
        ]
        indexes: ClassVar = [models.Index(fields=["closes_on"], name="survey_by_its_end")]

    @property
    def answers(self) -> int:
        """How many have answered."""
        return self.shown + self.waiting


class Question(TenantRow):
    """One question in three languages; Finnish is the fall-back, as of names."""

    class Kind(models.TextChoices):
        """How it is answered."""

        SCALE = "scale", pgettext_lazy("question", "from 1 to 5")
        CHOICE = "choice", pgettext_lazy("question", "one of several answers")
        TEXT = "text", pgettext_lazy("question", "in own words")

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="questions")
    order = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=8, choices=Kind)
    text_fi = models.CharField(max_length=200)
    text_sv = models.CharField(max_length=200, blank=True)
    text_en = models.CharField(max_length=200, blank=True)
    # Answers to choose from, by language; their places are what is counted.
    options = models.JSONField(default=list, blank=True)

    class Meta:
        ordering: ClassVar = ["survey", "order"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["survey", "order"], name="survey_question_order_once"),
            models.CheckConstraint(
                condition=Q(kind="choice") ^ Q(options=[]), name="survey_choice_has_options"
            ),
        ]


class Sum(TenantRow):
    """How often one answer of a question was given."""

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="sums")
    # 1 to 5 of a scale, the place of a choice from 0.
    value = models.PositiveSmallIntegerField()
    shown = models.PositiveIntegerField(default=0)
    waiting = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["question", "value"], name="survey_sum_once"),
        ]


class Words(TenantRow):
    """Something that somebody wrote. Its key is drawn by lot, so that the keys' order tells nothing."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="words")
    text = models.CharField(max_length=500)
    is_shown = models.BooleanField(default=False)


class SpentForm(TenantRow):
    """A form that was sent, so that sending it again counts nothing; gone two days later.

    Its key stood in the form that a browser got, and nowhere else: it leads to no answer.
    """

    key = models.UUIDField(primary_key=True)
    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="spent")
    on = models.DateField()
