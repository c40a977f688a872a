import uuid

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [("feeds", "0001_first")]

    initial = True

    dependencies = [
        ("register", "0001_tables"),
    ]

    operations = [
        migrations.CreateModel(
            name="CalendarFeed",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "what",
                    models.CharField(
                        choices=[
                            ("own", "own shifts"),
                            ("role", "all shifts of a role"),
                            ("site", "all shifts at a place"),
                        ],
                        max_length=4,
                    ),
                ),
                ("user_uuid", models.UUIDField(blank=True, null=True)),
                ("secret_hash", models.CharField(max_length=64, unique=True)),
                ("alarm_minutes", models.PositiveSmallIntegerField(blank=True, null=True)),
                (
                    "language",
                    models.CharField(
                        choices=[("fi", "Finnish"), ("sv", "Swedish"), ("en", "English")],
                        default="fi",
                        max_length=2,
                    ),
                ),
                ("created_at", models.DateTimeField()),
                ("digest", models.CharField(blank=True, default="", max_length=64)),
                ("changed_at", models.DateTimeField()),
                ("read_on", models.DateField(blank=True, null=True)),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="calendar_feeds",
                        to="register.person",
                    ),
                ),
                (
                    "role",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="calendar_feeds",
                        to="register.volunteerrole",
                    ),
                ),
                (
                    "site",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="calendar_feeds",
                        to="register.site",
                    ),
                ),
            ],
            options={
                "ordering": ["created_at", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("person__isnull", False),
                                ("role__isnull", True),
                                ("site__isnull", True),
                                ("user_uuid__isnull", True),
                                ("what", "own"),
                            ),
                            models.Q(
                                ("person__isnull", True),
                                ("role__isnull", False),
                                ("site__isnull", True),
                                ("user_uuid__isnull", False),
                                ("what", "role"),
                            ),
                            models.Q(
                                ("person__isnull", True),
                                ("role__isnull", True),
                                ("site__isnull", False),
                                ("user_uuid__isnull", False),
                                ("what", "site"),
                            ),
                            _connector="OR",
                        ),
                        name="calendar_feed_of_one_thing",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("alarm_minutes__isnull", True), ("what", "own"), _connector="OR"),
                        name="calendar_feed_rings_for_own",
                    ),
                    models.UniqueConstraint(fields=("person",), name="calendar_feed_own_once"),
                    models.UniqueConstraint(
                        fields=("user_uuid", "role"), name="calendar_feed_of_a_role_once"
                    ),
                    models.UniqueConstraint(
                        fields=("user_uuid", "site"), name="calendar_feed_of_a_site_once"
                    ),
                ],
            },
        ),
    ]
