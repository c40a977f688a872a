"""The reader's choices, the way back, and the style guide."""

import re

import pytest
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation

from web import failures, gallery, theme as themes, views
from web.context import ui

pytestmark = pytest.mark.usefixtures("kit_urls")

INLINE = re.compile(r"""<style|\sstyle=|\son\w+=|javascript:|<script(?![^>]*\ssrc=)""", re.IGNORECASE)


def test_theme_is_kept_for_this_host_alone(rf: RequestFactory) -> None:
    response = views.theme(rf.post("/theme/", {"theme": "dark", "next": "/shifts/?week=6"}))
    cookie = response.cookies[themes.COOKIE]
    assert (response.status_code, response["Location"], cookie.value) == (302, "/shifts/?week=6", "dark")
    assert (cookie["domain"], cookie["path"], cookie["httponly"], cookie["samesite"]) == (
        "",
        "/",
        True,
        "Lax",
    )


def test_theme_system_forgets_the_choice(rf: RequestFactory) -> None:
    response = views.theme(rf.post("/theme/", {"theme": "system"}))
    assert (response.cookies[themes.COOKIE].value, response.cookies[themes.COOKIE]["max-age"]) == ("", 0)


@pytest.mark.parametrize("view", [views.theme, views.language])
def test_choice_unknown_is_refused(rf: RequestFactory, view: object) -> None:
    assert callable(view)
    response = view(rf.post("/", {"theme": "pink", "language": "xx"}))
    assert (response.status_code, dict(response.cookies)) == (400, {})


def test_choice_by_get_changes_nothing(rf: RequestFactory) -> None:
    assert views.theme(rf.get("/theme/", {"theme": "dark"})).status_code == 405


def test_language_is_kept(rf: RequestFactory) -> None:
    response = views.language(
        rf.post("/language/", {"language": "sv"}, headers={"Referer": "http://testserver/me/"})
    )
    assert (response.cookies["rn_lang"].value, response["Location"]) == ("sv", "http://testserver/me/")


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example", "javascript:alert(1)", "", "\\\\evil"]
)
def test_way_back_never_leaves_the_host(rf: RequestFactory, target: str) -> None:
    request = rf.post("/theme/", {"next": target}, headers={"Referer": "https://evil.example/"})
    assert views.way_back(request) == "/"


def test_ui_context_theme_from_the_cookie_only_if_it_is_one(rf: RequestFactory) -> None:
    request = rf.get("/")
    request.COOKIES["rn_theme"] = '"><script>'
    assert ui(request)["ui"].theme == ""


def test_page_carries_the_theme_before_any_script(rf: RequestFactory) -> None:
    request = rf.get("/")
    request.COOKIES["rn_theme"] = "dark"
    with translation.override("sv"):
        page = views.face(request, "volunteer").content.decode()
    assert '<html lang="sv" data-bs-theme="dark">' in page


@pytest.mark.parametrize("name", gallery.FACES)
def test_face_has_no_inline_style_or_script(request_for: HttpRequest, name: str) -> None:
    assert INLINE.findall(views.face(request_for, name).content.decode()) == []


def test_styleguide_has_no_inline_style_or_script(request_for: HttpRequest) -> None:
    page = views.styleguide(request_for).content.decode()
    assert INLINE.findall(page) == []
    assert INLINE.findall('<b style="x" onclick="y">') == [" style=", " onclick="]


@pytest.mark.parametrize("status", ["400", "403", "404", "403_csrf"])
@pytest.mark.parametrize("code", ["fi", "sv", "en"])
def test_error_page_says_what_to_do(request_for: HttpRequest, status: str, code: str) -> None:
    with translation.override(code):
        page = render_to_string(f"{status}.html", request=request_for)
    assert (page.count("<h1>"), page.count('href="/"'), INLINE.findall(page)) == (1, 2, [])


def test_server_error_page_needs_no_request() -> None:
    page = render_to_string("500.html")
    assert (page.count("<h1>"), INLINE.findall(page)) == (1, [])


def test_csrf_failure_is_a_403(request_for: HttpRequest) -> None:
    assert failures.csrf_failure(request_for, "Referer checking failed").status_code == 403
    assert b"Referer" not in failures.csrf_failure(request_for, "Referer checking failed").content
