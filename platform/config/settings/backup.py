"""Backups: the key that encrypts them, and how long they are kept."""

from config.settings.environment import number, text

__all__ = ["BACKUP_KEEP_DAYS", "BACKUP_KEY"]

# Empty: no backup can be made or read, and whoever tries is told how to make a key.
BACKUP_KEY = text("BACKUP_KEY", "")
BACKUP_KEEP_DAYS = number("BACKUP_KEEP_DAYS", default=14)
