"""Inviting somebody to an association, and accepting: the one way in which a login gets access.

The token is made from the secret key and the invitation's UUID, so that the mail can be rendered again at
sending while the database holds its hash only.
"""

from datetime import timedelta
from uuid import UUID

from allauth.account.internal.flows.login import record_authentication
from allauth.account.models import EmailAddress
from allauth.account.utils import perform_login
from django.db import transaction
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from accounts import sessions
from accounts.models import User
from tenants import addresses, clock, crossings
from tenants.actors import Actor
from tenants.models import Access, Association, Invitation
from web.errors import DomainError

VALID_FOR = timedelta(days=14)


class InvitationRefused(DomainError):
    """Unknown, used or too old."""

    code = "invitation_refused"
    sentence = _("This invitation has expired or was used already. Ask your association for a new one.")
    status = 410


class AssociationPaused(InvitationRefused):
    """Nothing may change at a suspended association."""

    code = "association_paused"
    sentence = _("%(association)s is paused at the moment. Open the link again when it is back.")
    status = 403


class SignedInAsAnother(InvitationRefused):
    """The browser is signed in with another address."""

    code = "invitation_for_another"
    sentence = _("This invitation is for another address. Sign out first, then open the link again.")
    status = 403


def _token(uuid: UUID) -> str:
    return salted_hmac("accounts.invitation", str(uuid), algorithm="sha256").hexdigest()


def link(uuid: UUID) -> str:
    """The link that the invited person gets by mail."""
    return f"{addresses.absolute_url('identity', 'invitation')}?token={uuid}.{_token(uuid)}"


def invite(
    *,
    association: Association,
    email: str,
    name: str,
    role: str,
    language: str,
    person_uuid: UUID | None,
    by: Actor,
) -> Invitation:
    """Make an invitation (shared side). An open one for the same address and role is replaced."""
    if role not in Access.OF_ASSOCIATION:
        raise ValueError(f"{role} is no role of an association")
    with transaction.atomic():
        Invitation.objects.filter(
            association=association, email__iexact=email, role=role, accepted_at__isnull=True
        ).delete()
        invitation = Invitation(
            association=association,
            email=email.lower(),
            name=name,
            role=role,
            language=language,
            person_uuid=person_uuid,
            created_at=clock.now(),
            expires_at=clock.now() + VALID_FOR,
        )
        invitation.token_hash = sessions.hashed(_token(invitation.uuid))
        invitation.save()
    return invitation


def exchanged(token: str) -> str:
    """What a session keeps of a token as it stands in the link: its secret's hash, as the database does."""
    return sessions.hashed(token.partition(".")[2])


def find(*, token_hash: str) -> Invitation:
    """The open invitation of an exchanged token. Raises InvitationRefused."""
    invitation = (
        Invitation.objects.select_related("association")
        .filter(token_hash=token_hash, accepted_at__isnull=True, expires_at__gt=clock.now())
        .first()
    )
    if invitation is None or not invitation.association.is_open:
        raise InvitationRefused
    return invitation


def accept(*, request: HttpRequest, invitation: Invitation, password: str | None) -> HttpResponse | None:
    """Give the invited person access, make the login if there is none, and sign this browser in.

    Having opened the link proves the address; who has a second factor is asked for it, by the response.
    Raises InvitationRefused when it was taken meanwhile, AssociationPaused, SignedInAsAnother, or what the
    register says when the person cannot be joined with this login; then there is no access, and the
    invitation stays open.
    """
    if request.user.is_authenticated and request.user.email.lower() != invitation.email:
        raise SignedInAsAnother
    if invitation.association.is_read_only:
        raise AssociationPaused(association=invitation.association.name)
    user = _login_for(invitation, password)
    if invitation.person_uuid:
        crossings.cross(
            "link_person",
            into=invitation.association,
            by_user=user.uuid,
            person_uuid=invitation.person_uuid,
            user_uuid=user.uuid,
        )
    _take(invitation, user)
    request.session.pop("invitation", None)
    if request.user.is_authenticated:
        return None
    record_authentication(request, user, method="invitation")
    response: HttpResponse = perform_login(
        request,
        user,
        email=invitation.email,
        redirect_url=addresses.absolute_url(invitation.association, "signin"),
    )
    return None if request.user.is_authenticated else response


def _locked(invitation: Invitation) -> Invitation:
    locked = Invitation.objects.select_for_update().filter(pk=invitation.pk, accepted_at__isnull=True).first()
    if locked is None:
        raise InvitationRefused
    return locked


@transaction.atomic(durable=True)
def _login_for(invitation: Invitation, password: str | None) -> User:
    locked = _locked(invitation)
    return User.objects.filter(email__iexact=locked.email).first() or User.objects.create_user(
        locked.email, password or None, name=locked.name, language=locked.language
    )


def _grant(invitation: Invitation, user: User) -> None:
    """What was offered. Whoever has the role already gets the extent that was offered now."""
    now = clock.now()
    extent = {
        "limited": invitation.limited,
        "unit_uuids": invitation.unit_uuids,
        "role_uuids": invitation.role_uuids,
        "starts_at": invitation.starts_at,
        "ends_at": invitation.access_ends_at,
        "instead_of": invitation.instead_of,
    }
    role, association = invitation.role, invitation.association
    if extent["ends_at"] is not None and invitation.access_ends_at <= now:  # type: ignore[operator]  # as above
        raise InvitationRefused
    open_one = Access.objects.filter(
        Q(ends_at__isnull=True) | Q(ends_at__gt=now), user=user, association=association, role=role
    ).first()
    if open_one is None:
        Access.objects.create(user=user, association=association, role=role, created_at=now, **extent)
    elif role != Access.Role.VOLUNTEER:
        Access.objects.filter(pk=open_one.pk).update(**extent)


@transaction.atomic(durable=True)
def _take(invitation: Invitation, user: User) -> None:
    locked = _locked(invitation)
    EmailAddress.objects.update_or_create(
        user=user, email=locked.email, defaults={"verified": True, "primary": True}
    )
    _grant(locked, user)
    locked.accepted_at = clock.now()
    locked.accepted_by = user
    locked.save(update_fields=["accepted_at", "accepted_by"])
