"""The columns of a shift export: what each means, and by what names other products call it."""

from django.utils.translation import gettext_lazy as _, pgettext_lazy

from web.sheets.headers import Columns

_NAMES: dict[str, tuple[str, ...]] = {
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
# The others are known and not kept: an export has more to tell than a count of heads.
LABELS = {
    "date": pgettext_lazy("column", "Date"),
    "shift_id": pgettext_lazy("column", "Identifier of the shift"),
    "volunteer_hours": _("Hours of all together"),
    "attended": pgettext_lazy("column", "Attended"),
    "demand": pgettext_lazy("column", "Places"),
    "event_name": pgettext_lazy("column", "Event"),
}
COLUMNS = Columns(
    names=_NAMES,
    required=("date", "shift_id", "volunteer_hours", "attended"),
    not_kept=frozenset({"postcode", "event_id", "event_type"}),
    labels=LABELS,
)
