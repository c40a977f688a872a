"""Names in three languages: which one an association has to give."""

import pytest

from tenants.models import Association
from volunteers.register.forms.names import NamesForm


@pytest.fixture
def swedish(inside: Association) -> Association:
    inside.language = "sv"
    return inside


@pytest.mark.usefixtures("inside")
def test_finnish_association_is_asked_for_the_finnish_name() -> None:
    form = NamesForm({"name_sv": "Storhuset"})
    assert list(form.errors) == ["name_fi"]
    assert [field.name for field in form.names] == ["name_fi", "name_sv", "name_en"]


@pytest.mark.usefixtures("swedish")
def test_swedish_association_is_asked_for_the_swedish_name_first() -> None:
    form = NamesForm({"name_fi": "Isotalo"})
    assert list(form.errors) == ["name_sv"]
    assert [field.name for field in form.names] == ["name_sv", "name_fi", "name_en"]


@pytest.mark.usefixtures("swedish")
def test_name_stands_for_the_finnish_one_that_is_not_given() -> None:
    form = NamesForm({"name_sv": "Storhuset"})
    assert form.is_valid()
    assert (form.cleaned_data["name_fi"], form.cleaned_data["name_en"]) == ("Storhuset", "")


@pytest.mark.usefixtures("swedish")
def test_name_does_not_stand_for_a_finnish_one_that_is_given() -> None:
    form = NamesForm({"name_sv": "Storhuset", "name_fi": "Isotalo"})
    assert form.is_valid()
    assert form.cleaned_data["name_fi"] == "Isotalo"
