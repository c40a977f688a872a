"""The forms by which a coordinator answers requests for places, and invites people."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from scheduling.shifts.pages.invitations import Group
from volunteers.register.models import Person


class AnswerForm(forms.Form):
    """A word to those who asked, and why somebody comes against whom something speaks."""

    word = forms.CharField(
        label=_("A word to them"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("It stands in the message that tells them your answer."),
    )
    reason = forms.CharField(
        label=_("Why all the same"),
        max_length=300,
        required=False,
        help_text=_("Only if something speaks against it. It is kept with the place."),
    )


class SearchForm(forms.Form):
    """Who is looked for."""

    q = forms.CharField(
        label=_("Search by name, phone or e-mail"),
        required=False,
        max_length=80,
        widget=forms.TextInput(attrs={"type": "search", "placeholder": _("Search by name, phone or e-mail")}),
    )

    @property
    def text(self) -> str:
        """What was written; what is no text is nothing written."""
        return str(self.cleaned_data.get("q", "")) if self.is_valid() else ""


class InviteForm(forms.Form):
    """Whom to invite: a group, or those who are marked, and to which shifts."""

    group = forms.ChoiceField(label=_("A whole group"), required=False)
    people = forms.MultipleChoiceField(
        label=_("Single people"), required=False, widget=forms.CheckboxSelectMultiple
    )
    following = forms.BooleanField(label=_("Also to the shifts after it in the series"), required=False)

    def __init__(
        self, *args: Any, groups: Sequence[Group], people: Sequence[Person], in_series: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        named = [(str(group.role.uuid), group.label) for group in groups]
        self.fields["group"].choices = [("", _("No group")), *named]  # type: ignore[attr-defined]  # declared above
        self.fields["people"].choices = [  # type: ignore[attr-defined]  # declared above
            (str(person.uuid), person.name) for person in people
        ]
        if not in_series:
            del self.fields["following"]


def uuids(texts: Iterable[Any]) -> list[UUID]:
    """What is an identifier among what a form sent."""
    found = []
    for text in texts:
        try:
            found.append(UUID(str(text)))
        except ValueError:
            continue
    return found
