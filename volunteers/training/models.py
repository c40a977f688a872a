"""Courses with their modules, runs of them with sessions, and the people who take part."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language, pgettext_lazy

from tenants.models import Named
from tenants.rows import TenantRow
from volunteers.register.models import Person, Qualification, QualificationType, Site, VolunteerRole


class Course(TenantRow, Named):
    """What people can learn: modules, what it takes to complete them, and the qualification that follows."""

    class Rule(models.TextChoices):
        """When somebody has completed it."""

        MODULES = "modules", pgettext_lazy("completion", "all modules")
        MINUTES = "minutes", pgettext_lazy("completion", "a number of hours")
        SHARE = "share", pgettext_lazy("completion", "a share of the sessions")

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    description_fi = models.TextField(blank=True)
    description_sv = models.TextField(blank=True)
    description_en = models.TextField(blank=True)
    # Whose training hours they are, if the course prepares for one role.
    role = models.ForeignKey(
        VolunteerRole, on_delete=models.PROTECT, null=True, blank=True, related_name="courses"
    )
    # What whoever completes it gets by itself.
    grants = models.ForeignKey(
        QualificationType, on_delete=models.PROTECT, null=True, blank=True, related_name="courses"
    )
    rule = models.CharField(max_length=10, choices=Rule, default=Rule.MODULES)
    # Minutes, or percent of the sessions; empty where all modules are asked for.
    rule_value = models.PositiveSmallIntegerField(null=True, blank=True)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["name_fi", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(rule="modules", rule_value__isnull=True)
                | Q(rule="minutes", rule_value__gt=0)
                | Q(rule="share", rule_value__gt=0, rule_value__lte=100),
                name="course_rule_has_its_number",
            ),
        ]

    @property
    def description(self) -> str:
        """The text in the language in use, or the Finnish one."""
        code = (get_language() or "fi")[:2]
        return str(getattr(self, f"description_{code}", "") or self.description_fi)

    @property
    def is_discreet(self) -> bool:
        """Whether messages and certificates keep quiet about what it is."""
        return self.role is not None and self.role.discreet


class Module(TenantRow, Named):
    """A part of a course: what it is about and how long it takes."""

    class Topic(models.TextChoices):
        """What it is about, where it is one of what training of volunteers is built of."""

        ENCOUNTER = "encounter", pgettext_lazy("topic", "encountering people")
        CULTURE = "culture", pgettext_lazy("topic", "cultural sensitivity")
        SAFE_SUPPORT = "safe_support", pgettext_lazy("topic", "safe and respectful support")
        ROLE = "role", pgettext_lazy("topic", "the role itself")
        OTHER = "other", pgettext_lazy("topic", "something else")

    class Delivery(models.TextChoices):
        """How it is held."""

        CLASSROOM = "classroom", pgettext_lazy("delivery", "in a room")
        ONLINE = "online", pgettext_lazy("delivery", "online")
        BLENDED = "blended", pgettext_lazy("delivery", "in a room and online")

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="modules")
    position = models.PositiveSmallIntegerField(default=0)
    topic = models.CharField(max_length=12, choices=Topic, default=Topic.OTHER)
    delivery = models.CharField(max_length=10, choices=Delivery, default=Delivery.CLASSROOM)
    minutes = models.PositiveSmallIntegerField()

    class Meta:
        ordering: ClassVar = ["position", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(minutes__gt=0), name="module_takes_time"),
        ]


class Run(TenantRow):
    """One time that a course is held, for so many people."""

    class State(models.TextChoices):
        """What somebody decided; full, going on and over are derived. `states.move_run` is the only door."""

        DRAFT = "draft", pgettext_lazy("course run", "draft")
        PUBLISHED = "published", pgettext_lazy("course run", "open")
        CANCELLED = "cancelled", pgettext_lazy("course run", "cancelled")

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="runs")
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    places = models.PositiveSmallIntegerField()
    # Held places, kept in the transaction of each enrolment and of each that ends.
    taken = models.PositiveSmallIntegerField(default=0)
    # The last day on which people enrol by themselves; empty: until it begins.
    enrol_until = models.DateField(null=True, blank=True)
    # As those who take part read it: trainers often come from outside.
    trainers = models.CharField(max_length=200, blank=True)
    # Who of the register notes who came.
    trainer = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="trains"
    )
    # What those who take part should know: what to bring, whom to call.
    notes = models.TextField(blank=True)
    created_at = models.DateTimeField()
    cancelled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(places__gte=1), name="run_has_places"),
            models.CheckConstraint(condition=Q(taken__lte=F("places")), name="run_not_overbooked"),
            models.CheckConstraint(
                condition=Q(state="cancelled", cancelled_at__isnull=False)
                | (~Q(state="cancelled") & Q(cancelled_at__isnull=True)),
                name="run_cancelled_has_a_time",
            ),
        ]


class Session(TenantRow):
    """One time that people of a run meet, for one module."""

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="sessions")
    module = models.ForeignKey(Module, on_delete=models.PROTECT, related_name="sessions")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    site = models.ForeignKey(Site, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    # A room, or the address of the call.
    place = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering: ClassVar = ["starts_at", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(starts_at__lt=F("ends_at")), name="course_session_start_before_end"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["run", "starts_at"], name="course_session_of_a_run"),
            models.Index(fields=["ends_at"], name="course_session_that_ended"),
        ]


class Enrolment(TenantRow):
    """A person takes part in a run, or waits for a place in it."""

    class State(models.TextChoices):
        """What was decided; how far somebody is is derived. `states` is the only door."""

        WAITING = "waiting", pgettext_lazy("enrolment", "on the waiting list")
        ENROLLED = "enrolled", pgettext_lazy("enrolment", "enrolled")
        COMPLETED = "completed", pgettext_lazy("enrolment", "completed")
        CANCELLED = "cancelled", pgettext_lazy("enrolment", "gave the place back")
        CANCELLED_BY_ORG = "cancelled_by_org", pgettext_lazy("enrolment", "cancelled by the association")

    # These have a place, so that nobody else gets it.
    HOLDING: ClassVar = (State.ENROLLED, State.COMPLETED)
    OPEN: ClassVar = (State.WAITING, *HOLDING)

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="enrolments")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="enrolments")
    state = models.CharField(max_length=20, choices=State)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    completed_at = models.DateTimeField(null=True, blank=True)
    # What they got by completing it.
    qualification = models.OneToOneField(
        Qualification, on_delete=models.SET_NULL, null=True, blank=True, related_name="enrolment"
    )

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["run", "person"],
                condition=Q(state__in=["waiting", "enrolled", "completed"]),
                name="enrolment_open_once",
            ),
            models.CheckConstraint(
                condition=Q(state="completed", completed_at__isnull=False)
                | (~Q(state="completed") & Q(completed_at__isnull=True)),
                name="enrolment_completed_has_a_time",
            ),
        ]


class Attendance(TenantRow):
    """Somebody was at a session."""

    class Way(models.TextChoices):
        """How it came to be known."""

        TICK = "tick", pgettext_lazy("attendance", "ticked")
        CODE = "code", pgettext_lazy("attendance", "by the code")

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="attendances")
    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="attendances")
    way = models.CharField(max_length=6, choices=Way)
    noted_at = models.DateTimeField()
    # When it became hours; before the session is over it has not.
    counted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["session", "enrolment"], name="course_attendance_once"),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["session"], condition=Q(counted_at__isnull=True), name="course_attendance_uncounted"
            ),
        ]
