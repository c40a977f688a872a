import datetime as dt
import uuid

import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
import django.db.models.expressions
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("register", "0001_first"),
    ]

    operations = [
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
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("first_day__day", 1)), name="month_starts_on_the_first"
                    )
                ],
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "open")), fields=["closes_at"], name="month_to_close"
                    )
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
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="hours",
                        to="register.person",
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
                                                models.Value(dt.timedelta(seconds=60)),
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
                        condition=models.Q(("subject_uuid__isnull", False)),
                        fields=("person", "subject_kind", "subject_uuid"),
                        name="hours_once_a_subject",
                    ),
                ],
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
                ("created_at", models.DateTimeField()),
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
                    models.UniqueConstraint(
                        condition=models.Q(("external_id", ""), _negated=True),
                        fields=("batch", "external_id"),
                        name="tally_once_a_batch",
                    ),
                ],
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
    ]
