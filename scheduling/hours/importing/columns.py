"""The columns of a shift export: what each means, and by what names other products call it."""

from web.sheets.headers import Columns, Header

__all__ = ["COLUMNS", "NAMES", "NOT_KEPT", "REQUIRED", "Header", "header", "recognised"]

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

COLUMNS = Columns(NAMES, REQUIRED, NOT_KEPT)
recognised = COLUMNS.recognised
header = COLUMNS.header
