"""The door of the states: what leads where, and that nothing else leads anywhere."""

import pytest

from scheduling.shifts import states
from scheduling.shifts.models import Shift, SignUp
from scheduling.shifts.services import sign_up
from tenants import clock
from tests.scheduling.shifts.scene import SOMEBODY, Scene


def test_every_state_has_its_line() -> None:
    assert set(states.MOVES[states.SHIFT]) == set(Shift.State.values)
    assert set(states.MOVES[states.SIGN_UP]) == set(SignUp.State.values)


@pytest.mark.parametrize("start", Shift.State.values)
@pytest.mark.parametrize("to", Shift.State.values)
def test_move_shift(inside: Scene, start: str, to: str) -> None:
    shift = inside.shift()
    Shift.objects.filter(pk=shift.pk).update(state=start)
    shift.refresh_from_db()

    if to in states.MOVES[states.SHIFT][start]:
        assert states.move_shift(shift, to=Shift.State(to), by=SOMEBODY).state == to
    else:
        with pytest.raises(states.NotFromHere):
            states.move_shift(shift, to=Shift.State(to), by=SOMEBODY)


@pytest.mark.parametrize("start", SignUp.State.values)
def test_move_sign_up_keeps_the_count(inside: Scene, start: str) -> None:
    shift = inside.shift()
    taken = sign_up(shift=shift, person=inside.someone("bo"), by=SOMEBODY)
    for to in SignUp.State.values:
        until = clock.now() if start == "offered" else None
        SignUp.objects.filter(pk=taken.pk).update(state=start, offered_until=until)
        Shift.objects.filter(pk=shift.pk).update(taken=1 if start in SignUp.HOLDING else 0)
        taken.refresh_from_db()
        shift.refresh_from_db()
        ends = clock.now() if to == "offered" else None
        if to in states.MOVES[states.SIGN_UP][start]:
            states.move_sign_up(taken, shift=shift, to=SignUp.State(to), by=SOMEBODY, offered_until=ends)
            shift.refresh_from_db()
            assert shift.taken == shift.sign_ups.filter(state__in=SignUp.HOLDING).count()
        else:
            with pytest.raises(states.NotFromHere):
                states.move_sign_up(taken, shift=shift, to=SignUp.State(to), by=SOMEBODY, offered_until=ends)
