"""Where somebody is signed in: the list of their sign-ins, ending one, ending all."""

from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext as _, gettext_lazy

from accounts import sessions
from accounts.models import Handoff, SignIn, User
from tenants import clock

METHODS: dict[str, str | Promise] = {
    "password": gettext_lazy("password"),
    "code": gettext_lazy("e-mailed code"),
    "invitation": gettext_lazy("invitation"),
    "webauthn": gettext_lazy("passkey"),
    "totp": gettext_lazy("authenticator app"),
    "recovery_codes": gettext_lazy("recovery code"),
}


@dataclass(frozen=True)
class Whereabout:
    """One sign-in that lives."""

    sign_in: SignIn
    here: bool
    device: str
    ways: str
    places: str


def living(user: User, *, here: SignIn | None) -> list[Whereabout]:
    """All that live, this one first, then the latest used."""
    now = clock.real_now()
    rows = SignIn.objects.filter(
        user=user, ended_at__isnull=True, at__gt=now - settings.SIGN_IN_LIFETIME
    ).order_by("-seen_at")
    used = [row for row in rows if now - (row.seen_at or row.at) <= settings.SIGN_IN_IDLE]
    found = [_whereabout(row, here) for row in used]
    return sorted(found, key=lambda one: not one.here)


def _whereabout(row: SignIn, here: SignIn | None) -> Whereabout:
    return Whereabout(
        sign_in=row,
        here=here is not None and row.pk == here.pk,
        device=_device(row),
        ways=_ways(row),
        places=_places(row),
    )


def _device(row: SignIn) -> str:
    if row.browser and row.system:
        return _("%(browser)s on %(system)s") % {"browser": row.browser, "system": row.system}
    return row.browser or row.system or _("Unknown browser")


def _ways(row: SignIn) -> str:
    kinds = [str(shown.get("type") or shown.get("method")) for shown in row.methods] or [row.method]
    return ", ".join(dict.fromkeys(str(METHODS[kind]) for kind in kinds if kind in METHODS))


def _places(row: SignIn) -> str:
    used = Handoff.objects.filter(sign_in=row, used_at__isnull=False)
    owners = [(host, sessions.owner_of(host)) for host in used.values_list("host", flat=True).distinct()]
    return ", ".join(sorted(owner.name if owner else host for host, owner in owners))


def end(user: User, *, uuid: UUID) -> bool:
    """End one of one's own, at every host; False where there is none such."""
    mine = SignIn.objects.filter(user=user, uuid=uuid, ended_at__isnull=True)
    return bool(mine.update(ended_at=clock.real_now()))


def end_all(user: User) -> int:
    """Sign out everywhere."""
    return SignIn.objects.filter(user=user, ended_at__isnull=True).update(ended_at=clock.real_now())
