"""What of shifts goes to a successor when a coordinator leaves."""

from uuid import uuid4

from scheduling.shifts.hanging import CONTACT, SERIES_CONTACT
from scheduling.shifts.models import Series, Shift, ShiftTemplate
from scheduling.shifts.services import make_series, save_template
from tests.scheduling.shifts.scene import SOMEBODY, Scene
from tests.scheduling.shifts.test_series_changes import RULE
from volunteers.register.handover import Party


def test_contact_person_of_series_and_templates_is_handed_over(inside: Scene) -> None:
    ada, bo = inside.someone("ada"), inside.someone("bo")
    plan = inside.plan(title="Soup", contact_person=ada)
    series = make_series(plan=plan, rule=RULE, publish=True, by=SOMEBODY)
    save_template(name="Tuesday", planned=series, by=SOMEBODY)
    leaving, successor = (Party(uuid4(), person.name, person) for person in (ada, bo))

    assert SERIES_CONTACT.find(leaving) == [
        "Soup: Joka viikko: tiistai, 17.00–20.00. Ajalla ti\u00a04.2.2025 – ti\u00a025.2.2025.",
        "Tuesday",
    ]
    assert (CONTACT.move(leaving, successor), SERIES_CONTACT.move(leaving, successor)) == (4, 2)

    for model in (Shift, Series, ShiftTemplate):
        assert set(model.objects.values_list("contact_person", flat=True)) == {bo.pk}
    assert SERIES_CONTACT.find(leaving) == []
