"""Training: courses, their runs, who takes part, and the qualifications that come of it."""
