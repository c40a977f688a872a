"""Groups that meet for supervision, their times, and who was asked and came.

What is said there stands in no table, and there is no field into which it could be written.
"""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import pgettext_lazy

from tenants.rows import TenantRow
from volunteers.register.models import Person, Site, VolunteerRole


class SupervisionGroup(TenantRow):
    """Those who do one role and meet somebody who supervises them; of one-to-one talks the member is one."""

    class Kind(models.TextChoices):
        """What its times are, and so under which hours they are told."""

        SUPERVISION = "supervision", pgettext_lazy("supervision group", "supervision")
        SUPPORT_TALK = "support_talk", pgettext_lazy("supervision group", "support talk")
        PEER_EXCHANGE = "peer_exchange", pgettext_lazy("supervision group", "peer exchange")

    class Form(models.TextChoices):
        """With how many."""

        GROUP = "group", pgettext_lazy("supervision group", "in a group")
        ONE_TO_ONE = "one_to_one", pgettext_lazy("supervision group", "one to one")

    # Volunteers among themselves: it does them good, and is no supervision.
    NO_DUTY = (Kind.PEER_EXCHANGE,)

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=16, choices=Kind, default=Kind.SUPERVISION)
    form = models.CharField(max_length=12, choices=Form, default=Form.GROUP)
    role = models.ForeignKey(VolunteerRole, on_delete=models.PROTECT, related_name="supervision_groups")
    # Somebody of the register, or the name of somebody from outside, and their login if they have one.
    supervisor = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="supervises"
    )
    supervisor_name = models.CharField(max_length=160, blank=True)
    supervisor_user = models.UUIDField(null=True, blank=True, db_index=True)
    site = models.ForeignKey(
        Site, on_delete=models.PROTECT, null=True, blank=True, related_name="supervision_groups"
    )
    minutes = models.PositiveSmallIntegerField(default=90)
    is_active = models.BooleanField(default=True)

    class Meta:
        ordering: ClassVar = ["name", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["name"], name="supervision_group_name_once"),
            models.CheckConstraint(
                condition=Q(minutes__gte=1, minutes__lte=1440), name="supervision_group_within_a_day"
            ),
            models.CheckConstraint(
                condition=Q(supervisor__isnull=True) | Q(supervisor_name=""),
                name="supervision_group_one_supervisor",
            ),
            models.CheckConstraint(
                condition=Q(supervisor__isnull=True) | Q(supervisor_user__isnull=True),
                name="supervision_group_inside_or_outside",
            ),
        ]

    @property
    def is_of_duty(self) -> bool:
        """Whether being there is the supervision that a role asks for."""
        return self.kind not in self.NO_DUTY


class GroupMember(TenantRow):
    """A person who is asked to the times of a group."""

    group = models.ForeignKey(SupervisionGroup, on_delete=models.CASCADE, related_name="members")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="supervision_groups")
    since_on = models.DateField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["group", "person"], name="supervision_member_once"),
        ]


class SupervisionSession(TenantRow):
    """One time of a group: when it is, and whether it was held."""

    class State(models.TextChoices):
        """`supervision.states` is the only door."""

        PLANNED = "planned", pgettext_lazy("supervision", "planned")
        INVITED = "invited", pgettext_lazy("supervision", "members asked")
        HELD = "held", pgettext_lazy("supervision", "held")
        CANCELLED = "cancelled", pgettext_lazy("supervision", "called off")

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    group = models.ForeignKey(SupervisionGroup, on_delete=models.PROTECT, related_name="sessions")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    local_date = models.DateField()
    state = models.CharField(max_length=10, choices=State, default=State.PLANNED)
    created_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(starts_at__lt=F("ends_at")), name="supervision_start_before_end"
            ),
            # The same time of a group comes once, however often its times are made.
            models.UniqueConstraint(
                fields=["group", "starts_at"], condition=~Q(state="cancelled"), name="supervision_once_a_time"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["state", "starts_at"], name="supervision_by_time"),
        ]


class Seat(TenantRow):
    """A person and a time of their group: asked, answered, and whether they came. Nothing else."""

    class Answer(models.TextChoices):
        """What they said; empty is nothing yet."""

        YES = "yes", pgettext_lazy("supervision", "comes")
        NO = "no", pgettext_lazy("supervision", "cannot come")

    class Came(models.TextChoices):
        """What was ticked; empty is nothing yet."""

        PRESENT = "present", pgettext_lazy("supervision", "was there")
        EXCUSED = "excused", pgettext_lazy("supervision", "had said that they cannot come")
        ABSENT = "absent", pgettext_lazy("supervision", "was not there")

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    session = models.ForeignKey(SupervisionSession, on_delete=models.CASCADE, related_name="seats")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="supervision_seats")
    answer = models.CharField(max_length=4, choices=Answer, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    came = models.CharField(max_length=8, choices=Came, blank=True)
    # When they had been in supervision before this time was ticked, so that a wrong tick can be taken back.
    before_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["session", "person"], name="supervision_seat_once"),
            models.CheckConstraint(
                condition=Q(answer="", answered_at__isnull=True)
                | (~Q(answer="") & Q(answered_at__isnull=False)),
                name="supervision_answered_at_a_time",
            ),
        ]


class DebriefRequest(TenantRow):
    """Somebody would like to talk after a hard shift: who, when, and who took it. Not about what."""

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="debriefs")
    # Who was on duty then, and so was asked first; nobody where nobody was.
    asked_of = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="debriefs_asked"
    )
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.CharField(max_length=160, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(answered_at__isnull=True, withdrawn_at__isnull=True),
                name="debrief_open_once",
            ),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True) | Q(withdrawn_at__isnull=True),
                name="debrief_answered_or_withdrawn",
            ),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, answered_by="")
                | (Q(answered_at__isnull=False) & ~Q(answered_by="")),
                name="debrief_answered_by_somebody",
            ),
        ]

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to answer."""
        return self.answered_at is None and self.withdrawn_at is None
