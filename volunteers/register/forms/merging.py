"""The form of a merge: of each field in which the two differ, whose value stands."""

from typing import Any

from django import forms

from volunteers.register import person_words
from volunteers.register.merge_preview import in_words
from volunteers.register.models import Person
from volunteers.register.services.merging import FIELDS

KEPT, GONE = "kept", "gone"


class MergeForm(forms.Form):
    """One choice for each field in which both say something else."""

    def __init__(self, *args: Any, kept: Person, gone: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in FIELDS:
            mine, theirs = getattr(kept, name), getattr(gone, name)
            if mine != theirs:
                self.fields[name] = forms.ChoiceField(
                    label=person_words.FIELDS[name],
                    choices=[(KEPT, in_words(name, mine)), (GONE, in_words(name, theirs))],
                    initial=usual(name, mine, theirs),
                    widget=forms.RadioSelect,
                )

    def taking(self) -> list[str]:
        """The fields whose value comes from the one who is merged away; as proposed where nothing is said."""
        said = self.cleaned_data if self.is_bound and self.is_valid() else {}
        return [name for name, field in self.fields.items() if (said.get(name) or field.initial) == GONE]


def usual(name: str, mine: Any, theirs: Any) -> str:
    """What is proposed: the kept one's, unless that is empty. Of two birth dates the later: it asks more."""
    if name == "born_on" and mine and theirs:
        return GONE if theirs > mine else KEPT
    return GONE if theirs and not mine else KEPT
