"""What is asked between people when plans change."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import pgettext_lazy

from scheduling.shifts.models.shifts import Shift, SignUp
from tenants.rows import TenantRow
from volunteers.register.models import Person


class Invitation(TenantRow):
    """A person may sign up before everybody else may."""

    shift = models.ForeignKey(Shift, on_delete=models.CASCADE, related_name="invited")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="invited_to_shifts")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["shift", "person"], name="invitation_once"),
        ]


class StandIn(TenantRow):
    """Somebody cannot come and another is looked for; until one is found the place stays theirs."""

    class State(models.TextChoices):
        """`changes.move` is the only door."""

        OPEN = "open", pgettext_lazy("stand-in", "somebody is looked for")
        FOUND = "found", pgettext_lazy("stand-in", "somebody was found")
        ENDED = "ended", pgettext_lazy("stand-in", "ended")

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    sign_up = models.ForeignKey(SignUp, on_delete=models.CASCADE, related_name="stand_ins")
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)
    # Whose place it is now.
    found = models.ForeignKey(
        Person, on_delete=models.SET_NULL, related_name="stood_in", null=True, blank=True
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["sign_up"], condition=Q(state="open"), name="stand_in_open_once"),
        ]


class Swap(TenantRow):
    """Two people give each other their places."""

    class State(models.TextChoices):
        """`changes.move` is the only door."""

        ASKED = "asked", pgettext_lazy("swap", "waits for an answer")
        AGREED = "agreed", pgettext_lazy("swap", "waits for a coordinator")
        DONE = "done", pgettext_lazy("swap", "done")
        DECLINED = "declined", pgettext_lazy("swap", "declined")
        WITHDRAWN = "withdrawn", pgettext_lazy("swap", "withdrawn")
        LAPSED = "lapsed", pgettext_lazy("swap", "not possible any more")

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    # The place of the one who asks, and the place that they would like to have.
    mine = models.ForeignKey(SignUp, on_delete=models.CASCADE, related_name="swaps_asked")
    yours = models.ForeignKey(SignUp, on_delete=models.CASCADE, related_name="swaps_offered")
    state = models.CharField(max_length=10, choices=State, default=State.ASKED)
    at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(mine=F("yours")), name="swap_of_two_places"),
            models.UniqueConstraint(
                fields=["mine", "yours"], condition=Q(state__in=["asked", "agreed"]), name="swap_open_once"
            ),
        ]
