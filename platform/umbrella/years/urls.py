"""Routes of the federation's years."""

from django.urls import path

from umbrella.years import views

years = [
    path("years/", views.years, name="years"),
    path("years/<int:year>/", views.year, name="year"),
    path("years/<int:year>/file/<slug:form>/", views.year_file, name="year-file"),
    path("years/<int:year>/close/", views.year_close, name="year-close"),
    path("years/<int:year>/open/", views.year_open, name="year-open"),
    path("years/<int:year>/freeze/", views.year_freeze, name="year-freeze"),
    path("years/<int:year>/submit/", views.year_submit, name="year-submit"),
    path("years/<int:year>/amend/", views.year_amend, name="year-amend"),
    path("years/<int:year>/leave/", views.year_leave, name="year-leave"),
    path("years/<int:year>/versions/<int:number>/", views.year_version, name="year-version"),
    path(
        "years/<int:year>/versions/<int:number>/file/<slug:form>/",
        views.year_file,
        name="year-version-file",
    ),
]
