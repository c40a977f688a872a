"""Public holidays, in the language in use."""

from collections.abc import Iterable
from datetime import date

import holidays
from django.utils.translation import get_language

# Where the associations are.
COUNTRY = "FI"
_LANGUAGES = {"fi": "fi", "sv": "sv_FI", "en": "en_US"}


def named(years: Iterable[int]) -> dict[date, str]:
    """The public holidays of these years with their names; the eves that the calendar has red among them."""
    language = _LANGUAGES.get((get_language() or "fi")[:2], "fi")
    return dict(holidays.country_holidays(COUNTRY, years=sorted(set(years)), language=language))
