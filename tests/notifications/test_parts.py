"""How many SMS a text is."""

import pytest
from hypothesis import given, settings, strategies as some

from notifications.channels import parts


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 1),
        ("Hyvää päivää Åke, näkemiin Örö!", 1),
        ("ä" * 160, 1),
        ("ä" * 161, 2),
        ("ä" * 306, 2),
        ("ä" * 307, 3),
        ("€" * 80, 1),
        ("€" * 81, 2),
        ("€" * 152, 2),  # of 153 places one stays free: no letter is cut
        ("€" * 153, 3),
        ("š" * 70, 1),
        ("š" * 71, 2),
        ("š" * 134, 2),
        ("š" * 135, 3),
        ("ä" * 70 + "š", 2),
        ("😀" * 35, 1),
        ("😀" * 36, 2),
        ("😀" * 66, 2),
        ("😀" * 67, 3),
    ],
)
def test_parts_of_a_text(text: str, count: int) -> None:
    assert parts.count(text) == count


def test_typography_costs_no_second_alphabet() -> None:
    text = parts.plain("Vuoro klo 17–20 – “Kahvila”…\u00a0Tule’s ")
    assert text == 'Vuoro klo 17-20 - "Kahvila"... Tule\'s'
    assert parts.is_gsm(text)


def test_letters_of_a_name_stay() -> None:
    assert parts.plain("Žofia") == "Žofia"


def test_long_text_gives_way_at_a_word_and_the_link_stays() -> None:
    link = "https://napajoki.example.org/shifts/"
    text = parts.fitted("sana " * 400, link=link, most=2)
    assert parts.count(text) == 2
    assert text.endswith(f"sana...\n{link}")
    assert len(text) > 295
    assert parts.fitted("Lyhyt", link=link) == f"Lyhyt\n{link}"


@settings(max_examples=50)
@given(some.text(max_size=600), some.integers(min_value=1, max_value=6))
def test_fitted_text_fits(text: str, most: int) -> None:
    assert parts.count(parts.fitted(text, link="https://a.example/", most=most)) <= most
