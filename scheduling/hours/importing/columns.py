"""The columns of a shift export: what each means, and by what names other products call it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from scheduling.hours.importing.problems import MissingColumns

# The first name is ours; required ones are marked below.
NAMES: dict[str, tuple[str, ...]] = {
    "date": ("date", "shift_date", "day", "päivä", "päivämäärä", "pvm", "datum", "dag"),
    "shift_id": (
        "shift_id",
        "shift",
        "id",
        "vuoro",
        "vuoro_id",
        "vuoron_tunnus",
        "tunnus",
        "pass",
        "pass_id",
    ),
    "volunteer_hours": (
        "volunteer_hours",
        "hours",
        "total_hours",
        "tunnit",
        "tunnit_yhteensä",
        "vapaaehtoistunnit",
        "timmar",
        "frivilligtimmar",
    ),
    "attended": (
        "attended",
        "attendance",
        "volunteers",
        "people",
        "heads",
        "osallistui",
        "osallistujia",
        "paikalla",
        "henkilöitä",
        "närvarande",
        "deltagare",
    ),
    "demand": ("demand", "places", "capacity", "paikat", "paikkoja", "platser"),
    "event_name": ("event_name", "event", "name", "title", "tapahtuma", "nimi", "evenemang", "namn"),
    "postcode": ("postcode", "postal_code", "zip", "postinumero", "postnummer"),
    "event_id": ("event_id", "tapahtuma_id", "tapahtuman_tunnus", "evenemang_id"),
    "event_type": ("event_type", "type", "tyyppi", "tapahtuman_tyyppi", "typ", "evenemangstyp"),
}
REQUIRED = ("date", "shift_id", "volunteer_hours", "attended")
# Known, and not kept: an export has more to tell than a count of heads.
NOT_KEPT = frozenset({"postcode", "event_id", "event_type"})

_BY_NAME = {name: column for column, names in NAMES.items() for name in names}


@dataclass(frozen=True)
class Header:
    """Where each known column stands, under which name, and what else there is."""

    places: dict[str, int]
    written: dict[str, str]
    left_out: list[str]
    width: int


def _known(name: str) -> str | None:
    return _BY_NAME.get(re.sub(r"[\s_\-./]+", "_", name.strip().casefold()).strip("_"))


def recognised(names: Sequence[str]) -> int:
    """How many of these are columns that we know."""
    return len({column for name in names if (column := _known(name))})


def header(names: Sequence[str]) -> Header:
    """Find the columns in the first row; of two with one meaning the first counts. Raises MissingColumns."""
    places: dict[str, int] = {}
    left_out = []
    for place, name in enumerate(names):
        column = _known(name)
        if column is not None and column not in places:
            places[column] = place
        if name and (column is None or column in NOT_KEPT or places[column] != place):
            left_out.append(name)
    missing = [name for name in REQUIRED if name not in places]
    if missing:
        found = ", ".join(name for name in names if name) or "–"
        raise MissingColumns(missing=", ".join(missing), found=found[:300])
    return Header(
        places=places,
        written={column: names[place] for column, place in places.items()},
        left_out=left_out,
        width=len(names),
    )
