"""The federation's year."""
