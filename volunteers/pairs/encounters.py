"""Meetings of pairs are encounters already: who counts companions of the same role by hand is told so."""

from django.utils.translation import gettext as _

from scheduling.activities.counted_besides import Source
from scheduling.activities.models import TallyPlace
from volunteers.pairs.models import Pair


def _says(place: TallyPlace) -> str:
    if place.kind != TallyPlace.Kind.COMPANIONS or place.role_id is None:
        return ""
    if not Pair.objects.filter(role=place.role_id, agreement__isnull=False).exists():
        return ""
    return _(
        "Meetings of this role's support pairs are counted by themselves, one encounter each. "
        "Note here only encounters that are nobody's pair: otherwise they count twice."
    )


SOURCE = Source(name="pairs", says=_says)
