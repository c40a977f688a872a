"""The verbs of premises."""
