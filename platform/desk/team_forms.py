"""Forms of the team: inviting somebody, changing how far their access goes, handing over."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from accounts import team
from accounts.models import User
from accounts.team import Extent
from tenants.models import Access
from volunteers.register.forms.roles import NamedChoices
from volunteers.register.models import Unit, VolunteerRole

Role = Access.Role
WHOLE, PART = "whole", "part"
DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
# Whose reach can be a part of the association, and whose always is one.
CAN_BE_LIMITED = {Role.COORDINATOR, Role.GUEST}
ALWAYS_LIMITED = {Role.LEADER}


def midnight(day: date) -> datetime:
    """When a day of the association begins."""
    return datetime.combine(day, time(), tzinfo=timezone.get_current_timezone())


def last_day(ends_at: datetime) -> date:
    """The last day of an access that ends at a moment."""
    return timezone.localtime(ends_at - timedelta(seconds=1)).date()


class ExtentForm(forms.Form):
    """How far an access goes, as its role asks for it."""

    reach = forms.ChoiceField(
        label=_("Looks after"),
        choices=[(WHOLE, _("the whole association")), (PART, _("some units or roles"))],
        widget=forms.RadioSelect,
        initial=WHOLE,
    )
    units = NamedChoices(
        label=_("Units, with their parts"),
        queryset=Unit.objects.none(),
        required=False,
        to_field_name="uuid",
        widget=forms.CheckboxSelectMultiple,
    )
    roles = NamedChoices(
        label=pgettext_lazy("volunteer roles", "Roles"),
        queryset=VolunteerRole.objects.none(),
        required=False,
        to_field_name="uuid",
        widget=forms.CheckboxSelectMultiple,
    )
    instead_of = forms.ChoiceField(label=_("Stands in for"))
    starts_on = forms.DateField(label=_("First day"), widget=DAY)
    ends_on = forms.DateField(
        label=_("Last day"), help_text=_("The access ends by itself at the end of this day."), widget=DAY
    )

    def __init__(self, *args: Any, role: str, access: Access | None = None, **kwargs: Any) -> None:
        self.role, self.access = role, access
        if access is not None:
            kwargs["initial"] = self._of(access)
        super().__init__(*args, **kwargs)
        limits = role in CAN_BE_LIMITED | ALWAYS_LIMITED
        used = set(access.unit_uuids) | set(access.role_uuids) if access else set()
        units = Unit.objects.filter(is_active=True) | Unit.objects.filter(uuid__in=used)
        roles = VolunteerRole.objects.filter(is_active=True) | VolunteerRole.objects.filter(uuid__in=used)
        self.fields["units"].queryset = units  # type: ignore[attr-defined]  # a NamedChoices
        self.fields["roles"].queryset = roles  # type: ignore[attr-defined]  # a NamedChoices
        if not units.exists():
            del self.fields["units"]
        for name, is_there in (
            ("reach", role in CAN_BE_LIMITED),
            ("units", limits),
            ("roles", limits),
            ("instead_of", role == Role.DEPUTY and access is None),
            ("starts_on", role == Role.DEPUTY and access is None),
            ("ends_on", role in Access.DATED),
        ):
            if not is_there:
                self.fields.pop(name, None)
        if "instead_of" in self.fields:
            self.substituted = {
                f"{one.who}:{one.access.role}": one
                for one in team.team().held
                if one.access.role in {Role.OWNER, Role.COORDINATOR}
            }
            names = [(key, str(one.user)) for key, one in self.substituted.items()]
            self.fields["instead_of"].choices = names  # type: ignore[attr-defined]  # a choice

    @staticmethod
    def _of(access: Access) -> dict[str, Any]:
        return {
            "reach": PART if access.limited else WHOLE,
            "units": access.unit_uuids,
            "roles": access.role_uuids,
            "ends_on": last_day(access.ends_at) if access.ends_at else None,
        }

    def extent(self) -> Extent:
        """What a valid form says. A deputy reaches as far as whom they stand in for."""
        said = self.cleaned_data
        ends = midnight(said["ends_on"] + timedelta(days=1)) if said.get("ends_on") else None
        if self.role == Role.DEPUTY:
            return self._of_deputy(ends)
        limited = self.role in ALWAYS_LIMITED or said.get("reach") == PART
        return Extent(
            limited=limited,
            units=_uuids(said.get("units")) if limited else frozenset(),
            roles=_uuids(said.get("roles")) if limited else frozenset(),
            ends_at=ends,
        )

    def _of_deputy(self, ends: datetime | None) -> Extent:
        if self.access is not None:
            like, starts, whom = self.access, self.access.starts_at, None
        else:
            one = self.substituted[self.cleaned_data["instead_of"]]
            like, starts = one.access, midnight(self.cleaned_data["starts_on"])
            whom = one.user.uuid
        return Extent(
            limited=like.limited,
            units=frozenset(like.unit_uuids),
            roles=frozenset(like.role_uuids),
            starts_at=starts,
            ends_at=ends,
            instead_of=whom,
        )


def _uuids(rows: Any) -> frozenset[UUID]:
    return frozenset(row.uuid for row in rows or ())


class InviteForm(ExtentForm):
    """Somebody who is to work with the association's people."""

    name = forms.CharField(label=_("Name"), max_length=160)
    email = forms.EmailField(label=_("E-mail"), help_text=_("They get a link there that works once."))
    language = forms.ChoiceField(
        label=_("Language"), help_text=_("In this language we write to them."), choices=settings.LANGUAGES
    )

    field_order: Sequence[str] = ("name", "email", "language")


class SuccessorForm(forms.Form):
    """Who takes everything over."""

    successor = forms.ChoiceField(label=_("Successor"))

    def __init__(self, *args: Any, leaver: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = {str(user.uuid): user for user in team.coordinating() if user.pk != leaver.pk}
        names = [("", _("Choose a person")), *((uuid, str(user)) for uuid, user in self.known.items())]
        self.fields["successor"].choices = names  # type: ignore[attr-defined]  # a choice

    def user(self) -> User:
        """Whom a valid form names."""
        return self.known[self.cleaned_data["successor"]]
