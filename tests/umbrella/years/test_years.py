"""A year is closed, frozen as it was published, amended beside what was given out, changed by no route."""

import csv
import io
import json
import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import date, timedelta

import openpyxl
import psycopg
import pytest
from django.utils import translation
from django.utils.html import escape
from psycopg import errors

from accounts.models import User
from tenants import clock
from tenants.models import Access
from tests.api.programs import program, token
from tests.conftest import browser
from tests.umbrella.federation import BY, Federation, utc
from umbrella.models import PublishedFigure, PublishedTotal, Release, Target
from umbrella.years import content, files, selectors, services, tables
from umbrella.years.errors import NothingNew, NotNow, NotOver, NotReleased, WhyAmended
from umbrella.years.models import ReportingYear, YearVersion
from web.fingerprints import fingerprint

YEAR = 2024
NOW = utc(2025, 2, 3)


@pytest.fixture(autouse=True)
def february() -> Iterator[None]:
    with clock.fixed(NOW):
        yield


def _frozen(place: Federation) -> YearVersion:
    services.begin_closing(umbrella=place.umbrella, year=YEAR, by=BY)
    return services.freeze(umbrella=place.umbrella, year=YEAR, by=BY)


def _row(place: Federation) -> ReportingYear:
    return ReportingYear.objects.get(umbrella=place.umbrella, year=YEAR)


def _later(place: Federation) -> None:
    """Five more people in a month that is closed already, and the release after it."""
    at = utc(2025, 3, 2)
    with clock.fixed(at):
        place.record("lampi", date(2024, 5, 4), [f"x{n}" for n in range(6)], minutes=60, at=at)
    place.release(utc(2025, 3, 16))


# --- states ------------------------------------------------------------------------------------------


def test_year_goes_from_open_to_closing_frozen_submitted_and_amended(told_year: Federation) -> None:
    umbrella = told_year.umbrella
    services.begin_closing(umbrella=umbrella, year=YEAR, by=BY)
    services.open_again(umbrella=umbrella, year=YEAR, by=BY)
    first = _frozen(told_year)
    assert services.freeze(umbrella=umbrella, year=YEAR, by=BY) == first
    services.submit(umbrella=umbrella, year=YEAR, to="STEA", by=BY)
    assert (_row(told_year).state, first.number) == ("submitted", 1)
    services.begin_amending(umbrella=umbrella, year=YEAR, reason="Lampi lacked May.", by=BY)
    with pytest.raises(NothingNew):
        services.freeze_amended(umbrella=umbrella, year=YEAR, by=BY)
    _later(told_year)
    second = services.freeze_amended(umbrella=umbrella, year=YEAR, by=BY)
    assert (_row(told_year).state, second.number, second.reason) == ("amended", 2, "Lampi lacked May.")
    assert [v.number for v in _row(told_year).versions.all()] == [2, 1]
    assert first.content == YearVersion.objects.get(pk=first.pk).content != second.content


def test_year_that_goes_on_is_not_closed_and_one_without_december_not_frozen(told_year: Federation) -> None:
    with pytest.raises(NotOver):
        services.begin_closing(umbrella=told_year.umbrella, year=2025, by=BY)
    with pytest.raises(NotNow):
        services.freeze(umbrella=told_year.umbrella, year=YEAR, by=BY)
    services.begin_closing(umbrella=told_year.umbrella, year=2023, by=BY)
    with pytest.raises(NotReleased):
        services.freeze(umbrella=told_year.umbrella, year=2023, by=BY)


def test_amending_wants_a_reason_and_is_given_up_only_while_nothing_changed(told_year: Federation) -> None:
    _frozen(told_year)
    with pytest.raises(WhyAmended):
        services.begin_amending(umbrella=told_year.umbrella, year=YEAR, reason=" ", by=BY)
    services.begin_amending(umbrella=told_year.umbrella, year=YEAR, reason="Perhaps.", by=BY)
    services.give_up_amending(umbrella=told_year.umbrella, year=YEAR, by=BY)
    assert _row(told_year).stands


def test_first_year_is_not_short_of_months_before_its_hours_and_lacks_people_until_the_night(
    told_year: Federation,
) -> None:
    def titles() -> list[str]:
        with translation.override("en"):
            said = content.build(told_year.umbrella, YEAR)
            return [gap.title for gap in selectors.gaps(told_year.umbrella, said)]

    assert "Different people are not told" in titles()
    slug = f"{told_year.umbrella.slug}-koski"  # its first hours were in March
    assert selectors.months_to_tell(told_year.umbrella, YEAR)[slug] == 10
    told_year.night(utc(2025, 1, 17))
    assert "Different people are not told" not in titles()
    people = [
        row for row in content.build(told_year.umbrella, YEAR)["figures"] if row["table"] == "people_year"
    ]
    assert [(row["people"], row["may_overlap"]) for row in people] == [(27, 0)]


# --- what is frozen ------------------------------------------------------------------------------------


def test_version_says_what_is_published_and_its_hash_can_be_reckoned_again(told_year: Federation) -> None:
    version = _frozen(told_year)
    said = version.content
    assert fingerprint(said) == version.input_hash
    shown = {
        (row["table"], row["code"], row["month"] or 0): (row["minutes"], row["people"])
        for row in said["figures"]
        if not row["role"]
        and not row["family"]
        and row["table"] != "people_year"
        and row["state"] != "not_reported"
    }
    slug = f"{told_year.umbrella.slug}-"
    expected = {
        (f"{level}_{'month' if month else 'year'}", code, month): value
        for (level, owner, year, month), value in told_year.published().items()
        for code in [{"association": slug + owner, "district": owner}.get(level, told_year.umbrella.slug)]
    }
    assert shown == expected
    puro = next(r for r in said["figures"] if r["table"] == "association_year" and r["code"] == f"{slug}puro")
    assert (puro["state"], puro["minutes"], puro["people"]) == ("hidden", None, None)
    silent = [one["code"] for one in said["associations"] if not one["reported"]]
    assert (silent, said["reporting"]) == ([f"{slug}meri"], [4, 5])


def test_release_leaves_a_frozen_year_alone_and_tells_others(told_year: Federation) -> None:
    version = _frozen(told_year)
    before = told_year.published()
    at = utc(2025, 2, 2)
    told_year.record("koski", date(2025, 1, 10), [f"k{n}" for n in range(9)], at=at)
    _later(told_year)
    after = told_year.published()
    assert {key: value for key, value in after.items() if key[2] == YEAR} == before
    assert ("federation", "", 2025, 1) in after
    told_year.night(utc(2025, 3, 17))
    assert content.build(told_year.umbrella, YEAR)["figures"] == version.content["figures"]


def test_frozen_year_keeps_what_it_came_to_beside_hours_and_its_targets(
    told_year: Federation, admin: User
) -> None:
    umbrella = told_year.umbrella
    release = Release.objects.using("figures").filter(umbrella=umbrella).latest("due_on")
    for metric, value in (("gigs", 390), ("events", None)):
        PublishedTotal.objects.using("figures").create(
            umbrella_id=umbrella.pk,
            release_id=release.pk,
            year=YEAR,
            metric=metric,
            version="1.0",
            state="hidden" if value is None else "shown",
            value=value,
            associations=4,
        )
    target = Target.objects.create(
        umbrella=umbrella,
        year=YEAR,
        metric="volunteer_hours",
        value=40,
        set_at=clock.now(),
        set_by=admin.uuid,
    )
    version = _frozen(told_year)
    kept = [row for row in version.content["figures"] if row["metric"]]
    assert [(row["table"], row["metric"], row["state"], row["value"]) for row in kept] == [
        ("federation_total_year", "events", "hidden", None),
        ("federation_total_year", "gigs", "shown", 390),
        ("federation_target_year", "volunteer_hours", "shown", 40),
    ]
    text = browser(admin, umbrella).get(f"/years/{YEAR}/").content.decode()
    assert all(word in text for word in ("Beside hours", "390", "Targets"))
    # Another target is no reason to amend, another total is.
    now = content.build(umbrella, YEAR)
    target.delete()
    assert content.essence(content.build(umbrella, YEAR)) == content.essence(now)
    more = [row | {"value": 391} if row["metric"] == "gigs" else row for row in now["figures"]]
    assert content.essence(now | {"figures": more}) != content.essence(now)
    # A version from before there were totals is compared without them.
    old = version.content | {
        "figures": [
            {name: value for name, value in row.items() if name not in ("metric", "value")}
            for row in version.content["figures"]
            if not row["metric"]
        ]
    }
    assert content.essence(now, beside=old) == content.essence(old)


def test_files_say_the_same_numbers(told_year: Federation, admin: User) -> None:
    version = _frozen(told_year)
    client = browser(admin, told_year.umbrella)
    address = f"/years/{YEAR}/versions/1/file"
    got = {form: client.get(f"{address}/{form}/").content for form in files.FORMS}
    data = json.loads(got["json"])
    assert data["content"] == version.content
    assert (data["sha256"], fingerprint(data["content"])) == (version.input_hash, version.input_hash)
    assert {entry["field"] for entry in data["dictionary"]} == set(data["content"]["figures"][0])
    figures = [
        (r["table"], r["code"], r["month"], r["role"], r["state"], r["minutes"], r["people"])
        for r in data["content"]["figures"]
    ]
    book = openpyxl.load_workbook(io.BytesIO(got["xlsx"]), read_only=True)
    sheet = [list(row) for row in book.worksheets[0].iter_rows(values_only=True)][1:]
    assert [(r[0], r[1], r[4], r[6] or None, r[8], r[9], r[11]) for r in sheet] == figures
    lines = list(csv.reader(io.StringIO(got["csv"].decode("utf-8-sig")), delimiter=";"))[1:]

    def number(text: str) -> int | None:
        return int(text) if text else None

    assert [
        (r[0], r[1], number(r[4]), r[6] or None, r[8], number(r[9]), number(r[11])) for r in lines
    ] == figures
    assert "'=Lampi" in [r[2] for r in lines]  # no spreadsheet runs it
    assert got["pdf"].startswith(b"%PDF")
    # The PDF and the page print the same tables, made of the same rows.
    answer = client.get(f"/years/{YEAR}/")
    page = answer.content.decode()
    with translation.override(answer["Content-Language"]):
        shown = [table for table in tables.tables(version.content) if table.code != "shares"]
        cells = {cell for table in shown for row in table.rows for cell in row if cell != "•"}
    assert [cell for cell in sorted(cells) if escape(cell) not in page] == []
    # No hidden number is anywhere: 3 × 411 × 2 and 8 × (103 + 112) minutes.
    assert [s for s in ("2466", "1720", "41.1", "28.6667") if s.encode() in got["json"] + got["csv"]] == []


def test_origin_says_the_days_of_its_releases_as_people_write_them(told_year: Federation) -> None:
    papers = [selectors.Paper(content.build(told_year.umbrella, year)) for year in (YEAR, YEAR + 5)]
    last = date.fromisoformat(papers[0].content["releases"][-1]["due_on"])
    with translation.override("fi"):
        told, not_yet = (dict(files.origin_of(paper))["Julkaistu"] for paper in papers)
    assert told.endswith(f"{last.day}.{last.month}.{last.year}")
    assert not_yet == "–"


def test_numbers_of_the_page_before_freezing_are_those_of_the_version(told_year: Federation) -> None:
    before = selectors.paper_of(told_year.umbrella, selectors.Standing(YEAR)).content
    assert _frozen(told_year).content == before


# --- no route changes it -----------------------------------------------------------------------------------


AS_APP = [
    "UPDATE umbrella_yearversion SET content = '{}'",
    "DELETE FROM umbrella_yearversion",
    "UPDATE umbrella_yearstep SET note = ''",
    "UPDATE umbrella_reportingyear SET state = 'open'",
    "UPDATE umbrella_reportingyear SET state = 'closing'",
    "UPDATE umbrella_reportingyear SET year = 2001",
    "DELETE FROM umbrella_reportingyear",
    """INSERT INTO umbrella_yearversion
        (reporting_year_id, number, reason, content, input_hash, frozen_at, frozen_by)
        SELECT id, 2, 'x', '{}', '', now(), '' FROM umbrella_reportingyear WHERE state = 'frozen'""",
    "TRUNCATE umbrella_yearversion",
]
AS_FIGURES = [
    "UPDATE umbrella_publishedfigure SET people = people + 1 WHERE year = 2024 AND state = 'shown'",
    "UPDATE umbrella_publishedfigure SET year = 2024 WHERE year = 2023",
    "DELETE FROM umbrella_publishedfigure WHERE year = 2024",
    """INSERT INTO umbrella_publishedfigure
        (umbrella_id, release_id, level, year, month, state, minutes, people, months_closed, source)
        SELECT umbrella_id, release_id, level, year, 7, state, minutes, people, 0, source
        FROM umbrella_publishedfigure WHERE year = 2024 AND level = 'federation' AND month = 0""",
    "UPDATE umbrella_reportingyear SET amending = true",
]


def test_sql_of_the_apps_login_changes_nothing(told_year: Federation) -> None:
    _frozen(told_year)
    for statement in AS_APP:
        with (
            psycopg.connect(os.environ["DATABASE_URL"]) as session,
            pytest.raises((errors.CheckViolation, errors.InsufficientPrivilege, errors.ForeignKeyViolation)),
        ):
            session.execute(statement)


def test_sql_of_the_figures_login_changes_nothing(told_year: Federation) -> None:
    figure = PublishedFigure.objects.filter(umbrella=told_year.umbrella, level="federation", month=0).get()
    version = _frozen(told_year)
    before = told_year.published()
    for statement in AS_FIGURES:
        with psycopg.connect(os.environ["FIGURES_DATABASE_URL"]) as session:
            try:
                changed = session.execute(statement).rowcount
            except (errors.CheckViolation, errors.InsufficientPrivilege):
                continue
            assert changed == 0, statement
    assert told_year.published() == before
    assert version.content["figures"][0]["minutes"] == figure.minutes


def test_pages_and_api_have_no_way_to_change_it(told_year: Federation, admin: User) -> None:
    version = _frozen(told_year)
    client = browser(admin, told_year.umbrella)
    for verb in ("close", "open", "freeze", "leave"):
        client.post(f"/years/{YEAR}/{verb}/")
    for method in ("put", "patch", "delete"):
        assert getattr(client, method)(f"/years/{YEAR}/versions/1/").status_code == 405
    assert (_row(told_year).state, YearVersion.objects.get(reporting_year=_row(told_year))) == (
        "frozen",
        version,
    )


# --- who ----------------------------------------------------------------------------------------------


def test_analyst_reads_and_does_not_decide(told_year: Federation) -> None:
    client = browser(told_year.analyst, told_year.umbrella)
    assert client.get(f"/years/{YEAR}/").status_code == 200
    assert client.post(f"/years/{YEAR}/close/").status_code == 403
    assert not ReportingYear.objects.filter(umbrella=told_year.umbrella).exists()


def test_export_of_somebody_whose_role_ended_a_minute_ago_is_refused(
    told_year: Federation, admin: User
) -> None:
    client = browser(admin, told_year.umbrella)
    asking = program(told_year.umbrella, token(admin, told_year.umbrella).secret)
    paths = [f"/years/{YEAR}/file/{form}/" for form in files.FORMS] + ["/export.csv?year=2024"]
    assert {client.get(path).status_code for path in paths} == {200}
    assert asking.get("/api/v1/figures/").status_code == 200
    Access.objects.filter(user=admin).update(ends_at=clock.now() - timedelta(minutes=1))
    assert {client.get(path).status_code for path in paths} == {404}
    assert asking.get("/api/v1/figures/").status_code == 401
    Access.objects.filter(user=admin).update(ends_at=None)


def test_year_and_version_of_another_federation_are_not_there(told_year: Federation, admin: User) -> None:
    client = browser(admin, told_year.umbrella)
    assert client.get("/years/2019/").status_code == 404
    assert client.get("/years/99999999/").status_code == 404
    assert client.get(f"/years/{YEAR}/versions/1/").status_code == 404
    assert client.post("/years/2019/close/").status_code == 404


def test_page_takes_few_queries_whatever_is_in_it(
    told_year: Federation,
    admin: User,
    django_assert_max_num_queries: Callable[..., AbstractContextManager[object]],
) -> None:
    client = browser(admin, told_year.umbrella)
    client.get(f"/years/{YEAR}/")
    with django_assert_max_num_queries(24):
        client.get(f"/years/{YEAR}/file/json/")
