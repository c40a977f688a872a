import uuid

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [("reports", "0001_first"), ("reports", "0002_years_from_paper")]

    initial = True

    dependencies = [
        ("register", "0001_tables"),
    ]

    operations = [
        migrations.CreateModel(
            name="AnnualReport",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("year", models.PositiveSmallIntegerField()),
                (
                    "language",
                    models.CharField(
                        choices=[("fi", "Finnish"), ("sv", "Swedish"), ("en", "English")], max_length=2
                    ),
                ),
                ("with_trustees", models.BooleanField(default=False)),
                ("created_at", models.DateTimeField()),
                (
                    "grant_target",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reports",
                        to="register.granttarget",
                    ),
                ),
            ],
            options={
                "ordering": ["-year", "grant_target__code", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("year", "grant_target"), name="report_once_a_target", nulls_distinct=False
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ReportText",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("place", models.CharField(max_length=20)),
                ("text", models.TextField(blank=True, max_length=5000)),
                ("edition", models.PositiveIntegerField(default=1)),
                ("saved_at", models.DateTimeField()),
                ("saved_by", models.CharField(max_length=160)),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="texts",
                        to="reports.annualreport",
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("report", "place"), name="report_text_once")],
            },
        ),
        migrations.CreateModel(
            name="ReportVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                ("reason", models.CharField(blank=True, max_length=200)),
                ("content", models.JSONField()),
                ("input_hash", models.CharField(max_length=64)),
                ("frozen_at", models.DateTimeField()),
                ("frozen_by", models.CharField(max_length=160)),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="reports.annualreport",
                    ),
                ),
            ],
            options={
                "ordering": ["-number"],
                "constraints": [
                    models.UniqueConstraint(fields=("report", "number"), name="report_version_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("number", 1), models.Q(("reason", ""), _negated=True), _connector="OR"
                        ),
                        name="report_amended_for_a_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PastYear",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(unique=True)),
                ("minutes", models.PositiveBigIntegerField()),
                ("people", models.PositiveIntegerField()),
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
                ("source", models.CharField(max_length=200)),
                ("noted_at", models.DateTimeField()),
                ("noted_by", models.CharField(max_length=160)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("source", ""), _negated=True), name="past_year_says_its_source"
                    )
                ],
            },
        ),
    ]
