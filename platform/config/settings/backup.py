"""Backups: the key that encrypts them, and how long they are kept."""

from config.settings.environment import VAR_DIR, number, text

__all__ = ["BACKUP_FOLDER", "BACKUP_KEEP_DAYS", "BACKUP_KEY"]

# Empty: no backup can be made or read, and whoever tries is told how to make a key.
BACKUP_KEY = text("BACKUP_KEY", "")
BACKUP_KEEP_DAYS = number("BACKUP_KEEP_DAYS", default=14)
# Where the owner's process puts what it archives: below the folder of the nightly backups.
BACKUP_FOLDER = text("BACKUP_FOLDER", str(VAR_DIR / "backups"))
