"""People and what they may do here. Records only: the processes that make them live in other apps."""

import unicodedata
import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language, pgettext, pgettext_lazy

from tenants.models import Named, RoleFamily
from tenants.rows import TenantRow

# Finnish and Swedish both end their alphabet with these, in this order.
_LAST_LETTERS = str.maketrans({"å": "{", "ä": "|", "æ": "|", "ö": "}", "ø": "}"})


def sort_key(*, family_name: str, given_name: str) -> str:
    """What sorts people as a Finnish or Swedish reader expects, in any collation of the database."""
    text = f"{family_name}\x01{given_name}".casefold().translate(_LAST_LETTERS)
    plain = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    return plain[:160]


class Person(TenantRow):
    """Somebody the association knows. Their login, if any, lies on the shared side under `user_uuid`."""

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    user_uuid = models.UUIDField(unique=True, null=True, blank=True)
    given_name = models.CharField(max_length=80)
    family_name = models.CharField(max_length=80)
    sort_key = models.CharField(max_length=160, editable=False)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=30, blank=True)
    language = models.CharField(max_length=2, choices=settings.LANGUAGES, default="fi")
    created_at = models.DateTimeField()
    # Stands where somebody was erased, so that their hours are still one person's: see services.erasure.
    is_blank = models.BooleanField(default=False, db_default=False, editable=False)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["sort_key", "id"], name="person_in_order")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(is_blank=False)
                | Q(given_name="", family_name="", email="", phone="", user_uuid__isnull=True),
                name="person_blank_says_nothing",
            ),
        ]

    @property
    def name(self) -> str:
        """Given name first, as people are greeted."""
        if self.is_blank:
            return pgettext("person", "erased person")
        return f"{self.given_name} {self.family_name}"


class Period(TenantRow):
    """A person's time as a volunteer here, from a day on. Coming back makes a new one."""

    class State(models.TextChoices):
        """`volunteers.register.services.periods` is the only door."""

        PREPARING = "preparing", pgettext_lazy("period", "preparing")
        ACTIVE = "active", pgettext_lazy("period", "active")
        ON_BREAK = "on_break", pgettext_lazy("period", "on a break")
        ENDED = "ended", pgettext_lazy("period", "ended")

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="periods")
    state = models.CharField(max_length=12, choices=State, default=State.PREPARING)
    started_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person"], condition=~Q(state="ended"), name="period_open_once_a_person"
            ),
            models.CheckConstraint(
                condition=Q(state="ended", ended_on__isnull=False, ended_on__gte=F("started_on"))
                | (~Q(state="ended") & Q(ended_on__isnull=True)),
                name="period_ended_has_a_day",
            ),
        ]


class VolunteerRole(TenantRow, Named):
    """A kind of task that the association offers; taken from the umbrella's catalogue or its own."""

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    code = models.SlugField(max_length=60, unique=True)
    catalogue_code = models.SlugField(max_length=60, blank=True)
    family = models.CharField(max_length=20, choices=RoleFamily)
    counting_unit = models.CharField(max_length=40, default="hours")
    discreet = models.BooleanField(default=False)
    description_fi = models.TextField(blank=True)
    description_sv = models.TextField(blank=True)
    description_en = models.TextField(blank=True)
    is_active = models.BooleanField(default=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["position", "id"]

    @property
    def description(self) -> str:
        """The text in the language in use, or the Finnish one."""
        return self.description_in()

    def description_in(self, language: str | None = None) -> str:
        """The text in a language (the one in use by default), or the Finnish one."""
        code = (language or get_language() or "fi")[:2]
        return str(getattr(self, f"description_{code}", "") or self.description_fi)


class RoleHolding(TenantRow):
    """A person does a role, from a day to a day."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="holdings")
    role = models.ForeignKey(VolunteerRole, on_delete=models.PROTECT, related_name="holdings")
    from_on = models.DateField()
    to_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person", "role"], condition=Q(to_on__isnull=True), name="holding_open_once"
            ),
            models.CheckConstraint(
                condition=Q(to_on__isnull=True) | Q(to_on__gte=F("from_on")), name="holding_ends_after_start"
            ),
        ]


class Site(TenantRow):
    """A place where shifts are."""

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=120, unique=True)
    address = models.CharField(max_length=200, blank=True)
    phone = models.CharField(max_length=30, blank=True)
    arrival = models.CharField(max_length=200, blank=True)
    discreet = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)

    class Meta:
        ordering: ClassVar = ["name"]


class Trail(TenantRow):
    """Who did what, when. Written by `volunteers.register.trail.record`, changed by nobody.

    Only who is erased leaves it (`volunteers.register.erasers`).
    """

    at = models.DateTimeField()
    actor_user = models.UUIDField(null=True, blank=True)
    actor_name = models.CharField(max_length=160)
    verb = models.CharField(max_length=60)
    subject_kind = models.CharField(max_length=40)
    subject_uuid = models.UUIDField(null=True, blank=True)
    data = models.JSONField(default=dict, blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["subject_kind", "subject_uuid", "-at"], name="trail_of_a_subject"),
        ]
