"""Heads are published among people only; nights that were shown and releases held back are remembered."""

from django.db import migrations, models

from tenants.bootdb import FIGURES


class Migration(migrations.Migration):
    dependencies = [("umbrella", "0002_who_may")]

    operations = [
        migrations.RemoveField(model_name="publishedfigure", name="heads"),
        migrations.AlterField(
            model_name="releasedcell", name="owner", field=models.CharField(max_length=130)
        ),
        migrations.AlterField(
            model_name="releasedcell", name="district", field=models.CharField(blank=True, max_length=130)
        ),
        migrations.AlterField(
            model_name="suppressionpartner", name="district", field=models.CharField(max_length=130)
        ),
        # What was kept of a night until now does not tell when it was shown; it is made anew the next night.
        migrations.RunSQL(sql="DELETE FROM figures.provisional_basis", reverse_sql=migrations.RunSQL.noop),
        migrations.RemoveConstraint(model_name="provisionalbasis", name="provisional_basis_once"),
        migrations.AddField(
            model_name="provisionalbasis",
            name="shown_at",
            field=models.DateTimeField(),
            preserve_default=False,
        ),
        migrations.AddConstraint(
            model_name="provisionalbasis",
            constraint=models.UniqueConstraint(
                fields=("umbrella_id", "year", "month", "shown_at"), name="provisional_basis_once"
            ),
        ),
        migrations.CreateModel(
            name="HeldBack",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("umbrella_id", models.BigIntegerField()),
                ("due_on", models.DateField()),
                ("noted_at", models.DateTimeField()),
                ("why", models.CharField(max_length=200)),
            ],
            options={
                "db_table": '"figures"."held_back"',
                "constraints": [
                    models.UniqueConstraint(fields=("umbrella_id", "due_on"), name="held_back_once")
                ],
            },
        ),
        migrations.RunSQL(
            sql=f"GRANT SELECT, INSERT, UPDATE, DELETE ON figures.held_back TO {FIGURES}",
            reverse_sql=f"REVOKE ALL ON figures.held_back FROM {FIGURES}",
        ),
    ]
