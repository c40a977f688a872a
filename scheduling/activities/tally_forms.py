"""Forms of places where something is counted. They check shape; whether it may be so the verbs ask."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4, uuid5

from django import forms
from django.utils.translation import gettext_lazy as _

from scheduling.activities.forms import DAY_LENGTH, MOST_HEADS, Placed, day_field, late_field
from scheduling.activities.models import OF_HOUSES, ContactDetails, Measure, TallyPlace
from scheduling.activities.services.places import PlacePlan
from scheduling.activities.services.tallies import MEASURES, Contact, Tally
from scheduling.hours.models import Method
from volunteers.register import reach
from volunteers.register.forms.roles import NamedChoice
from volunteers.register.models import GrantTarget

LINK_DAYS = ((7, _("for a week")), (31, _("for a month")), (366, _("for a year")))
MOST_AT_A_TIME, MOST_DAYS_LATE = 100, 7
_ABOUT = ("channel", "topic", "guided_to", "minutes")
# What is asked of somebody who came, and of somebody who was met outside or accompanied. Of those who call,
# only how long it took, all of them together.
_ASKED = {
    TallyPlace.Kind.GUIDANCE: _ABOUT,
    TallyPlace.Kind.OUTREACH: ("guided_to",),
    TallyPlace.Kind.INFO_SPACE: ("guided_to",),
    TallyPlace.Kind.PHONE: ("minutes",),
}
# On a tablet a press is one number.
_ASKED_ON_TABLET = {kind: _ASKED[kind] for kind in (TallyPlace.Kind.GUIDANCE, TallyPlace.Kind.OUTREACH)}
# Of which of several numbers that is said.
_SAID_OF = {TallyPlace.Kind.INFO_SPACE: Measure.ACCOMPANIED}


class PlaceForm(Placed):
    """Where it is, what goes on there, to whom its numbers belong."""

    name = forms.CharField(label=_("Name of the place"), max_length=120)
    kind = forms.ChoiceField(
        label=_("What goes on there"),
        choices=TallyPlace.Kind.choices,
        help_text=_(
            "It decides what is counted. Companions: one encounter for each person who was helped, "
            "accompanied or given a ride. A phone line: answered contacts, never who called."
        ),
    )
    area = forms.ChoiceField(
        label=_("Town or village"), required=False, choices=[("", _("Not said")), *TallyPlace.Area.choices]
    )
    is_active = forms.BooleanField(
        label=_("In use"),
        required=False,
        initial=True,
        help_text=_("A place that has closed stays in the figures."),
    )

    def __init__(
        self, *args: Any, reader: reach.Reaching, place: TallyPlace | None = None, **kwargs: Any
    ) -> None:
        if place is not None:
            kwargs["initial"] = {
                name: getattr(place, name) for name in self.base_fields if hasattr(place, name)
            }
        super().__init__(*args, reader=reader, of=place, **kwargs)
        self.fields["role"].help_text = _("Whoever looks after this role sees and approves its numbers.")
        if place is not None:  # other things would be counted
            del self.fields["kind"]
        self.place = place

    def plan(self) -> PlacePlan:
        """What a valid form says."""
        kind = self.place.kind if self.place is not None else self.cleaned_data["kind"]
        return PlacePlan(**self.cleaned_data | {"kind": kind})


class TallyForm(forms.Form):
    """A day's numbers of one place, by measure; at a guidance desk also what it was about."""

    day = day_field(_("Date"))
    own = forms.IntegerField(
        label=_("Of them at our own groups and events"),
        min_value=0,
        max_value=MOST_HEADS,
        required=False,
        help_text=_("They are counted there already, and left out here."),
    )
    channel = forms.ChoiceField(
        label=_("How they came"), required=False, choices=[("", "–"), *ContactDetails.Channel.choices]
    )
    topic = forms.ChoiceField(
        label=_("What it was about"), required=False, choices=[("", "–"), *ContactDetails.Topic.choices]
    )
    guided_to = forms.ChoiceField(
        label=_("Where they were guided"),
        required=False,
        choices=[("", _("Nowhere else")), *ContactDetails.GuidedTo.choices],
    )
    minutes = forms.IntegerField(label=_("Minutes"), min_value=1, max_value=DAY_LENGTH, required=False)
    method = forms.ChoiceField(label=_("How is it known"), choices=Method.choices, initial=Method.COUNTED)
    basis = forms.CharField(
        label=_("On what does it rest"),
        max_length=300,
        required=False,
        help_text=_("For a sample or an estimate: who judged it, and how."),
    )
    grant_target = NamedChoice(
        label=_("Grant target"),
        queryset=GrantTarget.objects.none(),
        required=False,
        empty_label=_("As the place has it"),
    )
    late_reason = late_field()
    key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, place: TallyPlace, today: date, **kwargs: Any) -> None:
        kwargs["initial"] = {"day": today, "key": uuid4()}
        super().__init__(*args, **kwargs)
        self.measures = MEASURES[TallyPlace.Kind(place.kind)]
        targets = GrantTarget.objects.filter(is_active=True)
        self.fields["grant_target"].queryset = targets  # type: ignore[attr-defined]  # a NamedChoice
        for measure in self.measures:
            self.fields[measure] = forms.IntegerField(
                label=str(measure.label).capitalize(),
                min_value=0,
                max_value=MOST_HEADS,
                required=False,
                widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
            )
        self.visits = next((measure for measure in self.measures if measure in OF_HOUSES), None)
        self.said_of = _SAID_OF.get(TallyPlace.Kind(place.kind))
        if self.visits is None:
            del self.fields["own"]
        for name in set(_ABOUT) - set(_ASKED.get(TallyPlace.Kind(place.kind), ())):
            del self.fields[name]

    def quantities(self) -> list[forms.BoundField]:
        """The fields of the numbers themselves."""
        return [self[measure] for measure in self.measures]

    def clean(self) -> dict[str, Any]:
        """Some number; the own heads are part of all; a contact says both how it came and about what."""
        data = super().clean() or self.cleaned_data
        if self.errors:
            return data
        if all(data.get(measure) is None for measure in self.measures):
            self.add_error(
                self.measures[0], _("Write a number. 0 says that nobody came or nothing was given.")
            )
        if (data.get("own") or 0) > (data.get(self.visits or "") or 0):
            self.add_error("own", _("This is more than all visits of the day."))
        if "topic" in self.fields and bool(data["channel"]) != bool(data["topic"]):
            missing = "topic" if data["channel"] else "channel"
            self.add_error(missing, _("Choose both how they came and what it was about, or neither."))
        return data

    def tallies(self) -> list[Tally]:
        """What a valid form says. The same numbers from the same page have the same keys."""
        said = self.cleaned_data
        own = said.get("own") or 0
        rows: list[tuple[str, int, bool]] = [
            (measure, said[measure] - (own if measure == self.visits else 0), False)
            for measure in self.measures
            if said[measure] is not None
        ]
        if own and self.visits is not None:
            rows.append((self.visits, own, True))
        about = {name: said[name] for name in _ABOUT if said.get(name)}
        says = about.get("topic") or about.get("guided_to") or "topic" not in self.fields
        contact = Contact(**about) if about and says else None
        target = said["grant_target"]
        pays = f" {target.pk}" if target else ""
        return [
            Tally(
                day=said["day"],
                measure=measure,
                quantity=quantity,
                method=said["method"],
                basis=said["basis"],
                own=is_own,
                key=uuid5(said["key"], f"{said['day']} {measure} {is_own} {quantity}{pays}")
                if said["key"]
                else None,
                contact=contact if self.said_of in {None, measure} else None,
                grant_target=target,
            )
            for measure, quantity, is_own in rows
        ]


class TapForm(forms.Form):
    """A press on a tablet. What waited without a connection says its own day, at most a week back."""

    measure = forms.ChoiceField(choices=Measure.choices)
    quantity = forms.IntegerField(min_value=1, max_value=MOST_AT_A_TIME)
    key = forms.UUIDField()
    day = forms.DateField(required=False, input_formats=["%Y-%m-%d"])
    own = forms.BooleanField(required=False)
    channel = forms.ChoiceField(label=_("How they came"), choices=ContactDetails.Channel.choices)
    topic = forms.ChoiceField(label=_("What it was about"), choices=ContactDetails.Topic.choices)
    guided_to = forms.ChoiceField(
        label=_("Where they were guided"),
        required=False,
        choices=[("", _("Nowhere else")), *ContactDetails.GuidedTo.choices],
    )
    minutes = forms.IntegerField(label=_("Minutes"), min_value=1, max_value=DAY_LENGTH, required=False)

    def __init__(self, *args: Any, place: TallyPlace, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        asked = _ASKED_ON_TABLET.get(TallyPlace.Kind(place.kind), ())
        self.asks_about = bool(asked)
        for name in set(_ABOUT) - set(asked):
            del self.fields[name]

    def clean_day(self) -> date:
        """Today, unless it waited."""
        day: date = self.cleaned_data["day"] or self.today
        if day < self.today - timedelta(days=MOST_DAYS_LATE):
            raise forms.ValidationError(_("This was counted more than a week ago. Tell the coordinator."))
        return day

    def tally(self) -> Tally:
        """What a valid form says."""
        said = dict(self.cleaned_data)
        about = {
            name: said.pop(name) for name in ("channel", "topic", "guided_to", "minutes") if name in said
        }
        return Tally(**said, contact=Contact(**about) if any(about.values()) else None)


class LinkForm(forms.Form):
    """How long a tablet goes on."""

    days = forms.TypedChoiceField(label=_("The tablet goes on"), coerce=int, choices=LINK_DAYS, initial=31)
