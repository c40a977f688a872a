"""The filters of the list of messages."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from desk.outgoing import log
from desk.outgoing.log import SHOW, Wanted
from notifications import kinds
from notifications.models import Message


class FilterForm(forms.Form):
    """Which messages are to be in the list. What makes no sense in an address is left aside."""

    q = forms.CharField(
        label=_("Search by name, phone or e-mail"),
        required=False,
        max_length=80,
        widget=forms.TextInput(attrs={"type": "search", "placeholder": _("Search by name, phone or e-mail")}),
    )
    show = forms.ChoiceField(label=pgettext_lazy("filter", "State"), required=False)
    channel = forms.ChoiceField(label=pgettext_lazy("filter", "Way"), required=False)
    kind = forms.ChoiceField(label=pgettext_lazy("filter", "Kind"), required=False)
    person = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = sorted(((name, log.label_of(name)) for name in kinds.listed()), key=lambda pair: pair[1])
        self._offer("show", _("State: all that was due"), list(SHOW.items()))
        self._offer("channel", _("Way: all"), Message.Channel.choices)
        self._offer("kind", _("Kind: all"), named)

    def _offer(self, name: str, everything: Any, choices: Any) -> None:
        self.fields[name].choices = [("", everything), *choices]  # type: ignore[attr-defined]  # choice fields

    def wanted(self) -> Wanted:
        """Which are asked for."""
        self.is_valid()
        said: dict[str, Any] = {name: value for name, value in self.cleaned_data.items() if value}
        person: UUID | None = said.pop("person", None)
        return Wanted(text=said.pop("q", ""), person=person, **said)

    def query(self, **more: str) -> str:
        """The same as it stands in an address."""
        self.is_valid()
        return urlencode({name: value for name, value in (self.cleaned_data | more).items() if value})
