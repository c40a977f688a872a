import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [
        ("accounts", "0002_second_factors"),
        ("accounts", "0003_tokens_for_programs"),
    ]

    initial = True

    dependencies = [
        ("accounts", "0001_tables"),
        ("tenants", "0001_tables"),
    ]

    operations = [
        migrations.AddField(
            model_name="apitoken",
            name="access",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="tokens", to="tenants.access"
            ),
        ),
        migrations.AddField(
            model_name="signin",
            name="user",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="sign_ins",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="handoff",
            name="sign_in",
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="accounts.signin"),
        ),
        migrations.AddConstraint(
            model_name="apitoken",
            constraint=models.CheckConstraint(
                condition=models.Q(("expires_at__gt", models.F("created_at"))), name="apitoken_expires_later"
            ),
        ),
        migrations.AddConstraint(
            model_name="apitoken",
            constraint=models.CheckConstraint(
                condition=models.Q(("scopes__len__gt", 0)), name="apitoken_has_scope"
            ),
        ),
        migrations.AddConstraint(
            model_name="signin",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("mfa_at__isnull", True), ("mfa_since__isnull", True)),
                    models.Q(("mfa_at__gte", models.F("mfa_since")), ("mfa_since__isnull", False)),
                    _connector="OR",
                ),
                name="signin_mfa_both",
            ),
        ),
    ]
