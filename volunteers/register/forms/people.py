"""Forms of people: the list and what is done with many, adding one."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

import phonenumbers
from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from volunteers.register import own_fields, reach, roster, selectors
from volunteers.register.models import OwnField, Period, VolunteerRole
from volunteers.register.roster import Wanted


class FilterForm(forms.Form):
    """Who is to be in the list. What makes no sense in an address is left aside."""

    q = forms.CharField(
        label=_("Search by name, phone or e-mail"),
        required=False,
        max_length=80,
        widget=forms.TextInput(attrs={"type": "search", "placeholder": _("Search by name, phone or e-mail")}),
    )
    state = forms.ChoiceField(label=pgettext_lazy("filter", "State"), required=False)
    role = forms.ChoiceField(label=pgettext_lazy("filter", "Role"), required=False)
    tag = forms.ChoiceField(label=pgettext_lazy("filter", "Tag"), required=False)
    unit = forms.ChoiceField(label=pgettext_lazy("filter", "Unit"), required=False)
    language = forms.ChoiceField(label=pgettext_lazy("filter", "Language"), required=False)
    sign_in = forms.ChoiceField(label=pgettext_lazy("filter", "Signing in"), required=False)

    def __init__(self, *args: Any, own: Sequence[OwnField] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in own_fields.active() if own is None else own:
            everything = _("%(field)s: all") % {"field": field.name}
            self.fields[own_fields.key_of(field)] = forms.ChoiceField(
                label=field.name,
                required=False,
                choices=[("", everything), *own_fields.filter_choices(field)],
            )
        states = [*Period.State.choices, (roster.NONE, _("no period"))]
        self._offer("state", _("State: all"), states)
        offered = roster.to_choose_from()
        self._offer("role", _("Role: all"), offered["role"])
        self._offer("tag", _("Tag: all"), offered["tag"])
        self._offer("unit", _("Unit: all"), offered["unit"])
        self._offer("language", _("Language: all"), settings.LANGUAGES)
        self._offer("sign_in", _("Signing in: all"), roster.SIGN_IN)

    def _offer(self, name: str, everything: Any, choices: Sequence[tuple[Any, Any]]) -> None:
        """What there is to choose from; where there is nothing, the field goes."""
        if not choices:
            del self.fields[name]
        else:
            self.fields[name].choices = [("", everything), *choices]  # type: ignore[attr-defined]  # choice fields

    def wanted(self) -> Wanted:
        """Who is asked for."""
        self.is_valid()
        said = {name: value for name, value in self.cleaned_data.items() if value}
        for name in ("role", "tag", "unit"):
            if name in said:
                said[name] = UUID(said[name])
        own = tuple(
            (int(name.removeprefix(own_fields.PREFIX)), said.pop(name))
            for name in list(said)
            if name.startswith(own_fields.PREFIX)
        )
        return Wanted(text=said.pop("q", ""), own=own, **said)

    def query(self) -> str:
        """The same as it stands in an address."""
        self.is_valid()
        return urlencode({name: value for name, value in self.cleaned_data.items() if value})


class ColumnsForm(forms.Form):
    """What stands beside the name."""

    columns = forms.MultipleChoiceField(
        label=_("Columns"),
        choices=list(roster.COLUMNS.items()),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *args: Any, own: Sequence[OwnField] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = [(key, field.name) for key, field in own_fields.by_key(own).items()]
        self.fields["columns"].choices = [*roster.COLUMNS.items(), *names]  # type: ignore[attr-defined]  # above


class SaveForm(forms.Form):
    """A filter to keep."""

    name = forms.CharField(label=_("Name of the filter"), max_length=40)


class TagForm(forms.Form):
    """A tag that there is, or a new one."""

    tag = forms.ChoiceField(label=_("Tag"), required=False)
    name = forms.CharField(
        label=_("New tag"),
        help_text=_("Nothing about health, beliefs or clients."),
        required=False,
        max_length=40,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(str(each.uuid), each.name) for each in roster.tags()]
        self.fields["tag"].choices = [("", _("Choose a tag")), *choices]  # type: ignore[attr-defined]  # above


class GiveRoleForm(forms.Form):
    """A role for many people, from a day on."""

    role = forms.ModelChoiceField(
        label=_("Role"), queryset=VolunteerRole.objects.none(), empty_label=_("Choose a role")
    )
    from_on = forms.DateField(
        label=_("From"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, *args: Any, reader: reach.Reaching, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found = reach.roles(reader, selectors.active_roles())
        self.fields["role"].queryset = found  # type: ignore[attr-defined]  # declared above


class DayForm(forms.Form):
    """A day to look at."""

    on = forms.DateField(label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))


class PersonForm(forms.Form):
    """A new volunteer."""

    given_name = forms.CharField(label=_("Given name"), max_length=80)
    family_name = forms.CharField(label=_("Family name"), max_length=80)
    email = forms.EmailField(label=_("E-mail"), required=False)
    phone = forms.CharField(label=_("Phone"), required=False, max_length=30)
    language = forms.ChoiceField(
        label=_("Language"),
        help_text=_("In this language we write to them."),
        choices=settings.LANGUAGES,
    )
    roles = forms.ModelMultipleChoiceField(
        label=_("Roles"),
        queryset=VolunteerRole.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    invited = forms.BooleanField(
        label=_("Invite them to sign in"),
        help_text=_("We e-mail them a link with which they see shifts and their own hours."),
        required=False,
    )

    def __init__(self, *args: Any, reader: reach.Reaching, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found = reach.roles(reader, selectors.active_roles())
        self.fields["roles"].queryset = found  # type: ignore[attr-defined]  # declared above
        # Who looks after some roles only would not see somebody who has none of them.
        self.fields["roles"].required = not reader.reach.whole

    def clean_phone(self) -> str:
        """As it is written internationally, so that it can be called from anywhere."""
        text = str(self.cleaned_data["phone"]).strip()
        if not text:
            return ""
        try:
            number = phonenumbers.parse(text, "FI")
        except phonenumbers.NumberParseException:
            number = None
        if number is None or not phonenumbers.is_possible_number(number):
            raise forms.ValidationError(_("Write the number as +358 40 1234567 or 040 1234567."))
        return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
