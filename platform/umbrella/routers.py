"""Which connection reads and writes the figures' tables."""

from typing import Any

from django.db import models

EXACT = {
    "exactfigure",
    "exactpart",
    "exactrolefigure",
    "releasedcell",
    "releasedrolecell",
    "suppressionpartner",
    "provisionalbasis",
    "heldback",
    "totalpart",
}
# What goes out by mail is sent by the app; the figures login only says of a release that it is there.
MAILED = {"releasenews", "releasemail", "noreleasemail"}
# What people of the federation do with what is published and write themselves, and what is told it by link.
DONE_ON_PAGES = {
    "target",
    "reportingyear",
    "yearversion",
    "yearstep",
    "totalslink",
    "totalsanswer",
    "ownpublication",
}
FIGURES = "figures"


class FiguresRouter:
    """The exact store is reached by the figures login alone; a process without it cannot even ask."""

    def db_for_read(self, model: type[models.Model], **hints: Any) -> str | None:
        """The exact store from the figures login, all else as usual."""
        return FIGURES if _is_exact(model) else None

    def db_for_write(self, model: type[models.Model], **hints: Any) -> str | None:
        """The umbrella's tables are written by the figures login, but for what is mailed."""
        meta = model._meta  # Django's own API
        by_app = meta.app_label != "umbrella" or meta.model_name in MAILED | DONE_ON_PAGES
        return None if by_app else FIGURES

    def allow_relation(self, one: models.Model, other: models.Model, **hints: Any) -> bool | None:
        """Both connections lead to one database."""
        return True

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool | None:
        """Migrations run on the owner's connection."""
        return False if db == FIGURES else None


def _is_exact(model: type[models.Model]) -> bool:
    meta = model._meta  # Django's own API
    return meta.app_label == "umbrella" and meta.model_name in EXACT
