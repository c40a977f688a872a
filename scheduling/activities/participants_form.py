"""The form by which somebody is taken into a closed group."""

from typing import Any
from uuid import UUID, uuid5

from django import forms
from django.utils.translation import gettext, gettext_lazy as _

from volunteers.register.importing.cells import has_identity_code

NAME, CONTACT = 60, 100


class ParticipantForm(forms.Form):
    """What they want to be called, perhaps how to reach them, and that they agreed."""

    name = forms.CharField(
        label=_("First name, or what they want to be called"),
        max_length=NAME,
        help_text=_("No surname, and nothing about health."),
    )
    contact = forms.CharField(
        label=_("Phone or e-mail"),
        max_length=CONTACT,
        required=False,
        help_text=_("Only if you need it to tell them of changes."),
    )
    agreed = forms.BooleanField(
        label=_("They agreed that this is kept"),
        error_messages={"required": _("Ask them first: without their consent nothing is kept.")},
    )

    key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def once(self) -> UUID | None:
        """The page's own mark and what was typed: the same sent twice is one person, another name another."""
        said = self.cleaned_data
        return uuid5(said["key"], repr((said["name"], said["contact"]))) if said["key"] else None

    def clean(self) -> dict[str, Any]:
        """No personal identity code in either."""
        said = super().clean() or self.cleaned_data
        for name in ("name", "contact"):
            if has_identity_code(said.get(name)):
                self.add_error(name, gettext("A personal identity code is kept nowhere here: take it out."))
        return said
