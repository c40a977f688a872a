"""Routes of people's own data, on an association's host."""

from django.urls import URLPattern, URLResolver, path

from desk import retention
from desk.my_data import coordinator, views

association: list[URLPattern | URLResolver] = [
    path("me/data/", views.my_data, name="my-data"),
    path("me/data/ask/", views.my_data_ask, name="my-data-ask"),
    path("me/data/progress/", views.my_data_progress, name="my-data-progress"),
    path("me/data/files/<uuid:uuid>/", views.my_data_file, name="my-data-file"),
    path("me/data/erase/", views.my_data_erase, name="my-data-erase"),
    path("me/data/stay/", views.my_data_stay, name="my-data-stay"),
    path("me/leave/", views.own_leave, name="own-leave"),
    path("coordinate/data/", coordinator.data, name="data"),
    path("coordinate/data/kept/", retention.data_kept, name="data-kept"),
    path("coordinate/data/terms/", retention.data_terms, name="data-terms"),
    path("coordinate/people/<uuid:uuid>/erase/", coordinator.person_erase, name="person-erase"),
]
