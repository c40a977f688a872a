"""Invited first: who can be, what they are told, from when everybody may."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.core import mail
from django.test import Client

from accounts.models import User
from notifications import delivery
from notifications.models import Message
from scheduling.shifts.errors import places as place_errors
from scheduling.shifts.models import Invitation, Series, Shift
from scheduling.shifts.series.repeating import Rule, Time
from scheduling.shifts.services import (
    continue_series,
    copy_shifts,
    invite,
    inviting,
    make_series,
    publish,
    sign_up,
    uninvite,
)
from tenants import clock
from tenants.context import entered
from tests.scheduling.shifts.scene import SOMEBODY, Scene
from tests.scheduling.shifts.test_pages import states, text
from tests.scheduling.shifts.test_series_pages import NEW, mark, said
from volunteers.register.models import Person, RoleHolding

Browse = Callable[..., Client]


def invited_first(scene: Scene, *, hours: int | None = 48, publish: bool = True) -> Shift:
    """A shift in two weeks to which some are invited. Everybody reads English here."""
    shift = scene.shift("2025-02-17 17:00", title="Soup", publish=publish)
    with entered(scene.association):
        Shift.objects.filter(pk=shift.pk).update(
            sign_up_mode=Shift.SignUpMode.INVITED_FIRST, all_hours_before=hours
        )
        Person.objects.update(language="en")
        return Shift.objects.get(pk=shift.pk)


def told() -> list[str]:
    """Who has an invitation on the way."""
    names = dict(Person.objects.values_list("uuid", "given_name"))
    found = Message.objects.filter(kind=inviting.INVITED).order_by("pk")
    return [names[each.person_uuid] for each in found]


def test_who_is_invited_may_first_and_everybody_later(inside: Scene) -> None:
    shift, bo, aino = invited_first(inside), inside.someone("bo"), inside.person("Aino", "Vapaa")

    assert invite(shift=shift, people=[bo], by=SOMEBODY) == 1

    assert sign_up(shift=shift, person=bo, by=SOMEBODY).state == "signed_up"
    with pytest.raises(place_errors.InvitedFirst):
        sign_up(shift=shift, person=aino, by=SOMEBODY)
    with clock.fixed(shift.starts_at - timedelta(hours=48)):
        assert sign_up(shift=shift, person=aino, by=SOMEBODY).state == "signed_up"


def test_each_is_told_once_and_not_who_comes_already(inside: Scene) -> None:
    shift, bo, aino = invited_first(inside), inside.someone("bo"), inside.person("Aino", "Vapaa")
    Person.objects.update(language="en")
    invite(shift=shift, people=[bo], by=SOMEBODY)
    sign_up(shift=shift, person=bo, by=SOMEBODY)

    assert invite(shift=shift, people=[bo, aino], by=SOMEBODY) == 1
    with pytest.raises(place_errors.NobodyToInvite):
        invite(shift=shift, people=[bo, aino], by=SOMEBODY)
    delivery.deliver_due()

    [letter] = [each for each in mail.outbox if "invited" in str(each.subject)]
    assert "aino.vapaa@" in letter.to[0]
    assert "Open to everybody" in str(letter.body)
    with pytest.raises(place_errors.NotByInvitation):
        invite(shift=inside.shift(), people=[bo], by=SOMEBODY)


def test_of_a_draft_they_hear_when_it_is_published(inside: Scene) -> None:
    shift, bo, aino = invited_first(inside, publish=False), inside.someone("bo"), inside.person("Aino", "V")

    invite(shift=shift, people=[bo, aino], by=SOMEBODY)
    assert uninvite(shift=shift, person=aino, by=SOMEBODY)
    assert not uninvite(shift=shift, person=aino, by=SOMEBODY)
    assert told() == []
    publish(shift=shift, by=SOMEBODY)

    assert told() == ["Bo"]


def test_a_series_is_invited_to_in_one_press_and_told_of_once(
    scene: Scene, browse: Browse, ada: User
) -> None:
    client, role = browse(ada, scene.association), scene.role
    with entered(scene.association):
        Person.objects.update(language="en")
    series = said(scene, until_on="2025-03-18", sign_up_mode="invited_first")
    looked = client.post(NEW, series).content.decode()
    client.post(NEW, series | {"publish": mark(looked)})
    with entered(scene.association):
        first = Shift.objects.earliest("starts_at")

    page = f"/coordinate/shifts/{first.uuid}/invite/"
    assert "All who do this role" in text(client.get(page))
    client.post(page, {"group": str(role.uuid), "following": "on"})

    with entered(scene.association):
        assert Shift.objects.count() == 3
        doers = Person.objects.filter(invited_to_shifts__shift=first).count()
        assert doers > 1
        assert Invitation.objects.count() == 3 * doers
        assert len(told()) == doers
        delivery.deliver_due()
    assert "You are also invited to 2 shifts after it" in str(mail.outbox[0].body)


def test_a_series_that_goes_on_takes_its_invitations_along(inside: Scene) -> None:
    """Who has left, or does not do the role any more, is not asked again; the others hear of it once."""
    rule = Rule(
        weekdays=(1,), times=(Time(17 * 60, 180),), from_on=date(2025, 2, 11), until_on=date(2025, 2, 18)
    )
    series = make_series(plan=inside.plan(title="Soup"), rule=rule, publish=True, by=SOMEBODY)
    Series.objects.update(sign_up_mode="invited_first")
    Shift.objects.update(sign_up_mode="invited_first")
    bo, aino, gone = inside.someone("bo"), inside.person("Aino", "Vapaa"), inside.person("Eero", "Mennyt")
    invite(shift=Shift.objects.earliest("starts_at"), people=[bo, aino, gone], following=True, by=SOMEBODY)
    uninvite(shift=Shift.objects.latest("starts_at"), person=aino, by=SOMEBODY)
    RoleHolding.objects.filter(person=gone).update(to_on=date(2025, 2, 20))
    Message.objects.all().delete()
    series.refresh_from_db()

    assert continue_series(series=series, until_on=date(2025, 3, 4), publish=True, by=SOMEBODY) == 2

    new = Invitation.objects.filter(shift__series_day__gt=date(2025, 2, 18))
    assert list(new.values_list("person__given_name", flat=True)) == ["Bo", "Bo"]
    assert told() == ["Bo"]


def test_a_copied_week_takes_its_invitations_along(inside: Scene) -> None:
    shift, bo = invited_first(inside), inside.someone("bo")
    invite(shift=shift, people=[bo], by=SOMEBODY)
    open_to_all = inside.shift("2025-02-18 17:00")

    drafts = copy_shifts(shifts=[shift, open_to_all], weeks=1, publish=False, by=SOMEBODY)
    public = copy_shifts(shifts=[shift, open_to_all], weeks=2, publish=True, by=SOMEBODY)
    publish(shift=drafts[0], by=SOMEBODY)

    assert set(Invitation.objects.values_list("shift", "person")) == {
        (each.pk, bo.pk) for each in (shift, drafts[0], public[0])
    }
    assert told() == ["Bo"] * 3  # they are no series: each is told of by itself


def test_coordinator_invites_sees_who_and_takes_it_back(
    scene: Scene, other_scene: Scene, browse: Browse, ada: User, bo: User
) -> None:
    shift, client, them = (
        invited_first(scene, hours=None),
        browse(ada, scene.association),
        scene.someone("bo"),
    )
    page = f"/coordinate/shifts/{shift.uuid}/"
    assert "Nobody is invited yet." in text(client.get(page))
    assert "This shift is for those who were invited" in text(
        browse(bo, scene.association).get(f"/shifts/{shift.uuid}/")
    )

    assert client.post(f"{page}invite/?q=bo", {"people": [str(them.uuid)]}).status_code == 302
    seen = text(client.get(page))
    assert "Only those who are invited can sign up." in seen
    assert "1 person is invited, and 0 comes." in seen
    assert "Take the shift" in text(browse(bo, scene.association).get(f"/shifts/{shift.uuid}/"))
    again = client.post(f"{page}invite/", {"people": []})
    assert again.status_code == 422
    assert client.post(f"{page}invited/{them.uuid}/remove/").status_code == 302

    with entered(scene.association):
        assert not Invitation.objects.exists()
    theirs = other_scene.someone("dan")
    stranger = client.post(f"{page}invite/", {"people": [str(theirs.uuid)]})
    assert stranger.status_code == 422
    assert client.post(f"{page}invited/{theirs.uuid}/remove/").status_code == 404
    assert states(scene, shift) == []
