"""Forms of support pairs. They check shape; whether it may be so is asked by the verbs.

Fields for own words are short and warn: no health, no names of others, no identity code.
"""

import re
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from scheduling.hours import walltime
from scheduling.hours.errors import HoursRefused
from scheduling.hours.forms import TIMES
from volunteers.pairs import limits
from volunteers.pairs.models import Agreement, Client, Content, Feeling, Goal, Meeting, Pair, Times
from volunteers.pairs.services.agreements import Terms
from volunteers.pairs.services.intake import Told
from volunteers.pairs.services.meetings import Noted
from volunteers.register import reach, selectors as register
from volunteers.register.forms.person import day_field
from volunteers.register.forms.roles import NamedChoice
from volunteers.register.models import VolunteerRole

SHORT = 200
MINUTES = ((30, "30 min"), (60, "1 h"), (90, "1 h 30 min"), (120, "2 h"), (180, "3 h"), (240, "4 h"))
_IDENTITY = re.compile(r"\b\d{6}\s?[-+A-FU-Ya-fu-y]\s?\d{3}[0-9A-Za-z]\b")


def _short(label: Any, *, hint: Any = "", required: bool = False) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": 2})
    return forms.CharField(label=label, max_length=SHORT, required=required, widget=widget, help_text=hint)


class NoIdentityCode(forms.Form):
    """A form into which no identity code can be written."""

    def clean(self) -> dict[str, Any]:
        """Refuse one wherever it stands; what was typed is not shown again there."""
        cleaned = super().clean() or self.cleaned_data
        for name, value in list(cleaned.items()):
            if isinstance(value, str) and _IDENTITY.search(value):
                self.add_error(name, _("This looks like an identity code. It is never kept: leave it out."))
        return cleaned


class ClientForm(NoIdentityCode):
    """What a client wants to be known of them. As little as is needed."""

    alias = forms.CharField(
        label=_("First name or another name"),
        max_length=60,
        help_text=_("What they want to be called by. No family name is needed."),
    )
    contact = forms.CharField(
        label=_("One way to reach them"), max_length=120, help_text=_("A phone number or an e-mail address.")
    )
    municipality = forms.CharField(label=_("Municipality"), max_length=80)
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    times = forms.MultipleChoiceField(
        label=_("When it suits them"),
        choices=Times.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    wish = _short(
        _("What they wish for"),
        hint=_("Shortly. No health, diagnosis or medicines, and no names of others. It is kept sealed."),
    )

    def told(self) -> Told:
        """What a valid form says."""
        return Told(**{name: self.cleaned_data[name] for name in Told.__dataclass_fields__})


class OwnClientForm(ClientForm):
    """The same, filled in by the client."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in (
            ("contact", _("One way to reach you")),
            ("times", _("When it suits you")),
            ("wish", _("What you wish for")),
        ):
            self.fields[name].label = label
        self.fields["alias"].help_text = _("What you want to be called by. No family name is needed.")


class IntakeForm(ClientForm):
    """The first contact: who takes it, for which role, and the consent."""

    role = NamedChoice(
        label=_("Role of the volunteer"),
        queryset=VolunteerRole.objects.none(),
        empty_label=_("Choose a role"),
    )
    way = forms.ChoiceField(
        label=_("How they agreed"), choices=Client.Way.choices, widget=forms.RadioSelect, initial="screen"
    )
    agrees = forms.BooleanField(
        label=_("The client has read this, or it was read to them, and agrees"), required=False
    )
    key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    field_order = ("role", "alias", "contact", "municipality", "language", "times", "wish", "way", "agrees")

    def __init__(self, *args: Any, reader: reach.Reaching, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {}).setdefault("key", str(uuid4()))
        super().__init__(*args, **kwargs)
        roles = reach.roles(reader, register.active_roles())
        self.fields["role"].queryset = roles  # type: ignore[attr-defined]  # a NamedChoice

    def sent_key(self) -> UUID:
        """The mark of this sending."""
        return self.cleaned_data["key"] or uuid4()


class TalkForm(forms.Form):
    """The starting talk, and to what it led."""

    on = day_field(_("When the starting talk was held"), required=False)
    outcome = forms.ChoiceField(
        label=_("What suits them"),
        choices=[("", _("Not decided yet")), *Pair.Outcome.choices],
        required=False,
        widget=forms.RadioSelect,
        help_text=_("A volunteer, something that is open to all, or a service. What was said is not kept."),
    )

    def __init__(self, *args: Any, talked: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if talked:
            del self.fields["on"]
            field = self.fields["outcome"]
            field.choices = Pair.Outcome.choices  # type: ignore[attr-defined]  # a choice field
            field.required = True
        else:
            self.fields["on"].required = True


class AgreementForm(NoIdentityCode):
    """Duration, content and goals: all of them are needed before the pair can begin."""

    from_on = day_field(_("First day"))
    to_on = day_field(_("Last day"), hint=_("Two weeks at least, two years at most. It can be prolonged."))
    rhythm = forms.ChoiceField(label=_("How often they meet"), choices=Agreement.Rhythm.choices)
    content = forms.MultipleChoiceField(
        label=_("What they do together"),
        choices=Content.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    own_content = _short(
        _("In own words"), hint=_("Shortly. It is kept sealed; both read it when they sign.")
    )
    goals = forms.MultipleChoiceField(
        label=_("Goals"), choices=Goal.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    own_goals = _short(
        _("Goals in own words"), hint=_("No health, diagnosis or medicines. It is kept sealed.")
    )

    def clean(self) -> dict[str, Any]:
        """A goal in own words has words."""
        cleaned = super().clean()
        if Goal.OWN in cleaned.get("goals", ()) and not cleaned.get("own_goals"):
            self.add_error("own_goals", _("Write the goal in a few words, or take the tick away."))
        return cleaned

    def terms(self) -> Terms:
        """What a valid form says."""
        return Terms(**{name: self.cleaned_data[name] for name in Terms.__dataclass_fields__})

    @classmethod
    def initial_of(cls, pair: Pair, today: date) -> dict[str, Any]:
        """Half a year from today; of a pair that is prolonged from the day after its last one."""
        before = pair.agreement
        first = max(before.to_on + timedelta(days=1), today) if before else today
        found: dict[str, Any] = {"from_on": first, "to_on": first + timedelta(days=182)}
        if before is not None:
            found |= {"rhythm": before.rhythm, "content": before.content, "goals": before.goals}
        return found


class SignForm(forms.Form):
    """I have read it, and agree."""

    has_read = forms.BooleanField(
        label=_("I have read what was agreed, and what a support person does and does not do"), required=False
    )


class MeetingForm(forms.Form):
    """Two taps: the rest is filled in."""

    day = day_field(_("Date"))
    at = forms.TimeField(
        label=_("Began at"),
        input_formats=TIMES,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )
    minutes = forms.TypedChoiceField(label=_("How long"), choices=MINUTES, coerce=int, initial=60)
    kind = forms.ChoiceField(
        label=_("In what way"), choices=Meeting.Kind.choices, widget=forms.RadioSelect, initial="together"
    )

    def __init__(self, *args: Any, zone: ZoneInfo, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zone = zone

    def clean(self) -> dict[str, Any]:
        """A time that does not exist in a night of change is said at the time."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("day") and cleaned.get("at"):
            try:
                self.starts_at = walltime.instant(day=cleaned["day"], at=cleaned["at"], zone=self.zone)
            except HoursRefused as refusal:
                self.add_error("at", str(refusal))
        return cleaned

    def noted(self, feeling: str) -> Noted:
        """What a valid form says, with the button that was pressed."""
        data = self.cleaned_data
        talk = Feeling.TALK if feeling == Feeling.TALK else Feeling.FINE
        return Noted(starts_at=self.starts_at, minutes=data["minutes"], kind=data["kind"], feeling=talk)


class EndForm(forms.Form):
    """The last day, and whether it is as agreed."""

    on = day_field(_("Last day"))
    how = forms.ChoiceField(label=_("How it ends"), choices=Pair.Ending.choices, widget=forms.RadioSelect)


class HandOverForm(forms.Form):
    """Who is in charge from now on."""

    to = forms.TypedChoiceField(label=_("Coordinator in charge"), coerce=UUID)

    def __init__(self, *args: Any, team: Sequence[tuple[UUID, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(str(uuid), name) for uuid, name in team]
        self.fields["to"].choices = choices  # type: ignore[attr-defined]  # a choice field


def limit_texts(agreement: Agreement | None) -> Sequence[str]:
    """The limits as they stand in an agreement, or as they are now."""
    return limits.texts(agreement.limits_version if agreement is not None else limits.CURRENT)
