"""Routes of the association's own figures and annual reports."""

from django.urls import URLPattern, URLResolver, path

from reports.views import annual, figures, past, past_import

association: list[URLPattern | URLResolver] = [
    path("coordinate/figures/", figures.figures, name="own-figures"),
    path("coordinate/figures/table/", figures.figures_table, name="own-figures-table"),
    path("coordinate/figures/<int:year>/", figures.one_page, name="one-page"),
    path("coordinate/figures/<int:year>/pdf/", figures.one_page_file, name="one-page-file"),
    path("coordinate/figures/past/", past.past_years, name="past-years"),
    path("coordinate/figures/past/import/", past_import.past_import, name="past-import"),
    path("coordinate/figures/past/<int:year>/forget/", past.past_year_forget, name="past-year-forget"),
    path("coordinate/reports/", annual.reports, name="reports"),
    path("coordinate/reports/new/", annual.report_new, name="report-new"),
    path("coordinate/reports/<uuid:uuid>/", annual.report, name="report"),
    path("coordinate/reports/<uuid:uuid>/write/<slug:place>/", annual.report_write, name="report-write"),
    path("coordinate/reports/<uuid:uuid>/trustees/", annual.report_trustees, name="report-trustees"),
    path("coordinate/reports/<uuid:uuid>/freeze/", annual.report_freeze, name="report-freeze"),
    path("coordinate/reports/<uuid:uuid>/amend/", annual.report_amend, name="report-amend"),
    path("coordinate/reports/<uuid:uuid>/discard/", annual.report_discard, name="report-discard"),
    path("coordinate/reports/<uuid:uuid>/file/<slug:form>/", annual.report_file, name="report-file"),
    path(
        "coordinate/reports/<uuid:uuid>/versions/<int:number>/", annual.report_version, name="report-version"
    ),
    path(
        "coordinate/reports/<uuid:uuid>/versions/<int:number>/file/<slug:form>/",
        annual.report_file,
        name="report-version-file",
    ),
]
