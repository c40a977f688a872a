"""The certificate that an association was deleted: what went, what stays, and how it is checked."""

from pathlib import Path
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from accounts.factors.drawing import picture
from scheduling.hours.certificates.issuing import in_fours
from tenants import addresses
from tenants.models import Deletion
from web import formats
from web.pdf import pdf

TEMPLATE = Path(__file__).with_name("certificate.typ")
#: Of what went, what is no number.
WORDS = {"sha256", "copied_to"}


def lines(wish: Deletion) -> list[tuple[str, str]]:
    """What happened, as pairs of words; nobody's name but the federation's own people is in it."""
    assert wish.deleted_at is not None
    assert wish.confirmed_at is not None
    went = {name: formats.number(int(value)) for name, value in wish.went.items() if name not in WORDS}
    said = [
        (_("Asked for in writing"), f"{_day(wish.asked_on)}, {wish.reference}"),
        (_("Recorded"), _day(wish.recorded_at)),
        (_("Confirmed by a second person"), _day(wish.confirmed_at)),
        (_("Deleted"), _day(wish.deleted_at)),
    ]
    if "tables" in went:
        said.append(
            (
                _("The association’s own tables and their copies"),
                _("%(tables)s tables, %(rows)s rows") % went,
            )
        )
    if "files" in went:
        said.append((_("Encrypted copies and nightly backups"), _("%(files)s files") % went))
    if copied_to := wish.went.get("copied_to"):
        said.append((_("Copies under other names, with their backups"), str(copied_to)))
    if "accesses" in went:
        said.append((_("Who could enter"), _("%(accesses)s accesses, %(logins)s logins") % went))
    if sha256 := wish.went.get("sha256"):
        said.append((_("Fingerprint of the copy that was deleted"), str(sha256)))
    return said


def _day(at: Any) -> str:
    return formats.day(at, weekday=False, year=True)


def stays() -> str:
    """What is not deleted, and why."""
    return _(
        "What stays: the published figures, which name no person, and the sums that they were made from; "
        "that the agreement on processing was accepted; and this record. Copies that the operator keeps "
        "elsewhere for disasters go when they are as old as backups become."
    )


def document(wish: Deletion) -> bytes:
    """The paper, in the association's language."""
    association = wish.association
    with translation.override(association.language):
        address = addresses.absolute_url(wish.umbrella, "deletion-checked", code=in_fours(wish.code))
        return pdf(
            TEMPLATE,
            {
                "lang": association.language,
                "title": _("Certificate of deletion"),
                "umbrella": wish.umbrella.name,
                "association": association.name,
                "sentence": _("The data of this association were deleted from the service for good."),
                "caption": _("What happened"),
                "rows": [{"label": label, "text": text} for label, text in lines(wish)],
                "people": _("Recorded by %(first)s, confirmed by %(second)s.")
                % {"first": wish.recorded_name, "second": wish.confirmed_name},
                "stays": stays(),
                "picture": picture(address),
                "picture_alt": _("Code that leads to the page where this certificate is checked"),
                "check_label": _("Check this certificate at"),
                "page": addresses.absolute_url(wish.umbrella, "deletion-check"),
                "code": in_fours(wish.code),
            },
        )
