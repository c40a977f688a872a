import uuid

import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.db.models.constraints
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [
        ("shifts", "0001_first"),
        ("shifts", "0002_shifts_change"),
        ("shifts", "0003_answers"),
        ("shifts", "0004_people_say_they_are_there"),
    ]

    initial = True

    dependencies = [
        ("register", "0001_tables"),
    ]

    operations = [
        migrations.CreateModel(
            name="ScheduleImport",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("name", models.CharField(max_length=200)),
                ("source", models.CharField(max_length=120)),
                ("places", models.PositiveSmallIntegerField(default=1)),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "being looked at"), ("done", "done"), ("undone", "undone")],
                        default="draft",
                        max_length=8,
                    ),
                ),
                ("rows", models.JSONField(blank=True, default=list)),
                ("problems", models.JSONField(blank=True, default=list)),
                ("before", models.JSONField(blank=True, default=list)),
                ("created_at", models.DateTimeField()),
                ("created_by", models.CharField(max_length=160)),
                ("by_user", models.UUIDField(blank=True, null=True)),
                ("done_at", models.DateTimeField(blank=True, null=True)),
                (
                    "role",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="register.volunteerrole",
                    ),
                ),
                (
                    "site",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="register.site",
                    ),
                ),
            ],
            options={
                "ordering": ["-created_at", "-id"],
            },
        ),
        migrations.CreateModel(
            name="Series",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(blank=True, max_length=120)),
                ("description", models.TextField(blank=True)),
                ("places", models.PositiveSmallIntegerField()),
                ("minimum", models.SmallIntegerField(db_default=1, default=1)),
                ("training_places", models.SmallIntegerField(db_default=0, default=0)),
                (
                    "where",
                    models.CharField(
                        choices=[("site", "at a place"), ("phone", "by phone"), ("online", "online")],
                        db_default="site",
                        default="site",
                        max_length=6,
                    ),
                ),
                ("online_address", models.URLField(blank=True, db_default="", default="")),
                (
                    "for_those_who_come",
                    models.TextField(blank=True, db_default="", default="", max_length=2000),
                ),
                (
                    "sign_up_mode",
                    models.CharField(
                        choices=[
                            ("at_once", "at once"),
                            ("by_request", "by request: a coordinator confirms"),
                            ("by_coordinator", "a coordinator puts people on it"),
                            ("invited_first", "invited people first, then everybody"),
                        ],
                        db_default="at_once",
                        default="at_once",
                        max_length=14,
                    ),
                ),
                ("opens_hours_before", models.SmallIntegerField(blank=True, null=True)),
                ("closes_hours_before", models.SmallIntegerField(blank=True, null=True)),
                ("cancel_hours_before", models.SmallIntegerField(blank=True, null=True)),
                ("all_hours_before", models.SmallIntegerField(blank=True, null=True)),
                (
                    "names",
                    models.CharField(
                        choices=[
                            ("nobody", "nobody else"),
                            ("coming", "those who come"),
                            ("volunteers", "all volunteers of the role"),
                        ],
                        db_default="coming",
                        default="coming",
                        max_length=10,
                    ),
                ),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "frequency",
                    models.CharField(choices=[("weekly", "weekly"), ("monthly", "monthly")], max_length=8),
                ),
                ("every", models.PositiveSmallIntegerField(default=1)),
                (
                    "weekdays",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.PositiveSmallIntegerField(), size=None
                    ),
                ),
                ("nth", models.SmallIntegerField(blank=True, null=True)),
                ("from_on", models.DateField()),
                ("until_on", models.DateField()),
                (
                    "holidays",
                    models.CharField(
                        choices=[
                            ("keep", "held on public holidays too"),
                            ("skip", "not held on public holidays"),
                        ],
                        default="keep",
                        max_length=4,
                    ),
                ),
                ("created_at", models.DateTimeField()),
                (
                    "contact_person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contact_of_%(class)ss",
                        to="register.person",
                    ),
                ),
                (
                    "role",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)s_rows",
                        to="register.volunteerrole",
                    ),
                ),
                (
                    "site",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)s_rows",
                        to="register.site",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("minimum__gte", 0),
                            ("training_places__gte", 0),
                            ("minimum__lte", models.F("places")),
                            models.Q(
                                ("opens_hours_before__isnull", True),
                                ("opens_hours_before__gte", 0),
                                _connector="OR",
                            ),
                            models.Q(
                                ("closes_hours_before__isnull", True),
                                ("closes_hours_before__gte", 0),
                                _connector="OR",
                            ),
                            models.Q(
                                ("cancel_hours_before__isnull", True),
                                ("cancel_hours_before__gte", 0),
                                _connector="OR",
                            ),
                            models.Q(
                                ("all_hours_before__isnull", True),
                                ("all_hours_before__gte", 0),
                                _connector="OR",
                            ),
                        ),
                        name="series_counts_sane",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("until_on__gte", models.F("from_on"))),
                        name="series_ends_after_start",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("every__gte", 1)), name="series_every_at_least_one"
                    ),
                    models.CheckConstraint(condition=models.Q(("places__gte", 1)), name="series_has_places"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("frequency", "weekly"), ("nth__isnull", True)),
                            models.Q(("frequency", "monthly"), ("nth__in", [-1, 1, 2, 3, 4])),
                            _connector="OR",
                        ),
                        name="series_nth_when_monthly",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SeriesTime",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("start_minute", models.PositiveSmallIntegerField()),
                ("minutes", models.PositiveSmallIntegerField()),
                (
                    "series",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="times", to="shifts.series"
                    ),
                ),
            ],
            options={
                "ordering": ["start_minute", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("minutes__gte", 1), ("minutes__lte", 2880), ("start_minute__lt", 1440)
                        ),
                        name="series_time_in_a_day",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="StandingPlace",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("weekday", models.PositiveSmallIntegerField()),
                ("from_on", models.DateField()),
                ("to_on", models.DateField(blank=True, null=True)),
                ("created_at", models.DateTimeField()),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="standing_places",
                        to="register.person",
                    ),
                ),
                (
                    "time",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="standing",
                        to="shifts.seriestime",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("to_on__isnull", True), ("to_on__gte", models.F("from_on")), _connector="OR"
                        ),
                        name="standing_ends_after_start",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("weekday__lte", 6)), name="standing_on_a_weekday"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("to_on__isnull", True)),
                        fields=("time", "weekday", "person"),
                        name="standing_open_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ShiftTemplate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(blank=True, max_length=120)),
                ("description", models.TextField(blank=True)),
                ("places", models.PositiveSmallIntegerField()),
                ("minimum", models.SmallIntegerField(db_default=1, default=1)),
                ("training_places", models.SmallIntegerField(db_default=0, default=0)),
                (
                    "where",
                    models.CharField(
                        choices=[("site", "at a place"), ("phone", "by phone"), ("online", "online")],
                        db_default="site",
                        default="site",
                        max_length=6,
                    ),
                ),
                ("online_address", models.URLField(blank=True, db_default="", default="")),
                (
                    "for_those_who_come",
                    models.TextField(blank=True, db_default="", default="", max_length=2000),
                ),
                (
                    "sign_up_mode",
                    models.CharField(
                        choices=[
                            ("at_once", "at once"),
                            ("by_request", "by request: a coordinator confirms"),
                            ("by_coordinator", "a coordinator puts people on it"),
                            ("invited_first", "invited people first, then everybody"),
                        ],
                        db_default="at_once",
                        default="at_once",
                        max_length=14,
                    ),
                ),
                ("opens_hours_before", models.SmallIntegerField(blank=True, null=True)),
                ("closes_hours_before", models.SmallIntegerField(blank=True, null=True)),
                ("cancel_hours_before", models.SmallIntegerField(blank=True, null=True)),
                ("all_hours_before", models.SmallIntegerField(blank=True, null=True)),
                (
                    "names",
                    models.CharField(
                        choices=[
                            ("nobody", "nobody else"),
                            ("coming", "those who come"),
                            ("volunteers", "all volunteers of the role"),
                        ],
                        db_default="coming",
                        default="coming",
                        max_length=10,
                    ),
                ),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("name", models.CharField(max_length=120)),
                ("start_minute", models.PositiveSmallIntegerField()),
                ("minutes", models.PositiveSmallIntegerField()),
                (
                    "contact_person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contact_of_%(class)ss",
                        to="register.person",
                    ),
                ),
                (
                    "role",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)s_rows",
                        to="register.volunteerrole",
                    ),
                ),
                (
                    "site",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)s_rows",
                        to="register.site",
                    ),
                ),
            ],
            options={
                "ordering": ["name", "id"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("minimum__gte", 0),
                            ("training_places__gte", 0),
                            ("minimum__lte", models.F("places")),
                            models.Q(
                                ("opens_hours_before__isnull", True),
                                ("opens_hours_before__gte", 0),
                                _connector="OR",
                            ),
                            models.Q(
                                ("closes_hours_before__isnull", True),
                                ("closes_hours_before__gte", 0),
                                _connector="OR",
                            ),
                            models.Q(
                                ("cancel_hours_before__isnull", True),
                                ("cancel_hours_before__gte", 0),
                                _connector="OR",
                            ),
                            models.Q(
                                ("all_hours_before__isnull", True),
                                ("all_hours_before__gte", 0),
                                _connector="OR",
                            ),
                        ),
                        name="shifttemplate_counts_sane",
                    ),
                    models.UniqueConstraint(fields=("name",), name="shift_template_name_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("minutes__gte", 1), ("minutes__lte", 2880), ("start_minute__lt", 1440)
                        ),
                        name="shift_template_in_a_day",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Shift",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(blank=True, max_length=120)),
                ("description", models.TextField(blank=True)),
                ("places", models.PositiveSmallIntegerField()),
                ("minimum", models.SmallIntegerField(db_default=1, default=1)),
                ("training_places", models.SmallIntegerField(db_default=0, default=0)),
                (
                    "where",
                    models.CharField(
                        choices=[("site", "at a place"), ("phone", "by phone"), ("online", "online")],
                        db_default="site",
                        default="site",
                        max_length=6,
                    ),
                ),
                ("online_address", models.URLField(blank=True, db_default="", default="")),
                (
                    "for_those_who_come",
                    models.TextField(blank=True, db_default="", default="", max_length=2000),
                ),
                (
                    "sign_up_mode",
                    models.CharField(
                        choices=[
                            ("at_once", "at once"),
                            ("by_request", "by request: a coordinator confirms"),
                            ("by_coordinator", "a coordinator puts people on it"),
                            ("invited_first", "invited people first, then everybody"),
                        ],
                        db_default="at_once",
                        default="at_once",
                        max_length=14,
                    ),
                ),
                ("opens_hours_before", models.SmallIntegerField(blank=True, null=True)),
                ("closes_hours_before", models.SmallIntegerField(blank=True, null=True)),
                ("cancel_hours_before", models.SmallIntegerField(blank=True, null=True)),
                ("all_hours_before", models.SmallIntegerField(blank=True, null=True)),
                (
                    "names",
                    models.CharField(
                        choices=[
                            ("nobody", "nobody else"),
                            ("coming", "those who come"),
                            ("volunteers", "all volunteers of the role"),
                        ],
                        db_default="coming",
                        default="coming",
                        max_length=10,
                    ),
                ),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("starts_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                ("taken", models.PositiveSmallIntegerField(default=0)),
                ("training_taken", models.SmallIntegerField(db_default=0, default=0)),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "draft"), ("published", "published"), ("cancelled", "cancelled")],
                        default="draft",
                        max_length=10,
                    ),
                ),
                ("created_at", models.DateTimeField()),
                ("cancelled_at", models.DateTimeField(blank=True, null=True)),
                ("sequence", models.IntegerField(db_default=0, default=0)),
                ("series_day", models.DateField(blank=True, null=True)),
                ("is_own", models.BooleanField(db_default=False, default=False)),
                ("import_source", models.CharField(blank=True, db_default="", default="", max_length=120)),
                ("import_uid", models.CharField(blank=True, db_default="", default="", max_length=255)),
                (
                    "contact_person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contact_of_%(class)ss",
                        to="register.person",
                    ),
                ),
                (
                    "imported_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="shifts",
                        to="shifts.scheduleimport",
                    ),
                ),
                (
                    "role",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)s_rows",
                        to="register.volunteerrole",
                    ),
                ),
                (
                    "series",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="shifts",
                        to="shifts.series",
                    ),
                ),
                (
                    "series_time",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="shifts",
                        to="shifts.seriestime",
                    ),
                ),
                (
                    "site",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)s_rows",
                        to="register.site",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "indexes": [
                    models.Index(fields=["starts_at", "id"], name="shift_in_order"),
                    models.Index(fields=["site", "starts_at"], name="shift_at_a_site"),
                    models.Index(fields=["series", "starts_at"], name="shift_of_a_series"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("minimum__gte", 0),
                            ("training_places__gte", 0),
                            ("minimum__lte", models.F("places")),
                            models.Q(
                                ("opens_hours_before__isnull", True),
                                ("opens_hours_before__gte", 0),
                                _connector="OR",
                            ),
                            models.Q(
                                ("closes_hours_before__isnull", True),
                                ("closes_hours_before__gte", 0),
                                _connector="OR",
                            ),
                            models.Q(
                                ("cancel_hours_before__isnull", True),
                                ("cancel_hours_before__gte", 0),
                                _connector="OR",
                            ),
                            models.Q(
                                ("all_hours_before__isnull", True),
                                ("all_hours_before__gte", 0),
                                _connector="OR",
                            ),
                        ),
                        name="shift_counts_sane",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("starts_at__lt", models.F("ends_at"))),
                        name="shift_start_before_end",
                    ),
                    models.CheckConstraint(condition=models.Q(("places__gte", 1)), name="shift_has_places"),
                    models.CheckConstraint(
                        condition=models.Q(("taken__lte", models.F("places"))), name="shift_not_overfull"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("sequence__gte", 0),
                            ("training_taken__gte", 0),
                            ("training_taken__lte", models.F("training_places")),
                        ),
                        name="shift_training_not_overfull",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("series__isnull", True),
                                ("series_day__isnull", True),
                                ("series_time__isnull", True),
                            ),
                            models.Q(
                                ("series__isnull", False),
                                ("series_day__isnull", False),
                                ("series_time__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="shift_of_a_series_knows_which",
                    ),
                    models.UniqueConstraint(
                        fields=("series_time", "series_day"), name="shift_of_a_series_once"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("import_uid", ""), _negated=True),
                        fields=("import_source", "import_uid"),
                        name="shift_imported_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Slot",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("least", models.PositiveSmallIntegerField(default=1)),
                ("most", models.PositiveSmallIntegerField(default=1)),
                (
                    "qualification",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="register.qualificationtype",
                    ),
                ),
                (
                    "series",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="slots",
                        to="shifts.series",
                    ),
                ),
                (
                    "shift",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="slots",
                        to="shifts.shift",
                    ),
                ),
                (
                    "template",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="slots",
                        to="shifts.shifttemplate",
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("series__isnull", True), ("shift__isnull", False), ("template__isnull", True)
                            ),
                            models.Q(
                                ("series__isnull", False), ("shift__isnull", True), ("template__isnull", True)
                            ),
                            models.Q(
                                ("series__isnull", True), ("shift__isnull", True), ("template__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="slot_of_one_thing",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("most__gte", 1), ("least__lte", models.F("most"))),
                        name="slot_least_below_most",
                    ),
                    models.UniqueConstraint(fields=("shift", "qualification"), name="slot_once_in_a_shift"),
                ],
            },
        ),
        migrations.CreateModel(
            name="SignUp",
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
                            ("requested", "waits for an answer"),
                            ("waiting", "on the waiting list"),
                            ("offered", "a place is offered"),
                            ("signed_up", "signed up"),
                            ("attended", "attended"),
                            ("no_show", "did not come"),
                            ("cancelled_by_volunteer", "cancelled"),
                            ("cancelled_by_org", "cancelled by the association"),
                            ("swapped", "given to somebody else"),
                            ("passed", "not taken up"),
                        ],
                        default="signed_up",
                        max_length=24,
                    ),
                ),
                ("starts_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                ("created_at", models.DateTimeField()),
                ("changed_at", models.DateTimeField()),
                ("in_training", models.BooleanField(db_default=False, default=False)),
                ("offered_until", models.DateTimeField(blank=True, null=True)),
                ("confirm_asked_at", models.DateTimeField(blank=True, null=True)),
                ("override_reason", models.CharField(blank=True, db_default="", default="", max_length=300)),
                ("answer", models.CharField(blank=True, db_default="", default="", max_length=300)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sign_ups",
                        to="register.person",
                    ),
                ),
                (
                    "shift",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sign_ups",
                        to="shifts.shift",
                    ),
                ),
                (
                    "slot",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="shifts.slot",
                    ),
                ),
                (
                    "standing",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="sign_ups",
                        to="shifts.standingplace",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["person", "starts_at"], name="sign_up_of_a_person"),
                    models.Index(
                        condition=models.Q(("state", "offered")),
                        fields=["offered_until"],
                        name="sign_up_offers_that_end",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("starts_at__lt", models.F("ends_at"))),
                        name="sign_up_start_before_end",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("offered_until__isnull", False), ("state", "offered")),
                            models.Q(
                                models.Q(("state", "offered"), _negated=True), ("offered_until__isnull", True)
                            ),
                            _connector="OR",
                        ),
                        name="sign_up_offer_ends",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                ["requested", "waiting", "offered", "signed_up", "attended", "no_show"],
                            )
                        ),
                        fields=("shift", "person"),
                        name="sign_up_open_once",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        condition=models.Q(("state__in", ["signed_up", "attended"])),
                        deferrable=django.db.models.constraints.Deferrable["IMMEDIATE"],
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
                        name="sign_up_no_overlap",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Placeholder",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("label", models.CharField(max_length=80)),
                ("created_at", models.DateTimeField()),
                ("created_by", models.CharField(max_length=160)),
                (
                    "shift",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="placeholders",
                        to="shifts.shift",
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
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
                ("at", models.DateTimeField()),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="invited_to_shifts",
                        to="register.person",
                    ),
                ),
                (
                    "shift",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="invited", to="shifts.shift"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("shift", "person"), name="invitation_once")],
            },
        ),
        migrations.CreateModel(
            name="StandIn",
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
                            ("open", "somebody is looked for"),
                            ("found", "somebody was found"),
                            ("ended", "ended"),
                        ],
                        default="open",
                        max_length=8,
                    ),
                ),
                ("at", models.DateTimeField()),
                ("settled_at", models.DateTimeField(blank=True, null=True)),
                (
                    "found",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="stood_in",
                        to="register.person",
                    ),
                ),
                (
                    "sign_up",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="stand_ins",
                        to="shifts.signup",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "open")), fields=("sign_up",), name="stand_in_open_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Swap",
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
                            ("asked", "waits for an answer"),
                            ("agreed", "waits for a coordinator"),
                            ("done", "done"),
                            ("declined", "declined"),
                            ("withdrawn", "withdrawn"),
                            ("lapsed", "not possible any more"),
                        ],
                        default="asked",
                        max_length=10,
                    ),
                ),
                ("at", models.DateTimeField()),
                ("settled_at", models.DateTimeField(blank=True, null=True)),
                (
                    "mine",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="swaps_asked",
                        to="shifts.signup",
                    ),
                ),
                (
                    "yours",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="swaps_offered",
                        to="shifts.signup",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("mine", models.F("yours")), _negated=True),
                        name="swap_of_two_places",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["asked", "agreed"])),
                        fields=("mine", "yours"),
                        name="swap_open_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PaperCode",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("nonce", models.CharField(max_length=64)),
                ("made_at", models.DateTimeField()),
                (
                    "site",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="paper_code",
                        to="register.site",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Kiosk",
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
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("label", models.CharField(max_length=60)),
                (
                    "site",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="kiosks", to="register.site"
                    ),
                ),
            ],
            options={
                "ordering": ["created_at", "id"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("created_at__lt", models.F("ends_at"))), name="kiosk_ends"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Presence",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "way",
                    models.CharField(
                        choices=[
                            ("code", "with the code at the place"),
                            ("kiosk", "on the tablet at the place"),
                        ],
                        max_length=5,
                    ),
                ),
                ("arrived_at", models.DateTimeField()),
                ("left_at", models.DateTimeField(blank=True, null=True)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="presences",
                        to="register.person",
                    ),
                ),
                (
                    "shift",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="presences",
                        to="shifts.shift",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("shift", "person"), name="presence_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("left_at__isnull", True),
                            ("left_at__gte", models.F("arrived_at")),
                            _connector="OR",
                        ),
                        name="presence_left_after_arriving",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ShiftSettings",
            fields=[
                ("id", models.SmallIntegerField(default=1, primary_key=True, serialize=False)),
                ("duty_name", models.CharField(blank=True, max_length=120)),
                ("duty_phone", models.CharField(blank=True, max_length=30)),
                ("stand_in_hours", models.PositiveSmallIntegerField(default=72)),
                ("late_hours", models.PositiveSmallIntegerField(default=24)),
                ("offer_hours", models.PositiveSmallIntegerField(default=12)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("id", 1)), name="shift_settings_single"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("late_hours__lte", models.F("stand_in_hours")), ("offer_hours__gte", 1)
                        ),
                        name="shift_settings_in_order",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RoleRules",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("rest_hours", models.PositiveSmallIntegerField(default=11)),
                ("most_per_week", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("swap_needs_approval", models.BooleanField(default=False)),
                (
                    "sign_up_mode",
                    models.CharField(
                        choices=[
                            ("at_once", "at once"),
                            ("by_request", "by request: a coordinator confirms"),
                            ("by_coordinator", "a coordinator puts people on it"),
                            ("invited_first", "invited people first, then everybody"),
                        ],
                        default="at_once",
                        max_length=14,
                    ),
                ),
                (
                    "names",
                    models.CharField(
                        choices=[
                            ("nobody", "nobody else"),
                            ("coming", "those who come"),
                            ("volunteers", "all volunteers of the role"),
                        ],
                        default="coming",
                        max_length=10,
                    ),
                ),
                (
                    "role",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="shift_rules",
                        to="register.volunteerrole",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("rest_hours__lte", 48),
                            models.Q(
                                ("most_per_week__isnull", True),
                                models.Q(("most_per_week__gte", 1), ("most_per_week__lte", 21)),
                                _connector="OR",
                            ),
                        ),
                        name="role_rules_sane",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Wish",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("most_per_week", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("no_nights", models.BooleanField(default=False)),
                ("stands_in", models.BooleanField(default=True)),
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="shift_wish",
                        to="register.person",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("most_per_week__isnull", True),
                            models.Q(("most_per_week__gte", 1), ("most_per_week__lte", 21)),
                            _connector="OR",
                        ),
                        name="wish_sane",
                    )
                ],
            },
        ),
    ]
