"""Components declare what they take, and refuse the rest before a page is ever shown."""

import pytest
from django.forms import CharField, Form
from django.template import Context, Template, TemplateSyntaxError

from tests.web.conftest import draw
from web.components import Declaration, attributes, component


def refusal(source: str) -> str:
    with pytest.raises(TemplateSyntaxError) as refused:
        draw(source)
    return str(refused.value)


def test_ui_unknown_prop_is_refused() -> None:
    assert refusal('{% ui "delta" text="+4 %" colour="red" / %}') == (
        'ui "delta": it does not know “colour”; it takes direction, text'
    )


def test_ui_missing_prop_is_refused() -> None:
    assert refusal('{% ui "chip" label="Full" / %}') == 'ui "chip": it needs icon'


def test_ui_wrong_choice_is_refused() -> None:
    assert refusal('{% ui "delta" text="x" direction="left" / %}') == (
        'ui "delta": “left” is no direction; choose up, down, same'
    )


def test_ui_wrong_number_is_refused() -> None:
    assert refusal('{% ui "card" level=7 / %}') == 'ui "card": “7” is no level; choose 2, 3'


def test_ui_wrong_choice_from_a_variable_is_refused_when_rendered() -> None:
    with pytest.raises(ValueError, match="is no direction"):
        draw('{% ui "delta" text="x" direction=way / %}', way="left")


def test_ui_unknown_slot_is_refused() -> None:
    assert refusal('{% ui "delta" text="x" %}{% slot foot %}x{% endslot %}{% endui %}') == (
        'ui "delta": it has no slot foot'
    )


def test_ui_content_where_there_is_no_place_for_it_is_refused() -> None:
    assert refusal('{% ui "delta" text="x" %}lost{% endui %}') == 'ui "delta": it has no slot content'


def test_ui_attribute_of_a_page_is_refused_where_it_would_be_lost() -> None:
    assert refusal('{% ui "delta" text="x" hx-get="/" / %}') == (
        'ui "delta": it does not know “hx-get”; it takes direction, text'
    )


@pytest.mark.parametrize("attribute", ['onclick="x()"', 'style="x"', 'hx-on="x"', "hx-on:click=x"])
def test_ui_script_and_style_in_an_attribute_are_refused(attribute: str) -> None:
    assert "hx-on" in (said := refusal(f'{{% ui "button" label="x" {attribute} / %}}')) or "“" in said


def test_ui_the_same_prop_twice_is_refused() -> None:
    assert refusal('{% ui "delta" text="x" text="y" / %}') == (
        'ui "delta": “text="y"” should be a prop=value that is given once'
    )


def test_ui_name_from_a_variable_is_refused() -> None:
    assert refusal("{% ui name / %}").startswith("ui needs the name of a component in quotes")


def test_slot_away_from_its_component_is_refused() -> None:
    source = '{% ui "card" %}{% if True %}{% slot aside %}x{% endslot %}{% endif %}{% endui %}'
    assert refusal(source) == "slot “aside” must stand directly inside a ui block"


def test_icon_unknown_is_refused() -> None:
    assert (
        refusal('{% icon "unicorn" %}') == "There is no icon “unicorn”; frontend/icons.json names them all."
    )


def test_icon_unknown_in_a_component_is_refused_when_rendered() -> None:
    with pytest.raises(ValueError, match="There is no icon “unicorn”"):
        draw('{% ui "chip" label="x" icon="unicorn" / %}')


def test_ui_text_is_escaped_and_markup_in_slots_is_kept() -> None:
    drawn = draw('{% ui "note" title=title %}<em>kept</em>{% endui %}', title="<script>")
    assert ("&lt;script&gt;" in drawn, "<script>" in drawn, "<em>kept</em>" in drawn) == (True, False, True)


def test_ui_sees_nothing_of_the_page_around_it() -> None:
    assert "leak" not in draw('{% ui "note" %}x{% endui %}', title="leak", actions="leak")


def test_ui_slot_sees_the_page() -> None:
    assert ">from the page</div>" in draw(
        '{% ui "note" %}{{ words }}{% endui %}', words="from the page"
    ).replace("\n", "").replace("  ", "")


def test_ui_passes_the_csrf_token_into_its_forms() -> None:
    drawn = Template('{% load ui %}{% ui "act" label="Go" url="/go/" / %}').render(
        Context({"csrf_token": "t0ken"})
    )
    assert 'name="csrfmiddlewaretoken" value="t0ken"' in drawn


def test_attributes_true_false_and_text() -> None:
    given = {"data-a": True, "data-b": False, "data-c": None, "data-d": '"'}
    assert attributes(given) == ' data-a data-d="&quot;"'


def test_component_declares_required_defaults_choices_and_slots() -> None:
    _, declaration = component("hero")
    assert declaration == Declaration(
        doc=declaration.doc,
        required={"eyebrow", "id", "when_day", "when_time", "title"},
        defaults={"foot": "", "small": False},
        choices={},
        slots={"chip", "facts", "content", "actions"},
        passes_attributes=False,
    )


class Wish(Form):
    wish = CharField(label="Wish", help_text="What you wish.")
    more = CharField(label="More", required=False)


def test_field_names_its_help_and_its_error() -> None:
    drawn = draw('{% ui "field" field=form.wish / %}', form=Wish({}))
    assert 'aria-describedby="id_wish_help id_wish_error"' in drawn
    assert 'aria-invalid="true"' in drawn
    assert '<p class="rn-error" id="id_wish_error">' in drawn
    assert '<span class="rn-hint" id="id_wish_help">What you wish.</span>' in drawn


def test_field_optional_says_so() -> None:
    drawn = draw('{% ui "field" field=form.more / %}', form=Wish())
    assert drawn.count("<small>") == 1
    assert draw('{% ui "field" field=form.wish / %}', form=Wish()).count("<small>") == 0


def test_fill_shows_signs_and_figure() -> None:
    drawn = draw('{% ui "fill" taken=1 places=2 / %}')
    assert (drawn.count('class="on"'), drawn.count('class="off"'), "1/2" in drawn) == (1, 1, True)
