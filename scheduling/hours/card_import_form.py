"""Forms of an import of hour cards: the file, what its columns are, and the role of rows that name none."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from scheduling.hours.forms import ImportForm
from scheduling.hours.importing import cards
from scheduling.hours.models import CardImport
from volunteers.register import selectors as register
from volunteers.register.forms.roles import NamedChoice
from volunteers.register.models import VolunteerRole
from web.sheets.placing import PlacingForm
from web.sheets.tables import Cell


class CardsForm(ImportForm):
    """A file of hour cards, and what it does not say itself."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, roles=VolunteerRole.objects.none(), **kwargs)
        del self.fields["role"]  # asked for where a row names none, once the file was read
        self.fields["default_start"].help_text = _(
            "For the rows that say how long, but not when: the first free time from here on is noted."
        )


class CardColumnsForm(PlacingForm):
    """What each column of the file is; a column that is a day says so itself."""

    role = NamedChoice(
        label=_("Role"),
        queryset=VolunteerRole.objects.none(),
        required=False,
        empty_label=_("Choose a role"),
        help_text=_("For the rows in which the file names no role."),
    )

    def __init__(self, *args: Any, draft: CardImport, examples: Sequence[Cell] = (), **kwargs: Any) -> None:
        self.days = cards.days_of(draft.header, draft.places)
        super().__init__(
            *args,
            initial={"role": draft.role_id},
            header=draft.header,
            places=draft.places,
            labels=cards.LABELS,
            examples=examples,
            but=self.days,
            **kwargs,
        )
        self.fields["role"].queryset = register.active_roles()  # type: ignore[attr-defined]  # a NamedChoice
