"""Places where something is counted day by day: food that is handed out, visits, contacts, encounters."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

from accounts.tablets import Tablet
from tenants.rows import TenantRow
from volunteers.register.models import GrantTarget, Site, Unit, VolunteerRole


class TallyPlace(TenantRow):
    """Where heads, bags or contacts are counted, and to whom the numbers belong."""

    class Kind(models.TextChoices):
        """What goes on there, and so what is counted."""

        FOOD = "food", pgettext_lazy("tally place", "food aid")
        MEETING_PLACE = "meeting_place", pgettext_lazy("tally place", "meeting place")
        GUIDANCE = "guidance", pgettext_lazy("tally place", "guidance desk")
        OUTREACH = "outreach", pgettext_lazy("tally place", "outreach")
        INFO_SPACE = "info_space", pgettext_lazy("tally place", "information space")
        PHONE = "phone", pgettext_lazy("tally place", "phone line")
        COMPANIONS = "companions", pgettext_lazy("tally place", "companions")

    # What goes where people are, or needs no place at all.
    ANYWHERE: ClassVar = [Kind.OUTREACH.value, Kind.PHONE.value, Kind.COMPANIONS.value]

    class Area(models.TextChoices):
        """Where meeting places are told apart."""

        TOWN = "town", pgettext_lazy("area", "in town")
        VILLAGE = "village", pgettext_lazy("area", "in a village")

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=14, choices=Kind)
    area = models.CharField(max_length=8, choices=Area, blank=True)
    site = models.ForeignKey(
        Site, on_delete=models.PROTECT, null=True, blank=True, related_name="tally_places"
    )
    role = models.ForeignKey(
        VolunteerRole, on_delete=models.PROTECT, null=True, blank=True, related_name="tally_places"
    )
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="tally_places"
    )
    grant_target = models.ForeignKey(
        GrantTarget, on_delete=models.PROTECT, null=True, blank=True, related_name="tally_places"
    )
    is_active = models.BooleanField(default=True)

    class Meta:
        ordering: ClassVar = ["kind", "name"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["name"], name="tally_place_name_once"),
            models.CheckConstraint(
                condition=Q(kind__in=["outreach", "phone", "companions"]) | Q(site__isnull=False),
                name="tally_place_is_somewhere",
            ),
        ]


class TallyTablet(Tablet):
    """The tablet that counts at a place; a new one ends the one before."""

    place = models.OneToOneField(TallyPlace, on_delete=models.CASCADE, related_name="tablet")
