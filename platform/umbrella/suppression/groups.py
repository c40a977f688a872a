"""Decide a large federation group by group: the same exact proofs, in a world that is a little stricter.

`choose` looks at everything at once, and its time grows faster than the federation. Here each district's
associations stand in small fixed groups (those with something to hide beside the smallest others), and a
group is decided as if a reader knew, beside all that is told, what each group sums up to in every total. A
real reader knows less: numbers that keep every group's sum keep every district's and the federation's. So
what is proven in a group is proven, and groups do not have to look at each other: time grows with their
number.

Where a group cannot protect its own, wider ones are tried: with the next group, the district, what earlier
releases hid together with it, a second district. A total that is small itself needs its whole district from
the start. What no group protects is unproven, and such a release does not go out.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence, Set as AbstractSet
from dataclasses import dataclass, field, replace
from typing import Any

from umbrella.suppression.cells import Cell, Decision, People, Publication, Reason, Relation, Rule
from umbrella.suppression.choose import Picker, choose
from umbrella.suppression.deadline import Deadline, OutOfTime

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

    def behind(self, total: Hashable) -> Iterator[Hashable]:
        """The rows that a total adds up, through the totals between."""
        for part in self._across[self._made_by[total]].parts:
            if part in self._made_by:
                yield from self.behind(part)
            else:
                yield self.cells[part].row

    def part(self, rows: Iterable[Hashable]) -> Publication:
        """What it tells of these rows. A total that other rows stand in as well is their sum, and shown."""
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
            if len(keys) == len(relation.parts):
                total = self.cells[relation.total]
                cells.append(total)
                for later in self._stands_in.get(total.key, ()):
                    parts[later].append(total.key)
                waiting = sorted(parts)  # sums of sums come after their parts
            else:
                total = self._sum(relation, keys)
                cells.append(total)
            relations.append(Relation(total=total.key, parts=tuple(keys), people=People.ADD))
        return Publication(
            cells=tuple(cells),
            relations=tuple(relations),
            hidden=frozenset(cell.key for cell in cells if cell.key in self.hidden),
        )

    def _sum(self, relation: Relation, keys: Sequence[Hashable]) -> Cell:
        parts = [self.cells[key] for key in keys]
        key = ("sum", relation.total)
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
        for rows in (*self._behind_small_totals(), *self._groups):
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

    def _behind_small_totals(self) -> Iterator[tuple[Hashable, ...]]:
        """Rows that have to be looked at together, since a total over them is small itself."""
        for told in (self._now, *self._before):
            for row in told.totals:
                for cell in told.cells_of[row]:
                    if self._rule.hides(cell):
                        yield tuple(dict.fromkeys(told.behind(cell.key)))

    def _has_small(self, rows: Iterable[Hashable]) -> bool:
        return any(
            self._rule.hides(cell)
            for told in (self._now, *self._before)
            for row in rows
            for cell in told.cells_of.get(row, ())
        )

    def _decide_group(self, rows: tuple[Hashable, ...]) -> Decision:
        """Decide the narrowest group around these rows that protects its own."""
        decision = widest = None
        for group in dict.fromkeys((rows, *self._wider(rows))):
            if len(group) > MOST_IN_GROUP:
                continue
            decision, widest = self._choose(group), group
            if not decision.unproven and not decision.exposed:
                return decision
        if decision is None or widest is None:
            raise OutOfTime
        # What was given away by earlier releases alone is no reason to withhold this one.
        lost = Picker(
            before=self._parts_before(widest), rule=self._rule, deadline=self._deadline
        ).unprotected()
        public = {key for key in decision.exposed if self._was_shown(key)}
        given_away = decision.exposed & (lost | public)
        return replace(
            decision, exposed=given_away, unproven=decision.unproven | (decision.exposed - given_away)
        )

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

    def _choose(self, rows: tuple[Hashable, ...]) -> Decision:
        part = self._now.part(rows)
        keys = {cell.key for cell in part.cells}
        return choose(
            cells=part.cells,
            relations=part.relations,
            before=self._parts_before(rows),
            known=self._known | {cell.key for cell in part.cells if cell.link},
            decided=[key for key in self._decided if key in keys],
            deadline=self._deadline,
            rule=self._rule,
        )

    def _parts_before(self, rows: tuple[Hashable, ...]) -> list[Publication]:
        return [part for told in self._before if (part := told.part(rows)).cells]

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
