import uuid

import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [("premises", "0001_first")]

    initial = True

    dependencies = [
        ("register", "0001_tables"),
    ]

    operations = [
        migrations.CreateModel(
            name="Space",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name_fi", models.CharField(max_length=200)),
                ("name_sv", models.CharField(blank=True, max_length=200)),
                ("name_en", models.CharField(blank=True, max_length=200)),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("capacity", models.PositiveIntegerField(blank=True, null=True)),
                ("access_text", models.CharField(blank=True, max_length=400)),
                ("is_active", models.BooleanField(default=True)),
                (
                    "grant_target",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="spaces",
                        to="register.granttarget",
                    ),
                ),
                (
                    "site",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="spaces",
                        to="register.site",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="spaces",
                        to="register.unit",
                    ),
                ),
            ],
            options={
                "ordering": ["name_fi", "id"],
                "constraints": [models.UniqueConstraint(fields=("name_fi",), name="space_name_once")],
            },
        ),
        migrations.CreateModel(
            name="Equipment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name_fi", models.CharField(max_length=200)),
                ("name_sv", models.CharField(blank=True, max_length=200)),
                ("name_en", models.CharField(blank=True, max_length=200)),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("note", models.CharField(blank=True, max_length=400)),
                ("is_active", models.BooleanField(default=True)),
                (
                    "site",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="equipment",
                        to="register.site",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="equipment",
                        to="register.unit",
                    ),
                ),
            ],
            options={
                "ordering": ["name_fi", "id"],
                "constraints": [models.UniqueConstraint(fields=("name_fi",), name="equipment_name_once")],
            },
        ),
        migrations.CreateModel(
            name="Booking",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("purpose", models.CharField(max_length=200)),
                ("starts_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                ("local_date", models.DateField()),
                ("first_month", models.DateField()),
                ("expected", models.PositiveIntegerField(blank=True, null=True)),
                ("attendance", models.PositiveIntegerField(blank=True, null=True)),
                (
                    "method",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("counted", "counted"),
                            ("registered", "registered"),
                            ("sample", "sample"),
                            ("estimated", "estimated"),
                        ],
                        max_length=12,
                    ),
                ),
                ("basis", models.CharField(blank=True, max_length=300)),
                ("own", models.BooleanField(default=False)),
                ("is_public", models.BooleanField(default=False)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("requested", "asked for"),
                            ("booked", "booked"),
                            ("held", "held"),
                            ("cancelled", "called off"),
                            ("no_show", "nobody came"),
                        ],
                        default="booked",
                        max_length=10,
                    ),
                ),
                ("series", models.UUIDField(blank=True, db_index=True, null=True)),
                ("created_at", models.DateTimeField()),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="bookings",
                        to="register.organisation",
                    ),
                ),
                (
                    "equipment",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="bookings",
                        to="premises.equipment",
                    ),
                ),
                (
                    "space",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="bookings",
                        to="premises.space",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["starts_at"], name="booking_by_start"),
                    models.Index(fields=["first_month"], name="booking_by_month"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("starts_at__lt", models.F("ends_at"))),
                        name="booking_start_before_end",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("space__isnull", False), ("equipment__isnull", False), _connector="OR"
                        ),
                        name="booking_of_something",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("attendance__isnull", True), ("method", "")),
                            models.Q(
                                ("attendance__isnull", False),
                                ("state", "held"),
                                models.Q(("method", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="booking_counted_when_held",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("method__in", ["sample", "estimated"]), _negated=True),
                            models.Q(("basis", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="booking_says_its_basis",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("first_month__day", 1)), name="booking_month_first_day"
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        condition=models.Q(("space__isnull", False), ("state__in", ["booked", "held"])),
                        expressions=[
                            ("space", "="),
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
                        name="booking_space_once",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        condition=models.Q(("equipment__isnull", False), ("state__in", ["booked", "held"])),
                        expressions=[
                            ("equipment", "="),
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
                        name="booking_equipment_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BookingCorrection",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                ("attendance", models.PositiveIntegerField()),
                (
                    "method",
                    models.CharField(
                        choices=[
                            ("counted", "counted"),
                            ("registered", "registered"),
                            ("sample", "sample"),
                            ("estimated", "estimated"),
                        ],
                        max_length=12,
                    ),
                ),
                ("basis", models.CharField(blank=True, max_length=300)),
                ("reason", models.CharField(max_length=200)),
                ("created_at", models.DateTimeField()),
                (
                    "booking",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="corrections",
                        to="premises.booking",
                    ),
                ),
            ],
            options={
                "ordering": ["booking", "number"],
                "constraints": [
                    models.UniqueConstraint(fields=("booking", "number"), name="booking_correction_once"),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True),
                        name="booking_corrected_for_a_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("method__in", ["sample", "estimated"]), _negated=True),
                            models.Q(("basis", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="booking_correction_says_its_basis",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BookingFigure",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("year", models.PositiveSmallIntegerField()),
                ("month", models.PositiveSmallIntegerField()),
                ("parties", models.PositiveIntegerField()),
                ("bookings", models.PositiveIntegerField()),
                ("own", models.PositiveIntegerField()),
                ("uncounted", models.PositiveIntegerField()),
                ("visits", models.PositiveBigIntegerField()),
                ("methods", models.JSONField(default=dict)),
                ("computed_at", models.DateTimeField()),
                (
                    "organisation",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="booking_figures",
                        to="register.organisation",
                    ),
                ),
                (
                    "space",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="figures",
                        to="premises.space",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("month__gte", 0), ("month__lte", 12)),
                        name="bookings_month_or_year",
                    ),
                    models.UniqueConstraint(
                        fields=("year", "month", "space", "organisation"),
                        name="bookings_once",
                        nulls_distinct=False,
                    ),
                ],
            },
        ),
    ]
