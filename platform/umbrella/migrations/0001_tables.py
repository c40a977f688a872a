import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [
        ("umbrella", "0001_first"),
        ("umbrella", "0003_releases_are_told"),
        ("umbrella", "0004_figures_by_role"),
    ]

    initial = True

    dependencies = [
        ("accounts", "__first__"),
        ("tenants", "0001_tables"),
    ]

    operations = [
        migrations.CreateModel(
            name="ExactFigure",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("association_uuid", models.UUIDField()),
                ("year", models.PositiveSmallIntegerField()),
                ("month", models.PositiveSmallIntegerField()),
                ("minutes", models.PositiveBigIntegerField()),
                ("people", models.PositiveIntegerField()),
                ("heads", models.PositiveIntegerField(default=0)),
                ("top_minutes", models.PositiveBigIntegerField(blank=True, null=True)),
                ("closed", models.BooleanField()),
                (
                    "source",
                    models.CharField(
                        choices=[("platform", "recorded here"), ("form", "reported on a form")],
                        default="platform",
                        max_length=10,
                    ),
                ),
                ("computed_at", models.DateTimeField()),
            ],
            options={
                "db_table": '"figures"."exact_figure"',
                "constraints": [
                    models.UniqueConstraint(
                        fields=("association_uuid", "year", "month"), name="exact_figure_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("month__gte", 0), ("month__lte", 12)), name="exact_month_or_year"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ExactRoleFigure",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("association_uuid", models.UUIDField()),
                ("year", models.PositiveSmallIntegerField()),
                ("month", models.PositiveSmallIntegerField()),
                ("by", models.CharField(choices=[("role", "role"), ("family", "role family")], max_length=6)),
                ("code", models.CharField(max_length=60)),
                (
                    "family",
                    models.CharField(
                        choices=[
                            ("supporters", "Supporters and crisis helpers"),
                            ("builders", "Builders"),
                            ("guides", "Guides"),
                            ("skippers", "Skippers (trustees)"),
                            ("communicators", "Communicators"),
                            ("partners", "Partners"),
                        ],
                        max_length=20,
                    ),
                ),
                ("minutes", models.PositiveBigIntegerField()),
                ("people", models.PositiveIntegerField()),
                ("heads", models.PositiveIntegerField(default=0)),
                ("top_minutes", models.PositiveBigIntegerField()),
                ("computed_at", models.DateTimeField()),
            ],
            options={
                "db_table": '"figures"."exact_role_figure"',
                "constraints": [
                    models.UniqueConstraint(
                        fields=("association_uuid", "year", "month", "by", "code"),
                        name="exact_role_figure_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("month__gte", 0), ("month__lte", 12)),
                        name="exact_role_month_or_year",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReleasedCell",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("release_id", models.BigIntegerField()),
                ("umbrella_id", models.BigIntegerField()),
                (
                    "level",
                    models.CharField(
                        choices=[
                            ("association", "association"),
                            ("district", "district"),
                            ("federation", "federation"),
                        ],
                        max_length=12,
                    ),
                ),
                ("owner", models.CharField(max_length=130)),
                ("district", models.CharField(blank=True, max_length=130)),
                ("year", models.PositiveSmallIntegerField()),
                ("month", models.PositiveSmallIntegerField()),
                ("minutes", models.PositiveBigIntegerField()),
                ("people", models.PositiveIntegerField()),
                ("top_minutes", models.PositiveBigIntegerField(blank=True, null=True)),
                ("hidden", models.BooleanField()),
                ("reason", models.CharField(blank=True, max_length=10)),
            ],
            options={
                "db_table": '"figures"."released_cell"',
                "indexes": [models.Index(fields=["umbrella_id", "year"], name="released_cell_of_year")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("release_id", "level", "owner", "year", "month"), name="released_cell_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ReleasedRoleCell",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("release_id", models.BigIntegerField()),
                ("umbrella_id", models.BigIntegerField()),
                (
                    "level",
                    models.CharField(
                        choices=[
                            ("association", "association"),
                            ("district", "district"),
                            ("federation", "federation"),
                        ],
                        max_length=12,
                    ),
                ),
                ("owner", models.CharField(max_length=130)),
                ("year", models.PositiveSmallIntegerField()),
                ("month", models.PositiveSmallIntegerField()),
                ("by", models.CharField(choices=[("role", "role"), ("family", "role family")], max_length=6)),
                ("code", models.CharField(max_length=60)),
                ("family", models.CharField(blank=True, max_length=20)),
                ("minutes", models.PositiveBigIntegerField()),
                ("people", models.PositiveIntegerField()),
                ("top_minutes", models.PositiveBigIntegerField(blank=True, null=True)),
                ("hidden", models.BooleanField()),
                ("reason", models.CharField(blank=True, max_length=10)),
            ],
            options={
                "db_table": '"figures"."released_role_cell"',
                "indexes": [models.Index(fields=["umbrella_id", "year"], name="released_role_of_year")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("release_id", "level", "owner", "year", "month", "by", "code"),
                        name="released_role_cell_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SuppressionPartner",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("umbrella_id", models.BigIntegerField()),
                ("district", models.CharField(max_length=130)),
                ("year", models.PositiveSmallIntegerField()),
                ("owners", models.JSONField()),
            ],
            options={
                "db_table": '"figures"."suppression_partner"',
                "constraints": [
                    models.UniqueConstraint(fields=("umbrella_id", "district", "year"), name="partner_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="ProvisionalBasis",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("umbrella_id", models.BigIntegerField()),
                ("year", models.PositiveSmallIntegerField()),
                ("month", models.PositiveSmallIntegerField()),
                ("shown_at", models.DateTimeField()),
                ("parts", models.JSONField()),
            ],
            options={
                "db_table": '"figures"."provisional_basis"',
                "constraints": [
                    models.UniqueConstraint(
                        fields=("umbrella_id", "year", "month", "shown_at"), name="provisional_basis_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="HeldBack",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("umbrella_id", models.BigIntegerField()),
                ("due_on", models.DateField()),
                ("noted_at", models.DateTimeField()),
                ("why", models.CharField(max_length=200)),
            ],
            options={
                "db_table": '"figures"."held_back"',
                "constraints": [
                    models.UniqueConstraint(fields=("umbrella_id", "due_on"), name="held_back_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Release",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("due_on", models.DateField()),
                ("released_at", models.DateTimeField()),
                (
                    "umbrella",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="releases",
                        to="tenants.umbrella",
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("umbrella", "due_on"), name="release_once")],
            },
        ),
        migrations.CreateModel(
            name="PublishedFigure",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "level",
                    models.CharField(
                        choices=[
                            ("association", "association"),
                            ("district", "district"),
                            ("federation", "federation"),
                        ],
                        max_length=12,
                    ),
                ),
                ("year", models.PositiveSmallIntegerField()),
                ("month", models.PositiveSmallIntegerField()),
                ("state", models.CharField(choices=[("shown", "shown"), ("hidden", "hidden")], max_length=8)),
                ("minutes", models.PositiveBigIntegerField(null=True)),
                ("people", models.PositiveIntegerField(null=True)),
                ("months_closed", models.PositiveSmallIntegerField(default=0)),
                (
                    "source",
                    models.CharField(
                        choices=[("platform", "recorded here"), ("form", "reported on a form")],
                        default="platform",
                        max_length=10,
                    ),
                ),
                (
                    "association",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tenants.association",
                    ),
                ),
                (
                    "district",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tenants.district",
                    ),
                ),
                (
                    "umbrella",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="figures",
                        to="tenants.umbrella",
                    ),
                ),
                (
                    "release",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="figures",
                        to="umbrella.release",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("umbrella", "level", "association", "district", "year", "month"),
                        name="published_figure_once",
                        nulls_distinct=False,
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("minutes__isnull", False), ("people__isnull", False), ("state", "shown")
                            ),
                            models.Q(
                                ("minutes__isnull", True), ("people__isnull", True), ("state", "hidden")
                            ),
                            _connector="OR",
                        ),
                        name="published_hidden_has_no_numbers",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PublishedRoleFigure",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "level",
                    models.CharField(
                        choices=[
                            ("association", "association"),
                            ("district", "district"),
                            ("federation", "federation"),
                        ],
                        max_length=12,
                    ),
                ),
                ("year", models.PositiveSmallIntegerField()),
                ("month", models.PositiveSmallIntegerField()),
                ("by", models.CharField(choices=[("role", "role"), ("family", "role family")], max_length=6)),
                ("code", models.CharField(max_length=60)),
                ("family", models.CharField(blank=True, max_length=20)),
                ("state", models.CharField(choices=[("shown", "shown"), ("hidden", "hidden")], max_length=8)),
                ("minutes", models.PositiveBigIntegerField(null=True)),
                ("people", models.PositiveIntegerField(null=True)),
                (
                    "association",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tenants.association",
                    ),
                ),
                (
                    "district",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tenants.district",
                    ),
                ),
                (
                    "umbrella",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="role_figures",
                        to="tenants.umbrella",
                    ),
                ),
                (
                    "release",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="role_figures",
                        to="umbrella.release",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=(
                            "umbrella",
                            "level",
                            "association",
                            "district",
                            "year",
                            "month",
                            "by",
                            "code",
                        ),
                        name="published_role_figure_once",
                        nulls_distinct=False,
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("minutes__isnull", False), ("people__isnull", False), ("state", "shown")
                            ),
                            models.Q(
                                ("minutes__isnull", True), ("people__isnull", True), ("state", "hidden")
                            ),
                            _connector="OR",
                        ),
                        name="published_role_hidden_no_numbers",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ProvisionalFigure",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("year", models.PositiveSmallIntegerField()),
                ("month", models.PositiveSmallIntegerField()),
                ("minutes", models.PositiveBigIntegerField()),
                ("people", models.PositiveIntegerField()),
                ("as_of", models.DateTimeField()),
                (
                    "umbrella",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="provisional",
                        to="tenants.umbrella",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("umbrella", "year", "month"), name="provisional_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="DistinctPeople",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("year", models.PositiveSmallIntegerField()),
                ("memberships", models.PositiveIntegerField()),
                ("people", models.PositiveIntegerField()),
                ("may_overlap", models.PositiveIntegerField(default=0)),
                ("as_of", models.DateTimeField()),
                (
                    "umbrella",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="distinct_people",
                        to="tenants.umbrella",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("umbrella", "year"), name="distinct_people_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Night",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day", models.DateField()),
                ("finished_at", models.DateTimeField()),
                ("months_checked", models.PositiveIntegerField()),
                ("months_wrong", models.PositiveIntegerField()),
                (
                    "umbrella",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="nights",
                        to="tenants.umbrella",
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("umbrella", "day"), name="night_once")],
            },
        ),
        migrations.CreateModel(
            name="ReleaseNews",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("addressed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "release",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="news",
                        to="umbrella.release",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("addressed_at__isnull", True)),
                        fields=["id"],
                        name="news_to_address",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ReleaseMail",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("planned", "planned"),
                            ("sending", "being sent"),
                            ("sent", "sent"),
                            ("failed", "failed"),
                            ("obsolete", "no longer needed"),
                        ],
                        default="planned",
                        max_length=10,
                    ),
                ),
                ("next_at", models.DateTimeField()),
                ("lease_until", models.DateTimeField(blank=True, null=True)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("sent_at", models.DateTimeField(blank=True, null=True)),
                ("failure", models.CharField(blank=True, max_length=60)),
                (
                    "release",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="mails",
                        to="umbrella.release",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("state__in", ["planned", "sending"])),
                        fields=["next_at"],
                        name="release_mail_due",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("release", "user"), name="release_told_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="NoReleaseMail",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "umbrella",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="tenants.umbrella"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("umbrella", "user"), name="no_release_mail_once")
                ],
            },
        ),
    ]
