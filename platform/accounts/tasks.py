"""Jobs of the shared side: mail about one's own sign-in."""

import logging
from functools import partial

from celery import shared_task
from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation

from accounts.models import FactorReset, User
from tenants import addresses, clock, jobs
from tenants.context import platform_role
from tenants.models import Association

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
