import uuid

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [
        ("recruiting", "0001_applications_questions_and_replies"),
        ("recruiting", "0002_sent_on_by_the_applicant"),
    ]

    initial = True

    dependencies = [
        ("register", "0001_tables"),
    ]

    operations = [
        migrations.CreateModel(
            name="Question",
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
                        choices=[("text", "in own words"), ("choice", "one of several answers")],
                        default="text",
                        max_length=8,
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0)),
                ("is_required", models.BooleanField(default=False)),
                ("text_fi", models.CharField(max_length=200)),
                ("text_sv", models.CharField(blank=True, max_length=200)),
                ("text_en", models.CharField(blank=True, max_length=200)),
                ("choices_fi", models.TextField(blank=True)),
                ("choices_sv", models.TextField(blank=True)),
                ("choices_en", models.TextField(blank=True)),
                (
                    "role",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="questions",
                        to="register.volunteerrole",
                    ),
                ),
            ],
            options={
                "ordering": ["position", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("choices_fi", ""), ("kind", "choice"), _negated=True),
                        name="question_choice_has_answers",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ReplyTemplate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("name", models.CharField(max_length=80, unique=True)),
                ("subject_fi", models.CharField(max_length=150)),
                ("subject_sv", models.CharField(blank=True, max_length=150)),
                ("subject_en", models.CharField(blank=True, max_length=150)),
                ("text_fi", models.TextField()),
                ("text_sv", models.TextField(blank=True)),
                ("text_en", models.TextField(blank=True)),
            ],
            options={
                "ordering": ["name"],
            },
        ),
        migrations.CreateModel(
            name="Application",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("token_hash", models.CharField(editable=False, max_length=64, unique=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "draft"),
                            ("submitted", "new"),
                            ("in_review", "being looked at"),
                            ("interview_booked", "meeting agreed"),
                            ("accepted", "accepted"),
                            ("waitlisted", "on the waiting list"),
                            ("rejected", "turned down"),
                            ("withdrawn", "withdrawn"),
                            ("redirected", "sent on"),
                        ],
                        default="draft",
                        max_length=16,
                    ),
                ),
                ("given_name", models.CharField(blank=True, max_length=80)),
                ("family_name", models.CharField(blank=True, max_length=80)),
                ("email", models.EmailField(blank=True, max_length=254)),
                ("phone", models.CharField(blank=True, max_length=30)),
                (
                    "language",
                    models.CharField(
                        choices=[("fi", "Finnish"), ("sv", "Swedish"), ("en", "English")],
                        default="fi",
                        max_length=2,
                    ),
                ),
                ("municipality", models.CharField(blank=True, max_length=80)),
                ("birth_year", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("guardian_name", models.CharField(blank=True, max_length=160)),
                ("guardian_contact", models.CharField(blank=True, max_length=160)),
                ("why", models.TextField(blank=True)),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("page", "from the public page"),
                            ("poster", "from a poster"),
                            ("sent_on", "from another association"),
                        ],
                        default="page",
                        max_length=8,
                    ),
                ),
                ("created_at", models.DateTimeField()),
                ("consented_at", models.DateTimeField(blank=True, null=True)),
                ("submitted_at", models.DateTimeField(blank=True, null=True)),
                ("first_replied_at", models.DateTimeField(blank=True, null=True)),
                ("interviewed_at", models.DateTimeField(blank=True, null=True)),
                ("settled_at", models.DateTimeField(blank=True, null=True)),
                (
                    "reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("no_place", "no place in the role"),
                            ("not_fitting", "the role and the wishes do not fit"),
                            ("age", "too young for the role"),
                            ("no_answer", "could not be reached"),
                            ("other", "another reason"),
                        ],
                        max_length=12,
                    ),
                ),
                ("suggested_to", models.UUIDField(blank=True, null=True)),
                ("suggested_name", models.CharField(blank=True, db_default="", default="", max_length=200)),
                ("suggested_at", models.DateTimeField(blank=True, null=True)),
                ("came_from", models.CharField(blank=True, db_default="", default="", max_length=200)),
                ("keep_until", models.DateTimeField(blank=True, null=True)),
                ("is_blank", models.BooleanField(db_default=False, default=False, editable=False)),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="applications",
                        to="register.person",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["state", "submitted_at"], name="application_by_stage"),
                    models.Index(
                        condition=models.Q(("keep_until__isnull", False)),
                        fields=["keep_until"],
                        name="application_to_go",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "draft"), ("submitted_at__isnull", True)),
                            models.Q(
                                models.Q(("state", "draft"), _negated=True), ("submitted_at__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="application_handed_in_has_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("is_blank", False),
                            models.Q(
                                ("email", ""),
                                ("family_name", ""),
                                ("given_name", ""),
                                ("person__isnull", True),
                                ("phone", ""),
                                ("why", ""),
                            ),
                            _connector="OR",
                        ),
                        name="application_blank_says_nothing",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ApplicationRole",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("is_first", models.BooleanField(default=False)),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="wishes",
                        to="recruiting.application",
                    ),
                ),
                (
                    "role",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="wishes",
                        to="register.volunteerrole",
                    ),
                ),
            ],
            options={
                "ordering": ["-is_first", "role__position", "id"],
                "constraints": [
                    models.UniqueConstraint(fields=("application", "role"), name="application_role_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Answer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("asked", models.CharField(max_length=200)),
                ("text", models.TextField()),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="answers",
                        to="recruiting.application",
                    ),
                ),
                (
                    "question",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="given",
                        to="recruiting.question",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("application", "question"), name="answer_once_a_question")
                ],
            },
        ),
        migrations.CreateModel(
            name="ApplicationNote",
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
                        choices=[("coordinators", "all coordinators"), ("owner", "owners only")],
                        db_default="coordinators",
                        default="coordinators",
                        max_length=12,
                    ),
                ),
                ("text", models.TextField()),
                ("at", models.DateTimeField()),
                ("by_name", models.CharField(max_length=160)),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="notes",
                        to="recruiting.application",
                    ),
                ),
            ],
            options={
                "ordering": ["-at", "-id"],
            },
        ),
        migrations.CreateModel(
            name="Reply",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("subject", models.CharField(max_length=150)),
                ("text", models.TextField()),
                ("at", models.DateTimeField()),
                ("by_name", models.CharField(max_length=160)),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="replies",
                        to="recruiting.application",
                    ),
                ),
            ],
            options={
                "ordering": ["-at", "-id"],
            },
        ),
        migrations.CreateModel(
            name="InterviewTime",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("starts_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                ("place", models.CharField(max_length=160)),
                ("host", models.CharField(max_length=160)),
                (
                    "taken_by",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="interview",
                        to="recruiting.application",
                    ),
                ),
            ],
            options={
                "ordering": ["starts_at", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("starts_at", "host"), name="interview_host_has_one_at_a_time"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ends_at__gt", models.F("starts_at"))),
                        name="interview_ends_after_start",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="InterviewOffer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="offers",
                        to="recruiting.application",
                    ),
                ),
                (
                    "time",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="offers",
                        to="recruiting.interviewtime",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("application", "time"), name="interview_offered_once")
                ],
            },
        ),
        migrations.AddField(
            model_name="application",
            name="roles",
            field=models.ManyToManyField(
                related_name="applications", through="recruiting.ApplicationRole", to="register.volunteerrole"
            ),
        ),
    ]
