"""What can go wrong with a backup, as sentences for whoever runs the platform."""


class BackupError(RuntimeError):
    """A backup or a restore was not done. The sentence says what to do."""


class NoKey(BackupError):
    """There is no key to encrypt with."""


class WrongKey(BackupError):
    """The archive was made with another key."""


class Damaged(BackupError):
    """The file is no archive of ours, is cut off, or was changed."""


class Living(BackupError):
    """A restore would overwrite something that lives."""


class NotEqual(BackupError):
    """What was restored is not what was backed up."""
