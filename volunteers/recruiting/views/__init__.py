"""The pages of recruiting."""
