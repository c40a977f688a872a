"""Pick the cells that a release hides, and prove that what is hidden stays hidden.

Each hidden number has to keep other values that agree with all that was ever told (`walk`): a primary one
at least a fifth less and a fifth more (people: a range of five), a secondary one any other. Where that
fails, more is hidden:

1. Among the association's own row and one partner's, the cheapest cells that close a cycle. Partners are
   tried in one order: those stored for the block (a district in a year), rows that hide something already,
   then from the smallest row up. The first with which the *whole* row can be proven is taken and stored, so
   that its months, its year and later its roles do not undo each other.
2. Where no single partner does: the cheapest cells of the block, of what is hidden elsewhere and of the
   totals; at last of everything. A district's or the federation's figure is dear, so it goes last.

Only what a proof moves is ever hidden: without a primary cell nothing is.
"""

from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence, Set as AbstractSet
from dataclasses import dataclass, field
from typing import Any

from umbrella.suppression.cells import Cell, Decision, Publication, Reason, Relation, Rule
from umbrella.suppression.deadline import Deadline
from umbrella.suppression.knowledge import Knowledge, Metric, Number
from umbrella.suppression.walk import Walk

#: So many rows of a block are tried as a partner before looking wider.
MOST_PARTNERS_TRIED = 6

#: So many of the smallest rows anywhere are looked at together, before all are.
MOST_ROWS_NEAR = 24


def choose(
    *,
    cells: Sequence[Cell],
    relations: Sequence[Relation],
    before: Iterable[Publication] = (),
    known: AbstractSet[Hashable] = frozenset(),
    partners: Mapping[Any, Sequence[Hashable]] | None = None,  # any kind of block: keys are invariant
    decided: Iterable[Hashable] = (),
    deadline: Deadline | None = None,
    rule: Rule | None = None,
) -> Decision:
    """Decide what this release hides.

    `before` is all that was published earlier, by this umbrella and by others that share associations with
    it: releases of other years do no harm but cost time. `known` are keys of cells whose present number an
    association has made public itself. `partners` are the stored choices by block. `decided` are keys that
    are hidden beside the small ones whatever follows, since they were picked before further tables came.

    Raises ValueError where a total and its parts do not fit, and OutOfTime after the deadline.
    """
    picker = Picker(before=before, rule=rule or Rule(), deadline=deadline)
    picker.face(cells=cells, relations=relations, known=known, partners=partners or {})
    picker.hide(decided)
    picker.pick()
    return picker.decision()


def uncovered_by(
    *,
    publishing: AbstractSet[Hashable],
    before: Iterable[Publication],
    known: AbstractSet[Hashable] = frozenset(),
    deadline: Deadline | None = None,
    rule: Rule | None = None,
) -> frozenset[Hashable]:
    """Name the hidden cells that would lose their protection if these cells were published elsewhere.

    Asked before an association publishes a figure of its own: anything but an empty answer is the reason to
    refuse. What it tells of itself is its own business: cells of the same row are not among the answers.
    `known` are cells that others have made public themselves. Raises OutOfTime after the deadline.
    """
    told, rule = tuple(before), rule or Rule()
    own = {cell.key: cell.row for publication in told for cell in publication.cells}
    rows = {own[key] for key in publishing & own.keys()}
    after = Picker(before=told, rule=rule, known=known | publishing, deadline=deadline).unprotected()
    given_away = after - Picker(before=told, rule=rule, known=known, deadline=deadline).unprotected()
    return frozenset(key for key in given_away if own[key] not in rows)


@dataclass(frozen=True, slots=True)
class _Target:
    """A number to be protected."""

    metric: Metric
    number: int
    key: Hashable
    row: Hashable
    block: Hashable
    size: int


@dataclass(slots=True)
class _State:
    """What is hidden so far, and how far each number is known to be movable."""

    #: Keys of the present release.
    secondary: list[Hashable] = field(default_factory=list)
    #: Open unknowns that are hidden.
    hidden: dict[Metric, set[int]] = field(default_factory=lambda: {metric: set() for metric in Metric})
    #: For each unknown the furthest move down and up.
    reached: dict[Metric, dict[int, tuple[Number, Number]]] = field(
        default_factory=lambda: {metric: {} for metric in Metric}
    )
    proofs: list[tuple[Metric, dict[int, Number]]] = field(default_factory=list)

    def copy(self) -> "_State":
        return _State(
            secondary=list(self.secondary),
            hidden={metric: set(numbers) for metric, numbers in self.hidden.items()},
            reached={metric: dict(reached) for metric, reached in self.reached.items()},
            proofs=list(self.proofs),
        )

    def note(self, metric: Metric, moves: dict[int, Number]) -> None:
        """Keep a proof, if it brings any number further than before."""
        reached = self.reached[metric]
        better = False
        for number, move in moves.items():
            low, high = reached.get(number, (0, 0))
            if move < low or move > high:
                reached[number] = (min(low, move), max(high, move))
                better = True
        if better:
            self.proofs.append((metric, moves))


class Picker:
    """One decision in the making. `choose` is the way in."""

    def __init__(
        self,
        *,
        before: Iterable[Publication],
        rule: Rule,
        known: AbstractSet[Hashable] = frozenset(),
        deadline: Deadline | None = None,
    ) -> None:
        self._rule = rule
        self._deadline = deadline
        self._before = tuple(before)
        self._knowledge = {metric: Knowledge(metric) for metric in Metric}
        for publication in self._before:
            for knowledge in self._knowledge.values():
                knowledge.remember(publication)
        latest = {cell.key: cell for publication in self._before for cell in publication.cells}
        for cell in (latest[key] for key in known & latest.keys()):
            for knowledge in self._knowledge.values():
                knowledge.unknowns[knowledge.number_of(cell)].known = True
        self._cells: dict[Hashable, Cell] = {}
        self._partners: dict[Hashable, list[Hashable]] = {}
        self._key_of: dict[Metric, dict[int, Hashable]] = {metric: {} for metric in Metric}
        self._total_rows: set[Hashable] = set()
        self._primary: list[Hashable] = []
        self._lost: set[_Target] = set()
        self._all_hidden: dict[Metric, Walk] = {}
        self._state = _State()

    def face(
        self,
        *,
        cells: Sequence[Cell],
        relations: Sequence[Relation],
        known: AbstractSet[Hashable],
        partners: Mapping[Any, Sequence[Hashable]],
    ) -> None:
        """Take in the release that is to be decided, and hide its primary cells."""
        self._cells = {cell.key: cell for cell in cells}
        self._partners = {block: list(rows) for block, rows in partners.items()}
        for metric, knowledge in self._knowledge.items():
            knowledge.face(cells, relations, known)
            self._key_of[metric] = {number: key for key, number in knowledge.present.items()}
        for relation in relations:
            row = self._cells[relation.total].row
            if any(self._cells[part].row != row for part in relation.parts):
                self._total_rows.add(row)
        for cell in cells:
            if self._rule.hides(cell):
                self._primary.append(cell.key)
                self._hide(self._state, cell.key)

    def hide(self, keys: Iterable[Hashable]) -> None:
        """Hide cells as secondary ones, before any is picked."""
        for key in keys:
            if key not in self._primary:
                self._state.secondary.append(key)
                self._hide(self._state, key)

    def pick(self) -> None:
        """Hide more until every primary number, of this release and of earlier ones, is protected."""
        by_row: dict[tuple[Hashable, Hashable], list[_Target]] = {}
        for target in self._targets():
            by_row.setdefault((target.block, target.row), []).append(target)
        for (block, row), targets in by_row.items():
            if any(self._missing(self._state, target) for target in targets):
                self._protect(block, row, targets)
        done = 0
        while done < len(self._state.secondary):
            self._blur(self._state.secondary[done])
            done += 1

    def unprotected(self) -> frozenset[Hashable]:
        """Name the cells whose protection cannot be shown, without hiding anything more."""
        targets = self._targets()
        walks: dict[Metric, Walk] = {}  # nothing is hidden on the way, so that what may move stays the same
        for target in targets:
            if self._missing(self._state, target) and target.metric not in walks:
                walks[target.metric] = self._walk(self._state, target.metric, None, may_hide=False)
            for direction in (1, -1):
                if self._missing(self._state, target):
                    self._move(self._state, target, walks[target.metric], direction)
        return frozenset(target.key for target in targets if self._missing(self._state, target))

    def leaves_open(self, keys: Iterable[Hashable]) -> bool:
        """Say whether none of these cells, which no table shows, can be computed from the others."""
        for metric, knowledge in self._knowledge.items():
            walk = self._walk(self._state, metric, None, may_hide=False)
            for key in keys:
                number = knowledge.present[key]
                if knowledge.unknowns[number].known:
                    continue
                if not (walk.reach(number, by=1) or walk.reach(number, by=-1)):
                    return False
        return True

    def decision(self) -> Decision:
        """Sum up, after checking every proof once more against all that is told."""
        state = self._state
        for metric, moves in state.proofs:
            if self._knowledge[metric].contradicts(moves, hidden=state.hidden[metric]):
                raise ArithmeticError("A proof of a hidden figure does not hold.")
        hidden = dict.fromkeys(self._primary, Reason.PRIMARY)
        hidden.update(dict.fromkeys(state.secondary, Reason.SECONDARY))
        listed = {key: reason for key, reason in hidden.items() if self._cells[key].listed}
        shown_before = {
            cell.key
            for publication in self._before
            for cell in publication.cells
            if cell.listed and cell.key not in publication.hidden
        }
        unproven = {
            target.key
            for target in self._targets()
            if target not in self._lost and self._missing(state, target)
        }
        unproven.update(key for key in state.secondary if any(self._still_exact(key)))
        return Decision(
            hidden=listed,
            partners={block: tuple(rows) for block, rows in self._partners.items()},
            kept=frozenset(listed.keys() & shown_before),
            exposed=frozenset(
                [key for key in self._primary if self._is_known(key)] + [one.key for one in self._lost]
            ),
            unproven=frozenset(unproven),
            proven={
                key: (self._range(Metric.MINUTES, key), self._range(Metric.PEOPLE, key)) for key in listed
            },
        )

    # What has to be protected

    def _targets(self) -> list[_Target]:
        """List all primary numbers that are not public yet, the finest figures first."""
        targets: dict[tuple[Metric, int], _Target] = {}
        small = [cell for publication in self._before for cell in publication.cells if self._rule.hides(cell)]
        for cell in [*(self._cells[key] for key in self._primary), *small]:
            for metric, knowledge in self._knowledge.items():
                number = knowledge.number_of(cell)
                if not knowledge.unknowns[number].known:
                    targets.setdefault(
                        (metric, number),
                        _Target(metric, number, cell.key, cell.row, cell.block, metric.of(cell)),
                    )
        return sorted(targets.values(), key=lambda target: (target.metric is Metric.PEOPLE, target.size))

    def _missing(self, state: _State, target: _Target) -> list[Number]:
        """Say how far, down and up, a number still has to be moved. Empty: it is protected."""
        low, high = state.reached[target.metric].get(target.number, (0, 0))
        if target.metric is Metric.PEOPLE:
            width = self._rule.fewest_people
            return [] if high - low >= width else [width + low, high - width]
        fifth = -(-target.size // 5)
        return [by for by, there in ((-fifth, low <= -fifth), (fifth, high >= fifth)) if not there]

    # How it is protected

    def _protect(self, block: Hashable, row: Hashable, targets: Sequence[_Target]) -> None:
        """Find the partner, or else the cells anywhere, with which all of a row's targets can be proven."""
        hiding = {self._cells[key].row for key in (*self._primary, *self._state.secondary)}
        tries = [(partners, {row, *partners}) for partners in self._possible_partners(block, row, hiding)]
        near = {row, *self._total_rows, *self._rows_of(None)[:MOST_ROWS_NEAR]}.union(
            *(rows for _, rows in tries)
        )
        for partners, rows in (*tries, ((), near)):
            trial = self._state.copy()
            if not self._prove_but_lost(trial, targets, rows=rows):
                self._keep_partners(block, partners, trial)
                self._state = trial
                return
        while failed := self._prove_but_lost(self._state, targets, rows=None):
            # The cheapest cells do not do: take any with which it can be done.
            for direction in (1, -1):
                self._move(self._state, failed, self._everything(failed.metric), direction)
            if self._missing(self._state, failed):
                return  # stays unproven, and the decision says so

    def _prove_but_lost(
        self, state: _State, targets: Sequence[_Target], *, rows: Collection[Hashable] | None
    ) -> _Target | None:
        """Prove what can be proven at all within these rows; returns the first target that fails."""
        while True:
            left = [target for target in targets if target not in self._lost]
            failed = self._prove(state, left, rows=rows, may_hide=True)
            if failed is None or not self._is_lost(failed):
                return failed
            self._lost.add(failed)

    def _is_lost(self, target: _Target) -> bool:
        """Say whether not even hiding all of this release protects the target: it was given away before."""
        state = _State()
        for direction in (1, -1):
            self._move(state, target, self._everything(target.metric), direction)
        return bool(self._missing(state, target))

    def _everything(self, metric: Metric) -> Walk:
        """See what may move if all is hidden that can be."""
        if metric not in self._all_hidden:
            knowledge = self._knowledge[metric]
            free = [number for number, unknown in enumerate(knowledge.unknowns) if not unknown.known]
            self._all_hidden[metric] = Walk(knowledge, free=free, priced={}, deadline=self._deadline)
        return self._all_hidden[metric]

    def _keep_partners(self, block: Hashable, partners: Iterable[Hashable], state: _State) -> None:
        """Store the rows that newly hide something for their neighbour's sake."""
        newly = {self._cells[key].row for key in state.secondary[len(self._state.secondary) :]}
        for partner in partners:
            stored = self._partners.get(block, [])
            if partner in newly and partner not in stored:
                self._partners[block] = [*stored, partner]

    def _possible_partners(
        self, block: Hashable, row: Hashable, hiding: Collection[Hashable]
    ) -> Iterator[tuple[Hashable, ...]]:
        """List in order the rows to try beside the one that needs protection."""
        stored = [partner for partner in self._partners.get(block, ()) if partner != row]
        rows = [other for other in self._rows_of(block) if other != row and other not in stored]
        already = [other for other in rows if other in hiding]
        others = [other for other in rows if other not in hiding]
        yield ()
        for partner in (*stored, *already)[:MOST_PARTNERS_TRIED]:
            yield (partner,)
        if len(stored) + len(already) in range(2, MOST_PARTNERS_TRIED):
            yield (*stored, *already)
        for partner in others[:MOST_PARTNERS_TRIED]:
            yield (partner, *stored[:2])

    def _rows_of(self, block: Hashable | None) -> list[Hashable]:
        """List a block's rows (None: all), the smallest first."""
        sizes: dict[Hashable, tuple[int, int]] = {}
        for cell in self._cells.values():
            if cell.listed and block in (None, cell.block):
                size = (cell.people, cell.minutes)
                sizes[cell.row] = max(size, sizes.get(cell.row, (0, 0)))
        return sorted(sizes, key=lambda row: sizes[row])

    def _prove(
        self, state: _State, targets: Iterable[_Target], *, rows: Collection[Hashable] | None, may_hide: bool
    ) -> _Target | None:
        """Move targets as far as they have to go within these rows (None: all); returns one that fails."""
        walks: dict[Metric, Walk] = {}
        for target in targets:
            metric = target.metric
            for hide in (False, True) if may_hide else (False,):
                for direction in (1, -1):
                    if not self._missing(state, target):
                        break
                    if hide or metric not in walks:
                        walks[metric] = self._walk(state, metric, rows, may_hide=hide)
                    self._move(state, target, walks[metric], direction)
                    if hide:
                        walks.clear()  # more may move from now on
            if self._missing(state, target):
                return target
        return None

    def _move(self, state: _State, target: _Target, walk: Walk, direction: int) -> None:
        """Walk on in this direction, if the target still has to, and hide what moves on the way."""
        for by in self._missing(state, target):
            if by * direction > 0:
                moves = walk.reach(target.number, by=by)
                for number in moves:
                    self._hide_number(state, target.metric, number)
                state.note(target.metric, moves)

    def _walk(
        self, state: _State, metric: Metric, rows: Collection[Hashable] | None, *, may_hide: bool
    ) -> Walk:
        """See what may move within these rows; what is shown, only if it may still be hidden."""
        knowledge, free, priced = self._knowledge[metric], [], {}
        for number in knowledge.numbers_of(rows):
            unknown = knowledge.unknowns[number]
            if unknown.known:
                continue
            if not unknown.open or number in state.hidden[metric]:
                free.append(number)
            elif may_hide:
                # What was hidden so far costs next to nothing: rather that than others in its place.
                people = 1 if unknown.was_hidden else self._cells[self._key_of[metric][number]].people
                priced[number] = max(1, people)
        return Walk(knowledge, free=free, priced=priced, deadline=self._deadline)

    def _hide_number(self, state: _State, metric: Metric, number: int) -> None:
        if self._knowledge[metric].unknowns[number].open and number not in state.hidden[metric]:
            key = self._key_of[metric][number]
            state.secondary.append(key)
            self._hide(state, key)

    def _hide(self, state: _State, key: Hashable) -> None:
        """Hide both numbers of a cell, as far as they are not public."""
        for metric, knowledge in self._knowledge.items():
            number = knowledge.present[key]
            if knowledge.unknowns[number].open:
                state.hidden[metric].add(number)

    def _is_known(self, key: Hashable) -> bool:
        return any(knowledge.unknowns[knowledge.present[key]].known for knowledge in self._knowledge.values())

    def _range(self, metric: Metric, key: Hashable) -> tuple[int, int]:
        number = self._knowledge[metric].present[key]
        value = self._knowledge[metric].unknowns[number].value
        low, high = self._state.reached[metric].get(number, (0, 0))
        return value + int(low), value + int(high)  # whole numbers within

    # Secondary cells

    def _still_exact(self, key: Hashable) -> Iterator[Metric]:
        """Name the numbers of a hidden cell for which no other value has been found."""
        for metric, knowledge in self._knowledge.items():
            number = knowledge.present[key]
            if not knowledge.unknowns[number].known and number not in self._state.reached[metric]:
                yield metric

    def _blur(self, key: Hashable) -> None:
        """Show that neither number of a secondary cell can be computed, or hide more until it is so."""
        for metric in tuple(self._still_exact(key)):
            number = self._knowledge[metric].present[key]
            for may_hide, by in ((False, 1), (False, -1), (True, 1), (True, -1)):
                moves = self._walk(self._state, metric, None, may_hide=may_hide).reach(number, by=by)
                for moved in moves:
                    self._hide_number(self._state, metric, moved)
                self._state.note(metric, moves)
                if moves:
                    break
