"""What the association keeps about keeping: files for people, wishes to be erased, terms, and what went."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q, Value
from django.utils.translation import get_language, pgettext_lazy

from tenants.rows import TenantRow
from volunteers.register.models.people import Person


class Download(TenantRow):
    """Something that somebody asked for and a job prepares: what is kept about them, or all there is.

    The files lie in the database, so that the walls between associations hold for them too, and go when
    their time is over.
    """

    class Kind(models.TextChoices):
        """What is in it."""

        OWN = "own", pgettext_lazy("download", "my data")
        ASSOCIATION = "association", pgettext_lazy("download", "everything of the association")
        CERTIFICATES = "certificates", pgettext_lazy("download", "certificates of volunteering")

    class State(models.TextChoices):
        """`volunteers.register.services.downloads` is the only door."""

        WAITING = "waiting", pgettext_lazy("download", "waiting")
        READY = "ready", pgettext_lazy("download", "ready")
        FAILED = "failed", pgettext_lazy("download", "failed")

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=12, choices=Kind)
    # Who asked, and alone may fetch it: the login, since not every owner is in the register.
    user_uuid = models.UUIDField()
    language = models.CharField(max_length=2, choices=settings.LANGUAGES)
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    # What the maker needs to know; of people no more than identifiers.
    data = models.JSONField(default=dict, db_default={}, blank=True)
    percent = models.PositiveSmallIntegerField(default=0)
    attempts = models.PositiveSmallIntegerField(default=0)
    asked_at = models.DateTimeField()
    ready_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user_uuid", "kind"], name="download_once_a_person"),
            models.CheckConstraint(condition=Q(percent__lte=100), name="download_percent_sane"),
        ]


class DownloadFile(TenantRow):
    """One file of a download."""

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    download = models.ForeignKey(Download, on_delete=models.CASCADE, related_name="files")
    name = models.CharField(max_length=120)
    mimetype = models.CharField(max_length=60)
    size = models.PositiveBigIntegerField()

    class Meta:
        ordering: ClassVar = ["id"]


class DownloadPiece(TenantRow):
    """A stretch of a file, so that nobody has to hold all of a large one."""

    file = models.ForeignKey(DownloadFile, on_delete=models.CASCADE, related_name="pieces")
    number = models.PositiveIntegerField()
    content = models.BinaryField()

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["file", "number"], name="download_piece_once"),
        ]


class ErasureRequest(TenantRow):
    """Somebody wants to be erased. The row goes with them, or when they think again."""

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="erasure_request")
    asked_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["asked_at", "id"]


class RetentionTerm(TenantRow):
    """The association keeps a kind of data for a shorter time than by default."""

    code = models.SlugField(max_length=40, unique=True)
    months = models.PositiveSmallIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(months__gte=1), name="retention_term_at_least_a_month"),
        ]


class RetentionRun(TenantRow):
    """What went in one night: how many of each kind, and no names."""

    night = models.DateField(unique=True)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    removed = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering: ClassVar = ["-night"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(finished_at__isnull=True) | Q(finished_at__gte=F("started_at")),
                name="retention_run_ends_after_start",
            ),
        ]


class PrivacyRules(TenantRow):
    """One row: what the association says in its privacy notice and its accessibility statement."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    # Whether people may erase themselves at once; else a coordinator carries it out.
    erase_at_once = models.BooleanField(default=False)
    contact_name = models.CharField(max_length=120, blank=True)
    contact_email = models.EmailField(blank=True)
    contact_phone = models.CharField(max_length=30, blank=True)
    more_fi = models.TextField(max_length=4000, blank=True)
    more_sv = models.TextField(max_length=4000, blank=True)
    more_en = models.TextField(max_length=4000, blank=True)
    feedback_email = models.EmailField(blank=True)
    shortcomings_fi = models.TextField(max_length=4000, blank=True)
    shortcomings_sv = models.TextField(max_length=4000, blank=True)
    shortcomings_en = models.TextField(max_length=4000, blank=True)
    changed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(id=1), name="privacy_rules_one_row"),
        ]

    @property
    def more(self) -> str:
        """What the association adds to the privacy notice, in the language in use or in Finnish."""
        return self._in_language("more")

    @property
    def shortcomings(self) -> str:
        """What is known not to be accessible, in the language in use or in Finnish."""
        return self._in_language("shortcomings")

    def _in_language(self, name: str) -> str:
        code = (get_language() or "fi")[:2]
        return str(getattr(self, f"{name}_{code}", "") or getattr(self, f"{name}_fi"))


class AccessibilityFeedback(TenantRow):
    """Somebody could not use a page, and gets an answer within 14 days."""

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    at = models.DateTimeField()
    answer_by = models.DateField()
    text = models.TextField(max_length=2000)
    name = models.CharField(max_length=120, blank=True)
    email = models.EmailField(blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.CharField(max_length=160, blank=True)

    class Meta:
        ordering: ClassVar = ["at", "id"]
        indexes: ClassVar = [
            models.Index(
                fields=["answer_by"], condition=Q(answered_at__isnull=True), name="feedback_to_answer"
            ),
        ]


class CarriedRecord(TenantRow):
    """What a person brought along from another association by their own wish.

    Only its person sees it until they have said yes to the text of a version; then a coordinator takes it in
    or not. What is not taken in is not kept.
    """

    class State(models.TextChoices):
        """How far it is."""

        LOOKED = "looked", pgettext_lazy("record brought along", "seen by its person only")
        OFFERED = "offered", pgettext_lazy("record brought along", "waits for a coordinator")
        ACCEPTED = "accepted", pgettext_lazy("record brought along", "taken in")
        DECLINED = "declined", pgettext_lazy("record brought along", "not taken in")

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="carried")
    from_name = models.CharField(max_length=200)
    carried_at = models.DateTimeField()
    data = models.JSONField()
    # Codes of `services.carrying.PARTS`.
    parts = ArrayField(models.CharField(max_length=20), default=list, db_default=[], blank=True)
    # What was brought before a coordinator was asked stays as it was.
    state = models.CharField(max_length=10, choices=State, default=State.LOOKED, db_default=Value("accepted"))
    consent_version = models.CharField(max_length=10, blank=True, default="", db_default=Value(""))
    consented_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.CharField(max_length=160, blank=True, default="", db_default=Value(""))
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-carried_at", "-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "from_name"], name="carried_once_from_a_place"),
            models.CheckConstraint(
                condition=~Q(state="offered") | Q(consented_at__isnull=False) & ~Q(consent_version=""),
                name="carried_offered_with_consent",
            ),
            models.CheckConstraint(
                condition=~Q(state="declined") | Q(data={}), name="carried_declined_keeps_nothing"
            ),
        ]
