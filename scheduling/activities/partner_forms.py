"""The form of what no number says of an occasion."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from scheduling.activities.models import Activity, ActivityPartner


class InWordsForm(forms.Form):
    """What no number says: what each partner did, and of a gig what its host said afterwards."""

    feedback = forms.CharField(
        label=_("What the host said afterwards"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("No names of those who listened."),
    )

    def __init__(
        self, *args: Any, activity: Activity, partners: Iterable[ActivityPartner], **kwargs: Any
    ) -> None:
        self.partners = {f"part_{each.pk}": each for each in partners}
        gig = getattr(activity, "gig", None)
        kwargs["initial"] = {name: each.part for name, each in self.partners.items()}
        kwargs["initial"]["feedback"] = gig.feedback if gig else ""
        super().__init__(*args, **kwargs)
        if gig is None:
            del self.fields["feedback"]
        for name, each in self.partners.items():
            self.fields[name] = forms.CharField(
                label=_("What did %(name)s do?") % {"name": each.organisation.name},
                max_length=200,
                required=False,
            )

    def parts(self) -> dict[int, str]:
        """What a valid form says of each partner, by the partner's row."""
        return {each.pk: self.cleaned_data[name] for name, each in self.partners.items()}
