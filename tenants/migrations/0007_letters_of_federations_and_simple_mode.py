import uuid

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("tenants", "0006_how_far_an_access_goes"),
    ]

    operations = [
        migrations.AddField(
            model_name="association",
            name="simple_mode",
            field=models.BooleanField(db_default=False, default=False),
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
            options={"ordering": ["-at", "-id"]},
        ),
    ]
