"""What is drawn once for many rows says in each what a template would have said."""

from umbrella.drawing import Drawing
from web.charts import Sparkline


def test_line_with_a_hidden_month_says_any_name_and_escapes_it() -> None:
    strange = "<b>\ue000Yhdistys\ue001</b>"
    drawn = Drawing().sparkline(Sparkline([1, None, 3], strange))
    assert ("&lt;b&gt;\ue000Yhdistys\ue001&lt;/b&gt;" in drawn, "<b>" in drawn) == (True, False)
