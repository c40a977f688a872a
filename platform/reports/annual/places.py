"""The places of an annual report that somebody fills in words, and the federation's words to begin with."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from tenants import model_texts
from tenants.models import CatalogueText
from volunteers.register import catalogue

LONGEST = 5000


@dataclass(frozen=True)
class Place:
    """One place: in which section, what belongs there. `needed` ones are missed when empty."""

    code: str
    section: str
    label: str | Promise
    hint: str | Promise = ""
    needed: bool = False

    @property
    def model(self) -> str:
        """The code under which the federation's catalogue may have words for it."""
        return f"report-{self.code}"


PLACES = (
    Place("goals", "goals", _("Goals"), _("As in the application."), needed=True),
    Place("outcome", "goals", _("What came of them"), needed=True),
    Place("target_group", "reached", _("Target group"), _("Who it was for, and who came."), needed=True),
    Place("activities", "activities", _("About the activities")),
    Place("volunteers", "volunteers", _("About the volunteers"), _("Tasks, training and support.")),
    Place("placements", "placements", _("About students and trainees")),
    Place("partners", "partners", _("About partners")),
    Place(
        "feedback",
        "feedback",
        _("Feedback and wellbeing"),
        _("How many answered, what was asked with, and what the answers cannot tell."),
        needed=True,
    ),
    Place("promoting", "factors", _("What helped"), needed=True),
    Place("hindering", "factors", _("What hindered"), needed=True),
    Place("deviations", "deviations", _("What went otherwise than planned")),
    Place("quality", "quality", _("How the figures were gathered"), _("What is counted, and what may lack.")),
    Place(
        "signers", "signatures", _("Who signs"), _("Name and title, each on a line of its own."), needed=True
    ),
)
BY_CODE = {place.code: place for place in PLACES}


def announce() -> None:
    """Let umbrellas offer words for each place."""
    part = pgettext_lazy("catalogue", "Words for the annual report")
    for place in PLACES:
        model_texts.register(
            model_texts.ModelText(
                code=place.model, label=place.label, part=part, hint=place.hint, longest=LONGEST
            )
        )


def models() -> dict[str, CatalogueText]:
    """The federation's words for the places that it has some for, by the code of the place."""
    found = catalogue.texts([place.model for place in PLACES])
    return {place.code: found[place.model] for place in PLACES if place.model in found}
