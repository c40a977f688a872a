"""Charts: the geometry, and that a hidden figure leaves no trace of its value."""

import pytest
from hypothesis import given, strategies as st

from tests.web.conftest import draw
from web.charts import Bar, BarChart, Sparkline

pytestmark = pytest.mark.usefixtures("finnish")


def test_barchart_heights_stand_to_each_other_as_the_values() -> None:
    tall, low = BarChart([Bar("a", "a", 200), Bar("b", "b", 50)]).drawn
    assert float(tall.height[:-1]) == pytest.approx(4 * float(low.height[:-1]), abs=0.1)


def test_barchart_mean_above_all_bars_still_lies_inside() -> None:
    assert float(BarChart([Bar("a", "a", 1)], mean=100).mean_y[:-1]) > 0


def test_barchart_draws_zero_and_leaves_out_hidden_and_missing() -> None:
    bars = [Bar("a", "a", 0), Bar("b", "b", None, "hidden"), Bar("c", "c", None, "missing")]
    assert [one.text for one in BarChart(bars).drawn] == ["0", "", ""]


def test_barchart_low_bar_has_its_figure_above_it() -> None:
    low, tall = BarChart([Bar("a", "a", 1), Bar("b", "b", 100, "provisional")]).drawn
    assert ((low.look, low.text_y), (tall.look, tall.text_y)) == (("over", low.y), ("provisional", "100%"))


def test_barchart_shows_the_same_figures_as_a_table() -> None:
    bars = [Bar("tammikuu", "tammi", 3642), Bar("helmikuu", "helmi", None, "hidden")]
    drawn = draw(
        '{% ui "barchart" chart=chart id="c" title="Tunnit" label_column="Kuukausi" / %}',
        chart=BarChart(bars),
    )
    assert (drawn.count("3\u00a0642"), drawn.count("rn-hid")) == (3, 1)


def test_barchart_provisional_is_said_in_words() -> None:
    chart = BarChart([Bar("tammikuu", "tammi", 5, "provisional")])
    drawn = draw('{% ui "barchart" chart=chart id="c" title="t" label_column="k" / %}', chart=chart)
    assert ('fill="url(#c-hatch)"' in drawn, "alustava, kuukausi on auki" in drawn) == (True, True)


def test_sparkline_breaks_at_a_hidden_month() -> None:
    line = Sparkline([1, 2, None, 4], "x")
    assert ([len(run) for run in line.runs], line.gaps, line.line.count("M")) == ([2, 1], ["68.7"], 2)


@given(st.lists(st.none() | st.integers(min_value=0, max_value=10**6), max_size=24))
def test_sparkline_draws_any_series_inside_its_box(values: list[int | None]) -> None:
    points = [point for run in Sparkline(values, "x").runs for point in run]
    assert len(points) == sum(value is not None for value in values)
    assert all(0 <= x <= Sparkline.WIDTH and 0 <= y <= Sparkline.HEIGHT for x, y in points)


def test_sparkline_says_how_many_months_are_hidden() -> None:
    drawn = draw('{% ui "sparkline" line=line / %}', line=Sparkline([1, None, 3], "Tunnit"))
    assert ('aria-label="Tunnit, 1 kuukausi peitetty"' in drawn, drawn.count("•")) == (True, 1)


def test_barchart_draws_the_year_before_as_a_line_that_breaks_where_nothing_is_known() -> None:
    chart = BarChart([Bar(x, x, 1) for x in "abcd"], before=[2, 3, None, 4], before_label="2024")
    assert [(x1, x2) for x1, _, x2, _ in chart.before_line] == [("12.50%", "37.50%")]
    drawn = draw('{% ui "barchart" chart=chart id="c" title="t" label_column="k" / %}', chart=chart)
    assert drawn.count("rn-plot__before") == 1


def test_barchart_leaves_empty_what_lies_ahead() -> None:
    chart = BarChart([Bar("tammikuu", "tammi", 5), Bar("helmikuu", "helmi", None, "ahead")])
    drawn = draw('{% ui "barchart" chart=chart id="c" title="t" label_column="k" / %}', chart=chart)
    assert ("rn-plot__gap" in drawn, "ei ilmoitettu" in drawn) == (False, False)
