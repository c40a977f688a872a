"""Routes of the register on an association's host."""

from django.urls import URLPattern, URLResolver, path

from volunteers.register import views

association: list[URLPattern | URLResolver] = [
    path("coordinate/people/", views.people, name="people"),
    path("coordinate/people/new/", views.person_new, name="person-new"),
    path("coordinate/people/<uuid:uuid>/invite/", views.person_invite, name="person-invite"),
]
