"""Names in three languages, as an association writes them."""

from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from tenants.context import current_association

FALL_BACK = "name_fi"


class NamesForm(forms.Form):
    """A name in three languages. The association's own language comes first and is the one that is needed.

    Finnish is what is shown where another language has no name (`tenants.named`), so a cleaned form always
    has a Finnish one: where it was left empty, the name in the association's own language stands for it.
    """

    name_fi = forms.CharField(label=_("Name in Finnish"), max_length=200, required=False)
    name_sv = forms.CharField(label=_("Name in Swedish"), max_length=200, required=False)
    name_en = forms.CharField(label=_("Name in English"), max_length=200, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.own_name = f"name_{current_association().language}"
        self.fields[self.own_name].required = True
        self.order_fields([self.own_name, *self.fields])

    @property
    def names(self) -> list[BoundField]:
        """The three fields, the needed one first."""
        return sorted(
            (self[name] for name in NamesForm.base_fields), key=lambda field: field.name != self.own_name
        )

    def clean(self) -> dict[str, Any]:
        """A name for the fall-back too."""
        data = super().clean() or self.cleaned_data
        if not data.get(FALL_BACK):
            data[FALL_BACK] = data.get(self.own_name, "")
        return data
