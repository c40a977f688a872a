"""The printed code of a place and its tablets: made, changed and ended by a coordinator."""

from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlencode

from django.db import transaction

from accounts.sessions import hashed, new_secret
from scheduling.shifts.models import Kiosk, PaperCode
from tenants import addresses, clock
from tenants.actors import Actor
from tenants.context import current_association
from volunteers.register import trail
from volunteers.register.models import Site

SITE = "site"
# A link that nobody opens ends after a day.
LINK_LASTS = timedelta(days=1)


@dataclass(frozen=True)
class MadeKiosk:
    """A tablet's row with a secret that is shown once and kept nowhere."""

    kiosk: Kiosk
    secret: str
    # What the tablet opens once.
    link: str = ""


@transaction.atomic
def take_paper(*, site: Site, by: Actor) -> PaperCode:
    """Take a printed code at a place; twice it is the same one."""
    paper, is_new = PaperCode.objects.get_or_create(
        site=site, defaults={"nonce": new_secret(), "made_at": clock.now()}
    )
    if is_new:
        trail.record("site.paper_code_taken", by=by, subject_kind=SITE, subject_uuid=site.uuid)
    return paper


@transaction.atomic
def take_no_paper(*, site: Site, by: Actor) -> None:
    """Take no printed code any more: all that there are of the place are worth nothing."""
    if PaperCode.objects.filter(site=site).delete()[0]:
        trail.record("site.paper_code_ended", by=by, subject_kind=SITE, subject_uuid=site.uuid)


@transaction.atomic
def make_kiosk(*, site: Site, label: str, days: int, by: Actor) -> MadeKiosk:
    """A link that makes one tablet a place's, for so many days."""
    secret, now = new_secret(), clock.now()
    kiosk = Kiosk.objects.create(
        site=site,
        label=label,
        secret_hash=hashed(secret),
        ends_at=now + timedelta(days=days),
        created_at=now,
        created_by=by.name,
    )
    trail.record("site.kiosk_made", by=by, subject_kind=SITE, subject_uuid=site.uuid, days=days)
    address = addresses.absolute_url(current_association(), "kiosk-open")
    return MadeKiosk(kiosk, secret, link=f"{address}?{urlencode({'token': secret})}")


@transaction.atomic
def open_kiosk(*, secret: str) -> MadeKiosk | None:
    """Exchange a tablet's link, once, for the secret of its cookie. None for one that is used or too old."""
    rows = Kiosk.objects.select_for_update(of=("self",)).select_related("site")
    now = clock.now()
    found = rows.filter(secret_hash=hashed(secret), opened_at__isnull=True, ends_at__gt=now).first()
    if found is None or now > found.created_at + LINK_LASTS:
        return None
    new = new_secret()
    found.secret_hash, found.opened_at = hashed(new), now
    found.save(update_fields=["secret_hash", "opened_at"])
    return MadeKiosk(found, new)


@transaction.atomic
def end_kiosk(*, kiosk: Kiosk, by: Actor) -> None:
    """The tablet shows nothing from now on, and its link opens nothing."""
    if Kiosk.objects.filter(pk=kiosk.pk).delete()[0]:
        trail.record("site.kiosk_ended", by=by, subject_kind=SITE, subject_uuid=kiosk.site.uuid)
