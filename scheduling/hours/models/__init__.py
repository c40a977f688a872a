"""Hours of people, tallies of heads, months and years, the figures made of them, and signs of too much."""

from scheduling.hours.models.certificates import Certificate, CertificateSigner
from scheduling.hours.models.counting import (
    HEADLINE,
    CardImport,
    ChangedMonth,
    Correction,
    HoursEntry,
    HoursTally,
    ImportBatch,
    ImportDraft,
    Kind,
    Method,
    Month,
    MonthFigure,
    SampledYear,
    Year,
    YearVersion,
    stretch,
)
from scheduling.hours.models.rest import RestLimits, RestSign

__all__ = [
    "HEADLINE",
    "CardImport",
    "Certificate",
    "CertificateSigner",
    "ChangedMonth",
    "Correction",
    "HoursEntry",
    "HoursTally",
    "ImportBatch",
    "ImportDraft",
    "Kind",
    "Method",
    "Month",
    "MonthFigure",
    "RestLimits",
    "RestSign",
    "SampledYear",
    "Year",
    "YearVersion",
    "stretch",
]
