"""Tests of the API as a whole: its description, and that it keeps to it."""
