"""How long a sign-in lives, and how long the second factor in it counts.

The figures stand in `config/settings/identity.py`. A sign-in ends after 30 days without use, or 90 days in
all. The second factor in it lapses after 12 hours without use, or 14 days after it was last shown: then the
roles that need it are withheld until it is shown again, and a volunteer's own pages stay open.
"""

from datetime import datetime, timedelta

from django.conf import settings

from accounts.models import SignIn

# Use is noted this coarsely: not every page writes a row.
NOTED = timedelta(minutes=5)


def settle(sign_in: SignIn, *, now: datetime, used: bool = True) -> bool:
    """Whether it still lives. Ends it, lets its factor lapse, and notes the use, as is due."""
    if sign_in.ended_at is not None:
        return False
    idle = now - (sign_in.seen_at or sign_in.at)
    if idle > settings.SIGN_IN_IDLE or now - sign_in.at > settings.SIGN_IN_LIFETIME:
        SignIn.objects.filter(pk=sign_in.pk, ended_at__isnull=True).update(ended_at=now)
        return False
    changes: dict[str, datetime | None] = {}
    if sign_in.mfa_at and (idle > settings.FACTOR_IDLE or now - sign_in.mfa_at > settings.FACTOR_LIFETIME):
        changes = {"mfa_since": None, "mfa_at": None}
    if used and idle > NOTED:
        changes["seen_at"] = now
    if changes:
        SignIn.objects.filter(pk=sign_in.pk).update(**changes)
        for name, value in changes.items():
            setattr(sign_in, name, value)
    return True
