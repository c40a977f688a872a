"""What happened to somebody that should not have, and what was done about it."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

from tenants.rows import TenantRow
from volunteers.register.models.people import Person


class Incident(TenantRow):
    """Told by a volunteer, or noted from paper. Its texts are sealed: `register.incidents` opens them.

    Only owners and whom they name as its handler read it; who told it sees how far it is.
    """

    class Kind(models.TextChoices):
        """What it was."""

        ACCIDENT = "accident", pgettext_lazy("incident", "an accident, or nearly one")
        HARASSMENT = "harassment", pgettext_lazy("incident", "harassment, threats or violence")
        BOUNDARY = "boundary", pgettext_lazy("incident", "somebody crossed a boundary")

    class Whom(models.TextChoices):
        """To whom it happened. Names of clients are not asked for."""

        ME = "me", pgettext_lazy("incident", "to me")
        VOLUNTEER = "volunteer", pgettext_lazy("incident", "to another volunteer")
        CLIENT = "client", pgettext_lazy("incident", "to somebody whom we support")
        OTHER = "other", pgettext_lazy("incident", "to somebody else")

    class State(models.TextChoices):
        """`volunteers.register.incident_states` is the only door."""

        REPORTED = "reported", pgettext_lazy("incident", "reported")
        TRIAGED = "triaged", pgettext_lazy("incident", "being handled")
        HANDLED = "handled", pgettext_lazy("incident", "handled")
        CLOSED = "closed", pgettext_lazy("incident", "closed")

    # As others say it of the one who told it.
    TELLER = pgettext_lazy("incident", "to who told it")

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=12, choices=Kind)
    whom = models.CharField(max_length=12, choices=Whom)
    state = models.CharField(max_length=10, choices=State, default=State.REPORTED)
    happened_on = models.DateField()
    reported_at = models.DateTimeField()
    reporter = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="incidents"
    )
    on_paper = models.BooleanField(default=False)
    noted_by = models.CharField(max_length=160, blank=True)
    sealed_text = models.TextField()
    sealed_handling = models.TextField(blank=True)
    is_insurance_matter = models.BooleanField(default=False)
    insurer_told_on = models.DateField(null=True, blank=True)
    handler_user = models.UUIDField(null=True, blank=True)
    handler_name = models.CharField(max_length=160, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-reported_at", "-id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state="closed", closed_at__isnull=False)
                | (~Q(state="closed") & Q(closed_at__isnull=True)),
                name="incident_closed_has_a_moment",
            ),
            models.CheckConstraint(
                condition=Q(insurer_told_on__isnull=True) | Q(is_insurance_matter=True),
                name="incident_insurer_told_of_its_matter",
            ),
        ]

    @property
    def to_whom(self) -> str:
        """To whom it happened, as others say it."""
        return str(self.TELLER if self.whom == self.Whom.ME else self.get_whom_display())


class InsuranceTerms(TenantRow):
    """What the association's insurance covers for its volunteers, in words for them. One row at most."""

    text_fi = models.TextField(blank=True)
    text_sv = models.TextField(blank=True)
    text_en = models.TextField(blank=True)
    changed_at = models.DateTimeField()
    changed_by = models.CharField(max_length=160)
    is_only = models.BooleanField(default=True, unique=True, editable=False)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(is_only=True), name="insurance_terms_once"),
        ]
