"""The UI kit as a Django application: templates, tags, front-end build. No models, no domain."""

from __future__ import annotations

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Registers the templates and static files of the UI kit."""

    name = "web"
