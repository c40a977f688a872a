"""Forms of roles: what a role is, what it asks for, who does it, its materials."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from tenants.models import CatalogueRole, RoleFamily
from volunteers.register import reach, selectors
from volunteers.register.catalogue import Update
from volunteers.register.forms.names import NamesForm
from volunteers.register.models import GrantTarget, Person, QualificationType, Unit, VolunteerRole
from volunteers.register.services.roles import Requirements, RolePlan
from volunteers.register.words import CountingUnit, LifeCourse, TargetGroup

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
DAYS = ["%Y-%m-%d", "%d.%m.%Y"]


class NamedChoice(forms.ModelChoiceField):  # type: ignore[type-arg]  # not generic when it runs
    """A choice of rows that are called by their `name`."""

    def label_from_instance(self, obj: Any) -> str:
        """The name in the language in use."""
        return str(obj.name)


class NamedChoices(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]  # not generic when it runs
    """Choices of rows that are called by their `name`."""

    def label_from_instance(self, obj: Any) -> str:
        """The name in the language in use."""
        return str(obj.name)


def _text(label: Any, *, rows: int, length: int, hint: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        required=False,
        max_length=length,
        help_text=hint,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


class RoleForm(NamesForm):
    """What a role is, and what the public page says about it."""

    family = forms.ChoiceField(
        label=_("Role family"),
        choices=RoleFamily.choices,
        help_text=_("The federation's figures are grouped by it."),
    )
    counting_unit = forms.ChoiceField(label=_("What is counted"), choices=CountingUnit.choices)
    unit = NamedChoice(
        label=_("Unit"), queryset=Unit.objects.none(), required=False, empty_label=_("The whole association")
    )
    coordinator = NamedChoice(
        label=_("Coordinator"),
        queryset=Person.objects.none(),
        required=False,
        empty_label=_("Nobody in particular"),
    )
    grant_target = NamedChoice(
        label=_("Grant target"),
        queryset=GrantTarget.objects.none(),
        required=False,
        empty_label=_("No grant target"),
        help_text=_("Its hours and counts are told under it, unless an occasion says otherwise."),
    )
    description_fi = _text(_("What one does, in Finnish"), rows=3, length=4000)
    description_sv = _text(_("What one does, in Swedish"), rows=3, length=4000)
    description_en = _text(_("What one does, in English"), rows=3, length=4000)
    discreet = forms.BooleanField(
        label=_("Discreet"),
        required=False,
        help_text=_("Messages and calendars say “your shift”, never what it is."),
    )
    is_open = forms.BooleanField(
        label=_("Open for applications"),
        required=False,
        help_text=_("The association's public page tells about it."),
    )
    public_text_fi = _text(
        _("For the public page, in Finnish"),
        rows=4,
        length=4000,
        hint=_("What is it like, how often, what do we offer? Without a text the page shows what one does."),
    )
    public_text_sv = _text(_("For the public page, in Swedish"), rows=4, length=4000)
    public_text_en = _text(_("For the public page, in English"), rows=4, length=4000)
    life_course = forms.MultipleChoiceField(
        label=_("For people of which age"),
        choices=LifeCourse.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    target_groups = forms.MultipleChoiceField(
        label=_("For whom"), choices=TargetGroup.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    is_active = forms.BooleanField(
        label=_("In use"),
        required=False,
        initial=True,
        help_text=_("A role that is not in use stays in the records, but takes no new shifts."),
    )

    def __init__(
        self, *args: Any, reader: reach.Reaching, role: VolunteerRole | None = None, **kwargs: Any
    ) -> None:
        if role is not None:
            kwargs["initial"] = {name: getattr(role, name) for name in self.base_fields}
        super().__init__(*args, **kwargs)
        units = reach.units(reader).filter(is_active=True)
        people = reach.people(reader, selectors.active_volunteers())
        targets = GrantTarget.objects.filter(is_active=True)
        if role is not None:  # what is no longer on offer stays where it is
            units = units | Unit.objects.filter(pk=role.unit_id or 0)
            people = people | Person.objects.filter(pk=role.coordinator_id or 0).order_by("sort_key", "pk")
            targets = targets | GrantTarget.objects.filter(pk=role.grant_target_id or 0)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]  # a NamedChoice
        self.fields["coordinator"].queryset = people  # type: ignore[attr-defined]  # a NamedChoice
        self.fields["grant_target"].queryset = targets  # type: ignore[attr-defined]  # a NamedChoice

    def plan(self) -> RolePlan:
        """What a valid form says."""
        return RolePlan(**self.cleaned_data)


class RequirementsForm(forms.Form):
    """What a role asks of those who do it."""

    qualifications = NamedChoices(
        label=_("Qualifications, valid on the day of the shift"),
        queryset=QualificationType.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    minimum_age = forms.IntegerField(
        label=_("Youngest age"),
        min_value=13,
        max_value=100,
        required=False,
        help_text=_("On the day of the shift. Without a day of birth in the register one may not."),
    )
    needs_agreement = forms.BooleanField(label=_("Signed volunteer agreement"), required=False)
    needs_confidentiality = forms.BooleanField(label=_("Signed confidentiality undertaking"), required=False)
    child_regular = forms.BooleanField(
        label=_("It is regular and essentially care, guidance or being together with a minor"), required=False
    )
    child_personal = forms.BooleanField(
        label=_("It happens in personal interaction with the minor"), required=False
    )
    child_alone = forms.BooleanField(
        label=_("It is done alone, or the minor's safety cannot be secured otherwise"), required=False
    )
    supervision = forms.ChoiceField(label=_("Supervision"), choices=VolunteerRole.Supervision.choices)
    supervision_every_days = forms.IntegerField(
        label=_("At least every … days"), min_value=1, max_value=730, required=False
    )
    supervision_grace_days = forms.IntegerField(
        label=_("Days of grace"),
        min_value=0,
        max_value=365,
        help_text=_("After them no new shifts, where supervision is asked for before new shifts."),
    )

    def __init__(self, *args: Any, role: VolunteerRole, **kwargs: Any) -> None:
        kwargs["initial"] = {
            name: getattr(role, name) for name in self.base_fields if name != "qualifications"
        } | {"qualifications": list(role.asks_for.values_list("type", flat=True))}
        super().__init__(*args, **kwargs)
        types = QualificationType.objects.filter(is_active=True) | QualificationType.objects.filter(
            asked_by__role=role
        )
        self.fields["qualifications"].queryset = types.distinct()  # type: ignore[attr-defined]  # NamedChoices

    def clean(self) -> dict[str, Any]:
        """Supervision needs its interval."""
        said = super().clean() or {}
        asked = said.get("supervision") not in {None, VolunteerRole.Supervision.NONE}
        if asked and not said.get("supervision_every_days") and "supervision_every_days" not in self.errors:
            self.add_error("supervision_every_days", _("Say how often, for example 45 days."))
        return said

    def wanted(self) -> Requirements:
        """What a valid form says."""
        return Requirements(**self.cleaned_data)


class UnitForm(NamesForm):
    """A unit and where it stands."""

    kind = forms.ChoiceField(label=_("Kind"), choices=Unit.Kind.choices)
    parent = NamedChoice(
        label=_("Part of"),
        queryset=Unit.objects.none(),
        required=False,
        empty_label=_("The association itself"),
    )
    is_active = forms.BooleanField(label=_("In use"), required=False, initial=True)

    def __init__(self, *args: Any, unit: Unit | None = None, **kwargs: Any) -> None:
        if unit is not None:
            kwargs["initial"] = {name: getattr(unit, name) for name in self.base_fields}
        super().__init__(*args, **kwargs)
        units = Unit.objects.exclude(pk=unit.pk) if unit is not None else Unit.objects.all()
        self.fields["parent"].queryset = units  # type: ignore[attr-defined]  # a NamedChoice


class TypeForm(NamesForm):
    """A kind of qualification."""

    valid_months = forms.IntegerField(
        label=_("Valid for … months"),
        min_value=1,
        max_value=600,
        required=False,
        help_text=_("Leave empty if it never ends."),
    )
    includes = NamedChoices(
        label=_("Includes"),
        queryset=QualificationType.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("Whoever has this one counts as having these, wherever they are asked for."),
    )
    is_active = forms.BooleanField(label=_("In use"), required=False, initial=True)

    def __init__(self, *args: Any, kind: QualificationType | None = None, **kwargs: Any) -> None:
        if kind is not None:
            kwargs["initial"] = {
                name: getattr(kind, name) for name in self.base_fields if name != "includes"
            } | {"includes": list(kind.includes.values_list("included", flat=True))}
        super().__init__(*args, **kwargs)
        types = QualificationType.objects.filter(is_active=True)
        if kind is not None:
            types = (types | QualificationType.objects.filter(included_by__wider=kind)).exclude(pk=kind.pk)
        self.fields["includes"].queryset = types.distinct()  # type: ignore[attr-defined]  # NamedChoices


class HolderForm(forms.Form):
    """Somebody from the register for the role."""

    person = NamedChoice(
        label=_("Person"),
        queryset=Person.objects.none(),
        to_field_name="uuid",
        empty_label=_("Choose a person"),
    )

    def __init__(self, *args: Any, role: VolunteerRole, reader: reach.Reaching, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = reach.people(reader, selectors.people_with_period())
        people = known.exclude(holdings__role=role, holdings__to_on__isnull=True)
        self.fields["person"].queryset = people  # type: ignore[attr-defined]  # a NamedChoice


class QualificationForm(forms.Form):
    """A qualification of one person."""

    type = NamedChoice(
        label=_("Qualification"), queryset=QualificationType.objects.none(), empty_label=_("Choose one")
    )
    from_on = forms.DateField(label=_("From"), widget=DAY, input_formats=DAYS)
    to_on = forms.DateField(
        label=_("Until"),
        widget=DAY,
        input_formats=DAYS,
        required=False,
        help_text=_("Leave empty to use the usual length."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        types = QualificationType.objects.filter(is_active=True)
        self.fields["type"].queryset = types  # type: ignore[attr-defined]  # a NamedChoice


class RevokeForm(forms.Form):
    """Why a qualification no longer stands."""

    reason = forms.CharField(
        label=_("Why it no longer stands"),
        max_length=200,
        help_text=_("The person reads this, too. Write nothing about anybody's health."),
    )


class ChildCheckForm(forms.Form):
    """That an extract was seen: two days, nothing else."""

    extract_on = forms.DateField(label=_("The extract is dated"), widget=DAY, input_formats=DAYS)
    seen_on = forms.DateField(label=_("Seen on"), widget=DAY, input_formats=DAYS)


class DayForm(forms.Form):
    """One day."""

    on = forms.DateField(label=pgettext_lazy("day", "On"), widget=DAY, input_formats=DAYS)


class UpdatesForm(forms.Form):
    """What to do with each field that the catalogue has changed."""

    TAKE, KEEP = "take", "keep"

    def __init__(self, *args: Any, updates: list[Update], entry: CatalogueRole, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.updates = updates
        self.entry = entry
        for update in updates:
            self.fields[update.field] = forms.ChoiceField(
                label=FIELD_LABELS[update.field],
                choices=[(self.TAKE, _("Take the catalogue's")), (self.KEEP, _("Keep our own"))],
                initial=self.KEEP if update.is_own else self.TAKE,
                widget=forms.RadioSelect,
            )

    def chosen(self, choice: str) -> list[str]:
        """The fields for which this was chosen."""
        return [name for name, value in self.cleaned_data.items() if value == choice]


FIELD_LABELS = {
    name: RoleForm.base_fields[name].label or ""
    for name in (
        "name_fi",
        "name_sv",
        "name_en",
        "description_fi",
        "description_sv",
        "description_en",
        "family",
        "counting_unit",
        "discreet",
    )
} | {
    name: RequirementsForm.base_fields[name].label or ""
    for name in (
        "minimum_age",
        "needs_agreement",
        "needs_confidentiality",
        "supervision",
        "supervision_every_days",
    )
}
