"""Where gateways report."""

from django.urls import URLPattern, URLResolver, path

from notifications.channels import hooks

base: list[URLPattern | URLResolver] = [
    path("hooks/sms/<str:tag>/", hooks.sms_report, name="sms-report"),
    path("hooks/mail/", hooks.mail_report, name="mail-report"),
]
