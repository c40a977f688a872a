"""Forms of the sign-in host and of `Me`."""

from typing import Any, ClassVar

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from tenants.context import platform_role
from tenants.models import Invitation


class AcceptForm(forms.Form):
    """A password for those who like one; without it people sign in with a code by e-mail.

    Whoever has a login already keeps the password that they have, and is not asked.
    """

    password = forms.CharField(
        label=_("Password (if you want one)"),
        help_text=_("At least 12 characters. Leave empty to sign in with a code that we e-mail to you."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        required=False,
        strip=False,
    )

    def __init__(self, *args: Any, invitation: Invitation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.invitation = invitation
        if User.objects.filter(email__iexact=invitation.email).exists():
            del self.fields["password"]

    def clean_password(self) -> str:
        """As strong as everybody's."""
        password = str(self.cleaned_data["password"])
        if password:
            validate_password(password, User(email=self.invitation.email, name=self.invitation.name))
        return password


class MeForm(forms.ModelForm):  # type: ignore[type-arg]  # generic in the stubs, not when it runs
    """The language in which we write to you."""

    saved = _("Saved.")

    class Meta:
        model = User
        fields: ClassVar = ["language"]
        labels: ClassVar = {"language": _("Language")}

    def save_in_platform(self) -> None:
        """The login lies on the shared side."""
        with platform_role():
            self.save()
