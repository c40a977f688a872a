import uuid

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.functions.comparison
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [
        ("register", "0001_first"),
        ("register", "0002_blank_people"),
        ("register", "0003_what_the_register_knows"),
        ("register", "0004_people_can_be_searched"),
        ("register", "0006_lists_of_people_are_kept"),
        ("register", "0007_what_is_kept_and_for_how_long"),
        ("register", "0008_rows_can_be_put_off"),
        ("register", "0009_letters_to_many"),
        ("register", "0010_people_imported_and_own_fields"),
        ("register", "0011_volunteers_are_cared_for"),
        ("register", "0012_downloads_know_what_was_asked"),
        ("register", "0013_two_were_one"),
        ("register", "0014_letters_are_read"),
        ("register", "0015_sites_belong_to_somebody"),
        ("register", "0016_hours_and_counts_are_paid_for"),
        ("register", "0017_placements_told_as_numbers"),
        ("register", "0018_placements_belong_to_a_unit"),
    ]

    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Person",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("user_uuid", models.UUIDField(blank=True, null=True, unique=True)),
                ("given_name", models.CharField(max_length=80)),
                ("family_name", models.CharField(max_length=80)),
                ("sort_key", models.CharField(editable=False, max_length=160)),
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
                ("born_on", models.DateField(blank=True, null=True)),
                ("municipality", models.CharField(blank=True, max_length=80)),
                ("postal_code", models.CharField(blank=True, max_length=10)),
                (
                    "speaks",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=3),
                        blank=True,
                        db_default=[],
                        default=list,
                        size=None,
                    ),
                ),
                (
                    "skills",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=60),
                        blank=True,
                        db_default=[],
                        default=list,
                        size=None,
                    ),
                ),
                ("search_key", models.CharField(db_default="", default="", editable=False, max_length=400)),
                ("created_at", models.DateTimeField()),
                ("is_blank", models.BooleanField(db_default=False, default=False, editable=False)),
                (
                    "stands_for",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="stand_ins",
                        to="register.person",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["sort_key", "id"], name="person_in_order"),
                    django.contrib.postgres.indexes.GinIndex(
                        fields=["search_key"], name="person_by_likeness", opclasses=["gin_trgm_ops"]
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("is_blank", False),
                            models.Q(
                                ("email", ""),
                                ("family_name", ""),
                                ("given_name", ""),
                                ("phone", ""),
                                ("user_uuid__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="person_blank_says_nothing",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Period",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("preparing", "preparing"),
                            ("active", "active"),
                            ("on_break", "on a break"),
                            ("ended", "ended"),
                        ],
                        default="preparing",
                        max_length=12,
                    ),
                ),
                ("started_on", models.DateField()),
                ("ended_on", models.DateField(blank=True, null=True)),
                (
                    "end_reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("moved", "moved away"),
                            ("time", "no time now"),
                            ("other", "another reason"),
                        ],
                        db_default="",
                        default="",
                        max_length=8,
                    ),
                ),
                ("break_until", models.DateField(blank=True, null=True)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="periods",
                        to="register.person",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "ended"), _negated=True),
                        fields=("person",),
                        name="period_open_once_a_person",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("ended_on__gte", models.F("started_on")),
                                ("ended_on__isnull", False),
                                ("state", "ended"),
                            ),
                            models.Q(models.Q(("state", "ended"), _negated=True), ("ended_on__isnull", True)),
                            _connector="OR",
                        ),
                        name="period_ended_has_a_day",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AgreementText",
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
                            ("agreement", "volunteer agreement"),
                            ("confidentiality", "confidentiality undertaking"),
                        ],
                        max_length=16,
                    ),
                ),
                ("version", models.PositiveSmallIntegerField()),
                ("text_fi", models.TextField()),
                ("text_sv", models.TextField(blank=True)),
                ("text_en", models.TextField(blank=True)),
                ("in_force_on", models.DateField()),
                ("renews", models.BooleanField(default=True)),
                ("created_at", models.DateTimeField()),
            ],
            options={
                "ordering": ["kind", "-version"],
                "constraints": [
                    models.UniqueConstraint(fields=("kind", "version"), name="agreement_version_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Signature",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "language",
                    models.CharField(
                        choices=[("fi", "Finnish"), ("sv", "Swedish"), ("en", "English")], max_length=2
                    ),
                ),
                ("typed_name", models.CharField(max_length=160)),
                ("on_paper", models.BooleanField(default=False)),
                ("at", models.DateTimeField()),
                ("noted_by", models.CharField(max_length=160)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="signatures",
                        to="register.person",
                    ),
                ),
                (
                    "text",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="signatures",
                        to="register.agreementtext",
                    ),
                ),
            ],
            options={
                "ordering": ["-at"],
                "constraints": [
                    models.UniqueConstraint(fields=("person", "text"), name="signature_once_a_version")
                ],
            },
        ),
        migrations.CreateModel(
            name="Consent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "purpose",
                    models.CharField(
                        choices=[
                            ("photo", "photographs in the association's own channels"),
                            ("newsletter", "letters about other things than my shifts"),
                            ("certificate", "keeping what a certificate needs for 10 years"),
                        ],
                        max_length=16,
                    ),
                ),
                ("given_at", models.DateTimeField()),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="consents",
                        to="register.person",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("withdrawn_at__isnull", True)),
                        fields=("person", "purpose"),
                        name="consent_open_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="GrantTarget",
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
                ("code", models.CharField(max_length=40, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("general", "general grant"),
                            ("targeted", "targeted grant"),
                            ("project", "project grant"),
                        ],
                        max_length=10,
                    ),
                ),
                ("funder", models.CharField(max_length=200)),
                ("from_on", models.DateField()),
                ("to_on", models.DateField(blank=True, null=True)),
                ("is_active", models.BooleanField(default=True)),
            ],
            options={
                "ordering": ["code"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("to_on__isnull", True), ("to_on__gte", models.F("from_on")), _connector="OR"
                        ),
                        name="grant_ends_after_start",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PeopleImport",
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
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "waits for your yes"),
                            ("running", "at work"),
                            ("done", "done"),
                            ("undone", "undone"),
                        ],
                        default="draft",
                        max_length=8,
                    ),
                ),
                ("header", models.JSONField(default=list)),
                ("sheet", models.BinaryField(blank=True, null=True)),
                ("places", models.JSONField(default=dict)),
                ("fills", models.BooleanField(default=False)),
                (
                    "begin",
                    models.CharField(
                        choices=[
                            ("active", "They volunteer already"),
                            ("preparing", "They are preparing to volunteer"),
                            ("none", "They only come into the register"),
                        ],
                        default="active",
                        max_length=10,
                    ),
                ),
                ("from_on", models.DateField(blank=True, null=True)),
                (
                    "language",
                    models.CharField(
                        choices=[("fi", "Finnish"), ("sv", "Swedish"), ("en", "English")],
                        default="fi",
                        max_length=2,
                    ),
                ),
                ("rows", models.PositiveIntegerField(default=0)),
                ("worked", models.PositiveIntegerField(default=0)),
                ("added", models.PositiveIntegerField(default=0)),
                ("filled", models.PositiveIntegerField(default=0)),
                ("skipped", models.PositiveIntegerField(default=0)),
                ("failed", models.PositiveIntegerField(default=0)),
                ("made_tags", models.JSONField(blank=True, default=list)),
                ("created_at", models.DateTimeField()),
                ("started_at", models.DateTimeField(blank=True, null=True)),
                ("finished_at", models.DateTimeField(blank=True, null=True)),
                ("created_by", models.CharField(max_length=160)),
                ("by_user", models.UUIDField(blank=True, null=True)),
            ],
            options={
                "ordering": ["-created_at", "-id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["running", "done"])),
                        fields=("sha256",),
                        name="people_import_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("worked__lte", models.F("rows"))),
                        name="people_import_not_past_its_end",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ImportedPerson",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("is_new", models.BooleanField()),
                ("wrote", models.JSONField(blank=True, default=dict)),
                (
                    "batch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="people",
                        to="register.peopleimport",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="register.person"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("batch", "person"), name="imported_once_a_batch")
                ],
            },
        ),
        migrations.CreateModel(
            name="FailedRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("cells", models.JSONField()),
                ("problems", models.JSONField()),
                (
                    "batch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="failures",
                        to="register.peopleimport",
                    ),
                ),
            ],
            options={
                "ordering": ["number", "id"],
            },
        ),
        migrations.CreateModel(
            name="Incident",
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
                            ("accident", "an accident, or nearly one"),
                            ("harassment", "harassment, threats or violence"),
                            ("boundary", "somebody crossed a boundary"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "whom",
                    models.CharField(
                        choices=[
                            ("me", "to me"),
                            ("volunteer", "to another volunteer"),
                            ("client", "to somebody whom we support"),
                            ("other", "to somebody else"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("reported", "reported"),
                            ("triaged", "being handled"),
                            ("handled", "handled"),
                            ("closed", "closed"),
                        ],
                        default="reported",
                        max_length=10,
                    ),
                ),
                ("happened_on", models.DateField()),
                ("reported_at", models.DateTimeField()),
                ("on_paper", models.BooleanField(default=False)),
                ("noted_by", models.CharField(blank=True, max_length=160)),
                ("sealed_text", models.TextField()),
                ("sealed_handling", models.TextField(blank=True)),
                ("is_insurance_matter", models.BooleanField(default=False)),
                ("insurer_told_on", models.DateField(blank=True, null=True)),
                ("handler_user", models.UUIDField(blank=True, null=True)),
                ("handler_name", models.CharField(blank=True, max_length=160)),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "reporter",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="incidents",
                        to="register.person",
                    ),
                ),
            ],
            options={
                "ordering": ["-reported_at", "-id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("closed_at__isnull", False), ("state", "closed")),
                            models.Q(
                                models.Q(("state", "closed"), _negated=True), ("closed_at__isnull", True)
                            ),
                            _connector="OR",
                        ),
                        name="incident_closed_has_a_moment",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("insurer_told_on__isnull", True), ("is_insurance_matter", True), _connector="OR"
                        ),
                        name="incident_insurer_told_of_its_matter",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="InsuranceTerms",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text_fi", models.TextField(blank=True)),
                ("text_sv", models.TextField(blank=True)),
                ("text_en", models.TextField(blank=True)),
                ("changed_at", models.DateTimeField()),
                ("changed_by", models.CharField(max_length=160)),
                ("is_only", models.BooleanField(default=True, editable=False, unique=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("is_only", True)), name="insurance_terms_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Download",
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
                            ("own", "my data"),
                            ("association", "everything of the association"),
                            ("certificates", "certificates of volunteering"),
                        ],
                        max_length=12,
                    ),
                ),
                ("user_uuid", models.UUIDField()),
                (
                    "language",
                    models.CharField(
                        choices=[("fi", "Finnish"), ("sv", "Swedish"), ("en", "English")], max_length=2
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("waiting", "waiting"), ("ready", "ready"), ("failed", "failed")],
                        default="waiting",
                        max_length=8,
                    ),
                ),
                ("data", models.JSONField(blank=True, db_default={}, default=dict)),
                ("percent", models.PositiveSmallIntegerField(default=0)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("asked_at", models.DateTimeField()),
                ("ready_at", models.DateTimeField(blank=True, null=True)),
                ("expires_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("user_uuid", "kind"), name="download_once_a_person"),
                    models.CheckConstraint(
                        condition=models.Q(("percent__lte", 100)), name="download_percent_sane"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DownloadFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("name", models.CharField(max_length=120)),
                ("mimetype", models.CharField(max_length=60)),
                ("size", models.PositiveBigIntegerField()),
                (
                    "download",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="files",
                        to="register.download",
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="DownloadPiece",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("content", models.BinaryField()),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="pieces",
                        to="register.downloadfile",
                    ),
                ),
            ],
            options={
                "ordering": ["number"],
                "constraints": [
                    models.UniqueConstraint(fields=("file", "number"), name="download_piece_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="ErasureRequest",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("asked_at", models.DateTimeField()),
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="erasure_request",
                        to="register.person",
                    ),
                ),
            ],
            options={
                "ordering": ["asked_at", "id"],
            },
        ),
        migrations.CreateModel(
            name="RetentionTerm",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.SlugField(max_length=40, unique=True)),
                ("months", models.PositiveSmallIntegerField()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("months__gte", 1)), name="retention_term_at_least_a_month"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="RetentionRun",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("night", models.DateField(unique=True)),
                ("started_at", models.DateTimeField()),
                ("finished_at", models.DateTimeField(blank=True, null=True)),
                ("removed", models.JSONField(blank=True, default=dict)),
            ],
            options={
                "ordering": ["-night"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("finished_at__isnull", True),
                            ("finished_at__gte", models.F("started_at")),
                            _connector="OR",
                        ),
                        name="retention_run_ends_after_start",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PrivacyRules",
            fields=[
                ("id", models.SmallIntegerField(default=1, primary_key=True, serialize=False)),
                ("erase_at_once", models.BooleanField(default=False)),
                ("contact_name", models.CharField(blank=True, max_length=120)),
                ("contact_email", models.EmailField(blank=True, max_length=254)),
                ("contact_phone", models.CharField(blank=True, max_length=30)),
                ("more_fi", models.TextField(blank=True, max_length=4000)),
                ("more_sv", models.TextField(blank=True, max_length=4000)),
                ("more_en", models.TextField(blank=True, max_length=4000)),
                ("feedback_email", models.EmailField(blank=True, max_length=254)),
                ("shortcomings_fi", models.TextField(blank=True, max_length=4000)),
                ("shortcomings_sv", models.TextField(blank=True, max_length=4000)),
                ("shortcomings_en", models.TextField(blank=True, max_length=4000)),
                ("changed_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("id", 1)), name="privacy_rules_one_row")
                ],
            },
        ),
        migrations.CreateModel(
            name="AccessibilityFeedback",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("at", models.DateTimeField()),
                ("answer_by", models.DateField()),
                ("text", models.TextField(max_length=2000)),
                ("name", models.CharField(blank=True, max_length=120)),
                ("email", models.EmailField(blank=True, max_length=254)),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                ("answered_by", models.CharField(blank=True, max_length=160)),
            ],
            options={
                "ordering": ["at", "id"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("answered_at__isnull", True)),
                        fields=["answer_by"],
                        name="feedback_to_answer",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CarriedRecord",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("from_name", models.CharField(max_length=200)),
                ("carried_at", models.DateTimeField()),
                ("data", models.JSONField()),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="carried",
                        to="register.person",
                    ),
                ),
            ],
            options={
                "ordering": ["-carried_at", "-id"],
                "constraints": [
                    models.UniqueConstraint(fields=("person", "from_name"), name="carried_once_from_a_place")
                ],
            },
        ),
        migrations.CreateModel(
            name="Letter",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("subject_fi", models.CharField(blank=True, max_length=120)),
                ("subject_sv", models.CharField(blank=True, max_length=120)),
                ("subject_en", models.CharField(blank=True, max_length=120)),
                ("text_fi", models.TextField(blank=True)),
                ("text_sv", models.TextField(blank=True)),
                ("text_en", models.TextField(blank=True)),
                ("language", models.CharField(max_length=2)),
                ("everyone", models.BooleanField(default=True)),
                ("by_name", models.CharField(max_length=160)),
                ("at", models.DateTimeField()),
            ],
            options={
                "ordering": ["-at", "-id"],
            },
        ),
        migrations.CreateModel(
            name="Unit",
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
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("centre", "resource centre"),
                            ("section", "section"),
                            ("locality", "locality"),
                        ],
                        max_length=10,
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0)),
                ("is_active", models.BooleanField(default=True)),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="parts",
                        to="register.unit",
                    ),
                ),
            ],
            options={
                "ordering": ["position", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("parent", models.F("id")), _negated=True),
                        name="unit_not_its_own_part",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="VolunteerRole",
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
                ("code", models.SlugField(max_length=60, unique=True)),
                ("catalogue_code", models.SlugField(blank=True, max_length=60)),
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
                ("counting_unit", models.CharField(default="hours", max_length=40)),
                ("discreet", models.BooleanField(default=False)),
                ("description_fi", models.TextField(blank=True)),
                ("description_sv", models.TextField(blank=True)),
                ("description_en", models.TextField(blank=True)),
                ("is_active", models.BooleanField(default=True)),
                ("position", models.PositiveSmallIntegerField(default=0)),
                (
                    "life_course",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=20),
                        blank=True,
                        db_default=[],
                        default=list,
                        size=None,
                    ),
                ),
                (
                    "target_groups",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=30),
                        blank=True,
                        db_default=[],
                        default=list,
                        size=None,
                    ),
                ),
                ("catalogue_base", models.JSONField(blank=True, db_default={}, default=dict)),
                ("is_open", models.BooleanField(db_default=False, default=False)),
                ("public_text_fi", models.TextField(blank=True, db_default="", default="")),
                ("public_text_sv", models.TextField(blank=True, db_default="", default="")),
                ("public_text_en", models.TextField(blank=True, db_default="", default="")),
                ("minimum_age", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("needs_agreement", models.BooleanField(db_default=False, default=False)),
                ("needs_confidentiality", models.BooleanField(db_default=False, default=False)),
                ("child_regular", models.BooleanField(db_default=False, default=False)),
                ("child_personal", models.BooleanField(db_default=False, default=False)),
                ("child_alone", models.BooleanField(db_default=False, default=False)),
                (
                    "supervision",
                    models.CharField(
                        choices=[
                            ("none", "not asked for"),
                            ("advisory", "recommended"),
                            ("blocking", "asked for before new shifts"),
                        ],
                        db_default="none",
                        default="none",
                        max_length=10,
                    ),
                ),
                ("supervision_every_days", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("supervision_grace_days", models.PositiveSmallIntegerField(db_default=30, default=30)),
                (
                    "coordinator",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="coordinates",
                        to="register.person",
                    ),
                ),
                (
                    "grant_target",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="roles",
                        to="register.granttarget",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="roles",
                        to="register.unit",
                    ),
                ),
            ],
            options={
                "ordering": ["position", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("supervision", "none"), ("supervision_every_days__gt", 0), _connector="OR"
                        ),
                        name="role_supervision_has_interval",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("minimum_age__isnull", True), ("minimum_age__lte", 100), _connector="OR"
                        ),
                        name="role_minimum_age_sane",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RoleHolding",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("from_on", models.DateField()),
                ("to_on", models.DateField(blank=True, null=True)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="holdings",
                        to="register.person",
                    ),
                ),
                (
                    "role",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="holdings",
                        to="register.volunteerrole",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("to_on__isnull", True)),
                        fields=("person", "role"),
                        name="holding_open_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("to_on__isnull", True), ("to_on__gte", models.F("from_on")), _connector="OR"
                        ),
                        name="holding_ends_after_start",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RoleMaterial",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("title", models.CharField(max_length=120)),
                ("text", models.TextField(blank=True)),
                ("address", models.URLField(blank=True)),
                ("has_file", models.BooleanField(db_default=False, default=False, editable=False)),
                ("position", models.PositiveSmallIntegerField(default=0)),
                (
                    "role",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="materials",
                        to="register.volunteerrole",
                    ),
                ),
            ],
            options={
                "ordering": ["position", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("address", ""), ("text", ""), _negated=True),
                            ("has_file", True),
                            _connector="OR",
                        ),
                        name="material_says_something",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="MaterialFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=120)),
                (
                    "mimetype",
                    models.CharField(
                        choices=[
                            ("application/pdf", "PDF"),
                            (
                                "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
                                "DOCX",
                            ),
                            ("application/vnd.oasis.opendocument.text", "ODT"),
                            ("image/png", "PNG"),
                            ("image/jpeg", "JPEG"),
                        ],
                        max_length=80,
                    ),
                ),
                ("size", models.PositiveIntegerField()),
                ("content", models.BinaryField()),
                ("added_at", models.DateTimeField()),
                ("added_by", models.CharField(max_length=160)),
                (
                    "material",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="file",
                        to="register.rolematerial",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ContactPerson",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("name", models.CharField(max_length=160)),
                ("phone", models.CharField(blank=True, max_length=30)),
                ("email", models.EmailField(blank=True, max_length=254)),
                ("relation", models.CharField(blank=True, max_length=60)),
                ("is_guardian", models.BooleanField(default=False)),
                ("consented_on", models.DateField(blank=True, null=True)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="contacts",
                        to="register.person",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("email", ""), ("phone", ""), _negated=True),
                        name="contact_can_be_reached",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("consented_on__isnull", True), ("is_guardian", True), _connector="OR"
                        ),
                        name="contact_consents_as_guardian",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Availability",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("weekday", models.PositiveSmallIntegerField()),
                ("from_minute", models.PositiveSmallIntegerField()),
                ("to_minute", models.PositiveSmallIntegerField()),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="availability",
                        to="register.person",
                    ),
                ),
            ],
            options={
                "ordering": ["weekday", "from_minute"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("from_minute__lt", models.F("to_minute")),
                            ("to_minute__lte", 1440),
                            ("weekday__lte", 6),
                        ),
                        name="availability_in_a_day",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Absence",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("from_on", models.DateField()),
                ("to_on", models.DateField()),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="absences",
                        to="register.person",
                    ),
                ),
            ],
            options={
                "ordering": ["from_on"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("to_on__gte", models.F("from_on"))), name="absence_days_in_order"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Placement",
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
                            ("student", "student"),
                            ("trainee", "trainee"),
                            ("work_trial", "work trial"),
                            ("subsidised", "subsidised employment"),
                        ],
                        max_length=12,
                    ),
                ),
                ("institution", models.CharField(blank=True, max_length=120)),
                ("programme", models.CharField(blank=True, max_length=120)),
                ("mentor", models.CharField(blank=True, max_length=160)),
                ("from_on", models.DateField()),
                ("to_on", models.DateField(blank=True, null=True)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="placements",
                        to="register.person",
                    ),
                ),
            ],
            options={
                "ordering": ["-from_on"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("to_on__isnull", True), ("to_on__gte", models.F("from_on")), _connector="OR"
                        ),
                        name="placement_days_in_order",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PlacementCount",
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
                    "kind",
                    models.CharField(
                        choices=[
                            ("student", "student"),
                            ("trainee", "trainee"),
                            ("work_trial", "work trial"),
                            ("subsidised", "subsidised employment"),
                        ],
                        max_length=12,
                    ),
                ),
                ("institution", models.CharField(max_length=120)),
                ("programme", models.CharField(blank=True, max_length=120)),
                ("number", models.PositiveIntegerField()),
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
                (
                    "grant_target",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="placement_counts",
                        to="register.granttarget",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="placement_counts",
                        to="register.unit",
                    ),
                ),
            ],
            options={
                "ordering": ["institution", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("number__gte", 1)), name="placement_count_of_somebody"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("method__in", ["sample", "estimated"]), _negated=True),
                            models.Q(("basis", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="placement_count_says_its_basis",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Note",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "level",
                    models.CharField(
                        choices=[("coordinators", "all coordinators"), ("owner", "owners only")],
                        default="coordinators",
                        max_length=12,
                    ),
                ),
                ("text", models.TextField(max_length=2000)),
                ("at", models.DateTimeField()),
                ("by_user", models.UUIDField(blank=True, null=True)),
                ("by_name", models.CharField(max_length=160)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="notes",
                        to="register.person",
                    ),
                ),
            ],
            options={
                "ordering": ["-at", "-id"],
            },
        ),
        migrations.CreateModel(
            name="Tag",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("name", models.CharField(max_length=40)),
            ],
            options={
                "ordering": ["name"],
                "constraints": [models.UniqueConstraint(models.F("name"), name="tag_once")],
            },
        ),
        migrations.CreateModel(
            name="PersonTag",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="tagged",
                        to="register.person",
                    ),
                ),
                (
                    "tag",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="people", to="register.tag"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("person", "tag"), name="person_tag_once")],
            },
        ),
        migrations.CreateModel(
            name="SavedList",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("user_uuid", models.UUIDField()),
                ("name", models.CharField(blank=True, max_length=40)),
                ("query", models.CharField(blank=True, max_length=600)),
                (
                    "columns",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=20),
                        blank=True,
                        db_default=[],
                        default=list,
                        size=None,
                    ),
                ),
            ],
            options={
                "ordering": ["name", "id"],
                "constraints": [
                    models.UniqueConstraint(fields=("user_uuid", "name"), name="saved_list_once"),
                    models.CheckConstraint(
                        condition=models.Q(("columns", []), ("name", ""), _connector="OR"),
                        name="saved_list_or_columns",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MergedAway",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uuid", models.UUIDField(editable=False, unique=True)),
                ("given_name", models.CharField(max_length=80)),
                ("family_name", models.CharField(max_length=80)),
                ("email", models.EmailField(blank=True, max_length=254)),
                ("phone", models.CharField(blank=True, max_length=30)),
                ("at", models.DateTimeField()),
                ("by_name", models.CharField(max_length=160)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="merged_away",
                        to="register.person",
                    ),
                ),
            ],
            options={
                "ordering": ["-at", "-id"],
            },
        ),
        migrations.CreateModel(
            name="NotTheSame",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField()),
                ("by_name", models.CharField(max_length=160)),
                (
                    "one",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="register.person"
                    ),
                ),
                (
                    "other",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="register.person"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("one", "other"), name="not_the_same_once"),
                    models.CheckConstraint(
                        condition=models.Q(("one__lt", models.F("other"))), name="not_the_same_in_order"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PutOff",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("user_uuid", models.UUIDField()),
                ("kind", models.CharField(max_length=60)),
                ("key", models.CharField(max_length=80)),
                ("until", models.DateField(blank=True, null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("user_uuid", "kind", "key"), name="put_off_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="OwnField",
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
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("text", "text"),
                            ("choice", "choice from a list"),
                            ("date", "date"),
                            ("yes_no", "yes or no"),
                        ],
                        max_length=8,
                    ),
                ),
                ("options", models.JSONField(blank=True, default=list)),
                ("seen_by_person", models.BooleanField(default=False)),
                ("position", models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                "ordering": ["position", "id"],
            },
        ),
        migrations.CreateModel(
            name="OwnValue",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("value", models.CharField(max_length=500)),
                (
                    "field",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="values",
                        to="register.ownfield",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="own_values",
                        to="register.person",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["field", "value"], name="own_value_of_a_field")],
                "constraints": [
                    models.UniqueConstraint(fields=("person", "field"), name="own_value_once_a_person")
                ],
            },
        ),
        migrations.CreateModel(
            name="QualificationType",
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
                ("code", models.SlugField(max_length=60, unique=True)),
                ("valid_months", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("is_active", models.BooleanField(default=True)),
            ],
            options={
                "ordering": ["name_fi", "id"],
            },
        ),
        migrations.CreateModel(
            name="RoleQualification",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "type",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="asked_by",
                        to="register.qualificationtype",
                    ),
                ),
                (
                    "role",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="asks_for",
                        to="register.volunteerrole",
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("role", "type"), name="role_asks_once")],
            },
        ),
        migrations.CreateModel(
            name="Qualification",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("from_on", models.DateField()),
                ("to_on", models.DateField(blank=True, null=True)),
                ("revoked_on", models.DateField(blank=True, null=True)),
                ("noted_at", models.DateTimeField()),
                ("noted_by", models.CharField(max_length=160)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="qualifications",
                        to="register.person",
                    ),
                ),
                (
                    "type",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="held",
                        to="register.qualificationtype",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["to_on"], name="qualification_ending")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("person", "type", "from_on"), name="qualification_once_a_day"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("to_on__isnull", True), ("to_on__gte", models.F("from_on")), _connector="OR"
                        ),
                        name="qualification_days_in_order",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("revoked_on__isnull", True),
                            ("revoked_on__gte", models.F("from_on")),
                            _connector="OR",
                        ),
                        name="qualification_revoked_after_start",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ChildWorkCheck",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("extract_on", models.DateField()),
                ("seen_on", models.DateField()),
                ("seen_by", models.CharField(max_length=160)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="child_work_checks",
                        to="register.person",
                    ),
                ),
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
                "constraints": [
                    models.UniqueConstraint(fields=("person", "role"), name="child_work_check_once"),
                    models.CheckConstraint(
                        condition=models.Q(("seen_on__gte", models.F("extract_on"))),
                        name="child_work_check_seen_after_extract",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SupervisionDuty",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("since_on", models.DateField()),
                ("last_on", models.DateField(blank=True, null=True)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="supervision_duties",
                        to="register.person",
                    ),
                ),
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
                "indexes": [
                    models.Index(
                        django.db.models.functions.comparison.Coalesce("last_on", "since_on"),
                        name="supervision_longest_ago",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("person", "role"), name="supervision_duty_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="LetterReading",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField()),
                (
                    "letter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="readings",
                        to="register.letter",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="letters_read",
                        to="register.person",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("letter", "person"), name="letter_read_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Organisation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("name", models.CharField(max_length=120)),
                ("contact_name", models.CharField(blank=True, max_length=160)),
                ("phone", models.CharField(blank=True, max_length=30)),
                ("email", models.EmailField(blank=True, max_length=254)),
                ("checklist", models.TextField(blank=True, max_length=4000)),
                ("notes", models.TextField(blank=True, max_length=2000)),
                ("is_active", models.BooleanField(default=True)),
            ],
            options={
                "ordering": ["name"],
                "constraints": [models.UniqueConstraint(fields=("name",), name="organisation_name_once")],
            },
        ),
        migrations.CreateModel(
            name="Site",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("name", models.CharField(max_length=120, unique=True)),
                ("address", models.CharField(blank=True, max_length=200)),
                ("phone", models.CharField(blank=True, max_length=30)),
                ("arrival", models.CharField(blank=True, max_length=200)),
                ("discreet", models.BooleanField(default=False)),
                ("is_active", models.BooleanField(default=True)),
                ("contact_name", models.CharField(blank=True, db_default="", default="", max_length=160)),
                ("email", models.EmailField(blank=True, db_default="", default="", max_length=254)),
                (
                    "access",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("step_free", "step-free entrance"),
                                ("lift", "lift"),
                                ("toilet", "accessible toilet"),
                                ("loop", "induction loop"),
                                ("parking", "accessible parking space"),
                                ("quiet", "a quiet room"),
                            ],
                            max_length=12,
                        ),
                        blank=True,
                        db_default=[],
                        default=list,
                        size=None,
                    ),
                ),
                ("access_text", models.CharField(blank=True, db_default="", default="", max_length=400)),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sites",
                        to="register.organisation",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rooms",
                        to="register.unit",
                    ),
                ),
            ],
            options={
                "ordering": ["name"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("unit__isnull", True), ("organisation__isnull", True), _connector="OR"
                        ),
                        name="site_is_whose",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="OpeningHours",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("weekday", models.PositiveSmallIntegerField()),
                ("from_minute", models.PositiveSmallIntegerField()),
                ("to_minute", models.PositiveSmallIntegerField()),
                (
                    "site",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="opening_hours",
                        to="register.site",
                    ),
                ),
            ],
            options={
                "ordering": ["weekday", "from_minute"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("from_minute__lt", models.F("to_minute")),
                            ("to_minute__lte", 1440),
                            ("weekday__lte", 6),
                        ),
                        name="opening_hours_in_a_day",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Thanks",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("why", models.CharField(max_length=120)),
                ("thanked_on", models.DateField()),
                ("by_user", models.UUIDField(blank=True, null=True)),
                ("by_name", models.CharField(max_length=160)),
                ("batch", models.UUIDField(blank=True, editable=False, null=True)),
                (
                    "letter",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="thanks",
                        to="register.letter",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="thanks",
                        to="register.person",
                    ),
                ),
            ],
            options={
                "ordering": ["-thanked_on", "-id"],
                "indexes": [models.Index(fields=["person", "-thanked_on"], name="thanks_of_a_person")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("batch__isnull", False)),
                        fields=("batch", "person"),
                        name="thanked_once_a_batch",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Trail",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField()),
                ("actor_user", models.UUIDField(blank=True, null=True)),
                ("actor_name", models.CharField(max_length=160)),
                ("verb", models.CharField(max_length=60)),
                ("subject_kind", models.CharField(max_length=40)),
                ("subject_uuid", models.UUIDField(blank=True, null=True)),
                ("data", models.JSONField(blank=True, default=dict)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["subject_kind", "subject_uuid", "-at"], name="trail_of_a_subject")
                ],
            },
        ),
    ]
