import uuid

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [
        ("activities", "0001_first"),
        ("activities", "0003_places_and_dialogues"),
        ("activities", "0004_tablets_open_once"),
        ("activities", "0005_sent_keys_are_spent"),
        ("activities", "0006_counts_by_file"),
        ("activities", "0007_outreach_says_where"),
    ]

    initial = True

    dependencies = [
        ("register", "0001_tables"),
    ]

    operations = [
        migrations.CreateModel(
            name="Group",
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
                ("type", models.CharField(blank=True, max_length=80)),
                ("capacity", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("is_open", models.BooleanField(default=True)),
                ("is_public", models.BooleanField(default=False)),
                ("weekday", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("start_minute", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("minutes", models.PositiveSmallIntegerField(default=120)),
                (
                    "life_course",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=20), blank=True, default=list, size=None
                    ),
                ),
                (
                    "target_groups",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=30), blank=True, default=list, size=None
                    ),
                ),
                ("is_active", models.BooleanField(default=True)),
                (
                    "grant_target",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="groups",
                        to="register.granttarget",
                    ),
                ),
                (
                    "leader",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="leads_groups",
                        to="register.person",
                    ),
                ),
                (
                    "role",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="led_groups",
                        to="register.volunteerrole",
                    ),
                ),
                (
                    "site",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="groups",
                        to="register.site",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="groups",
                        to="register.unit",
                    ),
                ),
            ],
            options={
                "ordering": ["name_fi", "id"],
                "constraints": [
                    models.UniqueConstraint(fields=("name_fi",), name="group_name_once"),
                    models.CheckConstraint(
                        condition=models.Q(("weekday__isnull", True), ("weekday__lte", 6), _connector="OR"),
                        name="group_weekday",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("start_minute__isnull", True), ("start_minute__lt", 1440), _connector="OR"
                        ),
                        name="group_start_in_a_day",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("minutes__gte", 1), ("minutes__lte", 1440)),
                        name="group_meets_within_a_day",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Activity",
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
                            ("group_session", "group session"),
                            ("event", "event"),
                            ("recreation", "recreation for volunteers"),
                            ("gig", "gig"),
                            ("dialogue", "dialogue"),
                            ("forum", "forum"),
                        ],
                        max_length=16,
                    ),
                ),
                ("title", models.CharField(blank=True, max_length=200)),
                ("description", models.TextField(blank=True, max_length=2000)),
                ("starts_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                ("local_date", models.DateField()),
                ("first_month", models.DateField()),
                ("joint_lead", models.CharField(blank=True, max_length=200)),
                ("is_public", models.BooleanField(default=False)),
                (
                    "state",
                    models.CharField(
                        choices=[("planned", "planned"), ("held", "held"), ("cancelled", "cancelled")],
                        default="planned",
                        max_length=10,
                    ),
                ),
                (
                    "cancel_reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("leader", "nobody to lead it"),
                            ("few", "too few came"),
                            ("place", "the place was not available"),
                            ("host", "the host cancelled"),
                            ("other", "another reason"),
                        ],
                        max_length=10,
                    ),
                ),
                ("created_at", models.DateTimeField()),
                (
                    "grant_target",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="activities",
                        to="register.granttarget",
                    ),
                ),
                (
                    "role",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="activities",
                        to="register.volunteerrole",
                    ),
                ),
                (
                    "site",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="activities",
                        to="register.site",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="activities",
                        to="register.unit",
                    ),
                ),
                (
                    "group",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sessions",
                        to="activities.group",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["kind", "starts_at"], name="activity_by_kind"),
                    models.Index(fields=["first_month"], name="activity_by_month"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("starts_at__lt", models.F("ends_at"))),
                        name="activity_start_before_end",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("group__isnull", False), ("kind", "group_session"), ("title", "")),
                            models.Q(
                                models.Q(("kind", "group_session"), _negated=True),
                                ("group__isnull", True),
                                models.Q(("title", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="activity_has_one_name",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "gig"), _negated=True), ("site__isnull", False), _connector="OR"
                        ),
                        name="activity_gig_has_a_host",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state", "cancelled"), ("cancel_reason", ""), _connector="XOR"),
                        name="activity_cancelled_for_a_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("first_month__day", 1)), name="activity_month_first_day"
                    ),
                    models.UniqueConstraint(fields=("group", "starts_at"), name="activity_once_a_time"),
                ],
            },
        ),
        migrations.CreateModel(
            name="ActivityPartner",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("part", models.CharField(blank=True, max_length=200)),
                (
                    "activity",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="partners",
                        to="activities.activity",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="takes_part",
                        to="register.organisation",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("activity", "organisation"), name="activity_partner_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="GigDetails",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("programme", models.TextField(blank=True, max_length=2000)),
                ("feedback", models.TextField(blank=True, max_length=2000)),
                (
                    "activity",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="gig",
                        to="activities.activity",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="DialogueGroup",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("number", models.PositiveSmallIntegerField()),
                ("participants", models.PositiveSmallIntegerField(blank=True, null=True)),
                (
                    "activity",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="dialogue_groups",
                        to="activities.activity",
                    ),
                ),
                (
                    "facilitator",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="facilitates",
                        to="register.person",
                    ),
                ),
                (
                    "recorder",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="records",
                        to="register.person",
                    ),
                ),
            ],
            options={
                "ordering": ["number"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("participants__isnull", True), ("participants__lte", 10), _connector="OR"
                        ),
                        name="dialogue_group_of_ten_at_most",
                    ),
                    models.UniqueConstraint(fields=("activity", "number"), name="dialogue_group_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="TallyPlace",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("name", models.CharField(max_length=120)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("food", "food aid"),
                            ("meeting_place", "meeting place"),
                            ("guidance", "guidance desk"),
                            ("outreach", "outreach"),
                        ],
                        max_length=14,
                    ),
                ),
                (
                    "area",
                    models.CharField(
                        blank=True, choices=[("town", "in town"), ("village", "in a village")], max_length=8
                    ),
                ),
                ("is_active", models.BooleanField(default=True)),
                (
                    "grant_target",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tally_places",
                        to="register.granttarget",
                    ),
                ),
                (
                    "role",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tally_places",
                        to="register.volunteerrole",
                    ),
                ),
                (
                    "site",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tally_places",
                        to="register.site",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tally_places",
                        to="register.unit",
                    ),
                ),
            ],
            options={
                "ordering": ["kind", "name"],
                "constraints": [
                    models.UniqueConstraint(fields=("name",), name="tally_place_name_once"),
                    models.CheckConstraint(
                        condition=models.Q(("kind", "outreach"), ("site__isnull", False), _connector="OR"),
                        name="tally_place_is_somewhere",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TallyTablet",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("secret_hash", models.CharField(max_length=64, unique=True)),
                ("opened_at", models.DateTimeField(blank=True, null=True)),
                ("ends_at", models.DateTimeField()),
                ("created_at", models.DateTimeField()),
                ("created_by", models.CharField(max_length=160)),
                (
                    "place",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="tablet",
                        to="activities.tallyplace",
                    ),
                ),
            ],
            options={
                "ordering": ["created_at", "id"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("created_at__lt", models.F("ends_at"))), name="tallytablet_ends"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Count",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "measure",
                    models.CharField(
                        choices=[
                            ("participations", "participations"),
                            ("audience", "audience"),
                            ("bag", "food bags"),
                            ("lunch", "lunches"),
                            ("other_food", "other food"),
                            ("visits", "visits"),
                            ("contacts", "contacts"),
                            ("encounters", "encounters"),
                        ],
                        max_length=16,
                    ),
                ),
                ("quantity", models.PositiveIntegerField()),
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
                ("local_date", models.DateField()),
                ("first_month", models.DateField()),
                ("own", models.BooleanField(default=False)),
                (
                    "state",
                    models.CharField(
                        choices=[("entered", "waiting for approval"), ("approved", "approved")],
                        default="entered",
                        max_length=10,
                    ),
                ),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("page", "page"),
                            ("tablet", "tablet"),
                            ("import", "import"),
                            ("api", "API"),
                        ],
                        default="page",
                        max_length=10,
                    ),
                ),
                ("sent_key", models.UUIDField(blank=True, null=True, unique=True)),
                ("reason", models.CharField(blank=True, max_length=200)),
                ("created_at", models.DateTimeField()),
                (
                    "activity",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="counts",
                        to="activities.activity",
                    ),
                ),
                (
                    "corrects",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="corrected_by",
                        to="activities.count",
                    ),
                ),
                (
                    "grant_target",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="counts",
                        to="register.granttarget",
                    ),
                ),
                (
                    "role",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="counts",
                        to="register.volunteerrole",
                    ),
                ),
                (
                    "site",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="counts",
                        to="register.site",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="counts",
                        to="register.unit",
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="counts",
                        to="activities.tallyplace",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["measure", "local_date"], name="count_by_measure"),
                    models.Index(fields=["first_month"], name="count_by_month"),
                    models.Index(fields=["place", "local_date"], name="count_by_place"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("method__in", ["sample", "estimated"]), _negated=True),
                            models.Q(("basis", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="count_says_its_basis",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("measure__in", ["participations", "audience"]), _negated=True),
                            ("activity__isnull", False),
                            _connector="OR",
                        ),
                        name="count_of_heads_has_an_occasion",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("activity__isnull", False), ("place__isnull", True)),
                            models.Q(("activity__isnull", True), ("place__isnull", False)),
                            _connector="OR",
                        ),
                        name="count_at_an_occasion_or_a_place",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("corrects__isnull", True),
                            models.Q(("reason", ""), _negated=True),
                            _connector="XOR",
                        ),
                        name="count_corrects_for_a_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("first_month__day", 1)), name="count_month_first_day"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("activity__isnull", False), ("corrects__isnull", True)),
                        fields=("activity", "measure"),
                        name="count_once_an_occasion",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SentKey",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.UUIDField(unique=True)),
                (
                    "count",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="keys",
                        to="activities.count",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ContactDetails",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "channel",
                    models.CharField(
                        blank=True,
                        choices=[("visit", "came in"), ("phone", "by phone"), ("written", "in writing")],
                        max_length=10,
                    ),
                ),
                (
                    "topic",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("company", "company and activities"),
                            ("volunteering", "volunteering"),
                            ("money", "money and benefits"),
                            ("housing", "housing"),
                            ("wellbeing", "wellbeing"),
                            ("work", "work and studies"),
                            ("forms", "forms and digital services"),
                            ("other", "something else"),
                        ],
                        max_length=14,
                    ),
                ),
                (
                    "guided_to",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("ours", "our own activities"),
                            ("municipality", "the municipality"),
                            ("county", "the wellbeing services county"),
                            ("state", "Kela or another authority"),
                            ("organisation", "another organisation"),
                            ("parish", "the parish"),
                        ],
                        max_length=14,
                    ),
                ),
                ("minutes", models.PositiveSmallIntegerField(blank=True, null=True)),
                (
                    "count",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="contact",
                        to="activities.count",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="OccasionFigure",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("year", models.PositiveSmallIntegerField()),
                ("month", models.PositiveSmallIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("group_session", "group session"),
                            ("event", "event"),
                            ("recreation", "recreation for volunteers"),
                            ("gig", "gig"),
                            ("dialogue", "dialogue"),
                            ("forum", "forum"),
                        ],
                        max_length=16,
                    ),
                ),
                ("held", models.PositiveIntegerField()),
                ("different", models.PositiveIntegerField()),
                ("joint", models.PositiveIntegerField()),
                ("computed_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("month__gte", 0), ("month__lte", 12)),
                        name="occasions_month_or_year",
                    ),
                    models.UniqueConstraint(fields=("year", "month", "kind"), name="occasions_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="CountFigure",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("year", models.PositiveSmallIntegerField()),
                ("month", models.PositiveSmallIntegerField()),
                (
                    "kind",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("group_session", "group session"),
                            ("event", "event"),
                            ("recreation", "recreation for volunteers"),
                            ("gig", "gig"),
                            ("dialogue", "dialogue"),
                            ("forum", "forum"),
                        ],
                        max_length=16,
                    ),
                ),
                (
                    "measure",
                    models.CharField(
                        choices=[
                            ("participations", "participations"),
                            ("audience", "audience"),
                            ("bag", "food bags"),
                            ("lunch", "lunches"),
                            ("other_food", "other food"),
                            ("visits", "visits"),
                            ("contacts", "contacts"),
                            ("encounters", "encounters"),
                        ],
                        max_length=16,
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
                        max_length=12,
                    ),
                ),
                ("quantity", models.PositiveBigIntegerField()),
                ("rows", models.PositiveIntegerField()),
                ("computed_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("month__gte", 0), ("month__lte", 12)), name="counts_month_or_year"
                    ),
                    models.UniqueConstraint(
                        fields=("year", "month", "kind", "measure", "method"), name="counts_once"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CountImport",
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
                        choices=[("draft", "waits for your yes"), ("done", "done"), ("undone", "undone")],
                        default="draft",
                        max_length=8,
                    ),
                ),
                ("content", models.BinaryField(blank=True, null=True)),
                ("header", models.JSONField(default=list)),
                ("left_out", models.JSONField(default=list)),
                ("new", models.PositiveIntegerField(default=0)),
                ("known", models.PositiveIntegerField(default=0)),
                ("created_at", models.DateTimeField()),
                ("created_by", models.CharField(max_length=160)),
                ("done_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ["-created_at", "-id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "done")),
                        fields=("sha256",),
                        name="count_import_file_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "draft"), _negated=True),
                            ("done_at__isnull", True),
                            _connector="XOR",
                        ),
                        name="count_import_done_at",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ImportedCount",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("quantity", models.PositiveIntegerField()),
                ("made_occasion", models.BooleanField(default=False)),
                ("was", models.CharField(blank=True, max_length=10)),
                (
                    "batch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="brought",
                        to="activities.countimport",
                    ),
                ),
                (
                    "count",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="imported",
                        to="activities.count",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
    ]
