"""A tally that was not counted one by one says what it is based on."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("hours", "0009_certificates_can_be_checked")]

    operations = [
        migrations.AddField(
            model_name="hourstally",
            name="basis",
            field=models.CharField(blank=True, db_default="", default="", max_length=200),
        ),
        migrations.AddConstraint(
            model_name="hourstally",
            constraint=models.CheckConstraint(
                condition=models.Q(("method__in", ["sample", "estimated"]), _negated=True)
                | models.Q(("basis", ""), _negated=True),
                name="tally_has_a_basis",
            ),
        ),
    ]
