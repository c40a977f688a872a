"""The style guide and a page of each face in Chromium: light, dark, wide, narrow, without script."""

import socketserver
import threading
import wsgiref.simple_server
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.wsgi import get_wsgi_application
from django.test import override_settings
from playwright.sync_api import Browser, Page

from tests.web.browsing import axe_findings, chromium, overflow
from web import assets, gallery

pytestmark = pytest.mark.browser

PAGES = ["", *(f"{face}/" for face in gallery.FACES)]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "web.middleware.LanguageMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

TOO_SMALL = """() => {
  const pressed = document.querySelectorAll("a.btn, button, summary, nav a, input:not([type=hidden])");
  return [...pressed]
    .filter(element => element.offsetParent && !element.closest(".rn-choice"))
    .map(element => [element.innerText || element.name, element.getBoundingClientRect()])
    .filter(([, box]) => box.height < 44 || box.width < 44)
    .map(([text, box]) => `${text} ${box.width}x${box.height}`);
}"""


class ThreadingServer(socketserver.ThreadingMixIn, wsgiref.simple_server.WSGIServer):
    """A browser asks for several files at once."""

    daemon_threads = True


class Quiet(wsgiref.simple_server.WSGIRequestHandler):
    """Says nothing about requests."""

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  # the base class names it so
        """Nothing."""


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The kit's own routes over HTTP, with the real content policy and no table."""
    if not assets.built():
        pytest.fail("The front end is not built: python -m web.build")
    with override_settings(
        ROOT_URLCONF="tests.web.urls",
        MIDDLEWARE=MIDDLEWARE,
        ALLOWED_HOSTS=["*"],
        WHITENOISE_USE_FINDERS=True,
        STATIC_ROOT=tmp_path_factory.mktemp("static"),
    ):
        server = wsgiref.simple_server.make_server(
            "127.0.0.1", 0, get_wsgi_application(), server_class=ThreadingServer, handler_class=Quiet
        )
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/styleguide/"
        server.shutdown()
        server.server_close()


@pytest.fixture(scope="module")
def chrome() -> Iterator[Browser]:
    """One Chromium for the module, closed with it: while it is open, this thread may not ask the database."""
    with chromium() as opened:
        yield opened


@pytest.fixture
def window(chrome: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A window; a message of the console about the content policy or a script fails the test."""
    options = {"viewport": {"width": 1280, "height": 900}, "locale": "fi-FI", **getattr(request, "param", {})}
    context = chrome.new_context(**options)
    opened = context.new_page()
    complaints: list[str] = []
    opened.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    yield opened
    context.close()
    assert complaints == []


def size(width: int, theme: str) -> dict[str, Any]:
    return {"viewport": {"width": width, "height": 900}, "color_scheme": theme}


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize(
    "window",
    [size(width, theme) for width in (1280, 390) for theme in ("light", "dark")],
    indirect=True,
    ids=str,
)
def test_page_axe_finds_nothing_and_nothing_overflows(window: Page, address: str, path: str) -> None:
    window.goto(address + path)
    assert (axe_findings(window), overflow(window)) == ([], 0)


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("window", [size(320, "light")], indirect=True, ids=str)
def test_page_fits_the_smallest_phone(window: Page, address: str, path: str) -> None:
    window.goto(address + path)
    assert overflow(window) == 0


@pytest.mark.parametrize(
    "window", [{"java_script_enabled": False, "color_scheme": "light"}], indirect=True, ids=str
)
def test_theme_and_language_switch_without_script(window: Page, address: str) -> None:
    window.goto(f"{address}volunteer/")
    window.get_by_role("button", name="Vaihda tummaan ulkoasuun").click()
    window.locator("summary", has_text="FI").click()
    window.get_by_role("button", name="Svenska").click()
    html = window.locator("html")
    assert (html.get_attribute("data-bs-theme"), html.get_attribute("lang")) == ("dark", "sv")
    assert window.url == f"{address}volunteer/"


def test_menu_closes_by_escape_and_gives_the_focus_back(window: Page, address: str) -> None:
    window.goto(f"{address}volunteer/")
    summary = window.locator("details.rn-menu > summary")
    summary.click()
    window.keyboard.press("Escape")
    assert window.locator("details.rn-menu[open]").count() == 0
    assert summary.evaluate("element => element === document.activeElement") is True


def test_question_opens_as_a_dialogue_and_closes_back_to_its_button(window: Page, address: str) -> None:
    window.goto(address.replace("styleguide", "asking"))
    button = window.get_by_role("link", name="Cancel the shift")
    button.click()
    dialogue = window.get_by_role("dialog", name="Cancel it?")
    dialogue.wait_for()
    assert (window.url.endswith("/asking/"), axe_findings(window)) == (True, [])
    dialogue.get_by_role("link", name="Peruuta").click()
    assert window.get_by_role("dialog").count() == 0
    assert button.evaluate("element => element === document.activeElement") is True


@pytest.mark.parametrize(
    "window", [{}, {"java_script_enabled": False}], indirect=True, ids=["script", "no script"]
)
def test_question_is_answered_and_can_be_undone(window: Page, address: str) -> None:
    window.goto(address.replace("styleguide", "asking"))
    window.get_by_role("link", name="Cancel the shift").click()
    window.get_by_role("button", name="Cancel for all").click()
    window.wait_for_url("**/asking/")
    toast = window.get_by_role("status")
    assert "Cancelled for all." in toast.inner_text()
    assert toast.get_by_role("button", name="Kumoa").is_visible() is True


def test_toast_is_closed_by_hand(window: Page, address: str) -> None:
    window.goto(address.replace("styleguide", "question"))
    window.get_by_role("button", name="Cancel for all").click()
    window.get_by_role("status").get_by_role("button", name="Sulje").click()
    assert window.locator("#toasts > *").count() == 0


def test_form_with_errors_takes_the_focus(window: Page, address: str) -> None:
    window.goto(f"{address}plain/")
    assert window.evaluate("document.activeElement.className") == "rn-note rn-note--urgent"


@pytest.mark.parametrize(
    "window", [{**size(390, "light"), "has_touch": True, "is_mobile": True}], indirect=True, ids=str
)
@pytest.mark.parametrize("path", ["volunteer/", "coordinator/", "plain/"])
def test_targets_are_large_enough_for_a_finger(window: Page, address: str, path: str) -> None:
    window.goto(address + path)
    small = window.evaluate(TOO_SMALL)
    assert small == []
