"""People who want to volunteer, before they are in the register."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language, pgettext_lazy

from tenants.rows import TenantRow
from volunteers.register.models import Note, Person, VolunteerRole


def _in_language(row: models.Model, field: str, language: str | None) -> str:
    code = (language or get_language() or "fi")[:2]
    return str(getattr(row, f"{field}_{code}", "") or getattr(row, f"{field}_fi"))


class Question(TenantRow):
    """Something that a role's coordinator wants to know of whoever applies for it."""

    class Kind(models.TextChoices):
        """How it is answered."""

        TEXT = "text", pgettext_lazy("question", "in own words")
        CHOICE = "choice", pgettext_lazy("question", "one of several answers")

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    role = models.ForeignKey(VolunteerRole, on_delete=models.CASCADE, related_name="questions")
    kind = models.CharField(max_length=8, choices=Kind, default=Kind.TEXT)
    position = models.PositiveSmallIntegerField(default=0)
    is_required = models.BooleanField(default=False)
    text_fi = models.CharField(max_length=200)
    text_sv = models.CharField(max_length=200, blank=True)
    text_en = models.CharField(max_length=200, blank=True)
    # A line for each answer that can be chosen.
    choices_fi = models.TextField(blank=True)
    choices_sv = models.TextField(blank=True)
    choices_en = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["position", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(kind="choice", choices_fi=""), name="question_choice_has_answers"
            ),
        ]

    @property
    def text(self) -> str:
        """The question in the language in use, or in Finnish."""
        return _in_language(self, "text", None)

    @property
    def answers(self) -> list[str]:
        """The answers to choose from, in the language in use or in Finnish."""
        return [line.strip() for line in _in_language(self, "choices", None).splitlines() if line.strip()]


class Application(TenantRow):
    """Somebody offers to volunteer. Until they are accepted, this is all that is known of them.

    `token_hash` is of the private link that the applicant gets; the link itself is stored nowhere. A blank
    one says nothing of anybody any more, and stands so that the figures of recruiting stay right.
    """

    class State(models.TextChoices):
        """`volunteers.recruiting.states` is the only door."""

        DRAFT = "draft", pgettext_lazy("application", "draft")
        SUBMITTED = "submitted", pgettext_lazy("application", "new")
        IN_REVIEW = "in_review", pgettext_lazy("application", "being looked at")
        INTERVIEW_BOOKED = "interview_booked", pgettext_lazy("application", "meeting agreed")
        ACCEPTED = "accepted", pgettext_lazy("application", "accepted")
        WAITLISTED = "waitlisted", pgettext_lazy("application", "on the waiting list")
        REJECTED = "rejected", pgettext_lazy("application", "turned down")
        WITHDRAWN = "withdrawn", pgettext_lazy("application", "withdrawn")
        REDIRECTED = "redirected", pgettext_lazy("application", "sent on")

    class Reason(models.TextChoices):
        """Why somebody was turned down. Health is none."""

        NO_PLACE = "no_place", pgettext_lazy("turned down", "no place in the role")
        NOT_FITTING = "not_fitting", pgettext_lazy("turned down", "the role and the wishes do not fit")
        AGE = "age", pgettext_lazy("turned down", "too young for the role")
        NO_ANSWER = "no_answer", pgettext_lazy("turned down", "could not be reached")
        OTHER = "other", pgettext_lazy("turned down", "another reason")

    class Source(models.TextChoices):
        """How they came to the form."""

        PAGE = "page", pgettext_lazy("application", "from the public page")
        POSTER = "poster", pgettext_lazy("application", "from a poster")
        SENT_ON = "sent_on", pgettext_lazy("application", "from another association")

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    state = models.CharField(max_length=16, choices=State, default=State.DRAFT)
    given_name = models.CharField(max_length=80, blank=True)
    family_name = models.CharField(max_length=80, blank=True)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=30, blank=True)
    language = models.CharField(max_length=2, choices=settings.LANGUAGES, default="fi")
    municipality = models.CharField(max_length=80, blank=True)
    birth_year = models.PositiveSmallIntegerField(null=True, blank=True)
    guardian_name = models.CharField(max_length=160, blank=True)
    guardian_contact = models.CharField(max_length=160, blank=True)
    why = models.TextField(blank=True)
    source = models.CharField(max_length=8, choices=Source, default=Source.PAGE)
    roles = models.ManyToManyField(VolunteerRole, through="ApplicationRole", related_name="applications")
    created_at = models.DateTimeField()
    # When they agreed to the association's keeping what they wrote.
    consented_at = models.DateTimeField(null=True, blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    first_replied_at = models.DateTimeField(null=True, blank=True)
    interviewed_at = models.DateTimeField(null=True, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=12, choices=Reason, blank=True)
    # The association that the applicant might rather suit, as the coordinator suggested; only the applicant
    # can send the application there.
    suggested_to = models.UUIDField(null=True, blank=True)
    suggested_name = models.CharField(max_length=200, blank=True, default="", db_default="")
    suggested_at = models.DateTimeField(null=True, blank=True)
    # Which association it was sent on from, by the applicant's own wish.
    came_from = models.CharField(max_length=200, blank=True, default="", db_default="")
    # When everything that tells of the applicant goes; None while it is needed.
    keep_until = models.DateTimeField(null=True, blank=True)
    # Whom the register has them as, once they are accepted.
    person = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="applications"
    )
    is_blank = models.BooleanField(default=False, db_default=False, editable=False)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state="draft", submitted_at__isnull=True)
                | (~Q(state="draft") & Q(submitted_at__isnull=False)),
                name="application_handed_in_has_a_time",
            ),
            models.CheckConstraint(
                condition=Q(is_blank=False)
                | Q(given_name="", family_name="", email="", phone="", why="", person__isnull=True),
                name="application_blank_says_nothing",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["state", "submitted_at"], name="application_by_stage"),
            models.Index(
                fields=["keep_until"], condition=Q(keep_until__isnull=False), name="application_to_go"
            ),
        ]

    @property
    def name(self) -> str:
        """Given name first; what is blank says so."""
        if self.is_blank:
            return str(pgettext_lazy("application", "deleted applicant"))
        return f"{self.given_name} {self.family_name}".strip()


class ApplicationRole(TenantRow):
    """A role that somebody applies for; the first is the one whose page they came from."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="wishes")
    role = models.ForeignKey(VolunteerRole, on_delete=models.CASCADE, related_name="wishes")
    is_first = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar = ["-is_first", "role__position", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["application", "role"], name="application_role_once"),
        ]


class Answer(TenantRow):
    """What an applicant answered; the question as it was then stands with it."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="answers")
    question = models.ForeignKey(Question, on_delete=models.SET_NULL, null=True, related_name="given")
    asked = models.CharField(max_length=200)
    text = models.TextField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["application", "question"], name="answer_once_a_question"),
        ]


class ApplicationNote(TenantRow):
    """A coordinator's own note about an application. The applicant may ask to see it."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="notes")
    level = models.CharField(
        max_length=12,
        choices=Note.Level,
        default=Note.Level.COORDINATORS,
        db_default=Note.Level.COORDINATORS.value,
    )
    text = models.TextField()
    at = models.DateTimeField()
    by_name = models.CharField(max_length=160)

    class Meta:
        ordering: ClassVar = ["-at", "-id"]


class Reply(TenantRow):
    """A message of the association to an applicant, as it was sent."""

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="replies")
    subject = models.CharField(max_length=150)
    text = models.TextField()
    at = models.DateTimeField()
    by_name = models.CharField(max_length=160)

    class Meta:
        ordering: ClassVar = ["-at", "-id"]


class ReplyTemplate(TenantRow):
    """A reply that the association has ready, in up to three languages."""

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=80, unique=True)
    subject_fi = models.CharField(max_length=150)
    subject_sv = models.CharField(max_length=150, blank=True)
    subject_en = models.CharField(max_length=150, blank=True)
    text_fi = models.TextField()
    text_sv = models.TextField(blank=True)
    text_en = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["name"]

    def said_in(self, language: str) -> tuple[str, str]:
        """Subject and text in a language, or in Finnish where one of them is missing."""
        code = language if getattr(self, f"text_{language}", "") else "fi"
        return _in_language(self, "subject", code), _in_language(self, "text", code)


class InterviewTime(TenantRow):
    """A time at which the association can meet somebody; given to one applicant, once."""

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    place = models.CharField(max_length=160)
    host = models.CharField(max_length=160)
    # Whose it is. One time has one applicant, and one applicant one time.
    taken_by = models.OneToOneField(
        Application, on_delete=models.SET_NULL, null=True, blank=True, related_name="interview"
    )

    class Meta:
        ordering: ClassVar = ["starts_at", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["starts_at", "host"], name="interview_host_has_one_at_a_time"),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="interview_ends_after_start"
            ),
        ]


class InterviewOffer(TenantRow):
    """A time that an applicant may pick. Several may be offered the same; the first has it."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="offers")
    time = models.ForeignKey(InterviewTime, on_delete=models.CASCADE, related_name="offers")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["application", "time"], name="interview_offered_once"),
        ]
