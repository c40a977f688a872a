"""Routes of signing in: at the sign-in host, and at every other."""

from django.urls import include, path

from accounts import views
from accounts.factors import urls as factor_urls

identity = [
    path("", views.places, name="places"),
    path("handoff/", views.handoff_start, name="handoff-start"),
    path("sign-ins/", views.sign_ins, name="sign-ins"),
    path("sign-ins/<uuid:uuid>/end/", views.sign_in_end, name="sign-in-end"),
    path("sign-ins/end-all/", views.sign_out_everywhere, name="sign-out-everywhere"),
    path("invitation/", views.invitation, name="invitation"),
    path("security/", include(factor_urls.identity)),
    path("account/", include("allauth.account.urls")),
]

host = [
    path("signin/", views.signin, name="signin"),
    path("handoff/", views.handoff, name="handoff"),
    path("signout/", views.signout, name="signout"),
    path("me/", views.me, name="me"),
]
