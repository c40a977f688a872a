"""The mails to an association's owners when it goes, comes back or is deleted, made when they leave."""

from functools import partial

from django.core.mail import EmailMultiAlternatives
from django.utils import translation
from django.utils.translation import gettext as _

from notifications.letters import Button
from scheduling.hours.certificates.issuing import in_fours
from tenants import addresses
from tenants.ending import WAIT
from tenants.models import Affiliation, Association, Deletion, LeavingLetter, Umbrella
from umbrella.mail_states import MOVES, claimed
from umbrella.mailing import hand_over, mail_of
from web import formats

Kind = LeavingLetter.Kind
_OVER = [state for state, leads in MOVES.items() if not leads]


def go() -> int:
    """Send those that are due, and forget the addresses of those that are over. Returns how many went."""
    sent = sum(hand_over(letter, partial(mail, letter)) for letter in claimed(LeavingLetter))
    LeavingLetter.objects.filter(state__in=_OVER).exclude(email="").update(name="", email="")
    return sent


def mail(letter: LeavingLetter) -> EmailMultiAlternatives:
    """One mail, in its reader's language."""
    association = Association.objects.get(pk=letter.association_id)
    wish = Deletion.objects.filter(uuid=letter.about).select_related("umbrella").first()
    sender = wish.umbrella if wish is not None else _last(association)
    with translation.override(letter.language):
        named = {
            "association": association.name_in(letter.language),
            "federation": sender.name_in(letter.language),
        }
        subject, paragraphs = _said(letter.kind, wish, named)
        context = {
            "subject": " ".join(subject.split()),
            "name": letter.name,
            "paragraphs": paragraphs,
            "button": _button(letter, association, wish),
            "why": _("You get this message because you were responsible for %(association)s.") % named,
            "association": sender,
            "language": letter.language,
        }
        return mail_of(sender, to=(letter.name, letter.email), context=context, uuid=letter.uuid)


def _last(association: Association) -> Umbrella | Association:
    """The federation to which it belongs or last belonged; itself where it never did."""
    last = (
        Affiliation.objects.filter(association=association)
        .select_related("umbrella")
        .order_by("-from_on", "-pk")
        .first()
    )
    return last.umbrella if last is not None else association


def _button(letter: LeavingLetter, association: Association, wish: Deletion | None) -> Button | None:
    if letter.kind == Kind.DELETED and wish is not None:
        url = addresses.absolute_url(wish.umbrella, "deletion-checked", code=in_fours(wish.code))
        return Button(_("Check the certificate"), url)
    if letter.kind == Kind.RESTORED:
        return Button(_("Open the association’s pages"), addresses.absolute_url(association))
    return None


def _said(kind: str, wish: Deletion | None, named: dict[str, str]) -> tuple[str, list[str]]:
    if kind == Kind.ARCHIVED:
        return _("%(association)s was taken out of service") % named, [
            _("%(federation)s has archived %(association)s. Nobody can sign in there, and nothing is sent.")
            % named,
            _("Everything was copied, encrypted and compared first. It can be brought back."),
        ]
    if kind == Kind.RESTORED:
        return _("%(association)s is in service again") % named, [
            _("%(federation)s has brought %(association)s back, with everything that was there.") % named,
        ]
    assert wish is not None
    if kind == Kind.ASKED:
        said = named | {
            "signed_by": wish.signed_by,
            "day": formats.day(wish.earliest_at, weekday=False, year=True),
            "days": WAIT.days,
        }
        return _("%(association)s is to be deleted") % named, [
            _("%(federation)s has recorded a written request, signed by %(signed_by)s.") % said,
            _(
                "After %(days)s days, from %(day)s on, another person of the federation can confirm it. Then "
                "everything is deleted for good."
            )
            % said,
            _("If your association has not asked for this, write to the federation at once."),
        ]
    if kind == Kind.CALLED_OFF:
        return _("%(association)s is not deleted") % named, [
            _("The request to delete it was called off. It stays archived and can be brought back."),
        ]
    return _("%(association)s was deleted") % named, [
        _("The data of %(association)s were deleted from the service for good.") % named,
        _("The certificate has the code %(code)s. Anybody who holds it can check it there.")
        % {"code": in_fours(wish.code)},
    ]
