"""The ground: the umbrella, its catalogue, and the associations with their schemas. The owner's part."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import asdict
from datetime import date

from django.db import transaction

from local.enacting import times
from local.enacting.known import TEXTS
from local.federation.associations import ASSOCIATIONS, Association as Told
from local.federation.catalogue import (
    DISTRICTS,
    NETWORKS,
    NEW_SENTENCE,
    REPORT_WORDS,
    ROLES,
    UMBRELLA,
    Words,
)
from tenants import lifecycle, provisioning
from tenants.actors import Actor
from tenants.models import Association, District, FederationLetter, Umbrella
from umbrella.catalogue import services as catalogue, texts as catalogue_texts
from umbrella.networks import services as networks

State = Association.State
Say = Callable[[str], None]

MEMBERS_SINCE = date(2010, 1, 1)
_SUBJECT = Words(
    fi="Kevään koordinaattoripäivät 12.–13.3.",
    sv="Vårens koordinatordagar 12–13.3",
    en="Coordinators' spring days, 12–13 March",
)
_TEXT = Words(
    fi=(
        "Hei kaikki koordinaattorit,\n\nkevään koordinaattoripäivät pidetään Uudessa Suvannossa 12.–13.3. "
        "Aiheina ovat työnohjauksen järjestäminen ja uusien vapaaehtoisten vastaanotto.\n\n"
        "Ilmoittaudu liiton toimistoon 21.2. mennessä. Matkat korvataan."
    ),
    sv=(
        "Hej alla koordinatorer,\n\nvårens koordinatordagar hålls i Uusi Suvanto 12–13.3. Vi talar om "
        "arbetshandledning och om hur nya frivilliga tas emot.\n\n"
        "Anmäl dig till förbundets kansli senast 21.2. Resorna ersätts."
    ),
    en=(
        "Dear coordinators,\n\nthe spring days are held in Uusi Suvanto on 12–13 March. We talk about "
        "supervision and about welcoming new volunteers.\n\n"
        "Tell the federation's office by 21 February. Travel is paid."
    ),
)


def lay(say: Say, *, only: Collection[str] = ()) -> None:
    """Have the umbrella and all associations (or `only` these), provisioned but for those merely approved."""
    with times.at(times.FOUNDED, 9):
        umbrella = _umbrella()
        for told in ASSOCIATIONS:
            if only and told.slug not in only:
                continue
            association = _association(umbrella, told)
            if told.state != State.APPROVED and association.state != State.ACTIVE and not association.is_open:
                _provision(association)
                say(f"  {told.name}: tables made")
        _networks(umbrella)


def names(words: Words, prefix: str = "name") -> dict[str, str]:
    """A text in three languages as the fields of a row."""
    return {f"{prefix}_{language}": text for language, text in asdict(words).items()}


@transaction.atomic
def _umbrella() -> Umbrella:
    found = Umbrella.objects.filter(slug=UMBRELLA.slug).first()
    if found:
        return found
    umbrella = lifecycle.found_umbrella(slug=UMBRELLA.slug, **names(UMBRELLA.name))
    District.objects.bulk_create(
        District(umbrella=umbrella, code=told.code, position=position, **names(told.name))
        for position, told in enumerate(DISTRICTS)
    )
    for told in ROLES:
        catalogue.add(
            umbrella=umbrella,
            code=told.code,
            by=Actor.system("demo"),
            family=told.family,
            counting_unit=told.counting_unit,
            discreet=told.discreet,
            **names(told.name),
            **names(told.description, "description"),
        )
    _offer_texts(umbrella)
    _write(umbrella)
    return umbrella


def _offer_texts(umbrella: Umbrella) -> None:
    """The texts that volunteers sign, and words with which an annual report begins."""
    texts = {kind.value: (fi, sv, en) for kind, fi, sv, en in TEXTS}
    # What the associations have taken lacks its last sentence yet: they are offered it.
    fi, sv, en = texts["confidentiality"]
    new = NEW_SENTENCE
    texts["confidentiality"] = (f"{fi} {new.fi}", f"{sv} {new.sv}", f"{en} {new.en}")
    texts |= {f"report-{place}": (words.fi, words.sv, words.en) for place, words in REPORT_WORDS.items()}
    for code, (fi, sv, en) in texts.items():
        catalogue_texts.write(
            umbrella=umbrella,
            code=code,
            edition=0,
            text_fi=fi,
            text_sv=sv,
            text_en=en,
            by=Actor.system("demo"),
        )


def _write(umbrella: Umbrella) -> None:
    """The administrator has told the coordinators something a few days before the demo begins."""
    FederationLetter.objects.create(
        umbrella=umbrella,
        by_name="Ilkka Forsman",
        at=times.instant(date(2025, 1, 30), 10),
        **names(_SUBJECT, "subject"),
        **names(_TEXT, "text"),
    )


def _association(umbrella: Umbrella, told: Told) -> Association:
    found = Association.objects.filter(slug=told.slug).first()
    if found:
        return found
    association = lifecycle.approve_association(
        slug=told.slug,
        umbrella=umbrella,
        district=District.objects.get(umbrella=umbrella, code=told.district),
        from_on=MEMBERS_SINCE,
        name_fi=told.name,
        language=told.language,
        seat=told.town,
        contact_email=told.email,
        contact_phone=told.phone,
        **names(told.public_text, "intro"),
    )
    association.simple_mode = told.simple_mode
    association.save(update_fields=["simple_mode"])
    return association


@transaction.atomic
def _networks(umbrella: Umbrella) -> None:
    """Beside the districts, with those of their associations that are there."""
    by = Actor.system("demo")
    there = {one.slug: one for one in Association.objects.filter(affiliations__umbrella=umbrella)}
    for told in NETWORKS if not umbrella.networks.exists() else ():
        network = networks.make(umbrella=umbrella, by=by, **names(told.name))
        for slug, since, until in told.members:
            if slug in there:
                stay = networks.put_in(
                    network=network, association=there[slug], from_on=date(since, 1, 1), by=by
                )
                if until is not None:
                    networks.take_out(stay=stay, to_on=date(until, 12, 31), by=by)


def _provision(association: Association) -> None:
    if association.state != State.PROVISIONING:
        lifecycle.move(association, to=State.PROVISIONING)
    provisioning.provision(association)
    lifecycle.move(association, to=State.ACTIVE)
