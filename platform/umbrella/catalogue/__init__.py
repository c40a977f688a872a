"""The federation's catalogue for all its associations, as its administrator writes it."""
