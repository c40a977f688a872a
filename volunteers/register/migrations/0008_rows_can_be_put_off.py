from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("register", "0007_what_is_kept_and_for_how_long"),
    ]

    operations = [
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
                    models.UniqueConstraint(fields=("user_uuid", "kind", "key"), name="put_off_once"),
                ],
            },
        ),
    ]
