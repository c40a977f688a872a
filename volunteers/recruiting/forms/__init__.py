"""Forms of recruiting."""
