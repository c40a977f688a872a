"""Logins, central sign-ins, and the codes that carry a sign-in from one host to another."""

import uuid
from datetime import datetime
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Lower

from tenants import clock
from tenants.models import Access


class UserManager(BaseUserManager["User"]):
    """Makes logins by e-mail address."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """A login; without a password it can sign in by code only."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        """By e-mail address, whatever its case."""
        return self.get(email__iexact=username)


class User(AbstractBaseUser):
    """A login. It has no rights of its own: `tenants.Access` says where it may act."""

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=160, blank=True)
    language = models.CharField(max_length=2, choices=settings.LANGUAGES, blank=True)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(default=clock.real_now)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(Lower("email"), name="user_email_once")]

    def __str__(self) -> str:
        return self.name or self.email

    # allauth and Django ask these of any user; nobody has permissions of that kind.
    def get_full_name(self) -> str:
        """The name as shown."""
        return self.name

    def has_perm(self, perm: str, obj: object | None = None) -> bool:
        """Never: rights are named predicates over Access."""
        return False

    def has_module_perms(self, app_label: str) -> bool:
        """Never."""
        return False


class SignIn(models.Model):
    """One sign-in at the sign-in host. Ending it ends every host's session that came from it.

    `mfa_since` and `mfa_at` are the first and the latest proof of a second factor in it; both are empty while
    none is in force.
    """

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="sign_ins")
    method = models.CharField(max_length=40)
    # Defaults of the database: the release before this one writes rows without these columns.
    methods = models.JSONField(default=list, db_default=models.Value([], models.JSONField()))
    browser = models.CharField(max_length=40, blank=True, db_default="")
    system = models.CharField(max_length=40, blank=True, db_default="")
    at = models.DateTimeField(default=clock.real_now)
    seen_at = models.DateTimeField(null=True, default=clock.real_now)
    mfa_since = models.DateTimeField(null=True, blank=True)
    mfa_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="signin_mfa_both",
                condition=models.Q(mfa_since__isnull=True, mfa_at__isnull=True)
                | models.Q(mfa_since__isnull=False, mfa_at__gte=models.F("mfa_since")),
            )
        ]

    @property
    def mfa(self) -> bool:
        """Whether a second factor is in force in it."""
        return self.mfa_at is not None


class Handoff(models.Model):
    """A single-use code that takes a sign-in to one host within a minute."""

    code_hash = models.CharField(max_length=64, unique=True)
    host = models.CharField(max_length=253)
    state_hash = models.CharField(max_length=64)
    sign_in = models.ForeignKey(SignIn, on_delete=models.CASCADE)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    def is_open(self, at: datetime) -> bool:
        """Whether it can still be used."""
        return self.used_at is None and at < self.expires_at


class FactorReset(models.Model):
    """That somebody's second factors were taken away by another, and why: kept, whatever becomes of both."""

    user_uuid = models.UUIDField()
    association = models.CharField(max_length=63, blank=True)
    by_user = models.UUIDField(null=True, blank=True)
    by_name = models.CharField(max_length=160)
    reason = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField(default=clock.real_now)
    told_at = models.DateTimeField(null=True, blank=True)


class ApiToken(models.Model):
    """A program's key to the API of one association or umbrella, in the name of whoever made it.

    It hangs on the access by which its maker may act there, ends with it, and may do no more than its scopes
    say. Only a hash is kept; `prefix` is its beginning, by which people recognise it.
    """

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    access = models.ForeignKey(Access, on_delete=models.CASCADE, related_name="tokens")
    name = models.CharField(max_length=60)
    prefix = models.CharField(max_length=12)
    secret_hash = models.CharField(max_length=64, unique=True)
    scopes = ArrayField(models.CharField(max_length=40))
    created_at = models.DateTimeField(default=clock.real_now)
    expires_at = models.DateTimeField()
    last_used_on = models.DateField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.CharField(max_length=160, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="apitoken_expires_later", condition=models.Q(expires_at__gt=models.F("created_at"))
            ),
            models.CheckConstraint(name="apitoken_has_scope", condition=models.Q(scopes__len__gt=0)),
        ]
