"""All that an association keeps about one person: tables, sign-in, and what happened."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

from django.utils.translation import gettext as _, pgettext

from accounts.models import User
from accounts.reach import EVERYBODY
from tenants import clock
from tenants.context import current_association, platform_role
from tenants.models import Access
from volunteers.register import dossier, person_data, person_page
from volunteers.register.models import Person
from volunteers.register.person_data import Kept
from volunteers.register.person_export import Value
from volunteers.register.person_page import Moment

SHOWN = 15
PAGE_OF_MOMENTS = 200


@dataclass(frozen=True)
class All:
    """Everything, table by table, and what happened, latest first."""

    kept: list[Kept]
    moments: list[Moment] = field(default_factory=list)


def gather(person: Person, *, say: Callable[[int], None]) -> All:
    """Read it all, however long it takes."""
    kept = [*person_data.kept_of(person), *_sign_in(person)]
    say(40)
    known = dossier.load(person.uuid, reader=EVERYBODY)
    moments: list[Moment] = []
    before, more = clock.now() + timedelta(seconds=1), known is not None
    while more and known is not None:
        found, more = person_page.moments(known, before=before, limit=PAGE_OF_MOMENTS)
        moments += found
        before = found[-1].at if found else before
        say(min(60, 40 + len(moments) // PAGE_OF_MOMENTS))
    return All(kept=kept, moments=moments)


def latest(person: Person) -> All:
    """For the page: the same tables, and the last few things that happened."""
    known = dossier.load(person.uuid, reader=EVERYBODY)
    moments: list[Moment] = []
    if known is not None:
        moments, _more = person_page.moments(known, before=clock.now() + timedelta(seconds=1), limit=SHOWN)
    return All(kept=[*person_data.kept_of(person), *_sign_in(person)], moments=moments)


def _sign_in(person: Person) -> list[Kept]:
    """What the shared side keeps of the login: its address, and what it may do in this association."""
    if person.user_uuid is None:
        return []
    association = current_association()
    with platform_role():
        user = User.objects.filter(uuid=person.user_uuid).first()
        if user is None:
            return []
        rows = Access.objects.filter(user=user, association=association).order_by("-created_at")
        roles: list[dict[str, Value]] = [
            {"role": str(row.get_role_display()), "created_at": row.created_at, "ends_at": row.ends_at}
            for row in rows
        ]
    labels = {"email": _("E-mail"), "name": pgettext("column", "Name"), "language": _("Language")}
    account: dict[str, Value] = {
        "email": user.email,
        "name": user.name,
        "language": user.get_language_display(),
    }
    may = {
        "role": pgettext("column", "Role"),
        "created_at": _("From"),
        "ends_at": pgettext("day", "Until"),
    }
    return [
        Kept(name="login", what=_("Signing in"), labels=labels, rows=[account]),
        Kept(name="access", what=_("What the sign-in may do here"), labels=may, rows=roles),
    ]
