"""What an annual report still lacks, each with the place where it is put right."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _, ngettext

from accounts.http import TenantRequest
from reports import unfinished
from reports.annual.content import MONTHS, Content
from reports.annual.places import PLACES
from reports.models import ReportText
from web import formats


@dataclass(frozen=True)
class Gap:
    """One thing that lacks, and where it is put right; without an address it is for information."""

    title: str
    why: str = ""
    url: str = ""


def gaps(content: Content, *, texts: Mapping[str, ReportText], request: TenantRequest) -> list[Gap]:
    """In the order in which one gets them done."""
    return [*_untold(content, request), *_months(content), *_silent(content), *_empty(texts)]


def _untold(content: Content, request: TenantRequest) -> Iterator[Gap]:
    """What was done in the year and is not in its figures: of the whole association, whoever pays."""
    found = unfinished.of(content["year"], request=request)
    for each in found.untold:
        yield Gap(each.title, each.why, each.source.url)
    for month, count in found.behind.items():
        url = reverse("month", args=[month.year, month.month])
        yield Gap(
            unfinished.left_behind(month, count),
            _("They count nowhere. On the page of the month they can be counted after all, with a reason."),
            f"{url}?waiting=on",
        )


def _months(content: Content) -> Iterator[Gap]:
    left = MONTHS - content["closed_months"]
    if left:
        title = ngettext("%(count)s month is open", "%(count)s months are open", left)
        yield Gap(
            title % {"count": formats.number(left)},
            _("A report can be frozen when all months are closed."),
            f"{reverse('months')}?year={content['year']}",
        )


def _silent(content: Content) -> Iterator[Gap]:
    silent = [
        figure["label"]
        for section in content["sections"]
        for line in section["lines"]
        for figure in line["figures"]
        if figure["value"] is None
    ]
    if silent:
        title = ngettext(
            "%(count)s figure is not reported", "%(count)s figures are not reported", len(silent)
        )
        yield Gap(title % {"count": formats.number(len(silent))}, ", ".join(silent))


def _empty(texts: Mapping[str, ReportText]) -> Iterator[Gap]:
    for place in PLACES:
        if place.needed and not (place.code in texts and texts[place.code].text.strip()):
            yield Gap(_("Not written yet: %(place)s") % {"place": place.label}, url=f"#place-{place.code}")
