"""Routes of people's own data, on an association's host."""

from django.urls import URLPattern, URLResolver, path

from desk import export, notices, retention
from desk.my_data import carry, coordinator, views

association: list[URLPattern | URLResolver] = [
    path("me/data/", views.my_data, name="my-data"),
    path("me/data/ask/", views.my_data_ask, name="my-data-ask"),
    path("me/data/progress/", views.my_data_progress, name="my-data-progress"),
    path("me/data/files/<uuid:uuid>/", views.my_data_file, name="my-data-file"),
    path("me/data/erase/", views.my_data_erase, name="my-data-erase"),
    path("me/data/stay/", views.my_data_stay, name="my-data-stay"),
    path("me/data/bring/", carry.bring, name="my-data-bring"),
    path("me/data/brought/<uuid:uuid>/offer/", carry.brought_offer, name="my-data-brought-offer"),
    path("me/data/brought/<uuid:uuid>/remove/", carry.brought_remove, name="my-data-brought-remove"),
    path("me/leave/", views.own_leave, name="own-leave"),
    path("coordinate/data/", coordinator.data, name="data"),
    path("coordinate/data/kept/", retention.data_kept, name="data-kept"),
    path("coordinate/data/terms/", retention.data_terms, name="data-terms"),
    path("coordinate/data/notices/", notices.data_notices, name="data-notices"),
    path(
        "coordinate/data/feedback/<uuid:uuid>/answered/", notices.feedback_answered, name="feedback-answered"
    ),
    path("coordinate/data/export/", export.data_export, name="data-export"),
    path("coordinate/data/export/ask/", export.data_export_ask, name="data-export-ask"),
    path("coordinate/data/export/progress/", export.data_export_progress, name="data-export-progress"),
    path("privacy/", notices.privacy, name="privacy"),
    path("accessibility/", notices.accessibility, name="accessibility"),
    path("coordinate/people/<uuid:uuid>/erase/", coordinator.person_erase, name="person-erase"),
]
