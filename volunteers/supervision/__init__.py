"""Supervision of volunteers: groups and their times, who came, who should come soon. Never what was said."""
