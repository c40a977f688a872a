"""Routes of the catalogue."""

from django.urls import path

from umbrella.catalogue import text_views, views

catalogue = [
    path("catalogue/", views.catalogue, name="catalogue"),
    path("catalogue/new/", views.catalogue_new, name="catalogue-new"),
    path("catalogue/roles/<slug:code>/", views.catalogue_seen, name="catalogue-role"),
    path("catalogue/roles/<slug:code>/edit/", views.catalogue_role, name="catalogue-role-edit"),
    path("catalogue/roles/<slug:code>/retire/", views.catalogue_retire, name="catalogue-retire"),
    path("catalogue/texts/", text_views.catalogue_texts, name="catalogue-texts"),
    path("catalogue/texts/<slug:code>/", text_views.catalogue_text, name="catalogue-text"),
    path("catalogue/texts/<slug:code>/edit/", text_views.catalogue_text_edit, name="catalogue-text-edit"),
]
