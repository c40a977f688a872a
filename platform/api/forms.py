"""The form of a new token."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _, ngettext

from accounts.scopes import Scope
from accounts.tokens import LIFETIMES

USUAL = 90


class TokenForm(forms.Form):
    """What the program is called, what it may do, and for how long."""

    name = forms.CharField(
        label=_("Which program is it for?"),
        max_length=60,
        help_text=_("The name stands in the list of tokens, and beside everything that the program changes."),
    )
    scopes = forms.MultipleChoiceField(
        label=_("What may it do?"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Tick only what it needs. You can hand on what you may do yourself."),
        error_messages={"required": _("Tick at least one thing that the program may do.")},
    )
    days = forms.TypedChoiceField(
        label=_("How long does it work?"), widget=forms.RadioSelect, coerce=int, initial=USUAL
    )

    def __init__(self, *args: Any, offered: Sequence[Scope], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["scopes"].choices = [(scope.name, _choice(scope)) for scope in offered]  # type: ignore[attr-defined]  # it has choices
        self.fields["days"].choices = [(days, _how_long(days)) for days in LIFETIMES]  # type: ignore[attr-defined]  # as above


def _choice(scope: Scope) -> SafeString:
    return format_html("{} <code>{}</code>", scope.label, scope.name)


def _how_long(days: int) -> str:
    if days % 365 == 0:
        years = days // 365
        return ngettext("%(years)s year", "%(years)s years", years) % {"years": years}
    return ngettext("%(days)s day", "%(days)s days", days) % {"days": days}
