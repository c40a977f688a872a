"""Jobs of the shared side: mail about one's own sign-in."""

import logging
from datetime import timedelta
from functools import partial

from celery import shared_task
from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation

from accounts import invitations
from accounts.models import FactorReset, User
from tenants import addresses, clock, jobs
from tenants.context import platform_role
from tenants.models import Association, Invitation
from web import formats

log = logging.getLogger(__name__)


@shared_task(
    name="accounts.tell_factor_reset",
    base=jobs.PlatformTask,
    autoretry_for=(OSError,),
    retry_backoff=30,
    max_retries=8,
)
def tell_factor_reset(*, reset: int) -> None:
    """Write to somebody that their second factor was taken away: once, in their language."""
    row = FactorReset.objects.filter(pk=reset, told_at__isnull=True).first()
    user = User.objects.filter(uuid=row.user_uuid).first() if row else None
    if row is None or user is None:
        return
    association = Association.objects.filter(slug=row.association).first() if row.association else None
    with translation.override(user.language or settings.LANGUAGE_CODE):
        context = {
            "name": str(user),
            "by": row.by_name,
            "association": association.name if association else "",
            "url": addresses.absolute_url("identity", "account_login"),
        }
        subject = render_to_string("accounts/email/factor_reset_subject.txt", context).strip()
        body = render_to_string("accounts/email/factor_reset_message.txt", context)
    send_mail(subject, body, settings.DEFAULT_FROM_EMAIL, [user.email])
    FactorReset.objects.filter(pk=row.pk).update(told_at=clock.real_now())


@shared_task(
    name="accounts.tell_invited",
    base=jobs.PlatformTask,
    autoretry_for=(OSError,),
    retry_backoff=30,
    max_retries=8,
)
def tell_invited(*, uuid: str) -> None:
    """Send somebody who is to work for an association their link, in their language, while it is open."""
    invitation = (
        Invitation.objects.select_related("association")
        .filter(uuid=uuid, accepted_at__isnull=True, expires_at__gt=clock.now())
        .first()
    )
    if invitation is None:
        return
    with translation.override(invitation.language or settings.LANGUAGE_CODE):
        context = {
            "name": invitation.name,
            "association": invitation.association.name,
            "role": invitation.get_role_display(),
            "until": formats.day(invitation.access_ends_at - timedelta(seconds=1), year=True)
            if invitation.access_ends_at
            else "",
            "days": invitations.VALID_FOR.days,
            "url": invitations.link(invitation.uuid),
        }
        subject = render_to_string("accounts/email/invited_subject.txt", context).strip()
        body = render_to_string("accounts/email/invited_message.txt", context)
    send_mail(subject, body, settings.DEFAULT_FROM_EMAIL, [invitation.email])


def tell_of_invitation(invitation: Invitation) -> None:
    """Have the link sent after the commit; here and now if there is nobody to do it."""
    transaction.on_commit(partial(_send_link, str(invitation.uuid)))


def _send_link(uuid: str) -> None:
    if jobs.start(tell_invited, uuid=uuid):
        return
    with platform_role():
        try:
            tell_invited.run(uuid=uuid)
        except OSError as error:
            log.warning("invitation_not_sent", extra={"error": type(error).__name__})


def tell_of_reset(reset: FactorReset) -> None:
    """Have the mail written after the commit; here and now if there is nobody to do it."""
    transaction.on_commit(partial(_tell, reset.pk))


def _tell(reset: int) -> None:
    if jobs.start(tell_factor_reset, reset=reset):
        return
    with platform_role():
        try:
            tell_factor_reset.run(reset=reset)
        except OSError as error:
            log.warning("factor_reset_not_told", extra={"error": type(error).__name__})
