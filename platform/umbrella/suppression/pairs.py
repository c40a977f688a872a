"""The tables by role of a large federation: fixed pairs of associations that hide the same roles.

Looking at all roles, months and associations together takes minutes from some 45 associations on. Here an
association with a small role and one partner, of its district where that will do, hide the same roles. What
one of them may have done less in a role and a month, the other did more, and the other way round in a second
role: every sum that is told stays as it is. Such an exchange lies within the two, so that it is looked for
and proven among a few numbers (`walk`), with what the two sum up to taken as known, which is more than a
reader knows. Exchanges are alternative worlds, so the proof comes from inside; bounds that are propagated
from outside would only be limits of what an attacker may find, and are for the check.

Pairs do not have to look at each other, nor at the tables without roles: who has anything hidden there is
not told by role at all. The two sets of tables then have no unknown in common, so none can undo the other,
now or by a correction. Who told the same year by role in another federation is left out for the same reason.

A total that is small itself (a role of few people, a family of few in a district) is hidden with a second one
that the same people can be exchanged with. What none of this protects is left out wholly, with the
associations that stand in it: they are as if they had told their hours without roles.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from umbrella.suppression.cells import Cell, Publication, Reason, Rule
from umbrella.suppression.deadline import Deadline
from umbrella.suppression.exchange import Exchange, Target
from umbrella.suppression.role_tables import RoleKey
from umbrella.suppression.tables import YEAR, FigureKey, Tables

#: So many roles are looked at together in one pair; more would only take longer.
ROLES_TOGETHER = 3

#: So many further roles of a pair are tried beside those that need it.
MOST_FURTHER_ROLES = 4

#: So many large roles of theirs, which stay shown, may give and take people from month to month.
ROLES_BESIDE = 2

#: So many partners are tried in the district, and then anywhere.
MOST_PARTNERS_NEAR, MOST_PARTNERS_FAR = 4, 6

#: So many associations are tried to hide a small total with.
MOST_BEHIND_A_TOTAL = 12

#: Makes the tables by role of these associations alone.
Make = Callable[[Collection[str]], Tables]


@dataclass(frozen=True, kw_only=True, slots=True)
class Pair:
    """Associations that hide the same roles, and totals that are hidden with them; what that protects."""

    owners: tuple[str, ...]
    hidden: frozenset[RoleKey]
    protects: frozenset[RoleKey]


def choose_in_pairs(
    *,
    make: Make,
    owners: Collection[str],
    plain: Tables,
    hidden: Collection[Hashable],
    before: Iterable[Publication],
    deadline: Deadline,
    rule: Rule | None = None,
) -> tuple[Tables, dict[RoleKey, Reason]]:
    """Say what may be told by role, and which cells of it are to be hidden; no tables where it is nothing.

    `hidden` are the cells of `plain` that the release hides. Raises OutOfTime after the deadline.
    """
    unfit = {key.owner for key in hidden if isinstance(key, FigureKey)}
    for publication in before:
        unfit.update(cell.key.owner for cell in publication.cells if isinstance(cell.key, RoleKey))
    told = [owner for owner in sorted(owners) if owner not in unfit]
    return _Pairs(make, told, plain, deadline, rule or Rule()).decide()


class _Pairs:
    """One year by role in the making."""

    def __init__(self, make: Make, owners: list[str], plain: Tables, deadline: Deadline, rule: Rule) -> None:
        self._make, self._plain, self._deadline, self._rule = make, plain, deadline, rule
        self._plain_cells = {cell.key: cell for cell in plain.cells}
        self._owners = owners
        self._pairs: list[Pair] = []

    def decide(self) -> tuple[Tables, dict[RoleKey, Reason]]:
        """Leave out what cannot be protected, until all that is left can."""
        while self._owners:
            self._look()
            self._protect_roles()
            unprotected = {key.owner for key in self._missing() if key.level == "association"}
            if not unprotected:
                self._protect_totals()
                for key in self._missing():
                    unprotected.update(self._behind(key))
            if not unprotected:
                return self._tables, self._hidden()
            self._owners = [owner for owner in self._owners if owner not in unprotected]
            # What stands in a pair with somebody who is left out is looked at again; so is each total.
            self._pairs = [
                pair
                for pair in self._pairs
                if unprotected.isdisjoint(pair.owners)
                and all(key.level == "association" for key in pair.hidden)
            ]
        return Tables(cells=(), relations=()), {}

    def _look(self) -> None:
        """Make the tables of who is left, and see what is small in them."""
        self._tables = self._make(self._owners)
        self._cells: dict[RoleKey, Cell] = {}
        self._roles: dict[str, dict[str, RoleKey]] = defaultdict(dict)
        self._district: dict[str, Hashable] = {}
        self._neighbours: dict[Hashable, list[str]] = defaultdict(list)
        for cell in self._tables.cells:
            key = cell.key
            assert isinstance(key, RoleKey)
            self._cells[key] = cell
            if key.level == "association" and key.month == YEAR and key.by == "role":
                self._roles[key.owner][key.code] = key
                self._district[key.owner] = cell.block
        for owner, district in self._district.items():
            self._neighbours[district].append(owner)
        self._family = {
            (part.owner, part.code): relation.total.code
            for relation in self._tables.relations
            if isinstance(relation.total, RoleKey) and relation.total.by == "family"
            for part in relation.parts
            if isinstance(part, RoleKey) and part.by == "role"
        }
        self._small = {key for key, cell in self._cells.items() if self._rule.hides(cell)}
        self._small_of: dict[str, list[RoleKey]] = defaultdict(list)
        for key in self._small:
            if key.level == "association":
                self._small_of[key.owner].append(key)

    def _protected(self) -> set[RoleKey]:
        return {key for pair in self._pairs for key in pair.protects}

    def _missing(self) -> list[RoleKey]:
        return sorted(self._small - self._protected())

    def _hidden(self) -> dict[RoleKey, Reason]:
        hidden = {key: Reason.SECONDARY for pair in self._pairs for key in pair.hidden}
        hidden.update(dict.fromkeys(self._small, Reason.PRIMARY))
        return {key: reason for key, reason in hidden.items() if self._cells[key].listed}

    # Roles of associations

    def _protect_roles(self) -> None:
        """Find each association with small roles a partner, in its district first."""
        self._tried: set[tuple[str, str]] = set()
        protected = self._protected()
        open_roles = {owner: self._open_roles_of(owner, protected) for owner in self._roles}
        for near in (True, False):
            for owner in sorted(open_roles, key=lambda one: (-len(open_roles[one]), one)):
                for _ in range(MOST_PARTNERS_NEAR if near else MOST_PARTNERS_FAR):
                    left = open_roles[owner]
                    partner = self._best_partner(owner, left, open_roles, near=near) if left else None
                    if partner is None:
                        break
                    self._tried.add((owner, partner))
                    self._pair(owner, partner, open_roles, protected)

    def _open_roles_of(self, owner: str, protected: Collection[RoleKey]) -> set[str]:
        """The roles of an association that have to be hidden with others: its own, or its families'."""
        return set().union(*(self._roles_of(key) for key in self._small_of[owner] if key not in protected))

    def _roles_of(self, key: RoleKey) -> set[str]:
        """The roles whose hiding may protect an association's cell: the role, or the family's small ones."""
        if key.by == "role":
            return {key.code}
        return {
            code
            for code, role in self._roles[key.owner].items()
            if self._family[key.owner, code] == key.code and role in self._small
        }

    def _best_partner(
        self, owner: str, left: set[str], open_roles: Mapping[str, set[str]], *, near: bool
    ) -> str | None:
        """Choose who has most of the roles, needs it most itself, and is smallest."""
        district = self._district[owner]
        candidates = self._neighbours[district] if near else self._owners
        best: tuple[tuple[int, int, int, str], str] | None = None
        for other in candidates:
            common = self._roles[owner].keys() & self._roles[other].keys()
            has = left & common
            if other == owner or (owner, other) in self._tried or not has or len(common) < 2:
                continue
            both = len(left & open_roles[other])
            rank = (
                -len(has),
                -both,
                sum(self._cells[self._roles[other][code]].people for code in has),
                other,
            )
            if best is None or rank < best[0]:
                best = (rank, other)
        return best[1] if best else None

    def _pair(
        self, owner: str, partner: str, open_roles: dict[str, set[str]], protected: set[RoleKey]
    ) -> None:
        """Let two associations hide together what either of them has to."""
        common = self._roles[owner].keys() & self._roles[partner].keys()
        wanted = sorted(
            (open_roles[owner] | open_roles[partner]) & common,
            key=lambda code: (self._family[owner, code], code),
        )
        exchange = self._exchange((owner, partner))
        others = sorted(
            common - set(wanted),
            key=lambda code: (
                self._cells[self._roles[owner][code]].people + self._cells[self._roles[partner][code]].people,
                code,
            ),
        )
        for start in range(0, len(wanted), ROLES_TOGETHER):
            chunk = wanted[start : start + ROLES_TOGETHER]
            further = [code for code in wanted if code not in chunk] + others
            found = self._hide_together(exchange, (owner, partner), chunk, further)
            if found is None:
                continue
            self._pairs.append(found)
            protected |= found.protects
            for one in (owner, partner):
                open_roles[one] = self._open_roles_of(one, protected)

    def _hide_together(
        self, exchange: Exchange, owners: tuple[str, ...], chunk: Sequence[str], further: Sequence[str]
    ) -> Pair | None:
        """Hide these roles in all of the associations, with one more where that protects more of them."""
        best: Pair | None = None
        wanted = len(self._families_and_roles(owners, chunk) & self._small)
        for extra in ([], *([code] for code in further[:MOST_FURTHER_ROLES])):
            codes = [*chunk, *extra]
            if len(codes) < 2:
                continue
            found = self._prove(exchange, owners, codes, totals=())
            if found is not None and (best is None or len(found.protects) > len(best.protects)):
                best = found
            if best is not None and len(best.protects) >= wanted:
                break
        return best

    def _families_and_roles(self, owners: Iterable[str], codes: Collection[str]) -> set[RoleKey]:
        """The years of these roles in these associations, and of the families that they are of."""
        years = [self._roles[owner][code] for owner in owners for code in codes]
        return {*years, *(key._replace(by="family", code=self._family[key.owner, key.code]) for key in years)}

    def _exchange(self, owners: tuple[str, ...]) -> Exchange:
        return Exchange(self._make(owners), self._plain_cells, deadline=self._deadline)

    def _prove(
        self, exchange: Exchange, owners: tuple[str, ...], codes: Sequence[str], *, totals: Iterable[RoleKey]
    ) -> Pair | None:
        """What is protected if these roles of these associations are hidden, and these totals."""
        years = [self._roles[owner][code] for owner in owners for code in codes]
        # A small sum of a family is told nowhere, and is worked out where other families are known.
        families = sorted((self._families_and_roles(owners, codes) & self._small) - set(years))
        targets = [
            Target(key, self._cells[key], small=key in self._small)
            for key in dict.fromkeys((*years, *families, *totals))
            if key in self._cells
        ]
        proven = exchange.prove(targets, beside=self._largest(owners, codes), rule=self._rule)
        if proven is None or not proven.protected:
            return None
        return Pair(
            owners=owners,
            hidden=frozenset(key for key in proven.moved if isinstance(key, RoleKey)),
            protects=frozenset(key for key in proven.protected if isinstance(key, RoleKey)),
        )

    def _largest(self, owners: tuple[str, ...], but: Collection[str]) -> list[str]:
        """The roles of all of these associations with the most people."""
        common = set.intersection(*(set(self._roles[owner]) for owner in owners)) - set(but)
        size = {
            code: sum(self._cells[self._roles[owner][code]].people for owner in owners) for code in common
        }
        return sorted(common, key=lambda code: (-size[code], code))[:ROLES_BESIDE]

    # Totals

    def _protect_totals(self) -> None:
        """Hide each small total with a second one of the same associations."""
        for key in self._missing():
            if key in self._missing():
                for found in self._hiding_total(key):
                    self._pairs.append(found)
                    if key not in self._missing():
                        break

    def _hiding_total(self, key: RoleKey) -> Iterator[Pair]:
        behind = self._behind(key)[:MOST_BEHIND_A_TOTAL]
        if key.level == "federation":
            for owner in behind:
                exchange = self._exchange((owner,))
                for second in self._second_roles(owner, key.code):
                    totals = [one for one in self._cells if _is_month_of(one, key.code, second)]
                    found = self._prove(exchange, (owner,), (key.code, second), totals=totals)
                    if found is not None:
                        yield found
            return
        for owner in behind:
            for other in self._elsewhere(owner):
                two = list(self._two_families(owner, other, key))
                if not two:
                    continue
                exchange = self._exchange((owner, other))
                for codes, totals in two:
                    found = self._prove(exchange, (owner, other), codes, totals=totals)
                    if found is not None:
                        yield found

    def _behind(self, key: RoleKey) -> list[str]:
        """The associations that stand in a total."""
        if key.level == "association":
            return [key.owner]
        if key.level == "federation":
            return [owner for owner in self._owners if key.code in self._roles[owner]]
        return [
            owner
            for owner in self._owners
            if self._district[owner] == (key.owner, key.year)
            and any(self._family[owner, code] == key.code for code in self._roles[owner])
        ]

    def _second_roles(self, owner: str, code: str) -> list[str]:
        """The association's other roles, those of few in the federation first."""
        rare = {key.code for key in self._small if key.level == "federation"}
        return sorted(
            self._roles[owner].keys() - {code},
            key=lambda other: (
                other not in rare,
                self._family[owner, other] != self._family[owner, code],
                self._cells[self._roles[owner][other]].people,
                other,
            ),
        )[:MOST_FURTHER_ROLES]

    def _elsewhere(self, owner: str) -> list[str]:
        """Associations of other districts with the most roles in common."""
        own = self._roles[owner].keys()
        others = (one for one in self._owners if self._district[one] != self._district[owner])
        return sorted(others, key=lambda one: (-len(own & self._roles[one].keys()), one))[:MOST_PARTNERS_FAR]

    def _two_families(
        self, owner: str, other: str, key: RoleKey
    ) -> Iterator[tuple[tuple[str, str], list[RoleKey]]]:
        """Two roles of both, one in the small family and one beside it, and the totals that they move."""
        families: dict[str, str] = {}
        for code in sorted(self._roles[owner].keys() & self._roles[other].keys()):
            family = self._family[owner, code]
            if family == self._family[other, code]:
                families.setdefault(family, code)
        if key.code not in families:
            return
        for family, code in families.items():
            if family != key.code:
                places = [self._district[one] for one in (owner, other)]
                totals = [
                    key._replace(owner=str(place[0]), code=one)
                    for place in places
                    if isinstance(place, tuple)
                    for one in (key.code, family)
                ]
                yield (families[key.code], code), totals


def _is_month_of(key: RoleKey, *codes: str) -> bool:
    return key.level == "federation" and key.code in codes
