"""Decide a large federation group by group: the same exact proofs, in a world that is a little stricter.

`choose` looks at everything at once, and its time grows faster than the federation. Here each district's
associations stand in small fixed groups (those with something to hide beside the smallest others), and a
group is decided as if a reader knew, beside all that is told, what each group sums up to in every total. A
real reader knows less: numbers that keep every group's sum keep every district's and the federation's. So
what is proven in a group is proven, and groups do not have to look at each other: time grows with their
number.

Where a group cannot protect its own, wider ones are tried: with the next group, the district, what earlier
releases hid together with it, a second district. A total that is small itself needs all who have anything in
it from the start. Where none of this protects (nobody looks at more than `MOST_IN_GROUP` together), the
totals above the group may be hidden too: then only what all others give to them is taken as known, and what
moves inside may be seen in a total, which is hidden. That hides much, and so it comes last. What even that
does not protect is unproven, and such a release does not go out.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence, Set as AbstractSet
from dataclasses import dataclass, field, replace
from typing import Any

from umbrella.suppression.cells import Cell, Decision, People, Publication, Reason, Relation, Rule
from umbrella.suppression.choose import Picker, choose
from umbrella.suppression.deadline import Deadline

#: Rows of a federation that are still looked at all together.
MOST_TOGETHER = 60

#: So many associations protect each other, to begin with.
GROUP = 6

#: A wider group than this is not tried: its proof would take as long as that of a federation.
MOST_IN_GROUP = 120


class Told:
    """One release, so that the part of it that concerns some rows is found without reading all of it."""

    def __init__(self, publication: Publication) -> None:
        self.hidden = publication.hidden
        self.cells = {cell.key: cell for cell in publication.cells}
        self.cells_of: dict[Hashable, list[Cell]] = defaultdict(list)
        self.totals: set[Hashable] = set()
        self._inside: dict[Hashable, list[Relation]] = defaultdict(list)
        self._across: list[Relation] = []
        self._made_by: dict[Hashable, int] = {}
        self._stands_in: dict[Hashable, list[int]] = defaultdict(list)
        for relation in publication.relations:
            row = self.cells[relation.total].row
            if all(self.cells[part].row == row for part in relation.parts):
                self._inside[row].append(relation)
                continue
            if relation.people is not People.ADD:
                raise ValueError(f"{relation.total!r} sums up rows whose people overlap.")
            for part in relation.parts:
                self._stands_in[part].append(len(self._across))
            self._made_by[relation.total] = len(self._across)
            self._across.append(relation)
            self.totals.add(row)
        for cell in publication.cells:
            self.cells_of[cell.row].append(cell)
        self.rows = [row for row in self.cells_of if row not in self.totals]

    def behind(self, total: Hashable) -> Iterator[Cell]:
        """The cells of rows that a total adds up, through the totals between. True zeros give nothing."""
        for part in self._across[self._made_by[total]].parts:
            if part in self._made_by:
                yield from self.behind(part)
            elif not self._is_nothing(part):
                yield self.cells[part]

    def part(
        self, rows: Iterable[Hashable], *, may_hide_totals: bool = False, of: Hashable = None
    ) -> Publication:
        """What it tells of these rows. A total that other rows stand in as well is their sum, and shown.

        With `may_hide_totals` it is the total itself, and what the others give to it is one known part. No
        total but `of` has to be protected here: whoever has something in a small one does that.
        """
        cells = [cell for row in rows for cell in self.cells_of.get(row, ())]
        relations = [relation for row in rows for relation in self._inside.get(row, ())]
        parts: dict[int, list[Hashable]] = defaultdict(list)
        for cell in cells:
            for index in self._stands_in.get(cell.key, ()):
                parts[index].append(cell.key)
        waiting = sorted(parts)
        while waiting:
            index = waiting.pop(0)
            relation, keys = self._across[index], parts.pop(index)
            others = [key for key in relation.parts if key not in keys and not self._is_nothing(key)]
            if others and not may_hide_totals:
                total = self._sum(relation, keys)
                cells.append(total)
            else:
                total = self.cells[relation.total]
                if others:
                    cells.append(self._rest(relation, others))
                    keys.append(cells[-1].key)
                if total.key != of:
                    total = replace(total, link=True)
                cells.append(total)
                for later in self._stands_in.get(total.key, ()):
                    parts[later].append(total.key)
                waiting = sorted(parts)  # sums of sums come after their parts
            relations.append(Relation(total=total.key, parts=tuple(keys), people=People.ADD))
        return Publication(
            cells=tuple(cells),
            relations=tuple(relations),
            hidden=frozenset(cell.key for cell in cells if cell.key in self.hidden),
        )

    def _is_nothing(self, key: Hashable) -> bool:
        """Say whether a part is a true 0, which all tables show: it gives nothing to a total, for sure."""
        return self.cells[key].listed and self.cells[key].is_zero

    def _sum(self, relation: Relation, keys: Sequence[Hashable]) -> Cell:
        return self._added_up(("sum", relation.total), keys)

    def _rest(self, relation: Relation, keys: Sequence[Hashable]) -> Cell:
        return self._added_up(("rest", relation.total), keys)

    def _added_up(self, key: Hashable, keys: Sequence[Hashable]) -> Cell:
        parts = [self.cells[key] for key in keys]
        return Cell(
            key=key,
            row=key,
            block=key,
            minutes=sum(part.minutes for part in parts),
            people=sum(part.people for part in parts),
            link=True,
            version=hash(tuple((part.key, part.version) for part in parts)),
        )


def choose_large(
    *,
    cells: Sequence[Cell],
    relations: Sequence[Relation],
    before: Iterable[Publication] = (),
    known: AbstractSet[Hashable] = frozenset(),
    partners: Mapping[Any, Sequence[Hashable]] | None = None,
    decided: Iterable[Hashable] = (),
    deadline: Deadline | None = None,
    rule: Rule | None = None,
) -> Decision:
    """Decide what a release hides, as `choose` does, in groups where the federation is large.

    The order of a block's rows, of which its groups are cut, is kept in the decision's `partners`: hand it in
    again, so that groups stay as they are when others join. Raises as `choose` does.
    """
    told = tuple(before)
    now = Told(Publication(cells=tuple(cells), relations=tuple(relations), hidden=frozenset()))
    if len(now.rows) <= MOST_TOGETHER:
        return choose(
            cells=cells,
            relations=relations,
            before=told,
            known=known,
            partners=partners,
            decided=decided,
            deadline=deadline,
            rule=rule,
        )
    groups = _Groups(now, told, partners or {}, deadline, rule or Rule(), known, tuple(decided))
    return groups.decide()


@dataclass(slots=True)
class _Found:
    """What all groups together have decided so far."""

    hidden: dict[Hashable, Reason] = field(default_factory=dict)
    kept: set[Hashable] = field(default_factory=set)
    exposed: set[Hashable] = field(default_factory=set)
    unproven: set[Hashable] = field(default_factory=set)
    proven: dict[Hashable, tuple[tuple[int, int], tuple[int, int]]] = field(default_factory=dict)

    def add(self, decision: Decision) -> None:
        for key, reason in decision.hidden.items():
            if self.hidden.get(key) is not Reason.PRIMARY:
                self.hidden[key] = reason
        self.kept |= decision.kept
        self.exposed |= decision.exposed
        self.unproven |= decision.unproven
        self.proven.update(decision.proven)


class _Groups:
    """One large release in the making."""

    def __init__(
        self,
        now: Told,
        before: Sequence[Publication],
        partners: Mapping[Any, Sequence[Hashable]],
        deadline: Deadline | None,
        rule: Rule,
        known: AbstractSet[Hashable],
        decided: Sequence[Hashable],
    ) -> None:
        self._known, self._decided = known, decided
        self._now, self._before = now, [Told(publication) for publication in before]
        self._deadline, self._rule = deadline, rule
        self._order = self._ordered(partners)
        self._block_of = {row: block for block, rows in self._order.items() for row in rows}
        self._groups = [
            tuple(rows[start : start + GROUP])
            for rows in self._order.values()
            for start in range(0, len(rows), GROUP)
        ]

    def decide(self) -> Decision:
        """Decide group after group, and put the decisions together."""
        found = _Found()
        for total, rows in self._behind_small_totals():
            found.add(self._decide_group(rows, total))
        for rows in self._groups:
            if self._has_small(rows):
                found.add(self._decide_group(rows))
        return Decision(
            hidden=found.hidden,
            partners={block: tuple(rows) for block, rows in self._order.items()},
            kept=frozenset(found.kept),
            exposed=frozenset(found.exposed),
            unproven=frozenset(found.unproven),
            proven=found.proven,
        )

    def _ordered(self, partners: Mapping[Any, Sequence[Hashable]]) -> dict[Any, list[Hashable]]:
        """Each block's rows: as they were stored, new ones by their size, at last those told only before."""
        sizes: dict[Hashable, dict[Hashable, tuple[int, int]]] = defaultdict(dict)
        placed: set[Hashable] = set()
        for told in (self._now, *reversed(self._before)):
            for row in told.rows:
                if row not in placed:
                    placed.add(row)
                    of_row = told.cells_of[row]
                    size = max((cell.people, cell.minutes) for cell in of_row)
                    sizes[of_row[0].block][row] = size
        order: dict[Any, list[Hashable]] = {}
        for block, of_block in sorted(sizes.items(), key=lambda item: repr(item[0])):
            stored = [row for row in partners.get(block, ()) if row in of_block]
            new = sorted(of_block.keys() - set(stored), key=lambda row: (of_block[row], repr(row)))
            order[block] = stored + self._mixed(new)
        return order

    def _mixed(self, rows: Sequence[Hashable]) -> list[Hashable]:
        """Put rows with something to hide, smaller and larger ones, beside the smallest others."""
        small = [row for row in rows if self._has_small([row])]
        others = [row for row in rows if row not in small]
        groups = -(-len(small) * 2 // GROUP)
        mixed: list[Hashable] = []
        for index in range(groups):
            inside = small[index::groups]
            mixed += inside + [others.pop(0) for _ in range(min(len(others), GROUP - len(inside)))]
        return mixed + others

    def _behind_small_totals(self) -> Iterator[tuple[Hashable, tuple[Hashable, ...]]]:
        """Totals that are small themselves, each with the rows that make it up, the largest part first."""
        done = set()
        for told in (self._now, *self._before):
            for row in told.totals:
                for cell in told.cells_of[row]:
                    if self._rule.hides(cell) and (cell.key, cell.version) not in done:
                        done.add((cell.key, cell.version))
                        behind = sorted(told.behind(cell.key), key=lambda part: -part.minutes)
                        yield cell.key, tuple(dict.fromkeys(part.row for part in behind))

    def _has_small(self, rows: Iterable[Hashable]) -> bool:
        return any(
            self._rule.hides(cell)
            for told in (self._now, *self._before)
            for row in rows
            for cell in told.cells_of.get(row, ())
        )

    def _decide_group(self, rows: tuple[Hashable, ...], total: Hashable = None) -> Decision:
        """Decide the narrowest group around these rows that protects its own, and this total over them."""
        decision, group = None, rows
        for group, may_hide_totals in self._tries(rows):
            decision = self._choose(group, may_hide_totals=may_hide_totals, of=total)
            if not decision.unproven and not decision.exposed - self._known:
                return decision
        assert decision is not None  # the last tries are of few rows
        # What was given away by earlier releases alone is no reason to withhold this one.
        told = self._parts_before(group, may_hide_totals=True, of=total)
        lost = Picker(before=told, rule=self._rule, deadline=self._deadline).unprotected()
        public = {key for key in decision.exposed if self._was_shown(key)}
        given_away = decision.exposed & (lost | public | self._known)
        return replace(
            decision, exposed=given_away, unproven=decision.unproven | (decision.exposed - given_away)
        )

    def _tries(self, rows: tuple[Hashable, ...]) -> Iterator[tuple[tuple[Hashable, ...], bool]]:
        """The groups to try around these rows, and whether totals above them may be hidden."""
        for group in dict.fromkeys((rows, *self._wider(rows))):
            if len(group) <= MOST_IN_GROUP:
                yield group, False
        few = rows[:GROUP]
        for group in dict.fromkeys((few, *self._wider(few))):
            if len(group) <= MOST_IN_GROUP:
                yield group, True

    def _wider(self, rows: tuple[Hashable, ...]) -> Iterator[tuple[Hashable, ...]]:
        blocks = dict.fromkeys(self._block_of[row] for row in rows)
        for block in blocks:
            of_block = self._order[block]
            last = max(of_block.index(row) for row in rows if self._block_of[row] == block)
            first = min(last + 1, len(of_block) - GROUP)
            yield tuple(dict.fromkeys((*rows, *of_block[max(0, first) : last + 1 + GROUP])))
        district = dict.fromkeys((*rows, *(row for block in blocks for row in self._order[block])))
        yield tuple(district)
        beside = (row for told in self._before for row in _hidden_with(told, rows))
        yield tuple(dict.fromkeys((*district, *beside)))
        others = [self._order[block] for block in self._order if block not in blocks]
        yield (*district, *min(others, key=len, default=()))

    def _choose(self, rows: tuple[Hashable, ...], *, may_hide_totals: bool, of: Hashable) -> Decision:
        part = self._now.part(rows, may_hide_totals=may_hide_totals, of=of)
        keys = {cell.key for cell in part.cells}
        made_here = {cell.key for cell in part.cells if cell.key not in self._now.cells}
        return choose(
            cells=part.cells,
            relations=part.relations,
            before=self._parts_before(rows, may_hide_totals=may_hide_totals, of=of),
            known=self._known | made_here,
            decided=[key for key in self._decided if key in keys],
            deadline=self._deadline,
            rule=self._rule,
        )

    def _parts_before(
        self, rows: tuple[Hashable, ...], *, may_hide_totals: bool, of: Hashable
    ) -> list[Publication]:
        parts = (told.part(rows, may_hide_totals=may_hide_totals, of=of) for told in self._before)
        return [part for part in parts if part.cells]

    def _was_shown(self, key: Hashable) -> bool:
        return any(
            told.cells[key].listed and key not in told.hidden for told in self._before if key in told.cells
        )


def _hidden_with(told: Told, rows: tuple[Hashable, ...]) -> Iterator[Hashable]:
    """Rows that were hidden in one block with these by an earlier release, perhaps of another umbrella."""
    blocks = {told.cells_of[row][0].block for row in rows if row in told.cells_of}
    for row in told.rows:
        cells = told.cells_of[row]
        if cells[0].block in blocks and any(cell.key in told.hidden for cell in cells):
            yield row
