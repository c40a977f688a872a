"""Forms of the federation's administrator."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from umbrella.metrics import BY_CODE, WITH_TARGET


class SuspendForm(forms.Form):
    """Why an association is closed for writing."""

    reason = forms.CharField(
        label=_("Why"),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Those who work for the federation here see it."),
    )


class CoordinatorForm(forms.Form):
    """Who coordinates an association first."""

    given_name = forms.CharField(label=_("Given name"), max_length=80)
    family_name = forms.CharField(label=_("Family name"), max_length=80)
    email = forms.EmailField(label=_("E-mail"))
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)


class TargetsForm(forms.Form):
    """What the federation wants its figures to be in a year."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code in WITH_TARGET:
            metric = BY_CODE[code]
            most = 100 if metric.kind == "share" else 999_999_999
            self.fields[code] = forms.IntegerField(
                label=str(metric.name),
                help_text=str(metric.unit),
                min_value=1,
                max_value=most,
                required=False,
            )
