"""What an annual report says: thirteen sections of figures and words, as data, in the language in use.

A figure that nobody reported has no value and says so; it is never a 0. Different figures are never added.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _, ngettext, pgettext

from reports.annual.amounts import Hours, belongs, hours_of, numbers_corrected
from reports.annual.places import PLACES
from reports.models import AnnualReport, ReportText
from reports.words import methods, said
from scheduling.activities.year_lines import Partner, partners
from scheduling.hours import sampling, selectors as hours
from scheduling.hours.models import HEADLINE, Kind, Method
from scheduling.hours.sampling import Estimate
from tenants import clock
from tenants.context import current_association
from tenants.models import RoleFamily
from volunteers.register import year_lines
from volunteers.register.year_lines import Figure, Line, Scope
from volunteers.supervision import duties
from volunteers.training import selectors as training
from web import formats

Content = dict[str, Any]
FORMAT = 1
DEFINITIONS = "1"
"""The version of the metric definitions by which figures are counted."""
MONTHS = 12
# Kinds of hours that a report names even where there are none.
NAMED = (Kind.TRAINING, Kind.SUPERVISION)


def scope_of(report: AnnualReport) -> Scope:
    """What the report tells of."""
    return Scope(grant_target=report.grant_target_id)


def build(report: AnnualReport, *, texts: Mapping[str, ReportText]) -> Content:
    """The whole report as it is now, in the language in use."""
    association, scope = current_association(), scope_of(report)
    closed, _there = hours.closed_of(report.year)
    lines = year_lines.lines([report.year], scope)[report.year]
    spent = hours_of(report.year, scope)
    figures: dict[str, Sequence[Line]] = {
        "reached": _reached(lines),
        "activities": [line for line in lines if line.part == "activities"],
        "volunteers": [_volunteers(report, spent), *(line for line in lines if line.part == "volunteers")],
        "hours": [_headline(spent), *_estimated(report.year, scope), _families(spent), _others(spent)],
        "placements": [line for line in lines if line.part == "placements"] or [_no_placements()],
        "deviations": [_corrections(spent, report.year, scope)],
    }
    facts = {
        "identification": _identification(report, closed),
        "partners": [_partner(each) for each in partners(report.year, scope)],
        "quality": _quality(closed, sampling.estimate_of(report.year)),
    }
    return {
        "format": FORMAT,
        "definitions": DEFINITIONS,
        "language": formats.language(),
        "association": association.name,
        "target": report.grant_target.code if report.grant_target else None,
        "year": report.year,
        "with_trustees": report.with_trustees,
        "closed_months": closed,
        "sections": [
            {
                "code": code,
                "number": number,
                "title": title,
                "facts": facts.get(code, []),
                "lines": [_written(line) for line in figures.get(code, ())],
                "texts": _texts(code, texts),
            }
            for number, (code, title) in enumerate(_titles(), 1)
        ],
    }


def _titles() -> list[tuple[str, str]]:
    return [
        ("identification", pgettext("report", "Who reports, and of what")),
        ("goals", pgettext("report", "Goals and what came of them")),
        ("reached", pgettext("report", "Target group and those who took part")),
        ("activities", pgettext("report", "Activities")),
        ("volunteers", pgettext("report", "Volunteers")),
        ("hours", pgettext("report", "Hours of volunteering")),
        ("placements", pgettext("report", "Students, trainees and work trials")),
        ("partners", pgettext("report", "Partners and what they did")),
        ("feedback", pgettext("report", "Feedback and wellbeing")),
        ("factors", pgettext("report", "What helped and what hindered")),
        ("deviations", pgettext("report", "Deviations and corrections")),
        ("quality", pgettext("report", "How the figures were gathered")),
        ("signatures", pgettext("report", "Signatures")),
    ]


def _texts(section: str, texts: Mapping[str, ReportText]) -> list[dict[str, str]]:
    return [
        {
            "code": place.code,
            "label": str(place.label),
            "text": texts[place.code].text if place.code in texts else "",
        }
        for place in PLACES
        if place.section == section
    ]


def _written(line: Line) -> dict[str, Any]:
    return {
        "code": line.code,
        "title": line.title,
        "note": line.note,
        "figures": [
            {
                "code": figure.code,
                "label": figure.label,
                "value": figure.value,
                "unit": figure.unit,
                "said": said(figure.value, figure.unit),
                "methods": dict(figure.methods),
                "method": methods(figure.methods, figure.unit),
            }
            for figure in line.figures
        ],
    }


def _identification(report: AnnualReport, closed: int) -> list[dict[str, str]]:
    target = report.grant_target
    facts = [(_("Association"), current_association().name), (pgettext("report", "Year"), str(report.year))]
    if target is None:
        facts.append((_("Grant target"), _("All activities of the association")))
    else:
        facts += [
            (_("Grant target"), f"{target.code} {target.name}"),
            (_("Kind of grant"), str(target.get_kind_display())),
            (_("Funder"), target.funder),
        ]
    facts += [
        (_("Months closed"), f"{closed}/{MONTHS}"),
        (_("Version of the definitions"), DEFINITIONS),
    ]
    return [_fact(*fact) for fact in facts]


def _fact(label: str, text: str) -> dict[str, str]:
    return {"label": label, "text": text}


def _reached(lines: Iterable[Line]) -> list[Line]:
    """Heads each time they came. Different people are known only where they were registered."""
    found = [
        Line(code=f"reached.{line.code}", title=line.title, figures=figures)
        for line in lines
        if (figures := [figure for figure in line.figures if figure.reached]) and line.part == "activities"
    ]
    people = Figure(code="participants_distinct", label=_("Different people"), value=None)
    return [*found, Line(code="participants", title=_("Those who took part"), figures=[people])]


def _volunteers(report: AnnualReport, spent: Hours) -> Line:
    count = spent.trustees if report.with_trustees else spent.people
    with_board = _("people of the board are among them")
    without = _("people of the board are not among them")
    found = [
        Figure(
            code="active_volunteers",
            label=_("Volunteers, each counted once"),
            value=_known(spent, count),
            methods={Method.REGISTERED.value: count} if count else {},
        ),
        Figure(code="roles_in_use", label=_("Roles in use"), value=_known(spent, len(spent.roles))),
        _trained(report),
        _supervised(report),
    ]
    if spent.heads:
        attended = Figure(code="unnamed", label=_("Attendances without a name"), value=spent.heads)
        found.insert(1, attended)
    note = with_board if report.with_trustees else without
    return Line(code="volunteers", title=_("Volunteers"), figures=found, note=note)


def _trained(report: AnnualReport) -> Figure:
    """Courses completed, of everybody; not of what one grant target pays for."""
    value = training.completed_in(report.year) if report.grant_target is None else None
    methods = {Method.REGISTERED.value: value} if value else {}
    return Figure(code="trainings_completed", label=_("Trainings completed"), value=value, methods=methods)


def _supervised(report: AnnualReport) -> Figure:
    """On the last day of the year, of everybody; not of what one grant target pays for."""
    last, today = date(report.year, 12, 31), clock.today(current_association())
    told = report.grant_target is None and last < today
    value = duties.coverage_on(last) if told else None
    unit = "" if value is None else "%"
    return Figure(code="supervision_coverage", label=_("Supervision in order"), value=value, unit=unit)


def _known(spent: Hours, value: int) -> int | None:
    return value if spent.known else None


def _headline(spent: Hours) -> Line:
    whole = Figure(
        code="volunteer_hours",
        label=_("Volunteering hours"),
        value=_known(spent, spent.minutes),
        methods=spent.methods,
        unit="min",
    )
    parts = [_kind(spent, kind) for kind in HEADLINE if spent.kinds[kind]]
    return Line(code="hours", title=_("Volunteering"), figures=[whole, *(parts if len(parts) > 1 else [])])


def _estimated(year: int, scope: Scope) -> list[Line]:
    """What a sample of months makes of the year, as a figure of its own: it is added to nothing."""
    estimate = sampling.estimate_of(year, of=belongs(scope))
    if estimate is None:
        return []
    whole = Figure(
        code="volunteer_hours_estimate",
        label=_("Volunteering hours of the whole year, reckoned from a sample"),
        value=estimate.minutes,
        methods={Method.SAMPLE.value: estimate.minutes},
        unit="min",
    )
    return [
        Line(
            code="hours_estimate",
            title=_("Estimate from a sample"),
            figures=[whole],
            note=_basis(estimate),
        )
    ]


def _basis(estimate: Estimate) -> str:
    said = _("collected in %(months)s only; those hours multiplied by %(factor)s")
    return said % {"months": estimate.named, "factor": estimate.factor}


def _kind(spent: Hours, kind: Kind) -> Figure:
    minutes = spent.kinds[kind] or None
    return Figure(code=f"hours.{kind}", label=formats.first_up(str(kind.label)), value=minutes, unit="min")


def _families(spent: Hours) -> Line:
    figures = [
        Figure(
            code=f"family.{family}",
            label=formats.first_up(str(RoleFamily(family).label)),
            value=minutes,
            unit="min",
        )
        for family, minutes in spent.families.most_common()
    ]
    return Line(code="families", title=_("Volunteering by family of roles"), figures=figures)


def _others(spent: Hours) -> Line:
    others = [kind for kind in Kind if kind not in HEADLINE and (spent.kinds[kind] or kind in NAMED)]
    note = _("never part of volunteering hours")
    figures = [_kind(spent, kind) for kind in others]
    return Line(code="other_hours", title=_("Other hours"), figures=figures, note=note)


def _no_placements() -> Line:
    nobody = Figure(code="students", label=_("Students and trainees"), value=None)
    return Line(code="placements", title=_("Students, trainees and work trials"), figures=[nobody])


def _corrections(spent: Hours, year: int, scope: Scope) -> Line:
    made = Figure(
        code="corrections",
        label=_("Hours corrected after their month was closed"),
        value=_known(spent, spent.corrections),
    )
    numbers = Figure(
        code="corrections.numbers",
        label=_("Other numbers corrected after their month was closed"),
        value=numbers_corrected(year, scope),
    )
    # A report that was frozen before says nothing of them, and is the same as now where there are none.
    told = [made, numbers] if numbers.value else [made]
    return Line(code="corrections", title=_("Corrections"), figures=told)


def _partner(each: Partner) -> dict[str, str]:
    said_times = ngettext("%(count)s time", "%(count)s times", each.times)
    times = said_times % {"count": formats.number(each.times)}
    return _fact(each.name, ", ".join([*each.parts, times]))


def _quality(closed: int, estimate: Estimate | None) -> list[dict[str, str]]:
    meanings = [
        (_("Collected"), _("counted or registered, one by one")),
        (
            pgettext("how figures are gathered", "Sample"),
            _("collected for a part and reckoned for the whole"),
        ),
        (
            pgettext("how figures are gathered", "Estimate"),
            _("estimated; what it rests on is kept beside the number"),
        ),
        (_("Not reported"), _("nobody has told it; it is not a 0")),
    ]
    whole = _("All months are closed: the figures cannot change unnoticed.")
    part = _("Open months can still change.")
    months = whole if closed == MONTHS else part
    if estimate:
        # Of the others nothing is known, so that it says nothing that they are closed.
        said = _("Collected months: %(count)s of %(all)s.")
        months = said % {"count": len(estimate.months), "all": MONTHS} + (
            "" if closed == MONTHS else f" {part}"
        )
    return [
        *(_fact(*each) for each in meanings),
        _fact(pgettext("report", "Months"), months),
        *([_fact(pgettext("report", "Sample of months"), _basis(estimate))] if estimate else []),
    ]


def essence(content: Content) -> list[Any]:
    """What of a report is compared with another version: its words and numbers, whatever the labels are."""
    return [
        content["with_trustees"],
        [
            [
                [[fact["label"], fact["text"]] for fact in section["facts"]]
                if section["code"] == "partners"
                else [],
                [
                    [figure["code"], figure["value"], figure["methods"]]
                    for line in section["lines"]
                    for figure in line["figures"]
                ],
                [text["text"] for text in section["texts"]],
            ]
            for section in content["sections"]
        ],
    ]
