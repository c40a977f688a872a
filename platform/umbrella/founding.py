"""Founding a federation: its address, and the first person who may administer it.

No token is sent: the letter says where to sign in, and the sign-in mails a code to the same address, which
proves that it is theirs.
"""

from allauth.account.models import EmailAddress
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext

from accounts.models import User
from tenants import addresses, clock, lifecycle
from tenants.models import Access, Umbrella


@transaction.atomic(durable=True)
def found(
    *, slug: str, language: str, admin_email: str, admin_name: str, **names: str
) -> tuple[Umbrella, User]:
    """Make a federation and give one login its administration; the login is made where there is none.

    `names` are name_fi, name_sv, name_en. Raises SlugTaken.
    """
    umbrella = lifecycle.found_umbrella(slug=slug, language=language, **names)
    email = admin_email.lower()
    user = User.objects.filter(email__iexact=email).first()
    if user is None:
        user = User.objects.create_user(email, None, name=admin_name, language=language)
        EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    Access.objects.create(user=user, umbrella=umbrella, role=Access.Role.ADMIN, created_at=clock.now())
    return umbrella, user


def tell(*, umbrella: Umbrella, user: User) -> None:
    """Write to the administrator, in their language, after the commit. Raises OSError or SMTPException."""
    with translation.override(user.language):
        words = {
            "user": user,
            "umbrella": umbrella,
            "page": addresses.absolute_url(umbrella),
            "sign_in": addresses.absolute_url("identity"),
        }
        send_mail(
            gettext("You administer %(federation)s in Rinnalla") % {"federation": umbrella.name},
            render_to_string("umbrella/mail/founded.txt", words),
            None,
            [user.email],
        )
