"""What a new association's register begins with: its federation's roles and texts to sign, and a unit."""

from tenants import clock
from tenants.actors import Actor
from tenants.context import current_association
from tenants.first_rows import Beginning
from volunteers.register.models import AgreementText, Unit, VolunteerRole
from volunteers.register.services.agreements import write_text
from volunteers.register.services.roles import adopt_role

BY = Actor.system("set-up")


def adopt_catalogue(beginning: Beginning) -> None:
    """Offer each role that the association does not offer yet, and make its first unit.

    Texts come first: a role asks at once for the signature that there is a text for.
    """
    _adopt_texts(beginning)
    known = set(VolunteerRole.objects.values_list("code", flat=True))
    for position, entry in enumerate(beginning.roles):
        if entry.code not in known:
            known.add(entry.code)
            adopt_role(entry=entry, by=BY, position=position)
    if beginning.unit and not Unit.objects.exists():
        Unit.objects.create(kind=Unit.Kind.CENTRE, name_fi=beginning.unit)


def _adopt_texts(beginning: Beginning) -> None:
    known = set(AgreementText.objects.values_list("kind", flat=True))
    today = clock.today(current_association())
    for text in beginning.texts:
        if text.code in AgreementText.Kind.values and text.code not in known:
            known.add(text.code)
            write_text(
                kind=text.code,
                text_fi=text.text_fi,
                text_sv=text.text_sv,
                text_en=text.text_en,
                in_force_on=today,
                model=text,
                by=BY,
            )
