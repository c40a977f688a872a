"""Saying at the place itself that one is there: codes, tablets, and which times count."""
