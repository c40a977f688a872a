from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("hours", "0003_import_drafts"),
        ("register", "0001_first"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="hourstally",
            name="tally_once_a_batch",
        ),
        migrations.AddConstraint(
            model_name="hourstally",
            constraint=models.UniqueConstraint(
                condition=models.Q(("external_id", ""), _negated=True),
                fields=("external_id", "local_date"),
                name="tally_once_a_shift",
            ),
        ),
    ]
