"""Routes of an umbrella's host."""

from django.urls import URLPattern, URLResolver, path

from umbrella import letters, member_views, role_views, views
from umbrella.api import FiguresView
from umbrella.role_api import RoleFiguresView

umbrella: list[URLPattern | URLResolver] = [
    path("", views.overview, name="overview"),
    path("definitions/", views.definitions, name="definitions"),
    path("associations/", member_views.associations, name="associations"),
    path("associations/<slug:slug>/", member_views.association, name="association"),
    path(
        "associations/<slug:slug>/progress/", member_views.association_progress, name="association-progress"
    ),
    path("associations/<slug:slug>/set-up/", member_views.association_set_up, name="association-set-up"),
    path("associations/<slug:slug>/suspend/", member_views.association_suspend, name="association-suspend"),
    path("associations/<slug:slug>/resume/", member_views.association_resume, name="association-resume"),
    path("associations/<slug:slug>/invite/", member_views.association_invite, name="association-invite"),
    path("letters/", letters.letters, name="federation-letters"),
    path("letters/new/", letters.letter_new, name="federation-letter-new"),
    path("letters/<uuid:uuid>/", letters.letter, name="federation-letter"),
    path("letters/<uuid:uuid>/withdraw/", letters.letter_withdraw, name="federation-letter-withdraw"),
    path("mail/", views.release_mail, name="release-mail"),
    path("export.csv", views.figures_csv, name="figures-csv"),
    path("roles/", role_views.roles, name="figures-roles"),
    path("roles/<slug:code>/", role_views.role, name="figures-role"),
    path("figures/<slug:slug>/", role_views.association_figures, name="association-figures"),
    path("roles.csv", role_views.roles_csv, name="figures-roles-csv"),
    path("api/v1/figures/roles/", RoleFiguresView.as_view(), name="api-role-figures"),
    path("api/v1/figures/", FiguresView.as_view(), name="api-figures"),
]
