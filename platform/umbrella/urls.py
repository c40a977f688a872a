"""Routes of an umbrella's host."""

from django.urls import URLPattern, URLResolver, path

from umbrella import figure_views, letters, member_views, own_views, reminding, role_views, views
from umbrella.affiliations import views as places
from umbrella.api import FiguresView
from umbrella.catalogue.api import CatalogueRolesView, CatalogueTextsView
from umbrella.catalogue.urls import catalogue
from umbrella.ending import views as ending
from umbrella.joining import public as joining, views as join_views
from umbrella.networks.urls import networks
from umbrella.publishing import views as publishing
from umbrella.role_api import RoleFiguresView
from umbrella.totals.urls import totals
from umbrella.years.api import CompletenessView, ReleasesView, YearView
from umbrella.years.urls import years

association: list[URLPattern | URLResolver] = [
    path("coordinate/federation/", own_views.beside_federation, name="beside-federation"),
    path("coordinate/federation/publish/", publishing.own_publication, name="own-publication"),
    path(
        "coordinate/federation/publish/<int:year>/ask/",
        publishing.own_publication_ask,
        name="own-publication-ask",
    ),
    path(
        "coordinate/federation/publish/<int:year>/take-back/",
        publishing.own_publication_take_back,
        name="own-publication-take-back",
    ),
]

umbrella: list[URLPattern | URLResolver] = [
    path("", views.overview, name="overview"),
    path("definitions/", figure_views.definitions, name="definitions"),
    path("months/", figure_views.months, name="figures-months"),
    path("districts/<slug:code>/", figure_views.district, name="figures-district"),
    path("trends/", figure_views.trends, name="figures-trends"),
    path("corrections/", figure_views.figure_corrections, name="figures-corrections"),
    path("targets/", figure_views.figure_targets, name="figure-targets"),
    path("targets/keep/", figure_views.figure_targets_keep, name="figure-targets-keep"),
    path("associations/", member_views.associations, name="associations"),
    path("not-reported/", reminding.not_reported, name="not-reported"),
    path(
        "not-reported/<slug:slug>/remind/",
        reminding.not_reported_remind,
        name="not-reported-remind",
    ),
    path("associations/<slug:slug>/", member_views.association, name="association"),
    path(
        "associations/<slug:slug>/progress/", member_views.association_progress, name="association-progress"
    ),
    path("associations/<slug:slug>/set-up/", member_views.association_set_up, name="association-set-up"),
    path("associations/<slug:slug>/suspend/", member_views.association_suspend, name="association-suspend"),
    path("associations/<slug:slug>/resume/", member_views.association_resume, name="association-resume"),
    path("associations/<slug:slug>/invite/", member_views.association_invite, name="association-invite"),
    path("associations/<slug:slug>/belonging/", places.belonging, name="association-belonging"),
    path("associations/<slug:slug>/move/", places.association_move, name="association-move"),
    path("associations/<slug:slug>/leave/", places.association_leave, name="association-leave"),
    path("associations/<slug:slug>/return/", places.association_return, name="association-return"),
    path("associations/<slug:slug>/stay/", places.association_stay, name="association-stay"),
    path("associations/<slug:slug>/leaving/", ending.association_leaving, name="association-leaving"),
    path("associations/<slug:slug>/archive/", ending.association_archive, name="association-archive"),
    path(
        "associations/<slug:slug>/bring-back/", ending.association_bring_back, name="association-bring-back"
    ),
    path(
        "associations/<slug:slug>/leaving/again/",
        ending.association_leaving_again,
        name="association-leaving-again",
    ),
    path("associations/<slug:slug>/deletion/", ending.association_deletion, name="association-deletion"),
    path(
        "associations/<slug:slug>/deletion/confirm/",
        ending.association_deletion_confirm,
        name="association-deletion-confirm",
    ),
    path(
        "associations/<slug:slug>/deletion/call-off/",
        ending.association_deletion_call_off,
        name="association-deletion-call-off",
    ),
    path(
        "associations/<slug:slug>/deletion/certificate/",
        ending.association_deletion_certificate,
        name="association-deletion-certificate",
    ),
    path(
        "associations/<slug:slug>/deletion/agree/",
        ending.association_deletion_agree,
        name="association-deletion-agree",
    ),
    path("deleted/", ending.deletion_check, name="deletion-check"),
    path("deleted/<slug:code>/", ending.deletion_checked, name="deletion-checked"),
    path("join/", joining.join, name="join"),
    path("join/open/", joining.join_open, name="join-open"),
    path("join/mine/", joining.join_status, name="join-status"),
    path("join/mine/withdraw/", joining.join_withdraw, name="join-withdraw"),
    path("requests/", join_views.join_requests, name="join-requests"),
    path("requests/new/", join_views.join_request_new, name="join-request-new"),
    path("requests/<uuid:uuid>/", join_views.join_request, name="join-request"),
    path("requests/<uuid:uuid>/back/", join_views.join_request_back, name="join-request-back"),
    path("requests/<uuid:uuid>/approve/", join_views.join_request_approve, name="join-request-approve"),
    path("requests/<uuid:uuid>/refuse/", join_views.join_request_refuse, name="join-request-refuse"),
    path("requests/<uuid:uuid>/<slug:part>/", join_views.join_request_part, name="join-request-part"),
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
    path("api/v1/releases/", ReleasesView.as_view(), name="api-releases"),
    path("api/v1/completeness/", CompletenessView.as_view(), name="api-completeness"),
    path("api/v1/year/", YearView.as_view(), name="api-year"),
    path("api/v1/catalogue/roles/", CatalogueRolesView.as_view(), name="api-catalogue-roles"),
    path("api/v1/catalogue/texts/", CatalogueTextsView.as_view(), name="api-catalogue-texts"),
    *years,
    *totals,
    *catalogue,
    *networks,
]
