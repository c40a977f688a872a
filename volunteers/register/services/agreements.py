"""Texts to sign, signatures, and consents. What has been signed never changes: another version follows it."""

from collections.abc import Collection
from datetime import date

from django.db import transaction
from django.db.models import Max, QuerySet

from tenants import clock
from tenants.actors import Actor
from tenants.context import current_association
from tenants.models import CatalogueText
from volunteers.register import agreement_models, trail
from volunteers.register.errors import DayPast, NameDiffers, NotToSign, SignedAlready
from volunteers.register.models import AgreementText, Consent, Person, Signature, TextBase


@transaction.atomic
def write_text(
    *,
    kind: str,
    text_fi: str,
    in_force_on: date,
    by: Actor,
    text_sv: str = "",
    text_en: str = "",
    renews: bool = True,
    model: CatalogueText | None = None,
) -> AgreementText:
    """Write the next version of a text, in force from a day on. Raises DayPast.

    `renews`: those who signed an earlier version have to sign this one from that day on. `model`: the
    catalogue's text that stood before whoever wrote this one.
    """
    if in_force_on < clock.today(current_association()):
        raise DayPast
    versions = AgreementText.objects.select_for_update().filter(kind=kind).order_by("pk")
    last = max((text.version for text in versions), default=0)
    made = AgreementText.objects.create(
        kind=kind,
        version=last + 1,
        text_fi=text_fi,
        text_sv=text_sv,
        text_en=text_en,
        in_force_on=in_force_on,
        renews=renews,
        created_at=clock.now(),
    )
    trail.record(
        "agreement.written",
        by=by,
        subject_kind="agreement",
        subject_uuid=made.uuid,
        kind=str(kind),
        version=made.version,
    )
    if model is not None:
        _note_model(kind, model)
    return made


@transaction.atomic
def take_model(
    *, kind: str, model: CatalogueText, taken: Collection[str], in_force_on: date, renews: bool, by: Actor
) -> AgreementText | None:
    """Settle what the catalogue has changed: the `taken` fields make the next version, the others stay.

    Either way it is not offered again until the catalogue changes it once more. Returns the new version, or
    None where nothing was taken. Raises DayPast.
    """
    newest = AgreementText.objects.select_for_update().filter(kind=kind).order_by("-version")[0]
    words = agreement_models.said_of(newest)
    words |= {name: said for name, said in agreement_models.said_of(model).items() if name in taken}
    if words == agreement_models.said_of(newest):
        _note_model(kind, model)
        return None
    return write_text(kind=kind, **words, in_force_on=in_force_on, renews=renews, model=model, by=by)


def _note_model(kind: str, model: CatalogueText) -> None:
    said = agreement_models.said_of(model)
    TextBase.objects.update_or_create(kind=kind, defaults={"said": said})


def to_sign() -> QuerySet[AgreementText]:
    """The version of each kind that people sign today: the newest in force."""
    today = clock.today(current_association())
    in_force = AgreementText.objects.filter(in_force_on__lte=today)
    newest = in_force.values("kind").annotate(newest=Max("version"))
    pairs = {row["kind"]: row["newest"] for row in newest}
    wanted = in_force.none()
    for kind, version in sorted(pairs.items()):
        wanted = wanted | in_force.filter(kind=kind, version=version)
    return wanted


@transaction.atomic
def sign(
    *, person: Person, text: AgreementText, typed_name: str, language: str, by: Actor, on_paper: bool = False
) -> Signature:
    """Note that a person signs a text: on screen with their own name, or on paper, noted by a coordinator.

    Raises NotToSign for a version that is not the one in force, NameDiffers, SignedAlready.
    """
    Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    if not to_sign().filter(pk=text.pk).exists():
        raise NotToSign
    if not on_paper and _plain(typed_name) != _plain(person.name):
        raise NameDiffers(name=person.name)
    if Signature.objects.filter(person=person, text=text).exists():
        raise SignedAlready
    made = Signature.objects.create(
        person=person,
        text=text,
        language=language,
        typed_name=person.name if on_paper else " ".join(typed_name.split()),
        on_paper=on_paper,
        at=clock.now(),
        noted_by=by.name[:160],
    )
    trail.record(
        "agreement.signed",
        by=by,
        subject_kind="person",
        subject_uuid=person.uuid,
        kind=text.kind,
        version=text.version,
        on_paper=on_paper,
    )
    return made


@transaction.atomic
def set_consent(*, person: Person, purpose: str, given: bool, by: Actor) -> None:
    """Give a consent or take it back. Doing it again changes nothing; each giving is a row of its own."""
    Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    current = Consent.objects.filter(person=person, purpose=purpose, withdrawn_at__isnull=True).first()
    if given == (current is not None):
        return
    if current is None:
        Consent.objects.create(person=person, purpose=purpose, given_at=clock.now())
    else:
        current.withdrawn_at = clock.now()
        current.save(update_fields=["withdrawn_at"])
    trail.record(
        "consent.given" if given else "consent.withdrawn",
        by=by,
        subject_kind="person",
        subject_uuid=person.uuid,
        purpose=str(purpose),
    )


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())
