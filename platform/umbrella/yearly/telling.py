"""Telling what a whole year came to beside hours: once for each umbrella and year, with a release.

It is told with the first release after the year in which every association that has reported the year has
closed its months, or with the first one from 16 April on, then of those that have: as the tables by role.
Each total is written once, told or not (see `criterion`), and never again: corrections that come later are
the association's own. No number of an association enters two totals, of whatever umbrella.
"""

import logging
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date

from celery.exceptions import SoftTimeLimitExceeded

from tenants import crossings
from tenants.models import Association, Umbrella
from umbrella import spans
from umbrella.metrics import TOTALS, Metric
from umbrella.models import ExactFigure, PublishedFigure, PublishedTotal, Release, TotalPart
from umbrella.role_releases import NOT_WAITED_FROM, unfinished
from umbrella.routers import FIGURES
from umbrella.yearly.amounts import CROSSING
from umbrella.yearly.criterion import FEWEST_ASSOCIATIONS, may_tell
from umbrella.years import frozen

log = logging.getLogger(__name__)

#: What each association told of a year, by its UUID.
Gathered = Mapping[str, Mapping[str, int]]

SHARE = "share"


def gather(umbrella: Umbrella, members: Iterable[Association], *, due_on: date) -> dict[int, Gathered]:
    """What there is to be told of each year that is due and was not told: asked of the associations now.

    An association that cannot be asked just now makes its year wait for the next release.
    """
    found: dict[int, Gathered] = {}
    by_uuid = {str(one.uuid): one for one in members}
    for year, owners in _due(umbrella, due_on).items():
        try:
            found[year] = {
                owner: crossings.cross(CROSSING, into=by_uuid[owner], by_user=None, year=year)
                for owner in sorted(owners)
                if owner in by_uuid and by_uuid[owner].counts_in(year)
            }
        except SoftTimeLimitExceeded:
            raise
        except Exception as error:  # noqa: BLE001  # the year waits, and the release goes out
            log.error("year_not_gathered", extra={"umbrella": umbrella.slug, "error": type(error).__name__})
    return found


def _due(umbrella: Umbrella, due_on: date) -> dict[int, set[str]]:
    """The years to be told now, each with the associations that have closed all of it.

    The first year of one that began in it is closed with the months since its first hours. Of one that left
    in it only a part is the umbrella's, and these numbers have no parts: nobody waits for it once that part
    is closed, and it is not asked.
    """
    there = spans.belonging(umbrella)
    standing = frozen.years_that_stand(umbrella)
    told = set(
        PublishedTotal.objects.using(FIGURES).filter(umbrella_id=umbrella.pk).values_list("year", flat=True)
    )
    rows = ExactFigure.objects.using(FIGURES).filter(
        association_uuid__in=list(there.stays), closed=True, year__lt=due_on.year
    )
    months: dict[int, dict[str, set[int]]] = defaultdict(lambda: defaultdict(set))
    platform = rows.filter(month__gt=0, source=ExactFigure.Source.PLATFORM)
    for owner, year, month in platform.values_list("association_uuid", "year", "month"):
        if there.tells(str(owner), year, month):
            months[year][str(owner)].add(month)
    due = {}
    for year, by_owner in months.items():
        waiting = unfinished(year, by_owner, there)
        whole = {
            owner
            for owner in by_owner
            if owner not in waiting and (span := there.of(owner, year)) is not None and span.is_whole
        }
        waited = due_on >= date(year + 1, *NOT_WAITED_FROM)
        if whole and year not in told | standing and (waited or not waiting):
            due[year] = whole
    return due


def publish(made: Release, gathered: Mapping[int, Gathered], *, standing: Collection[int]) -> None:
    """Write the totals of each gathered year with a release, once for all, and the exact record of them.

    A year that was frozen meanwhile (`standing`) is left alone.
    """
    for year, amounts in gathered.items():
        if year in standing:
            continue
        # What another umbrella has told with the same associations is not told again.
        elsewhere = TotalPart.objects.using(FIGURES).filter(year=year, association_uuid__in=list(amounts))
        told = Telling(made, year, amounts, elsewhere=set(elsewhere.values_list("part", flat=True)))
        for metric in TOTALS:
            told.tell(metric)
        told.write()


class Telling:
    """One year of an umbrella while it is being told: `rows` are published, `parts` are what made them."""

    def __init__(
        self, made: Release, year: int, amounts: Gathered, *, elsewhere: Collection[str] = ()
    ) -> None:
        """`elsewhere` are the parts that other umbrellas have told of these associations."""
        self.made, self.year, self.amounts, self.elsewhere = made, year, amounts, elsewhere
        self.rows: list[PublishedTotal] = []
        self.parts: dict[str, dict[str, int]] = {}
        self.decided: dict[str, bool] = {}

    def tell(self, metric: Metric) -> None:
        """Decide on one metric. One that nobody has reported is left out: it is no 0."""
        parts = {code: self._parts(code) for code in metric.made_of}
        known = {code: part for code, part in parts.items() if part}
        if not known or (metric.kind == SHARE and len(known) < len(parts)):
            return
        shown = all(self._may_tell(code, part) for code, part in known.items())
        value = None
        if shown and metric.kind == SHARE:
            counted, everything = (sum(part.values()) for part in parts.values())
            value = (counted * 200 + everything) // (everything * 2)
            if min(counted, everything - counted) < metric.fewest:  # all alike: then each of them is known
                shown, value = False, None
        elif shown:
            value = sum(sum(part.values()) for part in known.values())
        self.rows.append(
            PublishedTotal(
                umbrella_id=self.made.umbrella_id,
                release_id=self.made.pk,
                year=self.year,
                metric=metric.code,
                version=metric.version(self.year).number,
                state=PublishedFigure.State.SHOWN if shown else PublishedFigure.State.HIDDEN,
                value=value,
                associations=len({owner for part in known.values() for owner in part}),
            )
        )
        if shown:
            self.parts.update(known)

    def _parts(self, code: str) -> dict[str, int]:
        return {owner: told[code] for owner, told in self.amounts.items() if code in told}

    def _may_tell(self, code: str, part: Mapping[str, int]) -> bool:
        if code not in self.decided:
            behind = sum(1 for amount in part.values() if amount)
            self.decided[code] = (
                code not in self.elsewhere and behind >= FEWEST_ASSOCIATIONS and may_tell(part.values())
            )
        return self.decided[code]

    def write(self) -> None:
        """Store what was decided."""
        PublishedTotal.objects.using(FIGURES).bulk_create(self.rows)
        TotalPart.objects.using(FIGURES).bulk_create(
            [
                TotalPart(
                    umbrella_id=self.made.umbrella_id,
                    association_uuid=owner,
                    year=self.year,
                    part=code,
                    amount=amount,
                )
                for code, part in self.parts.items()
                for owner, amount in part.items()
            ]
        )
