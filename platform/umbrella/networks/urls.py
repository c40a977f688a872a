"""Routes of networks."""

from django.urls import path

from umbrella.networks import views

networks = [
    path("networks/", views.networks, name="networks"),
    path("networks/new/", views.network_new, name="network-new"),
    path("networks/<slug:code>/", views.network, name="network"),
    path("networks/<slug:code>/members/", views.network_members, name="network-members"),
    path("networks/<slug:code>/rename/", views.network_rename, name="network-rename"),
    path("networks/<slug:code>/remove/", views.network_remove, name="network-remove"),
    path("networks/<slug:code>/put-in/", views.network_put_in, name="network-put-in"),
    path("networks/<slug:code>/<uuid:uuid>/take-out/", views.network_take_out, name="network-take-out"),
    path("networks/<slug:code>/<uuid:uuid>/undo/", views.network_undo, name="network-undo"),
]
