"""Certificates of volunteering: what they say, and how they are set."""
