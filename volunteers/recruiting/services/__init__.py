"""The verbs of recruiting."""
