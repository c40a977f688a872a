"""The mails to who asked to join, made when they leave, in the language of the request."""

from django.core.mail import EmailMultiAlternatives
from django.utils import translation
from django.utils.translation import gettext as _

from notifications.letters import Button
from tenants.models import JoinLetter, JoinRequest
from umbrella.joining import links
from umbrella.mail_states import claimed, settle
from umbrella.mailing import hand_over, mail_of

Kind = JoinLetter.Kind


def go() -> int:
    """Send those that are due. Returns how many went out."""
    return sum(_send_one(letter) for letter in claimed(JoinLetter))


def _send_one(letter: JoinLetter) -> bool:
    asked = JoinRequest.objects.select_related("umbrella").get(pk=letter.request_id)
    if asked.withdrawn_at is not None:
        settle(letter, JoinLetter.State.OBSOLETE, failure="withdrawn")
        return False
    return hand_over(letter, lambda: mail(letter, asked))


def mail(letter: JoinLetter, asked: JoinRequest) -> EmailMultiAlternatives:
    """One mail."""
    umbrella = asked.umbrella
    with translation.override(asked.language):
        named = {"association": asked.name_in(asked.language), "federation": umbrella.name_in(asked.language)}
        subject, paragraphs = _said(letter.kind, asked, named)
        context = {
            "subject": " ".join(subject.split()),
            "name": asked.contact_name,
            "paragraphs": paragraphs,
            "button": Button(_("See where it stands"), links.link(asked), private=True),
            "why": _(
                "You get this message because your address was given when %(association)s asked to join."
            )
            % named,
            "association": umbrella,
            "language": asked.language,
        }
        return mail_of(
            umbrella, to=(asked.contact_name, asked.contact_email), context=context, uuid=letter.uuid
        )


def _said(kind: str, asked: JoinRequest, named: dict[str, str]) -> tuple[str, list[str]]:
    if kind == Kind.RECEIVED:
        return _("%(federation)s has received your request") % named, [
            _("The request of %(association)s to join %(federation)s is here. Two people look at it.")
            % named,
            _("The link below is yours alone. It shows where the request stands. You can withdraw it there."),
        ]
    if kind == Kind.REFUSED:
        return _("The request of %(association)s was not accepted") % named, [
            _("%(federation)s could not accept the request. The reason:") % named,
            asked.refusal,
        ]
    return _("%(association)s can begin with Rinnalla") % named, [
        _("%(federation)s has approved the request. The association's own pages are made next.") % named,
        _("Whoever coordinates first gets an invitation by e-mail when they are ready."),
    ]
