"""Pages over several apps: landing, an association's front page, home and today."""
