"""Hours of people, tallies of heads, months and years, and the figures made of them.

Minutes are whole numbers. An entry is stored once and belongs to the local months in which it passes; the
figure splits it. A trigger refuses every change that touches a closed month, but for corrections.
"""

import uuid
from datetime import timedelta
from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import DateTimeField, DurationField, ExpressionWrapper, F, Func, Q, Value
from django.utils.translation import pgettext_lazy

from tenants.rows import TenantRow
from volunteers.register.models import GrantTarget, Person, VolunteerRole
from volunteers.register.words import Method as Method  # noqa: PLC0414  # others read it from here


def stretch(starts: str, ends: str) -> Func:
    """From, up to and not including, as PostgreSQL's range. Migrations spell it out as it stands here."""
    return Func(starts, ends, RangeBoundary(), function="tstzrange", output_field=models.CharField())


class Kind(models.TextChoices):
    """What the time was for. The first three are volunteering hours (the headline figure), no other is."""

    TASK = "task", pgettext_lazy("kind of hours", "task")
    PREPARATION = "preparation", pgettext_lazy("kind of hours", "preparation")
    ACCOMPANIED_TRAVEL = "accompanied_travel", pgettext_lazy("kind of hours", "travel with a client")
    TRAINING = "training", pgettext_lazy("kind of hours", "training")
    SUPERVISION = "supervision", pgettext_lazy("kind of hours", "supervision")
    PEER_EXCHANGE = "peer_exchange", pgettext_lazy("kind of hours", "peer exchange")
    RECREATION = "recreation", pgettext_lazy("kind of hours", "recreation")
    GOVERNANCE = "governance", pgettext_lazy("kind of hours", "board work")
    OWN_TRAVEL = "own_travel", pgettext_lazy("kind of hours", "own travel")


HEADLINE = (Kind.TASK, Kind.PREPARATION, Kind.ACCOMPANIED_TRAVEL)


class Correction(TenantRow):
    """Why something that counted was changed: a row is taken back, or added, or both.

    The row that is taken back stays as it was and names its reversal; the added one names its correction.
    What a closed month or a frozen year was made of leaves out all corrections with a later key than its own.
    """

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    reason = models.CharField(max_length=200)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=160)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(reason=""), name="correction_has_a_reason"),
        ]


class CardImport(TenantRow):
    """A file of people's hours from hour cards. The rows that somebody has not said yes to live for a day."""

    class State(models.TextChoices):
        """Looked at, imported, or imported and undone."""

        DRAFT = "draft", pgettext_lazy("import", "not imported yet")
        DONE = "done", pgettext_lazy("import", "imported")
        UNDONE = "undone", pgettext_lazy("import", "undone")

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    header = models.JSONField()
    # The rows, packed; gone once they are imported.
    sheet = models.BinaryField(null=True, blank=True)
    # Rows that did not come in, each with its number, cells and problems; kept while it can be undone.
    left_out = models.JSONField(null=True, blank=True)
    # Where each known column stands.
    places = models.JSONField()
    # Of the rows that name none; empty where each does.
    role = models.ForeignKey(VolunteerRole, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    default_start = models.TimeField()
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    rows = models.PositiveIntegerField()
    entries = models.PositiveIntegerField(default=0)
    people = models.PositiveIntegerField(default=0)
    minutes = models.PositiveBigIntegerField(default=0)
    created_at = models.DateTimeField()
    created_by = models.CharField(max_length=160)
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["sha256"], condition=Q(state="done"), name="cards_imported_once"),
            models.CheckConstraint(
                condition=Q(state="draft") | Q(sheet__isnull=True), name="cards_kept_as_draft_only"
            ),
            models.CheckConstraint(
                condition=Q(state="done") | Q(left_out__isnull=True), name="cards_left_out_of_done_only"
            ),
        ]


class HoursEntry(TenantRow):
    """One person, one stretch of time."""

    class State(models.TextChoices):
        """`scheduling.hours.states` is the only door."""

        DRAFT = "draft", pgettext_lazy("hours entry", "draft")
        SUBMITTED = "submitted", pgettext_lazy("hours entry", "waiting for approval")
        APPROVED = "approved", pgettext_lazy("hours entry", "approved")
        RETURNED = "returned", pgettext_lazy("hours entry", "returned")
        REVERSED = "reversed", pgettext_lazy("hours entry", "taken back")

    class Source(models.TextChoices):
        """Where it came from."""

        SHIFT = "shift", pgettext_lazy("source of hours", "shift")
        SELF = "self", pgettext_lazy("source of hours", "own report")
        BATCH = "batch", pgettext_lazy("source of hours", "leader's batch")
        IMPORT = "import", pgettext_lazy("source of hours", "import")

    # What a person may change until it is approved: their own words, and what a leader wrote for them.
    THEIRS = (Source.SELF, Source.BATCH)

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="hours")
    role = models.ForeignKey(VolunteerRole, on_delete=models.PROTECT, related_name="hours", null=True)
    # Who paid for it when it was written down: the occasion's target, or else the role's at that time. Empty
    # where there was none then: it belongs to the role's, once that has one.
    grant_target = models.ForeignKey(
        GrantTarget, on_delete=models.PROTECT, related_name="+", null=True, blank=True, db_index=False
    )
    kind = models.CharField(max_length=20, choices=Kind, default=Kind.TASK)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    minutes = models.PositiveIntegerField()
    # First days of the first and last local month that it touches.
    first_month = models.DateField()
    last_month = models.DateField()
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    source = models.CharField(max_length=10, choices=Source)
    method = models.CharField(max_length=12, choices=Method, default=Method.REGISTERED)
    subject_kind = models.CharField(max_length=40, blank=True)
    subject_uuid = models.UUIDField(null=True, blank=True)
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.CharField(max_length=160, blank=True)
    return_reason = models.CharField(max_length=200, blank=True)
    # By which correction it came to count, and by which one it does not any more.
    correction = models.OneToOneField(
        Correction, on_delete=models.PROTECT, related_name="added", null=True, blank=True
    )
    reversal = models.OneToOneField(
        Correction, on_delete=models.PROTECT, related_name="taken_back", null=True, blank=True
    )
    # The file of hour cards that it came in.
    card_import = models.ForeignKey(
        CardImport, on_delete=models.PROTECT, related_name="hours", null=True, blank=True
    )
    created_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(starts_at__lt=F("ends_at")), name="hours_start_before_end"),
            models.CheckConstraint(
                condition=Q(
                    ends_at=ExpressionWrapper(
                        F("starts_at")
                        + ExpressionWrapper(
                            F("minutes") * Value(timedelta(minutes=1)), output_field=DurationField()
                        ),
                        output_field=DateTimeField(),
                    )
                ),
                name="hours_minutes_are_what_passed",
            ),
            models.CheckConstraint(
                condition=Q(first_month__lte=F("last_month")), name="hours_months_in_order"
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=["task", "preparation", "accompanied_travel"]) | Q(role__isnull=False),
                name="hours_headline_has_a_role",
            ),
            # One person, one minute, one entry; what was taken back stands in nobody's way.
            ExclusionConstraint(
                name="hours_no_overlap",
                expressions=[
                    ("person", RangeOperators.EQUAL),
                    (stretch("starts_at", "ends_at"), RangeOperators.OVERLAPS),
                ],
                condition=~Q(state="reversed"),
            ),
            models.UniqueConstraint(
                fields=["person", "subject_kind", "subject_uuid"],
                condition=Q(subject_uuid__isnull=False) & ~Q(state="reversed"),
                name="hours_once_a_subject",
            ),
            models.CheckConstraint(
                condition=Q(state="reversed", reversal__isnull=False)
                | (~Q(state="reversed") & Q(reversal__isnull=True)),
                name="hours_taken_back_for_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(correction__isnull=True) | Q(state__in=["approved", "reversed"]),
                name="hours_correction_counts",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["state", "starts_at"], name="hours_by_state"),
            models.Index(fields=["last_month", "first_month"], name="hours_by_month"),
        ]

    @property
    def is_theirs(self) -> bool:
        """Whether its source lets the person change it."""
        return self.source in self.THEIRS


class ImportBatch(TenantRow):
    """One imported shift export, under the key of its draft. The same file again changes nothing."""

    class State(models.TextChoices):
        """Imported, or imported and undone."""

        DONE = "done", pgettext_lazy("import", "imported")
        UNDONE = "undone", pgettext_lazy("import", "undone")

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    state = models.CharField(max_length=10, choices=State, default=State.DONE, db_default=State.DONE.value)
    rows = models.PositiveIntegerField()
    heads = models.PositiveIntegerField()
    minutes = models.PositiveBigIntegerField()
    # As with hour cards: the rows that did not come in, for a day, and what their columns are called.
    header = models.JSONField(default=list, db_default=Value([], models.JSONField()))
    left_out = models.JSONField(null=True, blank=True)
    created_at = models.DateTimeField()
    created_by = models.CharField(max_length=160)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["sha256"], condition=Q(state="done"), name="shifts_imported_once"
            ),
            models.CheckConstraint(
                condition=Q(state="done") | Q(left_out__isnull=True), name="shifts_left_out_of_done_only"
            ),
        ]


class ImportDraft(TenantRow):
    """A shift export that was looked at and waits for somebody's yes; kept for a day."""

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=200)
    content = models.BinaryField()
    # In which column what stands, once somebody has said it.
    places = models.JSONField(null=True, blank=True)
    role = models.ForeignKey(VolunteerRole, on_delete=models.CASCADE, related_name="+")
    default_start = models.TimeField()
    created_at = models.DateTimeField()


class HoursTally(TenantRow):
    """Heads and exact minutes of one occasion, without names. It belongs to the month of its local date.

    A night over a month's end is two of them: each has the minutes of its month, the first has the heads.
    """

    class State(models.TextChoices):
        """Counted, or counted wrongly: then it stays to be read and counts no more.

        What a leader wrote waits first, and counts once it is approved.
        """

        SUBMITTED = "submitted", pgettext_lazy("heads", "waiting for approval")
        RETURNED = "returned", pgettext_lazy("heads", "returned")
        APPROVED = "approved", pgettext_lazy("heads", "counts")
        REVERSED = "reversed", pgettext_lazy("heads", "taken back")

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    role = models.ForeignKey(VolunteerRole, on_delete=models.PROTECT, related_name="tallies")
    # As with entries.
    grant_target = models.ForeignKey(
        GrantTarget, on_delete=models.PROTECT, related_name="+", null=True, blank=True, db_index=False
    )
    label = models.CharField(max_length=200, blank=True)
    external_id = models.CharField(max_length=80, blank=True)
    local_date = models.DateField()
    starts_at = models.DateTimeField()
    time_known = models.BooleanField(default=True)
    places = models.PositiveIntegerField(null=True, blank=True)
    heads = models.PositiveIntegerField()
    # Those whom the month before counted, on a night over its end; they did these minutes.
    heads_before = models.PositiveIntegerField(default=0, db_default=0)
    minutes = models.PositiveIntegerField()
    first_month = models.DateField()
    last_month = models.DateField()
    method = models.CharField(max_length=12, choices=Method, default=Method.COUNTED)
    # What a sample or an estimate is based on.
    basis = models.CharField(max_length=200, blank=True, default="", db_default="")
    batch = models.ForeignKey(
        ImportBatch, on_delete=models.PROTECT, related_name="tallies", null=True, blank=True
    )
    state = models.CharField(
        max_length=10, choices=State, default=State.APPROVED, db_default=State.APPROVED.value
    )
    # As with entries: by which correction it came to count, and by which one it does not any more.
    correction = models.OneToOneField(
        Correction, on_delete=models.PROTECT, related_name="added_heads", null=True, blank=True
    )
    reversal = models.OneToOneField(
        Correction, on_delete=models.PROTECT, related_name="taken_back_heads", null=True, blank=True
    )
    created_at = models.DateTimeField()
    # Empty where they counted as soon as they were written down.
    approved_at = models.DateTimeField(null=True, blank=True)
    # What the leader should change, while it is returned.
    return_reason = models.CharField(max_length=200, blank=True, default="", db_default="")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(heads__gt=0) | Q(heads_before__gt=0) | Q(minutes=0),
                name="tally_minutes_need_people",
            ),
            models.CheckConstraint(condition=Q(first_month=F("last_month")), name="tally_in_one_month"),
            models.CheckConstraint(
                condition=~Q(method__in=["sample", "estimated"]) | ~Q(basis=""), name="tally_has_a_basis"
            ),
            # One shift of another product counts once, whichever files it comes in.
            models.UniqueConstraint(
                fields=["external_id", "local_date"],
                condition=~Q(external_id="") & ~Q(state="reversed"),
                name="tally_once_a_shift",
            ),
            models.CheckConstraint(
                condition=Q(state="reversed", reversal__isnull=False)
                | (~Q(state="reversed") & Q(reversal__isnull=True)),
                name="tally_taken_back_for_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(correction__isnull=True) | Q(state__in=["approved", "reversed"]),
                name="tally_correction_counts",
            ),
            models.CheckConstraint(
                condition=(Q(state="returned") & ~Q(return_reason=""))
                | (~Q(state="returned") & Q(return_reason="")),
                name="tally_returned_for_a_reason",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["first_month"], name="tally_by_month"),
            models.Index(
                fields=["starts_at"], condition=Q(state__in=["submitted", "returned"]), name="tally_waiting"
            ),
        ]


class Month(TenantRow):
    """A local month: open, or closed for good with the hash of what it was made of.

    It closes by hand once it has ended, or by itself at `closes_at`.
    """

    class State(models.TextChoices):
        """`scheduling.hours.states` is the only door."""

        OPEN = "open", pgettext_lazy("month", "open")
        CLOSED = "closed", pgettext_lazy("month", "closed")

    first_day = models.DateField(unique=True)
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    closes_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.CharField(max_length=160, blank=True)
    input_hash = models.CharField(max_length=64, blank=True)
    # The key of the latest correction when it closed: later ones are not in the hash.
    last_correction = models.PositiveBigIntegerField(default=0, db_default=0)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(first_day__day=1), name="month_starts_on_the_first"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["closes_at"], condition=Q(state="open"), name="month_to_close"),
        ]


class Year(TenantRow):
    """A local year: what somebody decided about it. Its months tell how far an open one is."""

    class State(models.TextChoices):
        """`scheduling.hours.states` is the only door."""

        OPEN = "open", pgettext_lazy("year", "open")
        FROZEN = "frozen", pgettext_lazy("year", "frozen")
        SUBMITTED = "submitted", pgettext_lazy("year", "submitted")
        AMENDED = "amended", pgettext_lazy("year", "amended")

    year = models.PositiveSmallIntegerField(unique=True)
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    # The key of the latest correction that those outside know of: they hear of several people's at once.
    told_correction = models.PositiveBigIntegerField(default=0)


class YearVersion(TenantRow):
    """A year as it was frozen, and each time that it was amended: its figures and the hash of their rows."""

    year = models.ForeignKey(Year, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    reason = models.CharField(max_length=200, blank=True)
    figures = models.JSONField()
    input_hash = models.CharField(max_length=64)
    last_correction = models.PositiveBigIntegerField()
    frozen_at = models.DateTimeField()
    frozen_by = models.CharField(max_length=160)
    submitted_at = models.DateTimeField(null=True, blank=True)
    submitted_by = models.CharField(max_length=160, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["year", "number"], name="year_version_once"),
            models.CheckConstraint(condition=Q(number=1) | ~Q(reason=""), name="year_amended_for_a_reason"),
        ]


class SampledYear(TenantRow):
    """A year of which an association collects some months only: of the others it knows nothing."""

    year = models.PositiveSmallIntegerField(unique=True)
    # The numbers of the months that are collected, in order.
    months = ArrayField(models.PositiveSmallIntegerField())
    chosen_at = models.DateTimeField()
    chosen_by = models.CharField(max_length=160)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(months__len__gte=1, months__len__lte=11)
                & Q(months__contained_by=list(range(1, 13))),
                name="sample_is_of_some_months",
            ),
        ]


class ChangedMonth(TenantRow):
    """A month whose rows were written since its figures were made, or whose followers do not know yet.

    A write leaves `told_by` empty. The run that makes the figures puts its own mark there, tells those who
    follow, and takes away the rows that still bear its mark: a run that dies leaves its rows for the next.
    """

    first_day = models.DateField(unique=True)
    marked_at = models.DateTimeField()
    told_by = models.UUIDField(null=True, blank=True)


class MonthFigure(TenantRow):
    """A figure of the association's own, made again from rows whenever a month changes.

    `month` 0 stands for the whole year; `role` empty for all roles. People are distinct known people;
    heads are those of tallies, without names. A role's year says which of its minutes were written down
    under a grant target, by the target's identifier; the others belong to the one that the role has now.
    """

    year = models.PositiveSmallIntegerField()
    month = models.PositiveSmallIntegerField()
    measure = models.CharField(max_length=20, default="volunteer")
    role = models.ForeignKey(VolunteerRole, on_delete=models.CASCADE, null=True, blank=True)
    minutes = models.PositiveBigIntegerField()
    people = models.PositiveIntegerField()
    heads = models.PositiveIntegerField(default=0)
    top_minutes = models.PositiveBigIntegerField(default=0)
    targets = models.JSONField(default=dict, db_default=Value({}, models.JSONField()))
    computed_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(month__gte=0, month__lte=12), name="figure_month_or_year"),
            models.UniqueConstraint(
                fields=["year", "month", "measure", "role"], nulls_distinct=False, name="figure_once"
            ),
        ]
