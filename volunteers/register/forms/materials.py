"""The form of a guide or a rule."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from volunteers.register import material_files
from volunteers.register.material_files import Checked
from volunteers.register.models import RoleMaterial
from web.errors import DomainError


class MaterialForm(forms.Form):
    """A text, an address, a file, or several of them."""

    title = forms.CharField(label=pgettext_lazy("material", "Title"), max_length=120)
    text = forms.CharField(
        label=pgettext_lazy("material", "Text"),
        required=False,
        max_length=20000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    address = forms.URLField(label=_("Web address"), required=False, assume_scheme="https", max_length=200)
    file = forms.FileField(
        label=_("File"),
        required=False,
        max_length=200,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".pdf,.docx,.odt,.png,.jpg,.jpeg"}),
        help_text=_(
            "PDF, DOCX, ODT, PNG or JPG, at most 10 MB. Pictures lose the place where they were taken."
        ),
    )
    without_file = forms.BooleanField(label=_("Remove the file"), required=False)

    def __init__(self, *args: Any, material: RoleMaterial | None = None, **kwargs: Any) -> None:
        if material is not None:
            kwargs["initial"] = {name: getattr(material, name) for name in ("title", "text", "address")}
        super().__init__(*args, **kwargs)
        self._has_file = material is not None and material.has_file
        if not self._has_file:
            del self.fields["without_file"]

    def clean_file(self) -> Checked | None:
        """The file as it may be kept."""
        sent = self.cleaned_data.get("file")
        if not sent:
            return None
        try:
            return material_files.check(name=sent.name, content=sent.read())
        except DomainError as refusal:
            raise forms.ValidationError(str(refusal)) from None

    def clean(self) -> dict[str, Any]:
        """It says something."""
        said = super().clean() or {}
        keeps = self._has_file and not said.get("without_file")
        if not self.errors and not (said.get("text") or said.get("address") or said.get("file") or keeps):
            self.add_error("text", _("Write a text, give an address, or choose a file."))
        return said
