import datetime
import uuid

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [
        ("notifications", "0001_first"),
        ("notifications", "0002_people_are_told_in_their_way"),
        ("notifications", "0003_messages_are_listed"),
    ]

    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Call",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("kind", models.CharField(max_length=60)),
                ("subject_kind", models.CharField(max_length=40)),
                ("subject_uuid", models.UUIDField()),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "open"), ("filled", "filled"), ("ended", "ended")],
                        default="open",
                        max_length=8,
                    ),
                ),
                ("places", models.PositiveSmallIntegerField(default=1)),
                ("wave_size", models.PositiveSmallIntegerField()),
                ("wave_minutes", models.PositiveSmallIntegerField()),
                ("by_name", models.CharField(max_length=160)),
                ("at", models.DateTimeField()),
            ],
            options={
                "indexes": [
                    models.Index(fields=["subject_kind", "subject_uuid"], name="call_about_a_subject")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "open")),
                        fields=("subject_kind", "subject_uuid"),
                        name="call_open_once_a_subject",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Called",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("person_uuid", models.UUIDField()),
                ("wave", models.PositiveSmallIntegerField()),
                ("due_at", models.DateTimeField()),
                (
                    "answer",
                    models.CharField(
                        blank=True, choices=[("yes", "yes"), ("no", "no")], default="", max_length=3
                    ),
                ),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                (
                    "call",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="called",
                        to="notifications.call",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["person_uuid"], name="called_person")],
                "constraints": [
                    models.UniqueConstraint(fields=("call", "person_uuid"), name="called_once_a_call")
                ],
            },
        ),
        migrations.CreateModel(
            name="Message",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("kind", models.CharField(max_length=60)),
                ("key", models.CharField(max_length=200, unique=True)),
                ("person_uuid", models.UUIDField()),
                ("subject_kind", models.CharField(blank=True, max_length=40)),
                ("subject_uuid", models.UUIDField(blank=True, null=True)),
                (
                    "urgency",
                    models.CharField(
                        choices=[
                            ("urgent", "urgent"),
                            ("default", "as usual"),
                            ("bulk", "when there is time"),
                        ],
                        db_default="default",
                        default="default",
                        max_length=8,
                    ),
                ),
                (
                    "channel",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("email", "e-mail"),
                            ("sms", "text message"),
                            ("inbox", "inbox"),
                            ("digest", "digest"),
                        ],
                        default="",
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
                            ("retrying", "to be tried again"),
                            ("failed", "failed"),
                            ("withheld", "withheld"),
                            ("obsolete", "no longer needed"),
                        ],
                        default="planned",
                        max_length=10,
                    ),
                ),
                ("due_at", models.DateTimeField()),
                ("next_at", models.DateTimeField()),
                ("lease_until", models.DateTimeField(blank=True, null=True)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("sent_at", models.DateTimeField(blank=True, null=True)),
                ("failure", models.CharField(blank=True, max_length=200)),
                ("data", models.JSONField(blank=True, default=dict)),
                ("created_at", models.DateTimeField()),
                (
                    "digest",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="gathered",
                        to="notifications.message",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("state__in", ["planned", "sending", "retrying"])),
                        fields=["urgency", "next_at"],
                        name="message_due_by_urgency",
                    ),
                    models.Index(
                        condition=models.Q(("digest__isnull", False)),
                        fields=["digest"],
                        name="message_of_a_digest",
                    ),
                    models.Index(fields=["-due_at", "-id"], name="message_log"),
                    models.Index(fields=["person_uuid", "-due_at"], name="message_of_a_person"),
                    models.Index(fields=["subject_kind", "subject_uuid"], name="message_of_a_subject"),
                    models.Index(
                        condition=models.Q(("state", "failed")), fields=["-due_at"], name="message_failed"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Attempt",
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
                        choices=[
                            ("email", "e-mail"),
                            ("sms", "text message"),
                            ("inbox", "inbox"),
                            ("digest", "digest"),
                        ],
                        max_length=10,
                    ),
                ),
                ("at", models.DateTimeField()),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("sent", "sent"),
                            ("deferred", "put off by the receiving side"),
                            ("refused", "refused"),
                            ("bounced", "came back"),
                            ("complained", "reported as unwanted"),
                            ("delivered", "arrived"),
                        ],
                        max_length=10,
                    ),
                ),
                ("code", models.CharField(blank=True, max_length=60)),
                ("provider_id", models.CharField(blank=True, max_length=120)),
                ("parts", models.PositiveSmallIntegerField(default=0)),
                (
                    "message",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="tries",
                        to="notifications.message",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("provider_id", ""), _negated=True),
                        fields=["provider_id"],
                        name="attempt_at_a_gateway",
                    ),
                    models.Index(
                        condition=models.Q(("parts__gt", 0)), fields=["at"], name="attempt_that_costs"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Said",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("language", models.CharField(max_length=2)),
                ("subject", models.CharField(max_length=300)),
                ("paragraphs", models.JSONField(default=list)),
                ("facts", models.JSONField(blank=True, default=list)),
                ("button_label", models.CharField(blank=True, max_length=120)),
                ("button_path", models.CharField(blank=True, max_length=500)),
                ("read_at", models.DateTimeField(blank=True, null=True)),
                (
                    "message",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="said",
                        to="notifications.message",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Preferences",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("person_uuid", models.UUIDField(unique=True)),
                ("quiet_from", models.TimeField(default=datetime.time(21, 0))),
                ("quiet_to", models.TimeField(default=datetime.time(8, 0))),
                ("urgent_at_night", models.BooleanField(default=False)),
                ("digest_at", models.TimeField(default=datetime.time(17, 0))),
                ("digest_weekday", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("leads", models.JSONField(blank=True, null=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("digest_weekday__isnull", True), ("digest_weekday__lte", 6), _connector="OR"
                        ),
                        name="digest_on_a_weekday",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Choice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("person_uuid", models.UUIDField()),
                ("kind", models.CharField(max_length=60)),
                (
                    "way",
                    models.CharField(
                        choices=[
                            ("email", "e-mail"),
                            ("sms", "text message"),
                            ("inbox", "inbox"),
                            ("digest", "digest"),
                        ],
                        max_length=10,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("person_uuid", "kind"), name="way_chosen_once_a_kind")
                ],
            },
        ),
        migrations.CreateModel(
            name="DeadAddress",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("person_uuid", models.UUIDField()),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("email", "e-mail"),
                            ("sms", "text message"),
                            ("inbox", "inbox"),
                            ("digest", "digest"),
                        ],
                        max_length=10,
                    ),
                ),
                ("fingerprint", models.CharField(max_length=64)),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("bounced", "messages come back"),
                            ("complained", "messages were reported as unwanted"),
                            ("blocked", "blocked by its owner or the operator"),
                        ],
                        max_length=10,
                    ),
                ),
                ("at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("person_uuid", "channel", "fingerprint"), name="address_dead_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Wording",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=60)),
                (
                    "language",
                    models.CharField(
                        choices=[("fi", "Finnish"), ("sv", "Swedish"), ("en", "English")], max_length=2
                    ),
                ),
                ("subject", models.CharField(max_length=200)),
                ("text", models.TextField(max_length=4000)),
                ("by_name", models.CharField(max_length=160)),
                ("at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("kind", "language"), name="wording_once_a_language")
                ],
            },
        ),
        migrations.CreateModel(
            name="Sending",
            fields=[
                ("id", models.SmallIntegerField(default=1, primary_key=True, serialize=False)),
                ("sms_on", models.BooleanField(default=False)),
                ("sms_sender", models.CharField(blank=True, max_length=11)),
                ("sms_parts_a_month", models.PositiveIntegerField(blank=True, null=True)),
                ("reply_to", models.EmailField(blank=True, max_length=254)),
                ("morning_at", models.TimeField(default=datetime.time(7, 30))),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("id", 1)), name="sending_one_row")
                ],
            },
        ),
    ]
