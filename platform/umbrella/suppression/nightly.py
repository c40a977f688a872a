"""The two figures of the whole federation that come out between releases, each night.

A provisional total has months in it that are still open. A reader may compare it with three things:

- what is released: then all months that are not add up to what is left, so that two associations at least
  have to stand in it, and none of them small without company (the proof of `choose`, with nothing more to
  hide);
- last night's total: the step is the work of those whose entries changed, so at least five people;
- the total that is released later: an open month may change until it closes, and how it stood on a certain
  night is told nowhere, so each night's open months are unknowns of their own.

The last step, from the last night to the release, may be one person's work: the reader learns that somebody
in the federation was written down late, not who or where.
"""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import replace

from umbrella.suppression.cells import Cell, People, Publication, Relation, Rule
from umbrella.suppression.choose import Picker
from umbrella.suppression.deadline import Deadline, OutOfTime


def night(*, total: Cell, closed: Sequence[Cell], still_open: Sequence[Cell]) -> Publication:
    """Make what one night's provisional total tells, to be asked about and, once shown, to be remembered.

    `total` is the federation's month over all associations. `closed` are the associations' months that are
    closed, released or not, with the keys that a release gives them; `still_open` the others.
    """
    unreleased = [replace(cell, listed=False) for cell in closed]
    tonight = [
        replace(cell, key=("provisional", total.key, total.version, cell.key), listed=False)
        for cell in still_open
    ]
    shown = replace(total, key=("provisional", total.key))
    relation = Relation(
        total=shown.key, parts=tuple(cell.key for cell in (*unreleased, *tonight)), people=People.ADD
    )
    return Publication(cells=(shown, *unreleased, *tonight), relations=(relation,), hidden=frozenset())


def may_show_provisional(
    *,
    tonight: Publication,
    changed_people: int,
    before: Iterable[Publication],
    deadline: Deadline | None = None,
    rule: Rule | None = None,
) -> bool:
    """Say whether a provisional total may be shown, or else the one that was shown last has to stay.

    `changed_people` counts the people (and heads) whose entries of the month changed since the total was last
    *shown*, not since last night: nights on which little happened add up. `before` is all that was published,
    releases and nights. What is not proven by the deadline is not shown.
    """
    rule = rule or Rule()
    total = tonight.cells[0]
    if rule.hides(total) or changed_people < rule.fewest_people:
        return False
    told = tuple(before)
    until = deadline or Deadline()
    picker = Picker(before=told, rule=rule, deadline=until)
    picker.face(cells=tonight.cells, relations=tonight.relations, known=frozenset(), partners={})
    parts: list[Hashable] = [cell.key for cell in tonight.cells[1:] if not cell.is_zero]
    try:
        with until:
            newly = picker.unprotected() - Picker(before=told, rule=rule, deadline=until).unprotected()
            return not newly and picker.leaves_open(parts)
    except OutOfTime:
        return False


def may_show_people(*, memberships: int, people: int, rule: Rule | None = None) -> bool:
    """Say whether the number of distinct people may stand beside the sum of memberships.

    The difference counts those who are in two associations, so it is a figure of its own: 0, or enough
    people.
    """
    rule = rule or Rule()
    return people >= rule.fewest_people and (
        memberships == people or memberships - people >= rule.fewest_people
    )
