"""Every page of the product, wide and narrow, light and dark: it fits, axe finds nothing, all is Finnish."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import ExitStack
from functools import cache
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from playwright.sync_api import Browser, Page, expect

from local.stack import ROOT, Stack
from tests.browser.pages import BASE, GROUP, NAPAJOKI, PAGES, PEOPLE, SIGN_IN, SITE, Seen, Who
from tests.browser.visitor import HEIGHT, NARROW, WIDE, Visitor, in_language, soon, visiting
from tests.web.browsing import axe_findings, overflow

pytestmark = [pytest.mark.browser, pytest.mark.slow]

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
    assert visitor.complaints() == []


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
    assert visitor.complaints() == []


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
    assert visitor.complaints() == []


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
    assert visitor.complaints() == []


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
    assert visitor.complaints() == []


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
    assert visitor.complaints() == []


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
    page.get_by_role("button", name="Katso tiedosto").click()
    expect(page.get_by_text("Osa riveistä ei nimeä muotoa")).to_be_visible()
    page.locator("#id_role").select_option(index=1)
    page.get_by_role("button", name="Katso uudelleen näillä").click()
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
    assert visitor.complaints() == []


SHIFTS = """Kun;Avain;Tunnit;Paikalla;Paikkoja
21.1.2025;v1;7,5;3;2
22.1.2025;v2;paljon;3;4
"""


def test_pages_of_shift_exports_are_whole_from_the_columns_to_the_undo(visitors: dict[Who, Visitor]) -> None:
    visitor = visitors["coordinator"]
    page = visitor.open(NAPAJOKI, "/coordinate/import/")
    page.locator("#id_file").set_input_files(
        {"name": "vuorot.csv", "mimeType": "text/csv", "buffer": SHIFTS.encode()}
    )
    page.locator("#id_role").select_option(index=1)
    page.get_by_role("button", name="Katso tiedosto").click()
    assert "\n".join(findings(page)) == ""
    page.set_viewport_size({"width": WIDE, "height": HEIGHT})
    page.locator("#id_column_0").select_option("date")
    page.locator("#id_column_1").select_option("shift_id")
    page.get_by_role("button", name="Katso uudelleen näillä").click()
    expect(page.locator("#wrong")).to_be_visible()
    assert "\n".join(findings(page)) == ""
    page.set_viewport_size({"width": WIDE, "height": HEIGHT})
    page.get_by_role("button", name="Tuo", exact=True).click()
    expect(page.get_by_role("button", name="Kumoa tuonti")).to_be_visible()
    assert "\n".join(findings(page)) == ""
    page.set_viewport_size({"width": WIDE, "height": HEIGHT})
    page.get_by_role("button", name="Kumoa tuonti").click()
    expect(page.get_by_text("Tämä tuonti kumottiin")).to_be_visible()
    assert "\n".join(findings(page)) == ""
    assert visitor.complaints() == []


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
