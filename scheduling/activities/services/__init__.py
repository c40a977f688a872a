"""The verbs of activities."""
