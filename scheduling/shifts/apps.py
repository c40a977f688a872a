"""App configuration."""

from django.apps import AppConfig


class ShiftsConfig(AppConfig):
    """Shifts and who comes."""

    name = "scheduling.shifts"
    label = "shifts"

    def ready(self) -> None:
        """Say what is told about shifts, how they are called for those who know a UUID, and who may what."""
        from notifications import kinds as known_kinds, subjects as known_subjects
        from scheduling.shifts import kinds, rules, subjects  # noqa: F401  # rules register themselves

        for kind in kinds.KINDS:
            known_kinds.register(kind)
        for subject in (subjects.SHIFT, subjects.SIGN_UP):
            known_subjects.register(subject)
