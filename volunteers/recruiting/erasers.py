"""How recruiting loses a person (see `volunteers.register.person_data`)."""

from volunteers.recruiting.models import Application
from volunteers.recruiting.services.retention import clear
from volunteers.register.person_data import Erasing


def applications(erasing: Erasing) -> None:
    """That somebody applied still counts; nothing says that it was them."""
    for application in Application.objects.filter(person=erasing.person):
        clear(application=application)
