"""Commands of whoever runs the platform."""
