"""The verbs of networks: made, renamed, associations put in and out from a day on, mistakes undone.

No figure is stored of a network, so nothing that was told changes with it: each year's figure is added up
from what is published of those who were in it then.
"""

from datetime import date, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.text import slugify

from tenants import clock
from tenants.actors import Actor
from tenants.models import Affiliation, Association, Network, NetworkChange, NetworkStay, Umbrella
from umbrella.networks.errors import (
    BeforeItsFirstDay,
    InAlready,
    NameTaken,
    NotAMember,
    StillInUse,
    TooFar,
)
from web import formats

Kind = NetworkChange.Kind
FARTHEST = timedelta(days=366)
NAMES = ("name_fi", "name_sv", "name_en")


@transaction.atomic
def make(*, umbrella: Umbrella, by: Actor, **names: str) -> Network:
    """A network without associations. Its address is made of its Finnish name. Raises NameTaken."""
    code = slugify(names["name_fi"])[:40].strip("-") or "network"
    try:
        with transaction.atomic():
            made = Network.objects.create(umbrella=umbrella, code=code, **names)
    except IntegrityError as twice:
        raise NameTaken(name=names["name_fi"]) from twice
    _note(made, Kind.MADE, by=by)
    return made


@transaction.atomic
def rename(*, network: Network, by: Actor, **names: str) -> Network:
    """Give it other names; its address stays. The same names again change nothing."""
    held = _held(network)
    if all(getattr(held, name) == names[name] for name in NAMES):
        return held
    for name in NAMES:
        setattr(held, name, names[name])
    held.save(update_fields=NAMES)
    _note(held, Kind.RENAMED, by=by)
    return held


@transaction.atomic
def put_in(*, network: Network, association: Association, from_on: date, by: Actor) -> NetworkStay:
    """Have an association in the network from a day on. Said twice it is done once.

    Raises NotAMember, TooFar or InAlready.
    """
    held = _held(network)
    stays = NetworkStay.objects.filter(network=held, association=association)
    same = stays.filter(from_on=from_on, to_on__isnull=True).first()
    if same is not None:
        return same
    if not Affiliation.objects.filter(umbrella_id=held.umbrella_id, association=association).exists():
        raise NotAMember(name=association.name)
    _near(held, from_on)
    try:
        with transaction.atomic():
            made = NetworkStay.objects.create(network=held, association=association, from_on=from_on)
    except IntegrityError as twice:
        raise InAlready(name=association.name) from twice
    _note(held, Kind.PUT_IN, by=by, association=association, on=from_on)
    return made


@transaction.atomic
def take_out(*, stay: NetworkStay, to_on: date, by: Actor) -> NetworkStay:
    """Note the last day of an association in the network; another one takes its place.

    Raises BeforeItsFirstDay, TooFar, or InAlready where it comes back before that day.
    """
    network = _held(stay.network)
    held = NetworkStay.objects.select_related("association").get(pk=stay.pk)
    if held.to_on == to_on:
        return held
    if to_on < held.from_on:
        raise BeforeItsFirstDay(name=held.association.name, since=_day(held.from_on))
    _near(network, to_on)
    held.to_on = to_on
    try:
        with transaction.atomic():
            held.save(update_fields=["to_on"])
    except IntegrityError as twice:
        raise InAlready(name=held.association.name) from twice
    _note(network, Kind.TAKEN_OUT, by=by, association=held.association, on=to_on)
    return held


@transaction.atomic
def undo(*, stay: NetworkStay, by: Actor) -> None:
    """Take away what was noted by mistake: as if the association had never been in the network."""
    network = _held(stay.network)
    held = NetworkStay.objects.filter(pk=stay.pk).select_related("association").first()
    if held is None:
        return  # said twice
    _note(network, Kind.MISTAKE, by=by, association=held.association, on=held.from_on)
    held.delete()


@transaction.atomic
def remove(*, network: Network) -> None:
    """Delete a network in which nobody is or was. Raises StillInUse."""
    held = _held(network)
    if held.stays.exists():
        raise StillInUse
    held.delete()


def _held(network: Network) -> Network:
    """The network, locked: one change at a time."""
    return Network.objects.select_for_update().get(pk=network.pk)


def _near(network: Network, day: date) -> None:
    if day > clock.today(network.umbrella) + FARTHEST:
        raise TooFar


def _note(network: Network, kind: NetworkChange.Kind, *, by: Actor, **more: Any) -> None:
    NetworkChange.objects.create(
        network=network, kind=kind, at=clock.now(), by_user=by.user, by_name=by.name[:160], **more
    )


def _day(day: date) -> str:
    return formats.day(day, weekday=False, year=True)
