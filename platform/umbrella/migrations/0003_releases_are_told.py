"""The figures login says of a release that it is to be told; the app sends the mail."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from tenants.bootdb import FIGURES

NEWS = "public.umbrella_releasenews"


class Migration(migrations.Migration):
    dependencies = [
        ("tenants", "0007_letters_of_federations_and_simple_mode"),
        ("umbrella", "0002_who_may"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
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
        migrations.RunSQL(
            sql=f"GRANT SELECT, INSERT ON {NEWS} TO {FIGURES}",
            reverse_sql=f"REVOKE ALL ON {NEWS} FROM {FIGURES}",
        ),
    ]
