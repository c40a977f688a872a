"""How somebody wishes to be told: by which way, when not, and how long before a shift."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import time
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext, gettext_lazy as _, pgettext_lazy

from notifications.kinds import Group, Kind, Way
from notifications.preferences import Chosen, Times
from web import formats

WAYS = {
    Way.EMAIL: _("By e-mail"),
    Way.SMS: _("By text message"),
    Way.DIGEST: _("In a summary by e-mail"),
    Way.INBOX: _("Only in the app, under Messages"),
}
NOT = _("Not at all")
# What a kind says that cannot go by a way that its group can.
NEVER = {
    Way.EMAIL: _("Never by e-mail."),
    Way.SMS: _("Never by text message."),
    Way.DIGEST: _("Never in a summary: it comes at once."),
}
LEADS = {
    48: _("Two days before"),
    24: _("A day before"),
    3: _("3 hours before"),
    1: _("An hour before"),
}
_DAILY, _SAME = "daily", "same"
WEEKDAYS = (
    (_DAILY, _("Every day")),
    ("0", _("On Mondays")),
    ("1", _("On Tuesdays")),
    ("2", _("On Wednesdays")),
    ("3", _("On Thursdays")),
    ("4", _("On Fridays")),
    ("5", _("On Saturdays")),
    ("6", _("On Sundays")),
)
_SLOT = 30  # minutes


@dataclass(frozen=True)
class GroupShown:
    """One group of kinds: a way for all of them, and each kind by itself; and those that always come."""

    group: Group
    way: BoundField | None
    kinds: Sequence[BoundField]
    always: Sequence[str]
    differs: bool

    @property
    def label(self) -> str:
        """The heading."""
        return str(self.group.label)


def _slots(kept: Iterable[time]) -> list[tuple[str, str]]:
    """Times of a day by the half hour, and those that are kept already."""
    found = {time(minute // 60, minute % 60) for minute in range(0, 24 * 60, _SLOT)} | set(kept)
    return [(f"{at:%H:%M}", formats.time_of_day(at)) for at in sorted(found)]


def _time(value: str) -> time:
    return time.fromisoformat(value)


def _weekday(value: str) -> int | None:
    return None if value == _DAILY else int(value)


def _own_way(value: str) -> Way | None:
    return None if value == _SAME else Way(value)


class ChoicesForm(forms.Form):
    """Everything at once. `kinds` are those that the person gets; `sms` says whether SMS can be sent to them.

    A group has one way; a kind follows its group unless it is given another. What a group's way cannot do for
    one of its kinds (a call for help is never gathered), that kind keeps to its own first way.
    """

    quiet_from = forms.TypedChoiceField(label=pgettext_lazy("quiet hours", "From"), coerce=_time)
    quiet_to = forms.TypedChoiceField(
        label=pgettext_lazy("quiet hours", "Until"),
        coerce=_time,
        help_text=_("The same time in both means: no quiet hours."),
    )
    urgent_at_night = forms.BooleanField(
        label=_("Urgent calls may come in the quiet hours too"),
        help_text=_("When somebody is needed at short notice and it cannot wait until the morning."),
        required=False,
    )
    leads = forms.TypedMultipleChoiceField(
        label=_("When to remind"),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("A reminder that would fall into the quiet hours comes in the evening before."),
    )
    digest_weekday = forms.TypedChoiceField(
        label=pgettext_lazy("digest", "When"), choices=WEEKDAYS, coerce=_weekday
    )
    digest_at = forms.TypedChoiceField(label=pgettext_lazy("digest", "At"), coerce=_time)

    def __init__(self, *args: Any, chosen: Chosen, kinds: Sequence[Kind], sms: bool, **kwargs: Any) -> None:
        self.chosen = chosen
        self.sms = sms
        self.kinds = kinds
        self._by_group: dict[Group, list[Kind]] = {}
        for kind in kinds:
            self._by_group.setdefault(kind.group, []).append(kind)
        kwargs["initial"] = {
            "quiet_from": f"{chosen.quiet_from:%H:%M}",
            "quiet_to": f"{chosen.quiet_to:%H:%M}",
            "urgent_at_night": chosen.urgent_at_night,
            "leads": [str(lead) for lead in chosen.leads],
            "digest_weekday": _DAILY if chosen.digest_weekday is None else str(chosen.digest_weekday),
            "digest_at": f"{chosen.digest_at:%H:%M}",
        }
        super().__init__(*args, **kwargs)
        self._set("quiet_from", _slots([chosen.quiet_from]))
        self._set("quiet_to", _slots([chosen.quiet_to]))
        self._set("digest_at", _slots([chosen.digest_at]))
        leads = {lead: gettext("%(hours)s hours before") % {"hours": lead} for lead in chosen.leads} | LEADS
        self._set("leads", [(str(lead), label) for lead, label in sorted(leads.items(), reverse=True)])
        for group, found in self._by_group.items():
            self._add_group(group, [kind for kind in found if kind.is_chosen])

    def _set(self, name: str, choices: Sequence[tuple[str, Any]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]  # a field with choices

    def offered(self, kind: Kind) -> list[Way]:
        """The ways of a kind that there are for this person."""
        now = self.chosen.way(kind)
        return [way for way in kind.choices() if way != Way.SMS or self.sms or now == Way.SMS]

    def _add_group(self, group: Group, found: Sequence[Kind]) -> None:
        if not found:
            return
        ways = [way for way in WAYS if any(way in self.offered(kind) for kind in found)]
        now = self._way_of(found, ways)
        self.fields[f"group_{group}"] = forms.TypedChoiceField(
            label=pgettext_lazy("messages", "How"),
            choices=[(way.value, WAYS[way]) for way in ways],
            coerce=Way,
            initial=now.value,
            widget=forms.RadioSelect,
        )
        if len(found) == 1:
            return
        for kind in found:
            way = self.chosen.way(kind)
            self.fields[f"kind_{kind.name}"] = forms.TypedChoiceField(
                label=str(kind.label),
                help_text=" ".join(str(NEVER[each]) for each in ways if each not in self.offered(kind)),
                choices=self._choices(kind),
                coerce=_own_way,
                initial=_SAME if way == self._followed(kind, now) and not kind.opt_in else way.value,
            )

    def _choices(self, kind: Kind) -> list[tuple[str, Any]]:
        """What comes only to those who asked for it never follows its group, and else does not come."""
        if kind.opt_in:
            return [(way.value, NOT if way == Way.INBOX else WAYS[way]) for way in self.offered(kind)]
        own = ((way.value, WAYS[way]) for way in self.offered(kind))
        return [(_SAME, _("As chosen above")), *own]

    def _way_of(self, found: Sequence[Kind], ways: Sequence[Way]) -> Way:
        """The way that explains how most of a group's kinds come now; one by which some do."""

        def explained(way: Way) -> int:
            return sum(self.chosen.way(kind) == self._followed(kind, way) for kind in found)

        used = [way for way in ways if any(self.chosen.way(kind) == way for kind in found)]
        return max(used, key=lambda way: (explained(way), -ways.index(way)))

    def _followed(self, kind: Kind, way: Way) -> Way:
        """How a kind comes when its group comes by this way."""
        return way if way in self.offered(kind) else kind.ways[0]

    def groups(self) -> Iterator[GroupShown]:
        """The groups in their order, for the page."""
        for group, found in self._by_group.items():
            shown = [kind for kind in found if f"kind_{kind.name}" in self.fields]
            own = [self[f"kind_{kind.name}"] for kind in shown]
            yield GroupShown(
                group=group,
                way=self[f"group_{group}"] if f"group_{group}" in self.fields else None,
                kinds=own,
                always=[str(kind.label) for kind in found if not kind.is_chosen],
                differs=any(self[f"kind_{kind.name}"].value() != _SAME for kind in shown if not kind.opt_in),
            )

    def ways(self) -> Mapping[str, Way]:
        """What a valid form says of each kind that can be chosen."""
        said: dict[str, Way] = {}
        for group, found in self._by_group.items():
            for kind in found:
                if kind.is_chosen:
                    own: Way | None = self.cleaned_data.get(f"kind_{kind.name}")
                    said[kind.name] = own or self._followed(kind, self.cleaned_data[f"group_{group}"])
        return said

    def times(self) -> Times:
        """What a valid form says of times."""
        said = self.cleaned_data
        return Times(
            quiet_from=said["quiet_from"],
            quiet_to=said["quiet_to"],
            urgent_at_night=said["urgent_at_night"],
            digest_at=said["digest_at"],
            digest_weekday=said["digest_weekday"],
            leads=tuple(said["leads"]),
        )
