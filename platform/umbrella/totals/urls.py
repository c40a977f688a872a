"""Routes of totals by link."""

from django.urls import path

from umbrella.totals import views

totals = [
    path("years/<int:year>/totals/", views.year_totals, name="year-totals"),
    path("years/<int:year>/totals/<slug:slug>/make/", views.year_totals_make, name="year-totals-make"),
    path(
        "years/<int:year>/totals/<slug:slug>/withdraw/",
        views.year_totals_withdraw,
        name="year-totals-withdraw",
    ),
    path("totals/open/", views.totals_open, name="totals-open"),
    path("totals/", views.totals, name="totals"),
]
