"""Every page of the product, wide and narrow, light and dark: it fits, axe finds nothing, all is Finnish."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

import pytest
from babel.messages.pofile import read_po
from playwright.sync_api import Browser, Page, expect

from local.stack import ROOT, Stack
from tests.browser.visitor import HEIGHT, NARROW, WIDE, Visitor, in_language, soon, visiting
from tests.web.browsing import axe_findings, overflow

pytestmark = [pytest.mark.browser, pytest.mark.slow]

NAPAJOKI, FEDERATION, SIGN_IN, BASE = "napajoki", "rinnakkain", "id", ""
Who = Literal["stranger", "volunteer", "leader", "coordinator", "analyst", "administrator"]
PEOPLE: dict[Who, tuple[str, str, str]] = {
    "volunteer": ("heikki.moilanen@example.org", NAPAJOKI, "/home/"),
    "leader": ("ritva.hannula@example.org", NAPAJOKI, "/groups/"),
    "coordinator": ("satu.alatalo@example.org", NAPAJOKI, "/coordinate/"),
    "analyst": ("veera.tanskanen@example.org", FEDERATION, "/"),
    "administrator": ("ilkka.forsman@example.org", FEDERATION, "/"),
}


@dataclass(frozen=True)
class Seen:
    """A page as somebody opens it; with `link`, the first page to which such a link at `path` leads."""

    name: str
    who: Who
    label: str
    path: str
    link: str = ""


GROUP = r"/coordinate/groups/[0-9a-f-]{36}/$"
SITE = r"/coordinate/sites/[0-9a-f-]{36}/$"
PAGES = [
    Seen("landing", "stranger", BASE, "/"),
    Seen("public", "stranger", NAPAJOKI, "/"),
    Seen("happening", "stranger", NAPAJOKI, "/happening/"),
    Seen("open-role", "stranger", NAPAJOKI, "/", r"/join/[0-9a-f-]{36}/$"),
    Seen("sign-in", "stranger", SIGN_IN, "/account/login/"),
    Seen("sign-in-code", "stranger", SIGN_IN, "/account/login/code/"),
    Seen("password-forgotten", "stranger", SIGN_IN, "/account/password/reset/"),
    Seen("demo-people", "stranger", BASE, "/demo/"),
    Seen("demo-inbox", "stranger", BASE, "/demo/inbox/"),
    Seen("places", "volunteer", SIGN_IN, "/"),
    Seen("sign-out", "volunteer", SIGN_IN, "/account/logout/"),
    Seen("security", "volunteer", SIGN_IN, "/security/"),
    Seen("passkey-add", "volunteer", SIGN_IN, "/security/passkeys/add/"),
    Seen("app-add", "volunteer", SIGN_IN, "/security/app/add/"),
    Seen("second-factor", "volunteer", SIGN_IN, "/security/second-factor/"),
    Seen("sign-in-again", "volunteer", SIGN_IN, "/security/again/"),
    Seen("sign-ins", "volunteer", SIGN_IN, "/sign-ins/"),
    Seen("sign-out-everywhere", "volunteer", SIGN_IN, "/sign-ins/end-all/"),
    Seen("security-with-app", "coordinator", SIGN_IN, "/security/"),
    Seen("confirm", "coordinator", SIGN_IN, "/security/confirm/"),
    Seen("app-remove", "coordinator", SIGN_IN, "/security/app/remove/"),
    Seen("codes-new", "coordinator", SIGN_IN, "/security/codes/new/"),
    Seen("team", "coordinator", NAPAJOKI, "/coordinate/team/"),
    Seen("outgoing", "coordinator", NAPAJOKI, "/coordinate/outgoing/"),
    # Soon after signing in: it wants the second factor shown just now.
    Seen("token-new", "coordinator", NAPAJOKI, "/coordinate/programs/new/"),
    Seen("home", "volunteer", NAPAJOKI, "/home/"),
    Seen("shifts", "volunteer", NAPAJOKI, "/shifts/"),
    Seen("shift", "volunteer", NAPAJOKI, "/shifts/", r"/shifts/[0-9a-f-]{36}/$"),
    Seen("new-times", "volunteer", NAPAJOKI, "/shifts/confirm/"),
    Seen("here", "volunteer", NAPAJOKI, "/here/"),
    Seen("calendars", "volunteer", NAPAJOKI, "/calendar/"),
    Seen("hours", "volunteer", NAPAJOKI, "/hours/"),
    Seen("led", "volunteer", NAPAJOKI, "/led/"),
    Seen("groups-led", "leader", NAPAJOKI, "/groups/"),
    Seen("led-session", "leader", NAPAJOKI, "/led/", r"/led/[0-9a-f-]{36}/$"),
    Seen("hours-led", "leader", NAPAJOKI, "/led/hours/"),
    Seen("hour-card", "volunteer", NAPAJOKI, "/hours/card/"),
    Seen("hours-new", "volunteer", NAPAJOKI, "/hours/new/"),
    Seen("incidents-own", "volunteer", NAPAJOKI, "/incidents/"),
    Seen("incident-tell", "volunteer", NAPAJOKI, "/incidents/new/"),
    Seen("messages", "volunteer", NAPAJOKI, "/messages/"),
    Seen("message", "volunteer", NAPAJOKI, "/messages/", r"/messages/[0-9a-f-]{36}/$"),
    Seen("message-choices", "volunteer", NAPAJOKI, "/messages/choices/"),
    Seen("me", "volunteer", NAPAJOKI, "/me/"),
    Seen("on-device", "volunteer", NAPAJOKI, "/me/device/"),
    Seen("offline", "volunteer", NAPAJOKI, "/offline/"),
    Seen("certificate-check", "stranger", NAPAJOKI, "/certificate/"),
    Seen("privacy", "stranger", NAPAJOKI, "/privacy/"),
    Seen("accessibility", "stranger", NAPAJOKI, "/accessibility/"),
    Seen("sites", "coordinator", NAPAJOKI, "/coordinate/sites/"),
    Seen("site", "coordinator", NAPAJOKI, "/coordinate/sites/", SITE),
    Seen("site-new", "coordinator", NAPAJOKI, "/coordinate/sites/new/"),
    Seen("organisations", "coordinator", NAPAJOKI, "/coordinate/organisations/"),
    Seen("shift-settings", "coordinator", NAPAJOKI, "/coordinate/settings/shifts/"),
    Seen("data-notices", "coordinator", NAPAJOKI, "/coordinate/data/notices/"),
    Seen("sending", "coordinator", NAPAJOKI, "/coordinate/settings/sending/"),
    Seen("texts", "coordinator", NAPAJOKI, "/coordinate/texts/"),
    Seen("text", "coordinator", NAPAJOKI, "/coordinate/texts/shift.reminder/fi/"),
    Seen("text-reset", "coordinator", NAPAJOKI, "/coordinate/texts/shift.reminder/fi/reset/"),
    Seen("data-export", "coordinator", NAPAJOKI, "/coordinate/data/export/"),
    Seen("my-data", "volunteer", NAPAJOKI, "/me/data/"),
    Seen("my-data-erase", "volunteer", NAPAJOKI, "/me/data/erase/"),
    Seen("my-data-bring", "volunteer", NAPAJOKI, "/me/data/bring/"),
    Seen("leave", "volunteer", NAPAJOKI, "/me/leave/"),
    Seen("data", "coordinator", NAPAJOKI, "/coordinate/data/"),
    Seen("data-kept", "coordinator", NAPAJOKI, "/coordinate/data/kept/"),
    Seen("data-terms", "coordinator", NAPAJOKI, "/coordinate/data/terms/"),
    Seen("today", "coordinator", NAPAJOKI, "/coordinate/"),
    Seen("agreement", "coordinator", NAPAJOKI, "/coordinate/agreement/"),
    Seen("plan", "coordinator", NAPAJOKI, "/coordinate/shifts/"),
    Seen("shift-new", "coordinator", NAPAJOKI, "/coordinate/shifts/new/"),
    Seen("roster-of-days", "coordinator", NAPAJOKI, "/coordinate/shifts/roster/"),
    Seen("week-copy", "coordinator", NAPAJOKI, "/coordinate/shifts/copy/"),
    Seen("series-all", "coordinator", NAPAJOKI, "/coordinate/shifts/series/"),
    Seen("series-new", "coordinator", NAPAJOKI, "/coordinate/shifts/series/new/"),
    Seen("templates", "coordinator", NAPAJOKI, "/coordinate/shifts/templates/"),
    Seen("manage", "coordinator", NAPAJOKI, "/coordinate/shifts/", r"/coordinate/shifts/[0-9a-f-]{36}/$"),
    Seen("attendance", "coordinator", NAPAJOKI, "/coordinate/", r"/coordinate/shifts/[0-9a-f-]{36}/$"),
    Seen("approve", "coordinator", NAPAJOKI, "/coordinate/hours/"),
    Seen("return", "coordinator", NAPAJOKI, "/coordinate/hours/", r"/return/$"),
    Seen("hours-together", "coordinator", NAPAJOKI, "/coordinate/hours/new/"),
    Seen("activities", "coordinator", NAPAJOKI, "/coordinate/activities/"),
    Seen("activity", "coordinator", NAPAJOKI, "/coordinate/activities/", r"/activities/[0-9a-f-]{36}/$"),
    Seen("event-new", "coordinator", NAPAJOKI, "/coordinate/activities/new/event/"),
    Seen("dialogue-new", "coordinator", NAPAJOKI, "/coordinate/activities/new/dialogue/"),
    Seen("tallies", "coordinator", NAPAJOKI, "/coordinate/tallies/"),
    Seen("tally-place", "coordinator", NAPAJOKI, "/coordinate/tallies/", r"/tallies/[0-9a-f-]{36}/$"),
    Seen("tally-place-new", "coordinator", NAPAJOKI, "/coordinate/tallies/new/"),
    Seen("premises", "coordinator", NAPAJOKI, "/coordinate/premises/"),
    Seen("premises_year", "coordinator", NAPAJOKI, "/coordinate/premises/year/?year=2024"),
    Seen("premises-things", "coordinator", NAPAJOKI, "/coordinate/premises/things/"),
    Seen("premises-waiting", "coordinator", NAPAJOKI, "/coordinate/premises/waiting/"),
    Seen("space-new", "coordinator", NAPAJOKI, "/coordinate/premises/spaces/new/"),
    Seen("equipment-new", "coordinator", NAPAJOKI, "/coordinate/premises/equipment/new/"),
    Seen("booking-new", "coordinator", NAPAJOKI, "/coordinate/premises/bookings/new/"),
    Seen("booking", "coordinator", NAPAJOKI, "/coordinate/premises/", r"/bookings/[0-9a-f-]{36}/$"),
    Seen("placements", "coordinator", NAPAJOKI, "/coordinate/placements/?year=2024"),
    Seen("group", "coordinator", NAPAJOKI, "/coordinate/groups/", r"/coordinate/groups/[0-9a-f-]{36}/$"),
    Seen("groups-all", "coordinator", NAPAJOKI, "/coordinate/groups/"),
    Seen("group-new", "coordinator", NAPAJOKI, "/coordinate/groups/new/"),
    Seen("supervision", "coordinator", NAPAJOKI, "/coordinate/supervision/"),
    Seen("supervision-late", "coordinator", NAPAJOKI, "/coordinate/supervision/duty/"),
    Seen("supervision-all", "coordinator", NAPAJOKI, "/coordinate/supervision/duty/?show=all"),
    Seen("supervision-group-new", "coordinator", NAPAJOKI, "/coordinate/supervision/new/"),
    Seen(
        "supervision-group",
        "coordinator",
        NAPAJOKI,
        "/coordinate/supervision/",
        r"/supervision/[0-9a-f-]{36}/$",
    ),
    Seen("own-supervision", "volunteer", NAPAJOKI, "/supervision/"),
    Seen("supervised", "volunteer", NAPAJOKI, "/supervised/"),
    Seen("counts", "coordinator", NAPAJOKI, "/coordinate/counts/?year=2024"),
    Seen("counts-waiting", "coordinator", NAPAJOKI, "/coordinate/counts/waiting/"),
    Seen("counts-import", "coordinator", NAPAJOKI, "/coordinate/counts/import/"),
    Seen("grant-targets", "coordinator", NAPAJOKI, "/coordinate/grants/"),
    Seen("own-figures", "coordinator", NAPAJOKI, "/coordinate/figures/"),
    Seen("one-page", "coordinator", NAPAJOKI, "/coordinate/figures/2024/"),
    Seen("past-years", "coordinator", NAPAJOKI, "/coordinate/figures/past/"),
    Seen("past-import", "coordinator", NAPAJOKI, "/coordinate/figures/past/import/"),
    Seen("reports", "coordinator", NAPAJOKI, "/coordinate/reports/"),
    Seen("report-new", "coordinator", NAPAJOKI, "/coordinate/reports/new/"),
    Seen("report", "coordinator", NAPAJOKI, "/coordinate/reports/", r"/reports/[0-9a-f-]{36}/$"),
    Seen("months", "coordinator", NAPAJOKI, "/coordinate/months/"),
    Seen("month", "coordinator", NAPAJOKI, "/coordinate/months/2024-05/"),
    Seen("month-close", "coordinator", NAPAJOKI, "/coordinate/months/2025-01/close/"),
    Seen("hours-correct", "coordinator", NAPAJOKI, "/coordinate/months/2024-05/", r"/correct/$"),
    Seen("month-heads", "coordinator", NAPAJOKI, "/coordinate/months/2024-05/heads/"),
    Seen("year", "coordinator", NAPAJOKI, "/coordinate/years/2024/"),
    Seen("year-freeze", "coordinator", NAPAJOKI, "/coordinate/years/2024/freeze/"),
    Seen("year-sample", "coordinator", NAPAJOKI, "/coordinate/years/2025/sample/"),
    Seen("people", "coordinator", NAPAJOKI, "/coordinate/people/"),
    Seen("person-new", "coordinator", NAPAJOKI, "/coordinate/people/new/"),
    Seen("letters", "coordinator", NAPAJOKI, "/coordinate/people/letters/"),
    Seen("people-twice", "coordinator", NAPAJOKI, "/coordinate/people/twice/"),
    Seen("people-merge", "coordinator", NAPAJOKI, "/coordinate/people/twice/", r"/merge/[0-9a-f-]{36}/$"),
    Seen("people-import", "coordinator", NAPAJOKI, "/coordinate/people/import/"),
    Seen("own-fields", "coordinator", NAPAJOKI, "/coordinate/people/fields/"),
    Seen("own-field-new", "coordinator", NAPAJOKI, "/coordinate/people/fields/new/"),
    Seen("own-field", "coordinator", NAPAJOKI, "/coordinate/people/fields/", r"/fields/[0-9a-f-]{36}/$"),
    Seen("applications", "coordinator", NAPAJOKI, "/coordinate/applications/"),
    Seen(
        "application", "coordinator", NAPAJOKI, "/coordinate/applications/", r"applications/[0-9a-f-]{36}/$"
    ),
    Seen("role-recruiting", "coordinator", NAPAJOKI, "/coordinate/applications/", r"/recruiting/$"),
    Seen("replies", "coordinator", NAPAJOKI, "/coordinate/replies/"),
    Seen("reply-new", "coordinator", NAPAJOKI, "/coordinate/replies/new/"),
    Seen("import", "coordinator", NAPAJOKI, "/coordinate/import/"),
    Seen("cards-import", "coordinator", NAPAJOKI, "/coordinate/import/cards/"),
    Seen("schedule-import", "coordinator", NAPAJOKI, "/coordinate/shifts/import/"),
    Seen("api", "coordinator", NAPAJOKI, "/coordinate/programs/"),
    Seen("thanks", "coordinator", NAPAJOKI, "/coordinate/thanks/"),
    Seen("thanks-new", "coordinator", NAPAJOKI, "/coordinate/thanks/new/"),
    Seen("incidents", "coordinator", NAPAJOKI, "/coordinate/incidents/"),
    Seen("incident", "coordinator", NAPAJOKI, "/coordinate/incidents/", r"/incidents/[0-9a-f-]{36}/$"),
    Seen("incident-new", "coordinator", NAPAJOKI, "/coordinate/incidents/new/"),
    Seen("insured", "coordinator", NAPAJOKI, "/coordinate/people/insured/"),
    Seen("insurance-terms", "coordinator", NAPAJOKI, "/coordinate/people/insured/terms/"),
    Seen("certificates", "coordinator", NAPAJOKI, "/coordinate/certificates/"),
    Seen("rest", "coordinator", NAPAJOKI, "/coordinate/rest/"),
    Seen("rest-limits", "coordinator", NAPAJOKI, "/coordinate/settings/rest/"),
    Seen("coordinator-me", "coordinator", NAPAJOKI, "/me/"),
    Seen("overview", "analyst", FEDERATION, "/"),
    Seen("overview-2023", "analyst", FEDERATION, "/?year=2023"),
    Seen("figures-roles", "analyst", FEDERATION, "/roles/?year=2024"),
    Seen("figures-role", "analyst", FEDERATION, "/roles/asiointikaveri/?year=2024"),
    Seen("association-figures", "analyst", FEDERATION, "/figures/napajoki/?year=2024"),
    Seen("figures-months", "analyst", FEDERATION, "/months/?year=2024"),
    Seen("figures-trends", "analyst", FEDERATION, "/trends/"),
    Seen("figures-district", "analyst", FEDERATION, "/districts/pohjoinen/?year=2024"),
    Seen("figures-corrections", "analyst", FEDERATION, "/corrections/?year=2024"),
    Seen("figure-targets", "analyst", FEDERATION, "/targets/?year=2024"),
    Seen("association-belonging", "analyst", FEDERATION, "/associations/napajoki/belonging/"),
    Seen("beside-federation", "coordinator", NAPAJOKI, "/coordinate/federation/?year=2024"),
    Seen("definitions", "analyst", FEDERATION, "/definitions/"),
    Seen("catalogue", "analyst", FEDERATION, "/catalogue/"),
    Seen("years", "analyst", FEDERATION, "/years/"),
    Seen("year", "analyst", FEDERATION, "/years/2024/"),
    Seen("join", "stranger", FEDERATION, "/join/"),
    Seen("join-requests", "analyst", FEDERATION, "/requests/"),
    Seen("join-request", "analyst", FEDERATION, "/requests/", r"/requests/[0-9a-f-]{36}/$"),
    Seen("federation-association", "administrator", FEDERATION, "/associations/napajoki/"),
    Seen("association-archive", "administrator", FEDERATION, "/associations/napajoki/archive/"),
    Seen("deletion-check", "stranger", FEDERATION, "/deleted/"),
    Seen("not-reported", "analyst", FEDERATION, "/not-reported/"),
    Seen("federation-api", "analyst", FEDERATION, "/programs/"),
    Seen("federation-me", "analyst", FEDERATION, "/me/"),
]

VISIBLE_TEXTS = """() => {
  const own = document.documentElement.lang, found = new Set();
  const foreign = element => {
    const marked = element.closest("[lang]");
    return marked && marked.lang !== own;
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    if (!foreign(element) && element.checkVisibility()) found.add(walker.currentNode.data);
  }
  for (const name of ["aria-label", "title", "placeholder", "alt"])
    for (const element of document.querySelectorAll(`[${name}]`))
      if (!foreign(element)) found.add(element.getAttribute(name));
  found.add(document.title.split(" – ")[0]);
  return [...found].map(text => text.replace(/\\s+/g, " ").trim()).filter(Boolean);
}"""

STICKS_OUT = """() => {
  const width = document.documentElement.clientWidth + 1;
  return [...document.querySelectorAll("main *")]
    .filter(one => one.getBoundingClientRect().right > width)
    .slice(0, 4).map(one => `${one.tagName} ${one.className}`).join("; ");
}"""
PALE = """async () => {
  const result = await axe.run(document, {
    runOnly: {type: "rule", values: ["color-contrast"]}, resultTypes: ["violations"],
  });
  return result.violations.flatMap(one => one.nodes.map(node => `${one.id}: ${node.target.join(" ")}`));
}"""


def forms(text: str | list[str] | tuple[str, ...] | None) -> tuple[str, ...]:
    """The forms of a text for one and for many; most texts have one form."""
    return (text,) if isinstance(text, str) else tuple(text or ())


@cache
def english() -> frozenset[str]:
    """Source texts that a Finnish reader should never see: whole texts that differ in Finnish."""
    sources: set[str] = set()
    finnish: set[str] = set()
    for path in ROOT.glob("**/locale/fi/LC_MESSAGES/django.po"):
        if "node_modules" in path.parts or ".venv" in path.parts:
            continue
        with Path(path).open("rb") as file:
            for message in read_po(file, locale="fi"):
                sources.update(text.strip() for text in forms(message.id) if "%(" not in text)
                finnish.update(text.strip() for text in forms(message.string))
    return frozenset(sources - finnish - {""})


@pytest.fixture(scope="module")
def visitors(chrome: Browser, stack: Stack) -> Iterator[dict[Who, Visitor]]:
    """A stranger, and one signed-in browser for each role."""
    with ExitStack() as browsers:
        found: dict[Who, Visitor] = {"stranger": browsers.enter_context(visiting(chrome, stack))}
        for who, (email, label, path) in PEOPLE.items():
            found[who] = browsers.enter_context(visiting(chrome, stack))
            found[who].enter(email, label, path, anew=True)  # one page wants that to be fresh
        yield found


def follow(page: Page, link: str) -> None:
    """Open where the first link that matches leads."""
    links: list[str] = page.eval_on_selector_all("a[href]", "links => links.map(link => link.href)")
    target = next(one for one in links if re.search(link, one))
    response = page.goto(target)
    assert response is not None
    assert response.status == 200


@pytest.mark.parametrize("seen", PAGES, ids=lambda seen: seen.name)
def test_page_is_whole_at_every_width_and_theme(visitors: dict[Who, Visitor], seen: Seen) -> None:
    visitor = visitors[seen.who]
    page = visitor.open(seen.label, seen.path)
    if seen.link:
        follow(page, seen.link)
    assert "\n".join(findings(page)) == ""
    assert visitor.errors == []


@pytest.mark.parametrize(
    "name", ["edit", "cancel", "roster", "call", "people", "kept", "write", "move", "template"]
)
def test_page_about_a_shift_is_whole_at_every_width_and_theme(
    visitors: dict[Who, Visitor], name: str
) -> None:
    visitor = visitors["coordinator"]
    page = visitor.open(NAPAJOKI, "/coordinate/shifts/?week=2025-02-10")
    follow(page, r"/coordinate/shifts/[0-9a-f-]{36}/$")
    visitor.open(NAPAJOKI, page.url.split(str(visitor.stack.web_port))[1] + f"{name}/")
    assert "\n".join(findings(page)) == ""
    assert visitor.errors == []


@pytest.mark.parametrize("name", ["", "change/", "continue/", "cancel/", "standing/"])
def test_page_about_a_series_is_whole_at_every_width_and_theme(
    visitors: dict[Who, Visitor], name: str
) -> None:
    visitor = visitors["coordinator"]
    page = visitor.open(NAPAJOKI, "/coordinate/shifts/series/")
    follow(page, r"/coordinate/shifts/series/[0-9a-f-]{36}/$")
    if name == "standing/":
        follow(page, r"/coordinate/shifts/[0-9a-f-]{36}/$")
    visitor.open(NAPAJOKI, page.url.split(str(visitor.stack.web_port))[1] + name)
    assert "\n".join(findings(page)) == ""
    assert visitor.errors == []


@pytest.mark.parametrize(
    ("who", "path", "links"),
    [
        ("coordinator", "/coordinate/", (r"/coordinate/shifts/[0-9a-f-]{36}/#requests$", r"/requests/$")),
        ("volunteer", "/home/", (r"/shifts/[0-9a-f-]{36}/$", r"/swap/$")),
        ("coordinator", "/coordinate/groups/", (GROUP, r"/groups/[0-9a-f-]{36}/people/$")),
        (
            "coordinator",
            "/coordinate/tallies/",
            (r"/tallies/[0-9a-f-]{36}/$", r"/tallies/.+/edit/$"),
        ),
        ("coordinator", "/coordinate/reports/", (r"/reports/[0-9a-f-]{36}/$", r"/freeze/$")),
        ("coordinator", "/coordinate/months/2024-05/", (r"/correct/$", r"/take-back/$")),
        ("coordinator", "/coordinate/sites/", (SITE, r"/check-in/$")),
        ("coordinator", "/coordinate/sites/", (SITE, r"/check-in/code/$")),
        ("coordinator", "/coordinate/sites/", (SITE, r"/check-in/$", r"/check-in/paper/$")),
    ],
    ids=[
        "requests",
        "swap",
        "group-names",
        "place-edit",
        "report-freeze",
        "hours-take-back",
        "check-in",
        "check-in-code",
        "check-in-paper",
    ],
)
def test_page_behind_a_shift_is_whole_at_every_width_and_theme(
    visitors: dict[Who, Visitor], who: Who, path: str, links: tuple[str, ...]
) -> None:
    visitor = visitors[who]
    page = visitor.open(NAPAJOKI, path)
    for link in links:
        follow(page, link)
    assert "\n".join(findings(page)) == ""
    assert visitor.errors == []


def test_mail_of_the_demo_is_whole_at_every_width_and_theme(
    visitors: dict[Who, Visitor], stack: Stack
) -> None:
    visitor, to = visitors["stranger"], PEOPLE["analyst"][0]
    page = visitor.open(SIGN_IN, "/account/login/code/")
    page.locator("input[name=email]").fill(to)
    page.locator("main form button[type=submit]").click()
    page.wait_for_url("**/account/login/code/confirm/")
    assert "\n".join(findings(page)) == ""
    key = soon(lambda: next((one.key for one in stack.mailbox.summaries(to=to)), ""))
    visitor.open(BASE, f"/demo/inbox/{key}/")
    assert "\n".join(findings(page)) == ""
    assert visitor.errors == []


COUNTED = "Pvm;Mikä;Montako;Järjestö\n2025-01-18;Sali;25;Kuoro ry\n2025-01-19;Kuro;9;\n"
PAST = "Vuosi;Summa;Henkilöt;Menetelmä;Lähde\n2015;120,5;9;arvioitu;Paperilla\n2016;;9;arvioitu;Paperilla\n"


@pytest.mark.parametrize(
    ("path", "text", "columns"),
    [
        ("/coordinate/counts/import/", COUNTED, {1: "name", 2: "number"}),
        ("/coordinate/figures/past/import/", PAST, {1: "hours"}),
    ],
    ids=["counts-check", "past-check"],
)
def test_page_of_a_file_is_whole_while_its_columns_are_said_and_after(
    visitors: dict[Who, Visitor], path: str, text: str, columns: dict[int, str]
) -> None:
    visitor = visitors["coordinator"]
    page = visitor.open(NAPAJOKI, path)
    page.locator("#id_file").set_input_files(
        {"name": "luvut.csv", "mimeType": "text/csv", "buffer": text.encode()}
    )
    page.get_by_role("button", name="Katso tiedosto").click()
    expect(page.get_by_text("Kaikkia sarakkeita ei löytynyt.")).to_be_visible()
    assert "\n".join(findings(page)) == ""
    for place, column in columns.items():
        page.locator(f"#id_column_{place}").select_option(column)
    page.get_by_role("button", name="Katso uudelleen näillä").click()
    expect(page.locator("#wrong")).to_be_visible()
    assert "\n".join(findings(page)) == ""
    if path.startswith("/coordinate/counts/"):
        page.set_viewport_size({"width": WIDE, "height": HEIGHT})
        for language in ("sv", "en", "fi"):
            in_language(page, language)
            assert overflow(page) == 0
        page.get_by_role("button", name="Tuo 1 rivi").click()
        expect(page.get_by_role("button", name="Kumoa tuonti")).to_be_visible()
        assert "\n".join(findings(page)) == ""
        page.get_by_role("button", name="Kumoa tuonti").click()
        expect(page.get_by_text("Kumottu: luvut ovat")).to_be_visible()
    assert visitor.errors == []


CARDS = """Nimi;Päivä;Klo alkaen;Asti;Tunnit
Mauri Parviainen;21.1.2025;5;6;
Klaus Nevala;22.1.2025;22;6;
Ei Kukaan;22.1.2025;;;2
Klaus Nevala;24.1.2025;;;25
"""


def test_pages_of_hour_cards_are_whole_from_the_look_to_the_undo(visitors: dict[Who, Visitor]) -> None:
    visitor = visitors["coordinator"]
    page = visitor.open(NAPAJOKI, "/coordinate/import/cards/")
    page.locator("#id_file").set_input_files(
        {"name": "kortit.csv", "mimeType": "text/csv", "buffer": CARDS.encode()}
    )
    page.locator("#id_role").select_option(index=1)
    page.get_by_role("button", name="Katso tiedosto").click()
    expect(page.locator("#wrong")).to_be_visible()
    assert "\n".join(findings(page)) == ""
    page.set_viewport_size({"width": WIDE, "height": HEIGHT})
    page.get_by_role("button", name="Tuo 2 kirjausta").click()
    expect(page.get_by_role("button", name="Kumoa tuonti")).to_be_visible()
    assert "\n".join(findings(page)) == ""
    page.set_viewport_size({"width": WIDE, "height": HEIGHT})
    for language in ("sv", "en", "fi"):
        in_language(page, language)
        assert overflow(page) == 0
    page.get_by_role("button", name="Kumoa tuonti").click()
    expect(page.get_by_text("Tämä tuonti kumottiin")).to_be_visible()
    assert "\n".join(findings(page)) == ""
    assert visitor.errors == []


def test_hours_of_several_are_whole_once_the_role_is_chosen(visitors: dict[Who, Visitor]) -> None:
    visitor = visitors["leader"]
    page = visitor.open(NAPAJOKI, "/led/hours/")
    page.locator("#id_role").select_option(index=1)
    expect(page.get_by_role("button", name="Lähetä vahvistettavaksi")).to_be_visible()
    assert "\n".join(findings(page)) == ""


def findings(page: Page) -> list[str]:
    """What is wrong with the page, each with the width and theme in which it is."""
    lost = english().intersection(page.evaluate(VISIBLE_TEXTS))
    found = [f"English: {text}" for text in sorted(lost)]
    if page.locator("html").get_attribute("lang") != "fi":
        found.append("not in Finnish")
    for width in (WIDE, NARROW):
        page.set_viewport_size({"width": width, "height": HEIGHT})
        page.emulate_media(color_scheme="light")
        found += [f"{width} light {finding}" for finding in axe_findings(page)]
        page.emulate_media(color_scheme="dark")
        found += [f"{width} dark {finding}" for finding in pale(page)]
        if wider := overflow(page):
            found.append(f"{width}: {wider} px too wide, {page.evaluate(STICKS_OUT)}")
    return found


def pale(page: Page) -> list[str]:
    """Texts without contrast: of all that axe looks at, only this hangs on the theme."""
    found: list[str] = page.evaluate(PALE)
    return found
