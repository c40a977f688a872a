import datetime
import uuid

import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
import django_tenants.postgresql_backend.base
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [
        ("tenants", "0001_first"),
        ("tenants", "0003_setting_up"),
        ("tenants", "0004_copies_and_erasures"),
        ("tenants", "0006_how_far_an_access_goes"),
        ("tenants", "0007_letters_of_federations_and_simple_mode"),
        ("tenants", "0008_operators_are_told_of_outages"),
        ("tenants", "0009_requests_to_join"),
        ("tenants", "0010_agreement_of_controller_and_processor"),
        ("tenants", "0011_reminders_to_one_association"),
    ]

    initial = True

    dependencies = [
        ("accounts", "__first__"),
    ]

    operations = [
        migrations.CreateModel(
            name="Slug",
            fields=[
                (
                    "slug",
                    models.CharField(
                        max_length=40,
                        primary_key=True,
                        serialize=False,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[a-z][a-z0-9]*(-[a-z0-9]+)*\\Z",
                                "Use small letters, digits and single hyphens.",
                            )
                        ],
                    ),
                ),
                ("claimed_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Umbrella",
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
                    "slug",
                    models.CharField(
                        max_length=40,
                        unique=True,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[a-z][a-z0-9]*(-[a-z0-9]+)*\\Z",
                                "Use small letters, digits and single hyphens.",
                            )
                        ],
                    ),
                ),
                (
                    "language",
                    models.CharField(
                        choices=[("fi", "Finnish"), ("sv", "Swedish"), ("en", "English")],
                        default="fi",
                        max_length=2,
                    ),
                ),
                ("timezone", models.CharField(default="Europe/Helsinki", max_length=40)),
                ("created_at", models.DateTimeField()),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="District",
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
                ("code", models.SlugField(max_length=40)),
                ("position", models.PositiveSmallIntegerField(default=0)),
                (
                    "umbrella",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="districts",
                        to="tenants.umbrella",
                    ),
                ),
            ],
            options={
                "ordering": ["umbrella", "position", "code"],
                "constraints": [
                    models.UniqueConstraint(fields=("umbrella", "code"), name="district_code_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Association",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "schema_name",
                    models.CharField(
                        db_index=True,
                        max_length=63,
                        unique=True,
                        validators=[django_tenants.postgresql_backend.base._check_schema_name],
                    ),
                ),
                ("name_fi", models.CharField(max_length=200)),
                ("name_sv", models.CharField(blank=True, max_length=200)),
                ("name_en", models.CharField(blank=True, max_length=200)),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "slug",
                    models.CharField(
                        max_length=40,
                        unique=True,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[a-z][a-z0-9]*(-[a-z0-9]+)*\\Z",
                                "Use small letters, digits and single hyphens.",
                            )
                        ],
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("requested", "requested"),
                            ("approved", "approved"),
                            ("provisioning", "being set up"),
                            ("provisioning_failed", "set-up failed"),
                            ("active", "active"),
                            ("suspended", "suspended"),
                            ("archived", "archived"),
                            ("deleted", "deleted"),
                        ],
                        default="requested",
                        max_length=20,
                    ),
                ),
                (
                    "language",
                    models.CharField(
                        choices=[("fi", "Finnish"), ("sv", "Swedish"), ("en", "English")],
                        default="fi",
                        max_length=2,
                    ),
                ),
                ("timezone", models.CharField(default="Europe/Helsinki", max_length=40)),
                ("seat", models.CharField(blank=True, max_length=80)),
                ("founded", models.CharField(blank=True, max_length=40)),
                ("intro_fi", models.TextField(blank=True)),
                ("intro_sv", models.TextField(blank=True)),
                ("intro_en", models.TextField(blank=True)),
                ("contact_email", models.EmailField(blank=True, max_length=254)),
                ("contact_phone", models.CharField(blank=True, max_length=30)),
                ("created_at", models.DateTimeField()),
                ("copied_from", models.UUIDField(blank=True, editable=False, null=True)),
                ("outside_figures", models.BooleanField(db_default=False, default=False)),
                ("figures_from_year", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("simple_mode", models.BooleanField(db_default=False, default=False)),
                ("agreement_due", models.BooleanField(db_default=False, default=False)),
            ],
            options={
                "ordering": ["name_fi"],
            },
        ),
        migrations.CreateModel(
            name="ProcessingAgreement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("version", models.CharField(max_length=20)),
                (
                    "language",
                    models.CharField(
                        choices=[("fi", "Finnish"), ("sv", "Swedish"), ("en", "English")], max_length=2
                    ),
                ),
                ("text_hash", models.CharField(max_length=64)),
                ("accepted_by", models.UUIDField()),
                ("accepted_name", models.CharField(max_length=160)),
                ("accepted_at", models.DateTimeField()),
                (
                    "association",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="processing_agreements",
                        to="tenants.association",
                    ),
                ),
            ],
            options={
                "ordering": ["-accepted_at", "-id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("association", "version"), name="processing_agreement_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="JoinRequest",
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
                ("token_hash", models.CharField(blank=True, db_index=True, max_length=64)),
                ("created_at", models.DateTimeField()),
                ("begun_by_name", models.CharField(blank=True, max_length=160)),
                (
                    "language",
                    models.CharField(
                        choices=[("fi", "Finnish"), ("sv", "Swedish"), ("en", "English")],
                        default="fi",
                        max_length=2,
                    ),
                ),
                ("seat", models.CharField(blank=True, max_length=80)),
                ("founded", models.CharField(blank=True, max_length=40)),
                ("unit", models.CharField(blank=True, max_length=200)),
                ("contact_name", models.CharField(blank=True, max_length=160)),
                ("contact_email", models.EmailField(blank=True, max_length=254)),
                ("contact_phone", models.CharField(blank=True, max_length=30)),
                ("message", models.TextField(blank=True)),
                ("slug", models.CharField(blank=True, max_length=40)),
                ("from_on", models.DateField(blank=True, null=True)),
                ("coordinator_given", models.CharField(blank=True, max_length=80)),
                ("coordinator_family", models.CharField(blank=True, max_length=80)),
                ("coordinator_email", models.EmailField(blank=True, max_length=254)),
                (
                    "coordinator_language",
                    models.CharField(
                        choices=[("fi", "Finnish"), ("sv", "Swedish"), ("en", "English")],
                        default="fi",
                        max_length=2,
                    ),
                ),
                (
                    "roles_left_out",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=60), blank=True, default=list, size=None
                    ),
                ),
                ("backed_by", models.UUIDField(blank=True, null=True)),
                ("backed_by_name", models.CharField(blank=True, max_length=160)),
                ("backed_at", models.DateTimeField(blank=True, null=True)),
                ("approved_by", models.UUIDField(blank=True, null=True)),
                ("approved_by_name", models.CharField(blank=True, max_length=160)),
                ("approved_at", models.DateTimeField(blank=True, null=True)),
                ("refused_by", models.UUIDField(blank=True, null=True)),
                ("refused_by_name", models.CharField(blank=True, max_length=160)),
                ("refused_at", models.DateTimeField(blank=True, null=True)),
                ("refusal", models.CharField(blank=True, max_length=1000)),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                (
                    "association",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="join_request",
                        to="tenants.association",
                    ),
                ),
                (
                    "district",
                    models.ForeignKey(
                        blank=True,
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
                        related_name="join_requests",
                        to="tenants.umbrella",
                    ),
                ),
            ],
            options={
                "ordering": ["-created_at", "-id"],
                "indexes": [
                    models.Index(fields=["umbrella", "-created_at"], name="join_request_of_umbrella")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("approved_by__isnull", True),
                            models.Q(
                                ("backed_by__isnull", False),
                                models.Q(("approved_by", models.F("backed_by")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="join_approved_by_two_people",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("backed_at__isnull", True), ("backed_by__isnull", True)),
                            models.Q(("backed_at__isnull", False), ("backed_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="join_backed_by_somebody_then",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("approved_at__isnull", True),
                                ("approved_by__isnull", True),
                                ("association__isnull", True),
                            ),
                            models.Q(
                                ("approved_at__isnull", False),
                                ("approved_by__isnull", False),
                                ("association__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="join_approved_has_association",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("refusal", ""), ("refused_at__isnull", True), ("refused_by__isnull", True)
                            ),
                            models.Q(
                                ("refused_at__isnull", False),
                                ("refused_by__isnull", False),
                                models.Q(("refusal", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="join_refused_with_a_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("approved_at__isnull", True), ("refused_at__isnull", True)),
                            models.Q(("approved_at__isnull", True), ("withdrawn_at__isnull", True)),
                            models.Q(("refused_at__isnull", True), ("withdrawn_at__isnull", True)),
                            _connector="OR",
                        ),
                        name="join_ends_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="JoinLetter",
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
                        choices=[("received", "received"), ("approved", "approved"), ("refused", "refused")],
                        max_length=10,
                    ),
                ),
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
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="letters",
                        to="tenants.joinrequest",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("state__in", ["planned", "sending"])),
                        fields=["next_at"],
                        name="join_letter_due",
                    )
                ],
                "constraints": [models.UniqueConstraint(fields=("request", "kind"), name="join_letter_once")],
            },
        ),
        migrations.CreateModel(
            name="StateChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "before",
                    models.CharField(
                        choices=[
                            ("requested", "requested"),
                            ("approved", "approved"),
                            ("provisioning", "being set up"),
                            ("provisioning_failed", "set-up failed"),
                            ("active", "active"),
                            ("suspended", "suspended"),
                            ("archived", "archived"),
                            ("deleted", "deleted"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "after",
                    models.CharField(
                        choices=[
                            ("requested", "requested"),
                            ("approved", "approved"),
                            ("provisioning", "being set up"),
                            ("provisioning_failed", "set-up failed"),
                            ("active", "active"),
                            ("suspended", "suspended"),
                            ("archived", "archived"),
                            ("deleted", "deleted"),
                        ],
                        max_length=20,
                    ),
                ),
                ("at", models.DateTimeField()),
                ("by_user", models.UUIDField(blank=True, null=True)),
                ("by_name", models.CharField(blank=True, max_length=160)),
                ("reason", models.CharField(blank=True, max_length=400)),
                (
                    "association",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="state_changes",
                        to="tenants.association",
                    ),
                ),
            ],
            options={
                "ordering": ["-at", "-id"],
            },
        ),
        migrations.CreateModel(
            name="Provisioning",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("requested_at", models.DateTimeField()),
                ("by_user", models.UUIDField(blank=True, null=True)),
                ("done", models.JSONField(default=list)),
                ("step", models.CharField(blank=True, max_length=20)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("failure", models.CharField(blank=True, max_length=40)),
                ("finished_at", models.DateTimeField(blank=True, null=True)),
                ("leased_until", models.DateTimeField(blank=True, null=True)),
                ("leased_by", models.CharField(blank=True, max_length=16)),
                (
                    "association",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="provisioning",
                        to="tenants.association",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="HalfMigration",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("schema_name", models.CharField(max_length=63, unique=True)),
                ("app", models.CharField(max_length=60)),
                ("name", models.CharField(max_length=200)),
                ("operations_done", models.PositiveSmallIntegerField(default=0)),
                ("began_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Domain",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("domain", models.CharField(db_index=True, max_length=253, unique=True)),
                ("is_primary", models.BooleanField(db_index=True, default=True)),
                (
                    "tenant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="domains",
                        to="tenants.association",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Affiliation",
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
                    "association",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="affiliations",
                        to="tenants.association",
                    ),
                ),
                (
                    "district",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="tenants.district",
                    ),
                ),
                (
                    "umbrella",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="affiliations",
                        to="tenants.umbrella",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("to_on__isnull", True), ("to_on__gte", models.F("from_on")), _connector="OR"
                        ),
                        name="affiliation_ends_after_start",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("to_on__isnull", True)),
                        fields=("association", "umbrella"),
                        name="affiliation_open_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Access",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("limited", models.BooleanField(db_default=False, default=False)),
                (
                    "unit_uuids",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.UUIDField(), blank=True, db_default=[], default=list, size=None
                    ),
                ),
                (
                    "role_uuids",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.UUIDField(), blank=True, db_default=[], default=list, size=None
                    ),
                ),
                ("starts_at", models.DateTimeField(blank=True, null=True)),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("owner", "owner"),
                            ("coordinator", "coordinator"),
                            ("deputy", "deputy"),
                            ("leader", "group leader"),
                            ("guest", "guest"),
                            ("volunteer", "volunteer"),
                            ("admin", "federation administrator"),
                            ("analyst", "federation analyst"),
                        ],
                        max_length=20,
                    ),
                ),
                ("created_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField(blank=True, null=True)),
                (
                    "instead_of",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="accesses",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "association",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="accesses",
                        to="tenants.association",
                    ),
                ),
                (
                    "umbrella",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="accesses",
                        to="tenants.umbrella",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("association__isnull", False),
                                (
                                    "role__in",
                                    ["owner", "coordinator", "deputy", "leader", "guest", "volunteer"],
                                ),
                                ("umbrella__isnull", True),
                            ),
                            models.Q(
                                ("association__isnull", True),
                                ("role__in", ["admin", "analyst"]),
                                ("umbrella__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="access_to_one_place_with_its_role",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("role__in", ["deputy", "guest"]), _negated=True),
                            ("ends_at__isnull", False),
                            _connector="OR",
                        ),
                        name="access_that_is_lent_ends",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("role", "leader"), _negated=True), ("limited", True), _connector="OR"
                        ),
                        name="access_of_a_leader_is_limited",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("limited", False),
                            ("role__in", ["coordinator", "deputy", "leader", "guest"]),
                            _connector="OR",
                        ),
                        name="access_limited_where_it_can_be",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("association__isnull", False), ("ends_at__isnull", True)),
                        fields=("user", "association", "role"),
                        name="access_open_once_association",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("ends_at__isnull", True), ("umbrella__isnull", False)),
                        fields=("user", "umbrella", "role"),
                        name="access_open_once_umbrella",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Invitation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("limited", models.BooleanField(db_default=False, default=False)),
                (
                    "unit_uuids",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.UUIDField(), blank=True, db_default=[], default=list, size=None
                    ),
                ),
                (
                    "role_uuids",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.UUIDField(), blank=True, db_default=[], default=list, size=None
                    ),
                ),
                ("starts_at", models.DateTimeField(blank=True, null=True)),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("owner", "owner"),
                            ("coordinator", "coordinator"),
                            ("deputy", "deputy"),
                            ("leader", "group leader"),
                            ("guest", "guest"),
                            ("volunteer", "volunteer"),
                            ("admin", "federation administrator"),
                            ("analyst", "federation analyst"),
                        ],
                        max_length=20,
                    ),
                ),
                ("email", models.EmailField(max_length=254)),
                ("name", models.CharField(max_length=160)),
                (
                    "language",
                    models.CharField(
                        choices=[("fi", "Finnish"), ("sv", "Swedish"), ("en", "English")], max_length=2
                    ),
                ),
                ("person_uuid", models.UUIDField(blank=True, null=True)),
                ("token_hash", models.CharField(max_length=64, unique=True)),
                ("created_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("access_ends_at", models.DateTimeField(blank=True, null=True)),
                ("accepted_at", models.DateTimeField(blank=True, null=True)),
                (
                    "accepted_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "association",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="invitations",
                        to="tenants.association",
                    ),
                ),
                (
                    "instead_of",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="CatalogueRole",
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
                ("code", models.SlugField(max_length=60)),
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
                (
                    "umbrella",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="catalogue",
                        to="tenants.umbrella",
                    ),
                ),
            ],
            options={
                "ordering": ["umbrella", "id"],
                "constraints": [
                    models.UniqueConstraint(fields=("umbrella", "code"), name="catalogue_code_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="FederationLetter",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("subject_fi", models.CharField(max_length=120)),
                ("subject_sv", models.CharField(blank=True, max_length=120)),
                ("subject_en", models.CharField(blank=True, max_length=120)),
                ("text_fi", models.TextField()),
                ("text_sv", models.TextField(blank=True)),
                ("text_en", models.TextField(blank=True)),
                ("by_name", models.CharField(max_length=160)),
                ("at", models.DateTimeField()),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                (
                    "umbrella",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="letters",
                        to="tenants.umbrella",
                    ),
                ),
            ],
            options={
                "ordering": ["-at", "-id"],
            },
        ),
        migrations.CreateModel(
            name="FigureReminder",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("month", models.DateField()),
                (
                    "association",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tenants.association",
                    ),
                ),
                (
                    "letter",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reminder",
                        to="tenants.federationletter",
                    ),
                ),
                (
                    "umbrella",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="tenants.umbrella"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("umbrella", "association", "month"), name="figure_reminder_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("month__day", 1)), name="figure_reminder_of_a_month"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ClockOffset",
            fields=[
                ("id", models.SmallIntegerField(default=1, primary_key=True, serialize=False)),
                ("offset", models.DurationField(default=datetime.timedelta)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("id", 1)), name="clock_offset_one_row")
                ],
            },
        ),
        migrations.CreateModel(
            name="Wakeup",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("schema_name", models.CharField(max_length=63)),
                ("queue", models.CharField(max_length=20)),
                ("due_at", models.DateTimeField()),
                ("leased_until", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["due_at"], name="wakeup_due"),
                    models.Index(fields=["schema_name", "queue", "due_at"], name="wakeup_of_a_queue"),
                ],
            },
        ),
        migrations.CreateModel(
            name="CrossingEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("verb", models.CharField(max_length=60)),
                ("by_user", models.UUIDField(blank=True, null=True)),
                ("at", models.DateTimeField()),
                (
                    "association",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tenants.association",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ErasureEntry",
            fields=[
                (
                    "uuid",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("association_uuid", models.UUIDField()),
                ("person_uuid", models.UUIDField()),
                ("at", models.DateTimeField()),
            ],
            options={
                "indexes": [models.Index(fields=["association_uuid"], name="erasure_of_association")],
            },
        ),
        migrations.CreateModel(
            name="Outage",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("what", models.CharField(max_length=40, unique=True)),
                ("since", models.DateTimeField()),
                ("told_at", models.DateTimeField(blank=True, null=True)),
            ],
        ),
    ]
