"""Founding a federation or one of its associations: the address, and the first person who may act there.

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
from tenants.actors import Actor
from tenants.models import Access, Association, Umbrella


@transaction.atomic(durable=True)
def found(
    *, slug: str, language: str, admin_email: str, admin_name: str, **names: str
) -> tuple[Umbrella, User]:
    """Make a federation and give one login its administration; the login is made where there is none.

    `names` are name_fi, name_sv, name_en. Raises SlugTaken.
    """
    umbrella = lifecycle.found_umbrella(slug=slug, language=language, **names)
    user = _login(admin_email, name=admin_name, language=language)
    Access.objects.create(user=user, umbrella=umbrella, role=Access.Role.ADMIN, created_at=clock.now())
    return umbrella, user


@transaction.atomic(durable=True)
def found_association(
    *,
    slug: str,
    umbrella: Umbrella,
    language: str,
    coordinator_email: str,
    coordinator_name: str,
    **names: str,
) -> tuple[Association, User]:
    """Make an association with its first coordinator, and have the owner's process set it up.

    It is not used before somebody of it has accepted the agreement on its data, as one that asked to join.
    `names` are name_fi, name_sv, name_en. Raises SlugTaken.
    """
    association = lifecycle.approve_association(
        slug=slug,
        umbrella=umbrella,
        district=None,
        from_on=clock.today(umbrella),
        language=language,
        **names,
    )
    association.agreement_due = True
    association.save(update_fields=["agreement_due"])
    user = _login(coordinator_email, name=coordinator_name, language=language)
    Access.objects.create(
        user=user, association=association, role=Access.Role.COORDINATOR, created_at=clock.now()
    )
    lifecycle.request_provisioning(association, by=Actor.system("found_association"))
    return association, user


def _login(email: str, *, name: str, language: str) -> User:
    """Whose address it is; a new login has no password."""
    email = email.lower()
    user = User.objects.filter(email__iexact=email).first()
    if user is None:
        user = User.objects.create_user(email, None, name=name or email.partition("@")[0], language=language)
        EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    return user


def tell(*, place: Umbrella | Association, user: User) -> None:
    """Write to whom it was founded for, after the commit. Raises OSError or SMTPException."""
    with translation.override(user.language):
        subject = (
            gettext("You administer %(federation)s in Rinnalla") % {"federation": place.name}
            if isinstance(place, Umbrella)
            else gettext("You coordinate %(association)s in Rinnalla") % {"association": place.name}
        )
        words = {
            "name": user.name,
            "subject": subject,
            "page": addresses.absolute_url(place),
            "sign_in": addresses.absolute_url("identity"),
        }
        send_mail(subject, render_to_string("umbrella/mail/founded.txt", words), None, [user.email])
