"""Forms of what cannot be undone, and of leaving."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from volunteers.register.models import Period


class SureForm(forms.Form):
    """Somebody's name, typed, says that it is really meant."""

    typed_name = forms.CharField(
        label=_("Name"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Type the name as it stands above.")},
    )

    def __init__(self, *args: Any, name: str, **kwargs: Any) -> None:
        self.name = name
        super().__init__(*args, **kwargs)
        self.fields["typed_name"].label = _("Type “%(name)s” to confirm") % {"name": name}

    def clean_typed_name(self) -> str:
        """The same name, however it is spaced and capitalised."""
        typed = " ".join(str(self.cleaned_data["typed_name"]).casefold().split())
        if typed != " ".join(self.name.casefold().split()):
            raise forms.ValidationError(_("That is another name. Type “%(name)s”.") % {"name": self.name})
        return typed


class LeaveForm(forms.Form):
    """The end of one's time here; nobody has to say why."""

    reason = forms.ChoiceField(
        label=_("If you like, tell us why"),
        required=False,
        choices=[("", _("I would rather not say")), *Period.Reason.choices],
    )
