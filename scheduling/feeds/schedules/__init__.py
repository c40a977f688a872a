"""Schedules from elsewhere: read within bounds, compared by identifier, applied after a look, taken back."""
