"""A word beside the answer to a request."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """One column, empty for all rows that there are."""

    dependencies = [("shifts", "0002_shifts_change")]

    operations = [
        migrations.AddField(
            model_name="signup",
            name="answer",
            field=models.CharField(blank=True, db_default="", default="", max_length=300),
        ),
    ]
