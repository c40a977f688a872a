"""The printed code of a place and its tablets: made, changed and ended by a coordinator."""

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts import tablets
from accounts.sessions import new_secret
from scheduling.shifts.models import Kiosk, PaperCode
from tenants import clock
from tenants.actors import Actor
from volunteers.register import trail
from volunteers.register.models import Site

SITE = "site"


DOOR = tablets.Door(
    model=Kiosk,
    cookie="rn_kiosk",
    page="kiosk",
    opens="kiosk-open",
    says=_("This device then shows the shifts of today and the first names of those who come."),
)


@dataclass(frozen=True)
class MadeKiosk:
    """A tablet's row with the link that it opens once: shown once and kept nowhere."""

    kiosk: Kiosk
    link: str


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
    values, link = DOOR.new(days=days, by=by.name)
    kiosk = Kiosk.objects.create(site=site, label=label, **values)
    trail.record("site.kiosk_made", by=by, subject_kind=SITE, subject_uuid=site.uuid, days=days)
    return MadeKiosk(kiosk, link)


@transaction.atomic
def end_kiosk(*, kiosk: Kiosk, by: Actor) -> None:
    """The tablet shows nothing from now on, and its link opens nothing."""
    if Kiosk.objects.filter(pk=kiosk.pk).delete()[0]:
        trail.record("site.kiosk_ended", by=by, subject_kind=SITE, subject_uuid=kiosk.site.uuid)
