"""Two stores of figures, kept apart by PostgreSQL itself.

The *exact* store (schema `figures`) can be read and written by the figures process only. The *published*
tables (in `public`) are written by the same process and read by everybody's pages: they hold what a release
may show and nothing else. Which is which stands in each class.
"""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

from tenants.models import Association, District, RoleFamily, Umbrella
from umbrella import mail_models  # noqa: F401  # Django looks for models here
from umbrella.publishing import models as publishing_models  # noqa: F401  # here as well
from umbrella.totals import models as totals_models  # noqa: F401  # Django finds an app's models here
from umbrella.years import models as year_models  # noqa: F401  # here too


class Level(models.TextChoices):
    """Whose figure it is."""

    ASSOCIATION = "association", pgettext_lazy("level of a figure", "association")
    DISTRICT = "district", pgettext_lazy("level of a figure", "district")
    FEDERATION = "federation", pgettext_lazy("level of a figure", "federation")


class By(models.TextChoices):
    """What a figure by role is of: one role by its code, or a family over all its roles."""

    ROLE = "role", pgettext_lazy("what a figure is by", "role")
    FAMILY = "family", pgettext_lazy("what a figure is by", "role family")


# --- the exact store: never reachable from a page ---------------------------------------------------


class ExactFigure(models.Model):
    """Exact: an association's hours and people in a month, or in the closed months of a year (month 0)."""

    class Source(models.TextChoices):
        """Where the figure was gathered."""

        PLATFORM = "platform", pgettext_lazy("source of a figure", "recorded here")
        FORM = "form", pgettext_lazy("source of a figure", "reported on a form")

    association_uuid = models.UUIDField()
    year = models.PositiveSmallIntegerField()
    month = models.PositiveSmallIntegerField()
    minutes = models.PositiveBigIntegerField()
    people = models.PositiveIntegerField()
    heads = models.PositiveIntegerField(default=0)
    top_minutes = models.PositiveBigIntegerField(null=True, blank=True)
    closed = models.BooleanField()
    source = models.CharField(max_length=10, choices=Source, default=Source.PLATFORM)
    computed_at = models.DateTimeField()

    class Meta:
        db_table = '"figures"."exact_figure"'
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["association_uuid", "year", "month"], name="exact_figure_once"),
            models.CheckConstraint(condition=Q(month__gte=0, month__lte=12), name="exact_month_or_year"),
        ]


class ExactPart(models.Model):
    """Exact: an association's hours and people in those closed months of a year that one umbrella is told.

    Only where that is not the whole year: it left, or came back. `months` has a bit for each month.
    """

    association_uuid = models.UUIDField()
    year = models.PositiveSmallIntegerField()
    months = models.PositiveSmallIntegerField()
    minutes = models.PositiveBigIntegerField()
    people = models.PositiveIntegerField()
    heads = models.PositiveIntegerField(default=0)
    top_minutes = models.PositiveBigIntegerField()
    computed_at = models.DateTimeField()

    class Meta:
        db_table = '"figures"."exact_part"'
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["association_uuid", "year", "months"], name="exact_part_once"),
        ]


class ExactRoleFigure(models.Model):
    """Exact: an association's closed month, or the closed months of a year (month 0), by role or family.

    `code` is the catalogue's; roles of the association's own stand together, for each family. A family has
    its year only. Whatever is in no row is a true 0.
    """

    association_uuid = models.UUIDField()
    year = models.PositiveSmallIntegerField()
    month = models.PositiveSmallIntegerField()
    by = models.CharField(max_length=6, choices=By)
    code = models.CharField(max_length=60)
    family = models.CharField(max_length=20, choices=RoleFamily)
    minutes = models.PositiveBigIntegerField()
    people = models.PositiveIntegerField()
    heads = models.PositiveIntegerField(default=0)
    top_minutes = models.PositiveBigIntegerField()
    computed_at = models.DateTimeField()

    class Meta:
        db_table = '"figures"."exact_role_figure"'
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["association_uuid", "year", "month", "by", "code"], name="exact_role_figure_once"
            ),
            models.CheckConstraint(condition=Q(month__gte=0, month__lte=12), name="exact_role_month_or_year"),
        ]


class ReleasedCell(models.Model):
    """Exact: one cell of one release with its true numbers, and whether it was hidden.

    The picker needs it to know what a reader who forgets nothing has seen.
    """

    release_id = models.BigIntegerField()
    umbrella_id = models.BigIntegerField()
    level = models.CharField(max_length=12, choices=Level)
    owner = models.CharField(max_length=130)
    district = models.CharField(max_length=130, blank=True)
    year = models.PositiveSmallIntegerField()
    month = models.PositiveSmallIntegerField()
    minutes = models.PositiveBigIntegerField()
    people = models.PositiveIntegerField()
    top_minutes = models.PositiveBigIntegerField(null=True, blank=True)
    hidden = models.BooleanField()
    reason = models.CharField(max_length=10, blank=True)

    class Meta:
        db_table = '"figures"."released_cell"'
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["release_id", "level", "owner", "year", "month"], name="released_cell_once"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["umbrella_id", "year"], name="released_cell_of_year")]


class ReleasedRoleCell(models.Model):
    """Exact: one cell by role of one release, as in `ReleasedCell`.

    What an association did in one role in one month (and in a family) is kept too: no table shows it, so it
    is neither hidden nor shown, but the others are its sums.
    """

    release_id = models.BigIntegerField()
    umbrella_id = models.BigIntegerField()
    level = models.CharField(max_length=12, choices=Level)
    owner = models.CharField(max_length=130)
    year = models.PositiveSmallIntegerField()
    month = models.PositiveSmallIntegerField()
    by = models.CharField(max_length=6, choices=By)
    code = models.CharField(max_length=60)
    family = models.CharField(max_length=20, blank=True)
    minutes = models.PositiveBigIntegerField()
    people = models.PositiveIntegerField()
    top_minutes = models.PositiveBigIntegerField(null=True, blank=True)
    hidden = models.BooleanField()
    reason = models.CharField(max_length=10, blank=True)

    class Meta:
        db_table = '"figures"."released_role_cell"'
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["release_id", "level", "owner", "year", "month", "by", "code"],
                name="released_role_cell_once",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["umbrella_id", "year"], name="released_role_of_year")]


class SuppressionPartner(models.Model):
    """Exact: which rows are hidden together in a district and year, since a release first needed it."""

    umbrella_id = models.BigIntegerField()
    district = models.CharField(max_length=130)
    year = models.PositiveSmallIntegerField()
    owners = models.JSONField()

    class Meta:
        db_table = '"figures"."suppression_partner"'
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["umbrella_id", "district", "year"], name="partner_once"),
        ]


class ProvisionalBasis(models.Model):
    """Exact: what each provisional total that was shown of an open month was made of, by association."""

    umbrella_id = models.BigIntegerField()
    year = models.PositiveSmallIntegerField()
    month = models.PositiveSmallIntegerField()
    shown_at = models.DateTimeField()
    parts = models.JSONField()

    class Meta:
        db_table = '"figures"."provisional_basis"'
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["umbrella_id", "year", "month", "shown_at"], name="provisional_basis_once"
            ),
        ]


class HeldBack(models.Model):
    """Exact: a release that could not be proven safe, so that it is tried and reported once, not for ever.

    The next one is made when its day comes; deleting the row lets this one be tried again.
    """

    umbrella_id = models.BigIntegerField()
    due_on = models.DateField()
    noted_at = models.DateTimeField()
    why = models.CharField(max_length=200)

    class Meta:
        db_table = '"figures"."held_back"'
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["umbrella_id", "due_on"], name="held_back_once"),
        ]


class TotalPart(models.Model):
    """Exact: what an association gave to a total of a year that was told. No number goes into two totals."""

    umbrella_id = models.BigIntegerField()
    association_uuid = models.UUIDField()
    year = models.PositiveSmallIntegerField()
    part = models.CharField(max_length=40)
    amount = models.PositiveBigIntegerField()

    class Meta:
        db_table = '"figures"."total_part"'
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["association_uuid", "year", "part"], name="total_part_once"),
        ]


# --- the published tables: what anybody's page may read ---------------------------------------------


class Release(models.Model):
    """Published: one release of an umbrella's figures, on the 16th of a month, or the first of all."""

    umbrella = models.ForeignKey(Umbrella, on_delete=models.PROTECT, related_name="releases")
    due_on = models.DateField()
    released_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["umbrella", "due_on"], name="release_once"),
        ]


class PublishedFigure(models.Model):
    """Published: hours and people of one association, district or the federation, as of the last release."""

    class State(models.TextChoices):
        """How it is shown. A true 0 is shown as 0; who did not report has no row."""

        SHOWN = "shown", pgettext_lazy("published figure", "shown")
        HIDDEN = "hidden", pgettext_lazy("published figure", "hidden")

    umbrella = models.ForeignKey(Umbrella, on_delete=models.PROTECT, related_name="figures")
    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="figures")
    level = models.CharField(max_length=12, choices=Level)
    association = models.ForeignKey(Association, on_delete=models.PROTECT, null=True, related_name="+")
    district = models.ForeignKey(District, on_delete=models.PROTECT, null=True, related_name="+")
    year = models.PositiveSmallIntegerField()
    month = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=8, choices=State)
    minutes = models.PositiveBigIntegerField(null=True)
    # Attendances that were counted without names are in it and never apart: see `releases.people_of`.
    people = models.PositiveIntegerField(null=True)
    months_closed = models.PositiveSmallIntegerField(default=0)
    source = models.CharField(max_length=10, choices=ExactFigure.Source, default=ExactFigure.Source.PLATFORM)

    class Meta:
        indexes: ClassVar = [
            # Who has reported a year: asked by every page of figures, of all associations at once.
            models.Index(
                fields=["umbrella", "year", "level", "association"],
                include=["months_closed", "source", "minutes"],
                condition=Q(month=0),
                name="published_years",
            ),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["umbrella", "level", "association", "district", "year", "month"],
                nulls_distinct=False,
                name="published_figure_once",
            ),
            models.CheckConstraint(
                condition=Q(state="shown", minutes__isnull=False, people__isnull=False)
                | Q(state="hidden", minutes__isnull=True, people__isnull=True),
                name="published_hidden_has_no_numbers",
            ),
        ]


class PublishedRoleFigure(models.Model):
    """Published: a role's year in an association or month in the federation, a family's year in a district.

    The rows of a year are written by one release and never again: see `role_releases`. A year without any is
    not told by role yet.
    """

    umbrella = models.ForeignKey(Umbrella, on_delete=models.PROTECT, related_name="role_figures")
    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="role_figures")
    level = models.CharField(max_length=12, choices=Level)
    association = models.ForeignKey(Association, on_delete=models.PROTECT, null=True, related_name="+")
    district = models.ForeignKey(District, on_delete=models.PROTECT, null=True, related_name="+")
    year = models.PositiveSmallIntegerField()
    month = models.PositiveSmallIntegerField()
    by = models.CharField(max_length=6, choices=By)
    code = models.CharField(max_length=60)
    # Each association says itself to which family its role belongs; the federation's row has none.
    family = models.CharField(max_length=20, blank=True)
    state = models.CharField(max_length=8, choices=PublishedFigure.State)
    minutes = models.PositiveBigIntegerField(null=True)
    people = models.PositiveIntegerField(null=True)

    class Meta:
        indexes: ClassVar = [
            # Who has a role, and who has told none: asked of all associations at once.
            models.Index(
                fields=["umbrella", "year", "code", "association"],
                condition=Q(level="association"),
                name="published_role_holders",
            ),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["umbrella", "level", "association", "district", "year", "month", "by", "code"],
                nulls_distinct=False,
                name="published_role_figure_once",
            ),
            models.CheckConstraint(
                condition=Q(state="shown", minutes__isnull=False, people__isnull=False)
                | Q(state="hidden", minutes__isnull=True, people__isnull=True),
                name="published_role_hidden_no_numbers",
            ),
        ]


class PublishedTotal(models.Model):
    """Published: what a year of the whole federation came to beside hours. Written once: see `yearly`.

    A metric without a row was reported by nobody. `associations` is how many reported it.
    """

    umbrella = models.ForeignKey(Umbrella, on_delete=models.PROTECT, related_name="totals")
    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="totals")
    year = models.PositiveSmallIntegerField()
    metric = models.CharField(max_length=40)
    version = models.CharField(max_length=10)
    state = models.CharField(max_length=8, choices=PublishedFigure.State)
    value = models.PositiveBigIntegerField(null=True)
    associations = models.PositiveIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["umbrella", "year", "metric"], name="published_total_once"),
            models.CheckConstraint(
                condition=Q(state="shown", value__isnull=False) | Q(state="hidden", value__isnull=True),
                name="published_total_hidden_no_number",
            ),
        ]


class Correction(models.Model):
    """Published: a month of an association that a release shows otherwise than the one before it did.

    Both numbers were published, so it tells nothing that a reader of both releases does not know.
    """

    umbrella = models.ForeignKey(Umbrella, on_delete=models.PROTECT, related_name="corrections")
    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="corrections")
    association = models.ForeignKey(Association, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    month = models.PositiveSmallIntegerField()
    minutes_before = models.PositiveBigIntegerField()
    minutes = models.PositiveBigIntegerField()
    people_before = models.PositiveIntegerField()
    people = models.PositiveIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["release", "association", "year", "month"], name="correction_once"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["umbrella", "year"], name="correction_of_year")]


class ProvisionalFigure(models.Model):
    """Published: the federation's total of a month that is still open somewhere, as of last night."""

    umbrella = models.ForeignKey(Umbrella, on_delete=models.PROTECT, related_name="provisional")
    year = models.PositiveSmallIntegerField()
    month = models.PositiveSmallIntegerField()
    minutes = models.PositiveBigIntegerField()
    people = models.PositiveIntegerField()
    as_of = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["umbrella", "year", "month"], name="provisional_once"),
        ]


class DistinctPeople(models.Model):
    """Published: how many different people volunteered in the whole federation in a year."""

    umbrella = models.ForeignKey(Umbrella, on_delete=models.PROTECT, related_name="distinct_people")
    year = models.PositiveSmallIntegerField()
    memberships = models.PositiveIntegerField()
    people = models.PositiveIntegerField()
    may_overlap = models.PositiveIntegerField(default=0)
    as_of = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["umbrella", "year"], name="distinct_people_once"),
        ]


class Night(models.Model):
    """Published: one nightly run, and whether all figures were found equal to the rows beneath them."""

    umbrella = models.ForeignKey(Umbrella, on_delete=models.PROTECT, related_name="nights")
    day = models.DateField()
    finished_at = models.DateTimeField()
    months_checked = models.PositiveIntegerField()
    months_wrong = models.PositiveIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["umbrella", "day"], name="night_once"),
        ]

    @property
    def is_verified(self) -> bool:
        """Everything that was checked was right."""
        return self.months_wrong == 0


# --- what the federation writes itself ---------------------------------------------------------------


class Target(models.Model):
    """Published: what the federation wants a figure to be in a year, in the figure's own unit."""

    umbrella = models.ForeignKey(Umbrella, on_delete=models.PROTECT, related_name="targets")
    year = models.PositiveSmallIntegerField()
    metric = models.CharField(max_length=40)
    value = models.PositiveBigIntegerField()
    set_at = models.DateTimeField()
    set_by = models.UUIDField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["umbrella", "year", "metric"], name="target_once"),
            models.CheckConstraint(condition=Q(value__gt=0), name="target_is_something"),
        ]
