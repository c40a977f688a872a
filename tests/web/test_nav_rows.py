"""The entries of the main menu."""

from django.utils import translation

from web.nav import Entry, Frame, Group
from web.nav_rows import rows

HOME = Entry("Home", "/home/", "home", "home")


def test_menu_marks_the_page_that_is_open_and_no_other() -> None:
    drawn = rows(Frame(entries=[HOME, Entry("Shifts", "/shifts/", "calendar", "shifts")]), current="shifts")
    assert drawn.count('aria-current="page"') == 1
    assert '<a href="/shifts/" aria-current="page">' in drawn


def test_menu_names_what_waits_for_those_who_do_not_see() -> None:
    with translation.override("en"):
        drawn = rows(Frame(entries=[Entry("Post", "/messages/", "message", "post", count=3)]), current="")
    assert '<span class="visually-hidden">3 waiting</span>' in drawn
    assert "rn-count" not in rows(Frame(entries=[HOME]), current="")


def test_menu_shows_groups_under_their_headings_after_the_first_entries() -> None:
    drawn = rows(Frame(entries=[HOME], groups=[Group("My <own>", [HOME])]), current="")
    assert (
        drawn.index("/home/")
        < drawn.index('<p class="rn-railhead">My &lt;own&gt;</p>')
        < drawn.rindex("/home/")
    )


def test_menu_escapes_what_an_association_named() -> None:
    assert "<b>" not in rows(Frame(entries=[Entry("<b>", '/"><b>', "home", "home")]), current="")
