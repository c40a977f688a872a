"""People, and their time as volunteers here."""

import unicodedata
import uuid
from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.utils.translation import pgettext, pgettext_lazy

from tenants.rows import TenantRow

# Finnish and Swedish both end their alphabet with these, in this order.
_LAST_LETTERS = str.maketrans({"å": "{", "ä": "|", "æ": "|", "ö": "}", "ø": "}"})


def sort_key(*, family_name: str, given_name: str) -> str:
    """What sorts people as a Finnish or Swedish reader expects, in any collation of the database."""
    text = f"{family_name}\x01{given_name}".casefold().translate(_LAST_LETTERS)
    plain = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    return plain[:160]


def search_key(*, given_name: str, family_name: str, email: str = "", phone: str = "") -> str:
    """What a search looks through: name both ways round, address and number, without accents or spaces."""
    text = plain(f"{given_name} {family_name} {given_name} {email}")
    return f"{text} {''.join(c for c in phone if c.isdigit())}"[:400]


def plain(text: str) -> str:
    """Small letters without accents."""
    return "".join(c for c in unicodedata.normalize("NFD", text.casefold()) if not unicodedata.combining(c))


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
    # Unknown fails closed: where an age is asked for, somebody without one may not.
    born_on = models.DateField(null=True, blank=True)
    municipality = models.CharField(max_length=80, blank=True)
    postal_code = models.CharField(max_length=10, blank=True)
    speaks = ArrayField(models.CharField(max_length=3), default=list, db_default=[], blank=True)
    skills = ArrayField(models.CharField(max_length=60), default=list, db_default=[], blank=True)
    search_key = models.CharField(max_length=400, editable=False, default="", db_default="")
    created_at = models.DateTimeField()
    # Stands where somebody was erased, so that their hours are still one person's: see services.erasure.
    is_blank = models.BooleanField(default=False, db_default=False, editable=False)
    # Of a blank one: who stood in the register twice, and has hours in months that were closed before that
    # was found. They stay two there, as they were counted: see services.merging.
    stands_for = models.ForeignKey(
        "self", on_delete=models.SET_NULL, related_name="stand_ins", null=True, blank=True, editable=False
    )

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(is_blank=False)
                | Q(given_name="", family_name="", email="", phone="", user_uuid__isnull=True),
                name="person_blank_says_nothing",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["sort_key", "id"], name="person_in_order"),
            # Parts of names, addresses and numbers, with typos: `selectors.people_in_order`.
            GinIndex(fields=["search_key"], opclasses=["gin_trgm_ops"], name="person_by_likeness"),
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

    class Reason(models.TextChoices):
        """Why it ended, if the person wanted to say. Health is never asked."""

        MOVED = "moved", pgettext_lazy("reason", "moved away")
        TIME = "time", pgettext_lazy("reason", "no time now")
        OTHER = "other", pgettext_lazy("reason", "another reason")

    started_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)
    end_reason = models.CharField(max_length=8, choices=Reason, blank=True, default="", db_default="")
    break_until = models.DateField(null=True, blank=True)

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
