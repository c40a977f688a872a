"""Forms of the catalogue."""

from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _

from tenants.models import SLUG, CatalogueRole, RoleFamily
from umbrella.catalogue.texts import FIELDS, Listed
from volunteers.register.words import CountingUnit


def _text(label: Any, language: str) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3, "lang": language}),
    )


class RoleForm(forms.Form):
    """What a role is, and what it asks of those who do it."""

    edition = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=32000, initial=0)
    name_fi = forms.CharField(label=_("Name in Finnish"), max_length=200)
    name_sv = forms.CharField(label=_("Name in Swedish"), max_length=200, required=False)
    name_en = forms.CharField(label=_("Name in English"), max_length=200, required=False)
    family = forms.ChoiceField(
        label=_("Role family"),
        choices=RoleFamily.choices,
        help_text=_("The federation's figures are grouped by it."),
    )
    counting_unit = forms.ChoiceField(label=_("What is counted"), choices=CountingUnit.choices)
    description_fi = _text(_("Description in Finnish"), "fi")
    description_sv = _text(_("Description in Swedish"), "sv")
    description_en = _text(_("Description in English"), "en")
    discreet = forms.BooleanField(label=_("Discreet: messages do not tell what it is"), required=False)
    minimum_age = forms.IntegerField(label=_("Youngest age"), min_value=13, max_value=100, required=False)
    needs_agreement = forms.BooleanField(label=_("Signed volunteer agreement"), required=False)
    needs_confidentiality = forms.BooleanField(label=_("Signed confidentiality undertaking"), required=False)
    supervision = forms.ChoiceField(label=_("Supervision"), choices=CatalogueRole.Supervision.choices)
    supervision_every_days = forms.IntegerField(
        label=_("At least every … days"), min_value=1, max_value=730, required=False
    )

    def clean(self) -> dict[str, Any]:
        """Supervision that is asked for says how often."""
        said: dict[str, Any] = super().clean() or {}
        asked = said.get("supervision", CatalogueRole.Supervision.NONE) != CatalogueRole.Supervision.NONE
        if asked and not said.get("supervision_every_days") and "supervision_every_days" not in self.errors:
            self.add_error("supervision_every_days", _("Write how often supervision is asked for."))
        return said

    @classmethod
    def of(cls, role: CatalogueRole, data: Any = None) -> "RoleForm":
        """The form of a role that is there."""
        return cls(data, initial={name: getattr(role, name) for name in cls.base_fields if name != "code"})


class NewRoleForm(RoleForm):
    """A role that is not there yet."""

    code = forms.CharField(
        label=_("Code"),
        max_length=60,
        required=False,
        validators=[SLUG],
        help_text=_("By it the figures know the role; it never changes. Empty: made of the Finnish name."),
    )
    field_order = ("name_fi", "name_sv", "name_en", "code")


class ModelTextForm(forms.Form):
    """A model text in its languages."""

    edition = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=32000)
    text_fi = forms.CharField(label=_("Text in Finnish"), required=False, strip=False)
    text_sv = forms.CharField(label=_("Text in Swedish"), required=False, strip=False)
    text_en = forms.CharField(label=_("Text in English"), required=False, strip=False)

    def __init__(self, data: Any = None, *, line: Listed) -> None:
        names = ("edition", *FIELDS)
        super().__init__(data, initial={name: getattr(line.text, name) for name in names})
        for name in FIELDS:
            field = self.fields[name]
            assert isinstance(field, forms.CharField)
            field.widget = forms.Textarea(
                attrs={"rows": 8, "lang": name[-2:], "maxlength": line.known.longest}
            )
            field.max_length = line.known.longest
            field.validators.append(MaxLengthValidator(line.known.longest))

    def clean(self) -> dict[str, Any]:
        """Lines end in one way, and who writes in another language writes in Finnish as well."""
        said: dict[str, Any] = super().clean() or {}
        said |= {name: said.get(name, "").replace("\r\n", "\n").strip() for name in FIELDS}
        if not said["text_fi"] and (said["text_sv"] or said["text_en"]) and "text_fi" not in self.errors:
            self.add_error("text_fi", _("Write it in Finnish, too: whoever lacks another one reads it."))
        return said
