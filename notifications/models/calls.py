"""Calls in waves: somebody is looked for at short notice, a few people at a time."""

import uuid
from typing import ClassVar

from django.db import models
from django.utils.translation import pgettext_lazy

from tenants.rows import TenantRow


class Call(TenantRow):
    """A search for people who take one of `places` of a thing. The first who say yes have them."""

    class State(models.TextChoices):
        """Where it is."""

        OPEN = "open", pgettext_lazy("call", "open")
        FILLED = "filled", pgettext_lazy("call", "filled")
        ENDED = "ended", pgettext_lazy("call", "ended")

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    # What is asked for: a kind of message.
    kind = models.CharField(max_length=60)
    subject_kind = models.CharField(max_length=40)
    subject_uuid = models.UUIDField()
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    places = models.PositiveSmallIntegerField(default=1)
    wave_size = models.PositiveSmallIntegerField()
    wave_minutes = models.PositiveSmallIntegerField()
    by_name = models.CharField(max_length=160)
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["subject_kind", "subject_uuid"], name="call_about_a_subject"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["subject_kind", "subject_uuid"],
                condition=models.Q(state="open"),
                name="call_open_once_a_subject",
            ),
        ]


class Called(TenantRow):
    """One person who is asked, in which wave, and what they answered."""

    class Answer(models.TextChoices):
        """Empty as long as they have not answered."""

        YES = "yes", pgettext_lazy("call", "yes")
        NO = "no", pgettext_lazy("call", "no")

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="called")
    person_uuid = models.UUIDField()
    wave = models.PositiveSmallIntegerField()
    due_at = models.DateTimeField()
    answer = models.CharField(max_length=3, choices=Answer, blank=True, default="")
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["person_uuid"], name="called_person"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["call", "person_uuid"], name="called_once_a_call"),
        ]
