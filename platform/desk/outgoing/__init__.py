"""What the association tells people: what has gone out, what waits, what failed, and what to do about it."""
