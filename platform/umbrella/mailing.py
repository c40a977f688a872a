"""Making a mail of the federation and handing it to the mail server, tried again where that fails."""

import logging
import smtplib
from collections.abc import Callable
from datetime import timedelta
from email.utils import formataddr, parseaddr
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string

from notifications.addresses import mailbox
from tenants import clock
from tenants.models import Association, JoinLetter, LeavingLetter, Umbrella
from umbrella.mail_models import ReleaseMail
from umbrella.mail_states import State, settle

log = logging.getLogger(__name__)

ATTEMPTS = 10
FIRST_PAUSE = timedelta(minutes=1)
LONGEST_PAUSE = timedelta(hours=2)


def mail_of(
    umbrella: Umbrella | Association, *, to: tuple[str, str], context: dict[str, Any], uuid: UUID
) -> EmailMultiAlternatives:
    """A mail in the language in use. `to` is name and address; `context` has subject, paragraphs, why …"""
    language = context["language"]
    mail = EmailMultiAlternatives(
        subject=context["subject"],
        body=render_to_string("mail/letter.txt", context).strip() + "\n",
        from_email=formataddr((umbrella.name_in(language), parseaddr(settings.DEFAULT_FROM_EMAIL)[1])),
        to=[mailbox(*to)],
        headers={
            "Message-ID": f"<{uuid}@{settings.BASE_URL.host}>",
            "Auto-Submitted": "auto-generated",
            "Content-Language": language,
        },
    )
    mail.attach_alternative(render_to_string("mail/letter.html", context), "text/html")
    return mail


def hand_over(
    mail: ReleaseMail | JoinLetter | LeavingLetter, make: Callable[[], EmailMultiAlternatives]
) -> bool:
    """Send a claimed mail and write down how that ended. Returns whether it went out."""
    if mail.attempts > ATTEMPTS:
        settle(mail, State.FAILED, failure="worker_lost")
        return False
    try:
        make().send()
    except smtplib.SMTPRecipientsRefused as error:
        code = next(iter(error.recipients.values()))[0]
        _missed(mail, f"refused_{code}", for_good=code >= 500)
        return False
    except ValueError:  # nothing can be sent to it; the others go on
        settle(mail, State.FAILED, failure="bad_address")
        return False
    except OSError as error:
        _missed(mail, type(error).__name__, for_good=False)
        return False
    settle(mail, State.SENT, sent_at=clock.now(), failure="")
    return True


def _missed(mail: ReleaseMail | JoinLetter | LeavingLetter, code: str, *, for_good: bool) -> None:
    if for_good or mail.attempts >= ATTEMPTS:
        settle(mail, State.FAILED, failure=code[:60])
    else:
        pause = min(FIRST_PAUSE * (1 << (mail.attempts - 1)), LONGEST_PAUSE)
        settle(mail, State.PLANNED, next_at=clock.now() + pause, failure=code[:60])
    log.warning("federation_mail_missed", extra={"code": code, "attempts": mail.attempts})
