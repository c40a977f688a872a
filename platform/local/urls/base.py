"""On the base host: who can sign in, and the inbox of all mail."""

from django.urls import path

from local import views

urlpatterns = [
    path("", views.people, name="demo"),
    path("inbox/", views.inbox, name="demo-inbox"),
    path("inbox/sms/<slug:key>/", views.sms, name="demo-sms"),
    path("inbox/<slug:key>/", views.mail, name="demo-mail"),
    path("inbox/<slug:key>/html/", views.mail_html, name="demo-mail-html"),
    path("inbox/<slug:key>/files/<int:number>/", views.mail_file, name="demo-mail-file"),
]
