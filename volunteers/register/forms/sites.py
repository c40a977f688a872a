"""Forms of places and of the organisations behind them."""

from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from volunteers.register import opening
from volunteers.register.forms.person import WEEK, PhoneField
from volunteers.register.forms.roles import NamedChoice
from volunteers.register.models import Organisation, Site, Unit
from volunteers.register.opening import Part, Stretch
from volunteers.register.services.organisations import OrganisationPlan
from volunteers.register.services.sites import SitePlan
from web.errors import DomainError

WHOLE_ADDRESS = {"invalid": _("Write a whole address, such as office@example.org.")}


def _email() -> forms.EmailField:
    return forms.EmailField(label=_("E-mail"), required=False, error_messages=WHOLE_ADDRESS)


class SiteForm(forms.Form):
    """What a place is, and whose."""

    name = forms.CharField(label=pgettext_lazy("place", "Name"), max_length=120)
    address = forms.CharField(label=_("Address"), max_length=200, required=False)
    arrival = forms.CharField(
        label=_("How to get in"),
        max_length=200,
        required=False,
        help_text=_("For example: ring the bell at the side door."),
    )
    organisation = NamedChoice(
        label=_("Host organisation"),
        queryset=Organisation.objects.none(),
        required=False,
        empty_label=_("No host organisation"),
        help_text=_("If volunteers work with somebody else there, such as a hospital."),
    )
    unit = NamedChoice(
        label=_("Room of the unit"),
        queryset=Unit.objects.none(),
        required=False,
        empty_label=_("No unit in particular"),
    )
    contact_name = forms.CharField(
        label=_("Contact person there"),
        max_length=160,
        required=False,
        help_text=_("Those who come see the name and how to reach the place."),
    )
    phone = PhoneField()
    email = _email()
    access = forms.MultipleChoiceField(
        label=_("What makes it easier to come"),
        choices=Site.Access.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    access_text = forms.CharField(
        label=_("More about getting around"),
        max_length=400,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Also what is difficult: steps, narrow doors, no lift."),
    )
    discreet = forms.BooleanField(
        label=_("Discreet"),
        required=False,
        help_text=_("Messages and calendars say “your shift”, never where it is."),
    )

    def __init__(self, *args: Any, site: Site | None = None, **kwargs: Any) -> None:
        if site is not None:
            kwargs["initial"] = {name: getattr(site, name) for name in self.base_fields}
        super().__init__(*args, **kwargs)
        self.site = site
        organisations = Organisation.objects.filter(is_active=True)
        units = Unit.objects.filter(is_active=True)
        if site is not None:  # what is no longer on offer stays where it is
            organisations = organisations | Organisation.objects.filter(pk=site.organisation_id or 0)
            units = units | Unit.objects.filter(pk=site.unit_id or 0)
        self.fields["organisation"].queryset = organisations  # type: ignore[attr-defined]  # a NamedChoice
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]  # a NamedChoice

    def plan(self) -> SitePlan:
        """What a valid form says. Whether it is in use is no question of it."""
        in_use = self.site.is_active if self.site is not None else True
        return SitePlan(**self.cleaned_data, is_active=in_use)


class DayOfHours(forms.CharField):
    """The opening hours of one day, as one writes them."""

    def clean(self, value: Any) -> Any:
        """Its parts, in order."""
        try:
            return opening.read_day(str(super().clean(value)))
        except DomainError as refusal:
            raise forms.ValidationError(str(refusal)) from refusal


class OpeningForm(forms.Form):
    """The week of a place."""

    def __init__(self, *args: Any, stretches: list[Stretch], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        days = opening.by_day(stretches)
        for day, label in enumerate(WEEK):
            self.fields[f"day_{day}"] = DayOfHours(
                label=label, required=False, max_length=120, initial=opening.typed(days.get(day, ()))
            )

    def stretches(self) -> list[Stretch]:
        """What a valid form says."""
        said: list[tuple[int, list[Part]]] = [(day, self.cleaned_data[f"day_{day}"]) for day in range(7)]
        return [(day, start, end) for day, parts in said for start, end in parts]


class OrganisationForm(forms.Form):
    """A host and how to reach it."""

    name = forms.CharField(label=pgettext_lazy("place", "Name"), max_length=120)
    contact_name = forms.CharField(label=_("Contact person there"), max_length=160, required=False)
    phone = PhoneField()
    email = _email()
    checklist = forms.CharField(
        label=_("Before the first time"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_(
            "What the host wants done, a point on each line: a card to fetch, hand hygiene, where to put "
            "one’s coat. Those who come see it on the page of their shift."
        ),
    )
    notes = forms.CharField(
        label=_("Notes for coordinators"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, organisation: Organisation | None = None, **kwargs: Any) -> None:
        if organisation is not None:
            kwargs["initial"] = {name: getattr(organisation, name) for name in self.base_fields}
        super().__init__(*args, **kwargs)
        self.organisation = organisation

    def plan(self) -> OrganisationPlan:
        """What a valid form says. Whether it is in use is no question of it."""
        in_use = self.organisation.is_active if self.organisation is not None else True
        return OrganisationPlan(**self.cleaned_data, is_active=in_use)


class SitesForm(forms.Form):
    """Which places to list."""

    OWN, ROOMS, HOSTS, AWAY = "own", "rooms", "hosts", "away"

    q = forms.CharField(
        label=_("Search by name, address or host"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"placeholder": _("Search by name, address or host"), "type": "search"}),
    )
    show = forms.ChoiceField(
        label=pgettext_lazy("filter", "Show"),
        required=False,
        choices=[
            ("", _("Places in use")),
            (OWN, _("Without a host organisation")),
            (ROOMS, _("Rooms of units")),
            (HOSTS, _("With a host organisation")),
            (AWAY, _("Not in use any more")),
        ],
    )

    def found(self) -> QuerySet[Site]:
        """The places that are asked for, by name."""
        self.is_valid()
        show, text = self.cleaned_data.get("show", ""), self.cleaned_data.get("q", "")
        found = Site.objects.filter(is_active=show != self.AWAY).select_related("organisation", "unit")
        if show == self.OWN:
            found = found.filter(organisation=None)
        elif show == self.ROOMS:
            found = found.exclude(unit=None)
        elif show == self.HOSTS:
            found = found.exclude(organisation=None)
        for word in text.split():
            found = found.filter(
                Q(name__icontains=word) | Q(address__icontains=word) | Q(organisation__name__icontains=word)
            )
        return found.order_by("name", "pk")
