"""The shared side of tenancy: umbrellas, associations, their addresses, and who may enter."""

import uuid
from datetime import datetime, timedelta
from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language, gettext_lazy as _, pgettext_lazy
from django_tenants.models import DomainMixin, TenantMixin

from tenants.affiliating import (
    Affiliation,
    AffiliationChange,
    District,
    Network,
    NetworkChange,
    NetworkStay,
)
from tenants.agreeing import ProcessingAgreement
from tenants.cataloguing import (
    CatalogueEdition,
    CatalogueRole,
    CatalogueText,
    CatalogueTextEdition,
    RoleFamily,
)
from tenants.ending import Archive, Deletion, DeletionConsent, LeavingLetter, Passage
from tenants.joining import JoinLetter, JoinRequest
from tenants.named import Named

__all__ = [
    "LEADS",
    "SLUG",
    "Access",
    "Affiliation",
    "AffiliationChange",
    "Archive",
    "Association",
    "CatalogueEdition",
    "CatalogueRole",
    "CatalogueText",
    "CatalogueTextEdition",
    "ClockOffset",
    "CrossingEntry",
    "Deletion",
    "DeletionConsent",
    "District",
    "Domain",
    "ErasureEntry",
    "Extent",
    "FederationLetter",
    "FigureReminder",
    "HalfMigration",
    "Invitation",
    "JoinLetter",
    "JoinRequest",
    "LeavingLetter",
    "Named",
    "Network",
    "NetworkChange",
    "NetworkStay",
    "Outage",
    "Passage",
    "ProcessingAgreement",
    "Provisioning",
    "RoleFamily",
    "Slug",
    "StateChange",
    "Umbrella",
    "Wakeup",
]

SLUG = RegexValidator(r"^[a-z][a-z0-9]*(-[a-z0-9]+)*\Z", _("Use small letters, digits and single hyphens."))


class Slug(models.Model):
    """A name below the base host. Claimed once and never given to another."""

    slug = models.CharField(max_length=40, primary_key=True, validators=[SLUG])
    claimed_at = models.DateTimeField()


class Umbrella(Named):
    """A federation: the body whose members the associations are."""

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    slug = models.CharField(max_length=40, unique=True, validators=[SLUG])
    language = models.CharField(max_length=2, choices=settings.LANGUAGES, default="fi")
    timezone = models.CharField(max_length=40, default="Europe/Helsinki")
    created_at = models.DateTimeField()


class Association(Named, TenantMixin):
    """A registered member association with a schema of its own."""

    class State(models.TextChoices):
        """Where it stands in its life; `tenants.lifecycle` is the only door."""

        REQUESTED = "requested", pgettext_lazy("association", "requested")
        APPROVED = "approved", pgettext_lazy("association", "approved")
        PROVISIONING = "provisioning", pgettext_lazy("association", "being set up")
        PROVISIONING_FAILED = "provisioning_failed", pgettext_lazy("association", "set-up failed")
        ACTIVE = "active", pgettext_lazy("association", "active")
        SUSPENDED = "suspended", pgettext_lazy("association", "suspended")
        ARCHIVED = "archived", pgettext_lazy("association", "archived")
        DELETED = "deleted", pgettext_lazy("association", "deleted")

    # Making a schema is a step of its own (tenants.provisioning), never part of save().
    auto_create_schema = False
    auto_drop_schema = False

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    slug = models.CharField(max_length=40, unique=True, validators=[SLUG])
    state = models.CharField(max_length=20, choices=State, default=State.REQUESTED)
    language = models.CharField(max_length=2, choices=settings.LANGUAGES, default="fi")
    timezone = models.CharField(max_length=40, default="Europe/Helsinki")
    seat = models.CharField(max_length=80, blank=True)
    founded = models.CharField(max_length=40, blank=True)
    intro_fi = models.TextField(blank=True)
    intro_sv = models.TextField(blank=True)
    intro_en = models.TextField(blank=True)
    contact_email = models.EmailField(blank=True)
    contact_phone = models.CharField(max_length=30, blank=True)
    created_at = models.DateTimeField()
    # One that was restored under a new name stands outside all figures until somebody releases it to them
    # from a year on; earlier years are told by the association that it was copied from.
    copied_from = models.UUIDField(null=True, blank=True, editable=False)
    outside_figures = models.BooleanField(default=False, db_default=False)
    figures_from_year = models.PositiveSmallIntegerField(null=True, blank=True)
    # Fewer pages in sight, for those who coordinate beside everything else.
    simple_mode = models.BooleanField(default=False, db_default=False)
    # Nothing is done here before somebody of it has accepted the agreement between controller and processor.
    agreement_due = models.BooleanField(default=False, db_default=False)

    class Meta:
        ordering: ClassVar = ["name_fi"]

    @property
    def intro(self) -> str:
        """The public text in the language in use, or the Finnish one."""
        return str(getattr(self, f"intro_{(get_language() or 'fi')[:2]}", "") or self.intro_fi)

    @property
    def is_open(self) -> bool:
        """Whether its pages can be entered at all."""
        return self.state in {self.State.ACTIVE, self.State.SUSPENDED}

    @property
    def is_read_only(self) -> bool:
        """Suspended: people may look, nothing may change."""
        return self.state == self.State.SUSPENDED

    def counts_in(self, year: int) -> bool:
        """Whether its hours and people of a year may enter any figure outside of itself."""
        return not self.outside_figures and (self.figures_from_year is None or year >= self.figures_from_year)


LEADS: dict[str, set[str]] = {
    Association.State.REQUESTED: {Association.State.APPROVED},
    Association.State.APPROVED: {Association.State.PROVISIONING},
    Association.State.PROVISIONING: {Association.State.ACTIVE, Association.State.PROVISIONING_FAILED},
    Association.State.PROVISIONING_FAILED: {Association.State.PROVISIONING},
    Association.State.ACTIVE: {Association.State.SUSPENDED, Association.State.ARCHIVED},
    # A copy of another association goes with that one from whatever state it is in.
    Association.State.SUSPENDED: {
        Association.State.ACTIVE,
        Association.State.ARCHIVED,
        Association.State.DELETED,
    },
    Association.State.ARCHIVED: {Association.State.ACTIVE, Association.State.DELETED},
    Association.State.DELETED: set(),
}
"""Which state leads where. A constraint holds every change to it; a trigger guards the last two states."""


class StateChange(models.Model):
    """An association went from one state to another: when, by whom, and why where somebody has to say so."""

    association = models.ForeignKey(Association, on_delete=models.PROTECT, related_name="state_changes")
    before = models.CharField(max_length=20, choices=Association.State)
    after = models.CharField(max_length=20, choices=Association.State)
    at = models.DateTimeField()
    by_user = models.UUIDField(null=True, blank=True)
    by_name = models.CharField(max_length=160, blank=True)
    reason = models.CharField(max_length=400, blank=True)

    class Meta:
        ordering: ClassVar = ["-at", "-id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(
                    *(
                        Q(before=before, after__in=sorted(after))
                        for before, after in sorted(LEADS.items())
                        if after
                    ),
                    _connector=Q.OR,
                ),
                name="state_change_leads_there",
            ),
        ]


class Provisioning(models.Model):
    """An association's way from approved to active: which steps are done, and whose turn it is now.

    Written by the verbs that ask for it and by the owner's process that does it (tenants.setup).
    """

    association = models.OneToOneField(Association, on_delete=models.PROTECT, related_name="provisioning")
    requested_at = models.DateTimeField()
    by_user = models.UUIDField(null=True, blank=True)
    # In order: {"step": code, "at": when, "seconds": how long it took}.
    done = models.JSONField(default=list)
    step = models.CharField(max_length=20, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    failure = models.CharField(max_length=40, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    # Real time: a process that died lets go when it is over.
    leased_until = models.DateTimeField(null=True, blank=True)
    leased_by = models.CharField(max_length=16, blank=True)

    @property
    def is_over(self) -> bool:
        """Whether nothing happens any more without somebody's wish."""
        return self.finished_at is not None or bool(self.failure)


class HalfMigration(models.Model):
    """A migration that does not run in one transaction has begun in an association, and not ended.

    Its row stands from the first operation to the last; a run that finds one goes on where it stopped.
    """

    schema_name = models.CharField(max_length=63, unique=True)
    app = models.CharField(max_length=60)
    name = models.CharField(max_length=200)
    operations_done = models.PositiveSmallIntegerField(default=0)
    began_at = models.DateTimeField()


class Domain(DomainMixin):
    """A host name of an association's own. (The host below the base comes from its slug.)"""


class Extent(models.Model):
    """How far an access goes: over all of the association, or some of its units and roles; from when to when.

    A limited one without any unit or role reaches nobody.
    """

    limited = models.BooleanField(default=False, db_default=False)
    unit_uuids = ArrayField(models.UUIDField(), default=list, db_default=[], blank=True)
    role_uuids = ArrayField(models.UUIDField(), default=list, db_default=[], blank=True)
    starts_at = models.DateTimeField(null=True, blank=True)
    # Whom a deputy stands in for.
    instead_of = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        abstract = True


class Access(Extent):
    """A login may act in an association or an umbrella, in one role, from a moment to a moment."""

    class Role(models.TextChoices):
        """What the login is there. Rights follow from it by named predicates, never by tables."""

        OWNER = "owner", pgettext_lazy("role", "owner")
        COORDINATOR = "coordinator", pgettext_lazy("role", "coordinator")
        DEPUTY = "deputy", pgettext_lazy("role", "deputy")
        LEADER = "leader", pgettext_lazy("role", "group leader")
        GUEST = "guest", pgettext_lazy("role", "guest")
        SUPERVISOR = "supervisor", pgettext_lazy("role", "supervisor from outside")
        VOLUNTEER = "volunteer", pgettext_lazy("role", "volunteer")
        ADMIN = "admin", pgettext_lazy("role", "federation administrator")
        ANALYST = "analyst", pgettext_lazy("role", "federation analyst")

    OF_ASSOCIATION: ClassVar = [
        Role.OWNER,
        Role.COORDINATOR,
        Role.DEPUTY,
        Role.LEADER,
        Role.GUEST,
        Role.SUPERVISOR,
        Role.VOLUNTEER,
    ]
    OF_UMBRELLA: ClassVar = [Role.ADMIN, Role.ANALYST]
    # These end on a day that is known from the beginning.
    DATED: ClassVar = [Role.DEPUTY, Role.GUEST]

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="accesses")
    association = models.ForeignKey(
        Association, on_delete=models.CASCADE, null=True, blank=True, related_name="accesses"
    )
    umbrella = models.ForeignKey(
        Umbrella, on_delete=models.CASCADE, null=True, blank=True, related_name="accesses"
    )
    role = models.CharField(max_length=20, choices=Role)
    created_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(
                    association__isnull=False,
                    umbrella__isnull=True,
                    role__in=[
                        "owner",
                        "coordinator",
                        "deputy",
                        "leader",
                        "guest",
                        "supervisor",
                        "volunteer",
                    ],
                )
                | Q(association__isnull=True, umbrella__isnull=False, role__in=["admin", "analyst"]),
                name="access_to_one_place_with_its_role",
            ),
            models.CheckConstraint(
                condition=~Q(role__in=["deputy", "guest"]) | Q(ends_at__isnull=False),
                name="access_that_is_lent_ends",
            ),
            models.CheckConstraint(
                condition=~Q(role="leader") | Q(limited=True), name="access_of_a_leader_is_limited"
            ),
            models.CheckConstraint(
                condition=Q(limited=False) | Q(role__in=["coordinator", "deputy", "leader", "guest"]),
                name="access_limited_where_it_can_be",
            ),
            models.UniqueConstraint(
                fields=["user", "association", "role"],
                condition=Q(ends_at__isnull=True, association__isnull=False),
                name="access_open_once_association",
            ),
            models.UniqueConstraint(
                fields=["user", "umbrella", "role"],
                condition=Q(ends_at__isnull=True, umbrella__isnull=False),
                name="access_open_once_umbrella",
            ),
        ]

    @staticmethod
    def in_force(at: datetime) -> Q:
        """Which accesses count at a moment."""
        begun = Q(starts_at__isnull=True) | Q(starts_at__lte=at)
        return begun & (Q(ends_at__isnull=True) | Q(ends_at__gt=at))

    def is_in_force(self, at: datetime) -> bool:
        """Whether this one counts at a moment."""
        return (self.starts_at is None or self.starts_at <= at) and (
            self.ends_at is None or at < self.ends_at
        )


class Invitation(Extent):
    """An offer of access to the owner of an e-mail address. Only the hash of its token is kept.

    The access that comes of it goes as far as the invitation says, and ends at `access_ends_at`.
    """

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    association = models.ForeignKey(Association, on_delete=models.CASCADE, related_name="invitations")
    role = models.CharField(max_length=20, choices=Access.Role)
    email = models.EmailField()
    name = models.CharField(max_length=160)
    language = models.CharField(max_length=2, choices=settings.LANGUAGES)
    person_uuid = models.UUIDField(null=True, blank=True)
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    access_ends_at = models.DateTimeField(null=True, blank=True)
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )


class FederationLetter(models.Model):
    """What a federation tells those who coordinate its member associations. They read it on their Today.

    Who has read it lies in each association; the federation cannot see it.
    """

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    umbrella = models.ForeignKey(Umbrella, on_delete=models.PROTECT, related_name="letters")
    subject_fi = models.CharField(max_length=120)
    subject_sv = models.CharField(max_length=120, blank=True)
    subject_en = models.CharField(max_length=120, blank=True)
    text_fi = models.TextField()
    text_sv = models.TextField(blank=True)
    text_en = models.TextField(blank=True)
    by_name = models.CharField(max_length=160)
    at = models.DateTimeField()
    # Taken back: nobody meets it any more.
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-at", "-id"]

    def _own(self) -> str:
        code = (get_language() or "fi")[:2]
        return code if getattr(self, f"text_{code}", "") else "fi"

    @property
    def subject(self) -> str:
        """In the language in use, or in Finnish."""
        return str(getattr(self, f"subject_{self._own()}") or self.subject_fi)

    @property
    def paragraphs(self) -> list[str]:
        """The text in the same language, by what stands between empty lines."""
        text = str(getattr(self, f"text_{self._own()}")).replace("\r\n", "\n")
        return [part.strip() for part in text.split("\n\n") if part.strip()]


class FigureReminder(models.Model):
    """A letter that goes to one association: a month of which it has told nothing. Once for each month."""

    letter = models.OneToOneField(FederationLetter, on_delete=models.CASCADE, related_name="reminder")
    umbrella = models.ForeignKey(Umbrella, on_delete=models.PROTECT, related_name="+")
    association = models.ForeignKey(Association, on_delete=models.PROTECT, related_name="+")
    month = models.DateField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["umbrella", "association", "month"], name="figure_reminder_once"),
            models.CheckConstraint(condition=Q(month__day=1), name="figure_reminder_of_a_month"),
        ]


class ClockOffset(models.Model):
    """How far domain time is from real time. One row; production has none."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    offset = models.DurationField(default=timedelta)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(id=1), name="clock_offset_one_row"),
        ]


class Wakeup(models.Model):
    """An association has work in a queue from a moment on. Written by `extensions.wake` only."""

    schema_name = models.CharField(max_length=63)
    queue = models.CharField(max_length=20)
    due_at = models.DateTimeField()
    leased_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["due_at"], name="wakeup_due"),
            models.Index(fields=["schema_name", "queue", "due_at"], name="wakeup_of_a_queue"),
        ]


class CrossingEntry(models.Model):
    """One use of a verb that looked over associations: which, by whom, where, when."""

    verb = models.CharField(max_length=60)
    association = models.ForeignKey(Association, on_delete=models.PROTECT, related_name="+")
    by_user = models.UUIDField(null=True, blank=True)
    at = models.DateTimeField()


class ErasureEntry(models.Model):
    """Somebody was erased from an association: what a restore of an older backup has to do again.

    The app's login may add rows and nothing else; associations' roles do not see the table at all.
    """

    uuid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    association_uuid = models.UUIDField()
    person_uuid = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["association_uuid"], name="erasure_of_association")]


class Outage(models.Model):
    """Something that does not work, while it does not: whoever runs the platform is told of it once."""

    what = models.CharField(max_length=40, unique=True)
    since = models.DateTimeField()
    told_at = models.DateTimeField(null=True, blank=True)
