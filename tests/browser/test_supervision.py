"""After a hard shift a volunteer asks to talk; a coordinator sees it on Today and answers."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.browser.test_care import whole
from tests.browser.visitor import NARROW, in_language

pytestmark = [pytest.mark.browser, pytest.mark.slow]

HOST = "napajoki"
HEIKKI, SATU = "heikki.moilanen@example.org", "satu.alatalo@example.org"


@pytest.mark.parametrize(
    ("language", "ask", "take_back", "get_in_touch", "answered"),
    [
        (
            "fi",
            "Haluaisin puhua",
            "En tarvitse sitä enää",
            "Otan yhteyttä",
            "Satu Alatalo ottaa sinuun yhteyttä.",
        ),
        (
            "sv",
            "Jag vill prata",
            "Jag behöver det inte längre",
            "Jag tar kontakt",
            "Satu Alatalo tar kontakt",
        ),
        (
            "en",
            "I would like to talk",
            "I do not need it any more",
            "I get in touch",
            "Satu Alatalo gets in touch",
        ),
    ],
)
def test_volunteer_asks_to_talk_and_a_coordinator_answers(
    visit: Visit, language: str, ask: str, take_back: str, get_in_touch: str, answered: str
) -> None:
    with visit(width=NARROW) as me, visit() as coordinator:
        page = me.enter(HEIKKI, HOST, "/supervision/")
        in_language(page, language)
        whole(page)
        me.press(ask)
        expect(page.get_by_role("button", name=take_back)).to_be_visible()
        whole(page)
        theirs = coordinator.enter(SATU, HOST, "/coordinate/?kind=supervision.debrief")
        in_language(theirs, language)
        whole(theirs)
        theirs.locator("a[href*='/debriefs/']").last.click()
        whole(theirs)
        coordinator.press(get_in_touch)
        expect(theirs.get_by_role("button", name=get_in_touch)).to_have_count(0)
        page.reload()
        expect(page.get_by_text(answered).first).to_be_visible()
        expect(page.get_by_role("button", name=ask)).to_be_visible()
        # Both are Finnish speakers in all other tests.
        in_language(page, "fi")
        in_language(theirs, "fi")
