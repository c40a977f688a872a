"""What a release publishes, and what can be read of it on pages, in exports and by machines."""

import csv
import json
from collections.abc import Callable
from io import StringIO
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from local.attack import attack
from tenants.models import Association, Umbrella
from tests.umbrella.federation import Federation, utc
from umbrella.models import DistinctPeople, Night, PublishedFigure, Release
from umbrella.suppression import People, Relation

Browse = Callable[..., Client]

KOSKI = {1: (9 * 201 + 720, 9 + 12), 2: (9 * 202, 9)}


def everything(place: Federation) -> list[list[Any]]:
    return [
        sorted(model.objects.filter(umbrella=place.umbrella).values_list())
        for model in (Release, PublishedFigure, DistinctPeople, Night)
    ]


@pytest.mark.django_db
def test_release_publishes_the_fixed_tables(published: Federation) -> None:
    told = published.published()
    assert set(told) == {
        *(("association", name, 2024, m) for name in ("aalto", "puro", "koski", "lampi") for m in (0, 1, 2)),
        ("district", "north", 2024, 0),
        ("district", "south", 2024, 0),
        *(("federation", "", 2024, month) for month in (0, 1, 2)),
    }


@pytest.mark.django_db
def test_sums_are_shown_and_hold_what_is_hidden(published: Federation) -> None:
    told = published.published()
    january = 8 * 101 + 3 * 412 + KOSKI[1][0] + 7 * 95
    february = 8 * 102 + 3 * 413 + KOSKI[2][0]
    assert told["federation", "", 2024, 1] == (january, 8 + 3 + 21 + 7)
    assert told["federation", "", 2024, 2] == (february, 8 + 3 + 9)
    assert told["federation", "", 2024, 0] == (january + february, 8 + 3 + 21 + 7)
    assert told["district", "south", 2024, 0] == (7 * 95, 7)


@pytest.mark.django_db
def test_small_association_and_a_partner_are_hidden_alike(published: Federation) -> None:
    rows = PublishedFigure.objects.filter(umbrella=published.umbrella, state="hidden")
    assert {row.association.slug.split("-")[-1] for row in rows if row.association} == {"puro", "aalto"}
    assert {(row.minutes, row.people, row.source, row.months_closed) for row in rows} == {
        (None, None, "platform", 2)
    }


@pytest.mark.django_db
def test_heads_without_names_are_among_the_people(published: Federation) -> None:
    told = published.published()
    assert told["association", "koski", 2024, 1] == KOSKI[1]
    assert told["association", "koski", 2024, 0] == (KOSKI[1][0] + KOSKI[2][0], 9 + 12)


@pytest.mark.django_db
def test_true_zero_is_zero_and_who_did_not_report_has_no_figure(published: Federation) -> None:
    told = published.published()
    assert told["association", "lampi", 2024, 2] == (0, 0)
    assert [key for key in told if key[1] == "meri"] == []


@pytest.mark.django_db
@pytest.mark.parametrize("people", [False, True])
def test_attack_over_the_published_tables_recovers_nothing(published: Federation, *, people: bool) -> None:
    told = published.published()
    district = {"aalto": "north", "puro": "north", "koski": "north", "lampi": "south"}
    associations = list(district)
    relations = [
        Relation(
            total=("association", name, 2024, 0),
            parts=tuple(("association", name, 2024, month) for month in (1, 2)),
            people=People.OVERLAP,
        )
        for name in associations
    ]
    for total, parts in (
        (("district", "north", 2024, 0), ["aalto", "puro", "koski"]),
        (("district", "south", 2024, 0), ["lampi"]),
        *((("federation", "", 2024, month), associations) for month in (0, 1, 2)),
    ):
        cells = tuple(("association", name, 2024, total[3]) for name in parts)
        relations.append(Relation(total=total, parts=cells, people=People.ADD))
    # Exact minutes are in the tables, so the reader has no interval but the number.
    at = 1 if people else 0
    shown = {key: (float(n), float(n)) for key, value in told.items() if (n := value[at]) is not None}
    hidden = {key: 1.0 if people else 0.0 for key in told if key not in shown}
    bounds = attack(shown=shown, hidden=hidden, relations=relations, people=people)
    assert len(bounds) == 6
    assert [key for key, found in bounds.items() if found.recovers()] == []


def test_second_release_and_second_night_change_nothing(
    published: Federation, django_db_blocker: Any
) -> None:
    with django_db_blocker.unblock():
        before = everything(published)
        assert published.release(utc(2024, 3, 16)) is None
        published.night(utc(2024, 3, 17))
        assert everything(published) == before


@pytest.mark.django_db
def test_night_verifies_all_months(published: Federation) -> None:
    night = Night.objects.get(umbrella=published.umbrella)
    assert (night.months_wrong, night.is_verified) == (0, True)
    assert night.months_checked >= 8


@pytest.mark.django_db
def test_analyst_reads_the_overview_and_no_hidden_number(published: Federation, browse: Browse) -> None:
    response = browse(published.analyst, published.umbrella).get("/?year=2024")
    page = response.content.decode()
    assert response.status_code == 200
    assert "Koski" in page
    # 3 × (412 + 413) and 8 × (101 + 102) minutes, as hours and as minutes.
    assert [secret for secret in (">41 h", ">27 h", "2475", "1624", "2 475", "1 624") if secret in page] == []


@pytest.mark.django_db
def test_api_has_no_number_for_what_is_hidden_or_missing(published: Federation, browse: Browse) -> None:
    answer = json.loads(browse(published.analyst, published.umbrella).get("/api/v1/figures/").content)
    slug = published.umbrella.slug
    found = {one["slug"].removeprefix(f"{slug}-"): one for one in answer["associations"]}
    nothing = {"minutes": None, "people": None}
    assert found["puro"]["year"] == {**nothing, "state": "hidden"}
    assert found["puro"]["months"][:3] == [{**nothing, "state": "hidden"}] * 2 + [
        {**nothing, "state": "not_reported"}
    ]
    assert found["meri"]["year"] == {**nothing, "state": "not_reported"}
    assert found["lampi"]["months"][1] == {"minutes": 0, "people": 0, "state": "shown"}
    assert (answer["reporting_rate"], answer["not_reported"]) == ([4, 5], [f"{slug}-meri"])


@pytest.mark.django_db
def test_csv_opens_in_a_finnish_spreadsheet(published: Federation, browse: Browse) -> None:
    response = browse(published.analyst, published.umbrella).get("/export.csv?year=2024")
    text = response.content.decode("utf-8-sig")
    assert response.content.startswith(b"\xef\xbb\xbf")
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    rows = list(csv.reader(StringIO(text), delimiter=";"))
    assert {len(row) for row in rows} == {8}
    year = {row[3]: row[5:] for row in rows if row[1] == "" and row[2] == "association"}
    assert year == {
        "Aalto": ["", "", "hidden"],
        "Puro": ["", "", "hidden"],
        "Koski": ["72,45", "21", ""],
        "'=Lampi": ["11,08", "7", ""],
        "Meri": ["", "", "not reported"],
    }
    february = next(row for row in rows if row[1] == "2" and row[3] == "'=Lampi")
    assert february[5:] == ["0,00", "0", ""]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/export.csv",
        "/definitions/",
        "/api/v1/figures/",
        "/months/",
        "/trends/",
        "/districts/north/",
        "/corrections/",
        "/targets/",
    ],
)
def test_people_of_an_association_find_nothing(
    published: Federation, browse: Browse, bo: User, alfa: Association, path: str
) -> None:
    assert browse(bo, published.umbrella).get(path).status_code == 404


@pytest.mark.django_db
def test_analyst_of_another_umbrella_finds_nothing(published: Federation, browse: Browse, vera: User) -> None:
    assert browse(vera, published.umbrella).get("/").status_code == 404


@pytest.mark.django_db
def test_stranger_is_sent_to_the_sign_in(published: Federation, browse: Browse) -> None:
    response = browse(None, published.umbrella).get("/")
    assert response.status_code == 302
    assert "/signin/" in response["Location"]


@pytest.mark.django_db
@pytest.mark.parametrize("year", ["0000", "abcd", "99999", "-1", "٢٠٢٤", "2023", "2024'", "2999"])
@pytest.mark.parametrize(
    "path",
    ["/", "/export.csv", "/api/v1/figures/", "/months/", "/corrections/", "/districts/north/"],
)
def test_year_of_which_nothing_is_published_is_not_found(
    published: Federation, browse: Browse, path: str, year: str
) -> None:
    """To programs is said apart what is no year at all."""
    is_year = year in {"2023", "2999"}
    wanted = 400 if path.startswith("/api/") and not is_year else 404
    assert browse(published.analyst, published.umbrella).get(path, {"year": year}).status_code == wanted


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path",
    [
        "/?year=2024",
        "/?year=2024&page=1",
        "/months/?year=2024",
        "/trends/",
        "/districts/north/?year=2024",
        "/corrections/?year=2024",
        "/targets/",
        "/definitions/",
    ],
)
def test_page_asks_few_questions_and_none_in_an_association(
    published: Federation, browse: Browse, path: str
) -> None:
    client = browse(published.analyst, published.umbrella)
    client.get(path)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(path).status_code == 200
    queries = [query["sql"] for query in asked.captured_queries]
    assert len(queries) <= 15, queries
    assert [text for text in queries if "SET ROLE" in text.upper() or "a_vedet" in text] == []
    assert [text for text in queries if "figures." in text or '"figures"' in text] == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "words"),
    [("fi", "Peitetyt luvut"), ("sv", "Dolda siffror"), ("en", "Hidden figures")],
)
def test_pages_come_in_three_languages(
    published: Federation, browse: Browse, language: str, words: str
) -> None:
    User.objects.filter(pk=published.analyst.pk).update(language=language)
    client = browse(published.analyst, published.umbrella)
    assert words in client.get("/definitions/").content.decode()
    page = client.get("/?year=2024").content.decode()
    assert f'lang="{language}"' in page
    left = [text for text in ("Hours by month", "Export a table", "not reported") if text in page]
    assert left == (["Hours by month", "Export a table", "not reported"] if language == "en" else [])


@pytest.mark.django_db
def test_umbrella_without_figures_says_so(browse: Browse, vera: User, liitto: Umbrella) -> None:
    client = browse(vera, liitto)
    response = client.get("/")
    assert (response.status_code, "No figures are published yet" in response.content.decode()) == (200, True)
    assert client.get("/export.csv").status_code == 404
