"""What is done with courses: made and planned, taken part in, held, completed."""
