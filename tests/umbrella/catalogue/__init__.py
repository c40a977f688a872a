"""The catalogue for all associations."""
