"""Form controls that are drawn without the widget's own templates say the same as those."""

import re

import pytest
from django import forms

from tests.web.conftest import draw


class Choices(forms.Form):
    """A list to choose from, and boxes."""

    one = forms.ChoiceField(
        choices=[("", "Any"), ("a&b", "<A>"), ("c", "C")], required=False, help_text="Help"
    )
    many = forms.MultipleChoiceField(choices=[("a", "A"), ("b", "<B>")], widget=forms.CheckboxSelectMultiple)
    groups = forms.ChoiceField(choices=[("North", [("x", "X")])])


def plain(markup: str) -> str:
    """Markup without the spaces between elements."""
    return re.sub(r">\s+<", "><", markup.strip())


@pytest.mark.parametrize("value", ["", "a&b", "c", "nobody offered this"])
def test_select_is_drawn_as_its_widget_would(value: str) -> None:
    form = Choices({"one": value})
    assert form.fields["one"].clean("") == ""
    attrs: dict[str, str | bool] = {"class": "form-select", "aria-describedby": "id_one_help"}
    if form.errors.get("one"):
        attrs = {
            "class": "form-select",
            "aria-invalid": "true",
            "aria-describedby": "id_one_help id_one_error",
        }
    drawn = draw("{% load ui %}{{ form.one|control }}", form=form)
    assert sorted(plain(drawn)) == sorted(plain(form["one"].as_widget(attrs=attrs)))
    assert drawn.count(" selected") == (value != "nobody offered this")


def test_select_with_groups_is_left_to_its_widget() -> None:
    assert "<optgroup" in draw("{% load ui %}{{ form.groups|control }}", form=Choices())


def test_boxes_are_drawn_as_their_widget_would() -> None:
    form = Choices({"many": ["b"]})
    boxes = list(form["many"])
    drawn = [draw("{% load ui %}{{ one|box }}", one=each) for each in boxes]
    assert [plain(each) for each in drawn] == [plain(str(each.tag())) for each in boxes]
