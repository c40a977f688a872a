"""Recruiting: from an open role's page to a volunteer."""
