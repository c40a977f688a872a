"""What can be done with supervision; each verb owns its transaction."""
