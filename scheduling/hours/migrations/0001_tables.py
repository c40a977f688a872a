import datetime
import uuid

import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
import django.db.models.expressions
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [
        ("hours", "0001_first"),
        ("hours", "0003_import_drafts"),
        ("hours", "0004_shift_imported_once"),
        ("hours", "0005_names_may_go"),
        ("hours", "0006_certificates_have_a_signer"),
        ("hours", "0007_corrections_and_years"),
        ("hours", "0008_corrections_after_closing"),
        ("hours", "0009_certificates_can_be_checked"),
        ("hours", "0010_tallies_have_a_basis"),
        ("hours", "0011_heads_can_be_corrected"),
        ("hours", "0012_hour_cards_are_imported"),
        ("hours", "0013_years_may_be_sampled"),
    ]

    initial = True

    dependencies = [
        ("register", "0001_tables"),
    ]

    operations = [
        migrations.CreateModel(
            name="Correction",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("reason", models.CharField(max_length=200)),
                ("made_at", models.DateTimeField()),
                ("made_by", models.CharField(max_length=160)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="correction_has_a_reason"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CardImport",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("name", models.CharField(max_length=200)),
                ("sha256", models.CharField(max_length=64)),
                ("header", models.JSONField()),
                ("sheet", models.BinaryField(blank=True, null=True)),
                ("places", models.JSONField()),
                ("default_start", models.TimeField()),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "not imported yet"), ("done", "imported"), ("undone", "undone")],
                        default="draft",
                        max_length=10,
                    ),
                ),
                ("rows", models.PositiveIntegerField()),
                ("entries", models.PositiveIntegerField(default=0)),
                ("people", models.PositiveIntegerField(default=0)),
                ("minutes", models.PositiveBigIntegerField(default=0)),
                ("created_at", models.DateTimeField()),
                ("created_by", models.CharField(max_length=160)),
                ("done_at", models.DateTimeField(blank=True, null=True)),
                (
                    "role",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="register.volunteerrole",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "done")), fields=("sha256",), name="cards_imported_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state", "draft"), ("sheet__isnull", True), _connector="OR"),
                        name="cards_kept_as_draft_only",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HoursEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("task", "task"),
                            ("preparation", "preparation"),
                            ("accompanied_travel", "travel with a client"),
                            ("training", "training"),
                            ("supervision", "supervision"),
                            ("peer_exchange", "peer exchange"),
                            ("recreation", "recreation"),
                            ("governance", "board work"),
                            ("own_travel", "own travel"),
                        ],
                        default="task",
                        max_length=20,
                    ),
                ),
                ("starts_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                ("minutes", models.PositiveIntegerField()),
                ("first_month", models.DateField()),
                ("last_month", models.DateField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "draft"),
                            ("submitted", "waiting for approval"),
                            ("approved", "approved"),
                            ("returned", "returned"),
                            ("reversed", "taken back"),
                        ],
                        default="draft",
                        max_length=10,
                    ),
                ),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("shift", "shift"),
                            ("self", "own report"),
                            ("batch", "leader's batch"),
                            ("import", "import"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "method",
                    models.CharField(
                        choices=[
                            ("counted", "counted"),
                            ("registered", "registered"),
                            ("sample", "sample"),
                            ("estimated", "estimated"),
                        ],
                        default="registered",
                        max_length=12,
                    ),
                ),
                ("subject_kind", models.CharField(blank=True, max_length=40)),
                ("subject_uuid", models.UUIDField(blank=True, null=True)),
                ("approved_at", models.DateTimeField(blank=True, null=True)),
                ("approved_by", models.CharField(blank=True, max_length=160)),
                ("return_reason", models.CharField(blank=True, max_length=200)),
                ("created_at", models.DateTimeField()),
                (
                    "card_import",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="hours",
                        to="hours.cardimport",
                    ),
                ),
                (
                    "correction",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="added",
                        to="hours.correction",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="hours",
                        to="register.person",
                    ),
                ),
                (
                    "reversal",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="taken_back",
                        to="hours.correction",
                    ),
                ),
                (
                    "role",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="hours",
                        to="register.volunteerrole",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["state", "starts_at"], name="hours_by_state"),
                    models.Index(fields=["last_month", "first_month"], name="hours_by_month"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("starts_at__lt", models.F("ends_at"))),
                        name="hours_start_before_end",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "ends_at",
                                models.ExpressionWrapper(
                                    django.db.models.expressions.CombinedExpression(
                                        models.F("starts_at"),
                                        "+",
                                        models.ExpressionWrapper(
                                            django.db.models.expressions.CombinedExpression(
                                                models.F("minutes"),
                                                "*",
                                                models.Value(datetime.timedelta(seconds=60)),
                                            ),
                                            output_field=models.DurationField(),
                                        ),
                                    ),
                                    output_field=models.DateTimeField(),
                                ),
                            )
                        ),
                        name="hours_minutes_are_what_passed",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("first_month__lte", models.F("last_month"))),
                        name="hours_months_in_order",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("kind__in", ["task", "preparation", "accompanied_travel"]), _negated=True
                            ),
                            ("role__isnull", False),
                            _connector="OR",
                        ),
                        name="hours_headline_has_a_role",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        condition=models.Q(("state", "reversed"), _negated=True),
                        expressions=[
                            ("person", "="),
                            (
                                models.Func(
                                    "starts_at",
                                    "ends_at",
                                    django.contrib.postgres.fields.ranges.RangeBoundary(),
                                    function="tstzrange",
                                    output_field=models.CharField(),
                                ),
                                "&&",
                            ),
                        ],
                        name="hours_no_overlap",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("subject_uuid__isnull", False), models.Q(("state", "reversed"), _negated=True)
                        ),
                        fields=("person", "subject_kind", "subject_uuid"),
                        name="hours_once_a_subject",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("reversal__isnull", False), ("state", "reversed")),
                            models.Q(
                                models.Q(("state", "reversed"), _negated=True), ("reversal__isnull", True)
                            ),
                            _connector="OR",
                        ),
                        name="hours_taken_back_for_a_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("correction__isnull", True),
                            ("state__in", ["approved", "reversed"]),
                            _connector="OR",
                        ),
                        name="hours_correction_counts",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ImportBatch",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("name", models.CharField(max_length=200)),
                ("sha256", models.CharField(max_length=64, unique=True)),
                ("rows", models.PositiveIntegerField()),
                ("heads", models.PositiveIntegerField()),
                ("minutes", models.PositiveBigIntegerField()),
                ("created_at", models.DateTimeField()),
                ("created_by", models.CharField(max_length=160)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ImportDraft",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("name", models.CharField(max_length=200)),
                ("content", models.BinaryField()),
                ("default_start", models.TimeField()),
                ("created_at", models.DateTimeField()),
                (
                    "role",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="register.volunteerrole",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="HoursTally",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("label", models.CharField(blank=True, max_length=200)),
                ("external_id", models.CharField(blank=True, max_length=80)),
                ("local_date", models.DateField()),
                ("starts_at", models.DateTimeField()),
                ("time_known", models.BooleanField(default=True)),
                ("places", models.PositiveIntegerField(blank=True, null=True)),
                ("heads", models.PositiveIntegerField()),
                ("minutes", models.PositiveIntegerField()),
                ("first_month", models.DateField()),
                ("last_month", models.DateField()),
                (
                    "method",
                    models.CharField(
                        choices=[
                            ("counted", "counted"),
                            ("registered", "registered"),
                            ("sample", "sample"),
                            ("estimated", "estimated"),
                        ],
                        default="counted",
                        max_length=12,
                    ),
                ),
                ("basis", models.CharField(blank=True, db_default="", default="", max_length=200)),
                (
                    "state",
                    models.CharField(
                        choices=[("approved", "counts"), ("reversed", "taken back")],
                        db_default="approved",
                        default="approved",
                        max_length=10,
                    ),
                ),
                ("created_at", models.DateTimeField()),
                (
                    "correction",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="added_heads",
                        to="hours.correction",
                    ),
                ),
                (
                    "reversal",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="taken_back_heads",
                        to="hours.correction",
                    ),
                ),
                (
                    "role",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tallies",
                        to="register.volunteerrole",
                    ),
                ),
                (
                    "batch",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tallies",
                        to="hours.importbatch",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["first_month"], name="tally_by_month")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("heads__gt", 0), ("minutes", 0), _connector="OR"),
                        name="tally_minutes_need_heads",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("first_month", models.F("last_month"))), name="tally_in_one_month"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("method__in", ["sample", "estimated"]), _negated=True),
                            models.Q(("basis", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="tally_has_a_basis",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(
                            models.Q(("external_id", ""), _negated=True),
                            models.Q(("state", "reversed"), _negated=True),
                        ),
                        fields=("external_id", "local_date"),
                        name="tally_once_a_shift",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("reversal__isnull", False), ("state", "reversed")),
                            models.Q(("reversal__isnull", True), ("state", "approved")),
                            _connector="OR",
                        ),
                        name="tally_taken_back_for_a_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Month",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("first_day", models.DateField(unique=True)),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "open"), ("closed", "closed")], default="open", max_length=10
                    ),
                ),
                ("closes_at", models.DateTimeField()),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                ("closed_by", models.CharField(blank=True, max_length=160)),
                ("input_hash", models.CharField(blank=True, max_length=64)),
                ("last_correction", models.PositiveBigIntegerField(db_default=0, default=0)),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "open")), fields=["closes_at"], name="month_to_close"
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("first_day__day", 1)), name="month_starts_on_the_first"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Year",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(unique=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "open"),
                            ("frozen", "frozen"),
                            ("submitted", "submitted"),
                            ("amended", "amended"),
                        ],
                        default="open",
                        max_length=10,
                    ),
                ),
                ("told_correction", models.PositiveBigIntegerField(default=0)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="YearVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                ("reason", models.CharField(blank=True, max_length=200)),
                ("figures", models.JSONField()),
                ("input_hash", models.CharField(max_length=64)),
                ("last_correction", models.PositiveBigIntegerField()),
                ("frozen_at", models.DateTimeField()),
                ("frozen_by", models.CharField(max_length=160)),
                ("submitted_at", models.DateTimeField(blank=True, null=True)),
                ("submitted_by", models.CharField(blank=True, max_length=160)),
                (
                    "year",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="versions", to="hours.year"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("year", "number"), name="year_version_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("number", 1), models.Q(("reason", ""), _negated=True), _connector="OR"
                        ),
                        name="year_amended_for_a_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SampledYear",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(unique=True)),
                (
                    "months",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.PositiveSmallIntegerField(), size=None
                    ),
                ),
                ("chosen_at", models.DateTimeField()),
                ("chosen_by", models.CharField(max_length=160)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("months__len__gte", 1),
                            ("months__len__lte", 11),
                            ("months__contained_by", [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]),
                        ),
                        name="sample_is_of_some_months",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ChangedMonth",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("first_day", models.DateField(unique=True)),
                ("marked_at", models.DateTimeField()),
                ("told_by", models.UUIDField(blank=True, null=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="MonthFigure",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("year", models.PositiveSmallIntegerField()),
                ("month", models.PositiveSmallIntegerField()),
                ("measure", models.CharField(default="volunteer", max_length=20)),
                ("minutes", models.PositiveBigIntegerField()),
                ("people", models.PositiveIntegerField()),
                ("heads", models.PositiveIntegerField(default=0)),
                ("top_minutes", models.PositiveBigIntegerField(default=0)),
                ("computed_at", models.DateTimeField()),
                (
                    "role",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        to="register.volunteerrole",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("month__gte", 0), ("month__lte", 12)), name="figure_month_or_year"
                    ),
                    models.UniqueConstraint(
                        fields=("year", "month", "measure", "role"), name="figure_once", nulls_distinct=False
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CertificateSigner",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=120)),
                ("title_fi", models.CharField(blank=True, max_length=120)),
                ("title_sv", models.CharField(blank=True, max_length=120)),
                ("title_en", models.CharField(blank=True, max_length=120)),
                ("changed_at", models.DateTimeField()),
                ("is_only", models.BooleanField(default=True, editable=False, unique=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("is_only", True)), name="certificate_signer_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Certificate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=16, unique=True)),
                ("year", models.PositiveSmallIntegerField()),
                ("words", models.JSONField()),
                ("issued_at", models.DateTimeField()),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="certificates",
                        to="register.person",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["person", "year"], name="certificate_by_person")],
            },
        ),
    ]
