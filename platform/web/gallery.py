"""Sample content for the style guide: invented people and places, in Finnish as on most real pages."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from django import forms

from web import formats
from web.charts import Bar, BarChart, Sparkline
from web.kit import Column, CoverDay, Event, Fact, Pages, Plan, PlanDay, PlanRow, PlanShift, Share, Tab
from web.nav import Entry, Frame, Group, Me

HELSINKI = ZoneInfo("Europe/Helsinki")
MONDAY = dt.date(2025, 2, 3)
FACES = ("public", "volunteer", "coordinator", "federation", "plain")
HOURS_2024 = (3642, 3715, 4108, 4021, 4236, 3012, 2104, 3318, 4402, 4615, 4489, 4026)
COLOURS = {
    "paper": "page",
    "surface": "card, row",
    "raised": "field, dialogue",
    "sunken": "head, rail",
    "line": "hairline",
    "line-strong": "field border",
    "ink": "text",
    "ink-2": "second line",
    "ink-3": "meta",
    "primary": "the one action",
    "primary-soft": "mine, done",
    "hero": "next shift",
    "urgent": "urgent",
    "urgent-soft": "urgent ground",
    "wait": "thin, a fill",
    "wait-soft": "waits",
    "bar": "chart",
    "focus": "focus ring",
}


class SampleForm(forms.Form):
    """Every kind of field, some of them with an error."""

    name = forms.CharField(label="Nimi")
    phone = forms.CharField(label="Puhelinnumero", help_text="Satu soittaa sinulle.")
    place = forms.CharField(label="Yhdistys", disabled=True, initial="Napajoen Majakka")
    role = forms.ChoiceField(label="Muoto", choices=[("1", "Asiointikaveri"), ("2", "Kriisipuhelin")])
    more = forms.CharField(
        label="Haluatko kertoa jotain?", widget=forms.Textarea(attrs={"rows": 3}), required=False
    )
    times = forms.MultipleChoiceField(
        label="Milloin sinulle sopii?",
        choices=[("am", "Aamupäivä"), ("pm", "Ilta")],
        widget=forms.CheckboxSelectMultiple,
    )
    contact = forms.ChoiceField(
        label="Miten otamme yhteyttä?",
        choices=[("call", "Soittamalla"), ("write", "Viestillä")],
        widget=forms.RadioSelect,
    )
    agree = forms.BooleanField(
        label="Haluan kuulla uusista vuoroista", help_text="Voit perua koska vain.", required=False
    )

    def clean_phone(self) -> str:
        """Always a finding, to show one."""
        raise forms.ValidationError("Numerosta puuttuu lopusta kaksi merkkiä.")


class SampleFilter(forms.Form):
    """A search, a choice and a switch."""

    q = forms.CharField(
        label="Hae",
        required=False,
        widget=forms.TextInput(attrs={"type": "search", "placeholder": "Nimi, puhelin tai tunniste"}),
    )
    role = forms.ChoiceField(label="Muoto", choices=[("", "Muoto: kaikki"), ("1", "Säestys")], required=False)
    fits = forms.BooleanField(
        label="Vain minulle sopivat", required=False, widget=forms.CheckboxInput(attrs={"role": "switch"})
    )


def samples() -> dict[str, object]:
    """Everything that the style guide shows."""
    return {
        "colours": COLOURS,
        "starts": at(4, 14),
        "ends": at(4, 16),
        "night_ends": at(5, 6),
        "half_past": at(4, 17, 30),
        "form": SampleForm(
            {"name": "Aino Kemppainen", "phone": "040 000 01", "times": ["am"], "contact": "call"}
        ),
        "filter": SampleFilter(),
        "pills": [
            Tab("Kaikki", "#", count=233),
            Tab("Seuraan itse", "#", current=True, count=6),
            Tab("Tauolla", "#", count=6),
        ],
        "tabs": [Tab("Lista", "#", current=True, icon="list"), Tab("Viikko", "#", icon="calendar")],
        "columns": [
            Column("Nimi", sort_url="#", sorted="ascending"),
            Column("Tila", sort_url="#"),
            Column("Seuraava vuoro", wide=True),
            Column("Tunnit 2025", numeric=True, wide=True),
        ],
        "associations": [
            Column("Yhdistys"),
            Column("Tunnit 2024", numeric=True),
            Column("Vapaaehtoiset", numeric=True, wide=True),
            Column("2023 → 2024", numeric=True),
            Column("Kuukausittain", wide=True),
        ],
        "pages": Pages.of(number=2, size=25, total=233),
        "days": cover_days(),
        "events": [
            Event("ke 12.2. klo 17", "Tulossa", "työnohjausryhmä", "next"),
            Event("tänään", "Kiireellinen", "vuoro siirtyi avoimeksi", "bad"),
            Event("ti 28.1.", "Tapahtunut", "vuoro pidetty"),
            Event("ke 22.1.", "Odottaa", "joustoaika päättyi", "wait"),
            Event("pe 10.1.", "Merkintä", state="quiet"),
        ],
        "plan": week(),
        "facts": [
            Fact("calendar", "keskiviikko 5.2. klo 17–19", "Ylihuomenna. Tule 15 min ennen."),
            Fact(
                "pin",
                "Napajoen Majakka",
                "Rantakatu 8, 1. kerros, esteetön.",
                link="Näytä kartalla",
                link_url="#",
            ),
            Fact("phone", "Satu Alatalo", "Yhteyshenkilö,", link="040 000 0101", link_url="tel:0400000101"),
        ],
        "parts": [
            Share("Tukijat ja kriisiauttajat", "21 304 h", 47, "47 %"),
            Share("Rakentajat", "17 862 h", 39, "39 %"),
            Share("Oppaat", "6 522 h", 14, "14 %"),
        ],
        "chart": chart(),
        "gaps_chart": BarChart(
            bars=[
                Bar("tammikuu 2024", "tammi", 61),
                Bar("helmikuu 2024", "helmi", None, "hidden"),
                Bar("maaliskuu 2024", "maalis", 0),
                Bar("huhtikuu 2024", "huhti", None, "missing"),
            ]
        ),
        "line": Sparkline([64, 58, 71, 69, 70, 49, 31, 52, 74, 77, 72, 66], "Tunnit kuukausittain"),
        "broken_line": Sparkline([61, 70, 66, 69, 74, 52, None, 60, 78, 77, 70, 66], "Tunnit kuukausittain"),
    }


def frame(face: str) -> Frame:
    """Navigation as each face has it."""
    if face == "volunteer":
        return Frame(
            place="Napajoen Majakka",
            me=Me("Heikki Moilanen"),
            entries=[
                Entry("Koti", "/styleguide/volunteer/", "home", "home"),
                Entry("Vuorot", "#", "calendar", "shifts"),
                Entry("Tunnit", "#", "clock", "hours"),
                Entry("Viestit", "#", "message", "messages", 1),
                Entry("Minä", "#", "person", "me"),
            ],
        )
    if face == "coordinator":
        return Frame(
            place="Napajoen Majakka",
            me=Me("Satu Alatalo", "Koordinaattori"),
            sign_out="#",
            entries=[
                Entry("Tänään", "/styleguide/coordinator/", "home", "today", 11),
                Entry("Suunnittelu", "#", "calendar", "plan"),
                Entry("Vapaaehtoiset", "#", "people", "people"),
            ],
            groups=[
                Group(
                    "Yhdistys",
                    [Entry("Tunnit", "#", "clock", "hours"), Entry("Raportti", "#", "chart", "report")],
                )
            ],
        )
    if face == "federation":
        return Frame(
            place="Rinnakkain ry",
            me=Me("Veera Tanskanen", "Liiton analyytikko"),
            sign_out="#",
            entries=[Entry("Yleiskuva", "/styleguide/federation/", "chart", "overview")],
            groups=[Group("Liitto", [Entry("Määritelmät", "#", "info", "definitions")])],
        )
    return Frame(place="Napajoen Majakka", sign_in="#", footer=[Entry("Tietosuoja", "#", "", "privacy")])


def week() -> Plan:
    """A week with shifts in every state."""
    role = "Kriisipuhelin"
    return Plan(
        rows=[PlanRow("visits", "Ohjelmarengas", "keikat"), PlanRow("phone", role, "2. kerros")],
        days=[
            PlanDay(MONDAY, [PlanShift("phone", role, "18–21", 1, 2, "#")], today=True),
            PlanDay(
                MONDAY + dt.timedelta(1),
                [
                    PlanShift("visits", "Ohjelmarengas", "14–16", 3, 3, "#", place="Koivurinne"),
                    PlanShift("visits", "Ohjelmarengas", "18–20", 0, 1, "#"),
                    PlanShift("phone", role, "18–21", 2, 2, "#"),
                ],
            ),
            PlanDay(MONDAY + dt.timedelta(2), [PlanShift("phone", role, "18–21", 0, 2, "#", state="draft")]),
            PlanDay(
                MONDAY + dt.timedelta(3), [PlanShift("phone", role, "18–21", 0, 2, "#", state="cancelled")]
            ),
            *(PlanDay(MONDAY + dt.timedelta(days)) for days in (4, 5, 6)),
        ],
    )


def cover_days() -> list[CoverDay]:
    """Two weeks from the Monday on which the demonstration starts."""
    figures = [(10, 12, 1), (9, 9, 0), (8, 13, 0), (7, 8, 0), (6, 6, 0), (6, 8, 0), (3, 3, 0)]
    figures += [(11, 11, 0), (8, 9, 0), (10, 13, 0), (4, 8, 0), (4, 6, 1), (5, 5, 0), (0, 0, 0)]
    return [
        CoverDay(MONDAY + dt.timedelta(days=place), taken, places, empty, url="#", today=place == 0)
        for place, (taken, places, empty) in enumerate(figures)
    ]


def chart() -> BarChart:
    """A year by month, the open January after it, and the year before as a mean."""
    months = formats.SHORT_MONTHS["fi"]
    bars = [Bar(f"{name}kuu 2024", name, value) for name, value in zip(months, HOURS_2024, strict=True)]
    return BarChart(
        bars=[*bars, Bar("tammikuu 2025", "tammi", 3790, "provisional")],
        mean=3653,
        mean_label="2023 keskimäärin 3 653 h/kk (vuosisumma lomakkeelta)",
        series_label="2024",
        total=sum(HOURS_2024),
        total_label="Vuosi 2024",
    )


def at(day: int, hour: int, minute: int = 0) -> dt.datetime:
    """A moment of February 2025."""
    return dt.datetime(2025, 2, day, hour, minute, tzinfo=HELSINKI)
