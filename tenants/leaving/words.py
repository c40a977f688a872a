"""What people read of the steps, and of what went wrong."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

STEPS: dict[str, str | Promise] = {
    "copy": _("Make an encrypted copy"),
    "read": _("Read the copy back and compare every row"),
    "leave": _("Take the tables out of service"),
    "check_file": _("Check the copy"),
    "back": _("Put the tables back and compare every row"),
    "tidy": _("Put the copy with the nightly backups"),
    "check": _("Check who has confirmed it"),
    "files": _("Delete the copy and the backups"),
    "copies": _("Delete copies under other names"),
    "people": _("Delete who could enter"),
    "tables": _("Delete what is left in the database"),
    "close": _("Write the certificate"),
}

FAILURES: dict[str, str | Promise] = {
    "missing": _("The copy is not where it was put. Whoever runs the platform has to look for it."),
    "damaged": _(
        "The copy was changed or cut off. Nothing was touched. Whoever runs the platform has to look."
    ),
    "unequal": _("What was read back is not what was copied. Nothing was touched. Try again."),
    "written": _("Somebody went on writing. Nothing was taken away. Try again in a moment."),
    "key": _("The key for copies is missing or is another one. Whoever runs the platform has to set it."),
    "backup": _("The copy could not be made or read. The log says why. Nothing was lost. Try again."),
    "unconfirmed": _("Two people have not confirmed it. Nothing was deleted."),
    "hasty": _("Between the request and the confirmation there were no 30 days. Nothing was deleted."),
    "in_service": _("It is in service. Archive it first. Nothing was deleted."),
    "database": _("The database refused. Try again; if it fails again, somebody has to look at the log."),
    "gave_up": _("It was begun several times and never ended."),
    "error": _("Something went wrong in our program. It is in the log."),
}
