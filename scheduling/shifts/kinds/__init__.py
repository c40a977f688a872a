"""What is told about shifts, to whom, and until when it is worth telling."""
