"""Forms of networks."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tenants import clock
from tenants.models import Association, Network
from umbrella.affiliations.forms import DayField
from umbrella.networks import selectors


class NamesForm(forms.Form):
    """What a network is called."""

    name_fi = forms.CharField(label=_("Name in Finnish"), max_length=200)
    name_sv = forms.CharField(label=_("Name in Swedish"), max_length=200, required=False)
    name_en = forms.CharField(label=_("Name in English"), max_length=200, required=False)

    @classmethod
    def of(cls, network: Network) -> "NamesForm":
        """The form of a network that is there."""
        return cls(initial={name: getattr(network, name) for name in cls.base_fields})


class PutInForm(forms.Form):
    """Which association, from which day on."""

    association = forms.ModelChoiceField(
        label=_("Association"), queryset=Association.objects.none(), empty_label=_("Choose an association")
    )
    from_on = DayField(
        label=_("From"), help_text=_("An earlier day is fine: figures of earlier years follow it.")
    )

    def __init__(self, *args: Any, network: Network, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["association"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = selectors.may_be_put_in(network)
        self.fields["from_on"].initial = date(clock.today(network.umbrella).year, 1, 1)


class TakeOutForm(forms.Form):
    """Its last day."""

    to_on = DayField(label=_("Last day"))

    def __init__(self, *args: Any, network: Network, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to_on"].initial = clock.today(network.umbrella)
