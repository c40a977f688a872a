"""What the association does beside shifts, and everything that is counted of it."""
